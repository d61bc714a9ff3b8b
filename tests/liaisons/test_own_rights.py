"""A liaison's own training and code of conduct, in the field; certificates for everybody."""

from datetime import UTC, date, datetime

import pytest
from factories.liaisons import make_certified_liaison, make_liaison

from liaison.db import db
from liaison.liaisons.models.liaison import LiaisonState
from liaison.liaisons.operations.code_of_conduct import publish_code, write_code
from liaison.liaisons.operations.credentials import record_training, revoke_credential
from liaison.liaisons.queries.rights import find_last_rights
from liaison.permissions import SYSTEM

TRAINING, CODE = "/field/training", "/field/code-of-conduct"


@pytest.fixture(autouse=True)
def _spring(at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


@pytest.fixture
def liaison(cast):
    """On the roster with an account, and trained."""
    liaison = make_liaison(user_id=cast.users["liaison"].id)
    record_training(actor=SYSTEM, liaison=liaison, trained_on=date(2026, 3, 1))
    db.session.commit()
    return liaison


def number_of(liaison):
    return find_last_rights(liaison.person_id).number


def test_accepting_the_code_puts_a_trained_liaison_to_work(client, liaison):
    browser = client.sign_in("liaison")
    assert "Read and accept the code of conduct first." in browser.get("/field/").text
    assert browser.submit(CODE, {}, status=422).errors() == ["Tick the box if you promise this."]
    browser.submit(CODE, {"accepts": "y"})
    page = browser.get(TRAINING)
    assert "You can enter things" in page.text
    assert "Liaison training Valid March 1, 2026 to March 1, 2027" in page.text
    assert liaison.state is LiaisonState.ACTIVE


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "I ask before I write."),
        ("es", "Pregunto antes de escribir."),
        ("zh-Hans", "我先征求同意"),
        ("vi", "Tôi hỏi trước khi ghi."),
        ("ar", "أسأل قبل أن أكتب"),
    ],
)
def test_the_code_is_read_in_five_languages(client, liaison, language, words):
    assert words in client.sign_in("liaison").get(f"/{language}{CODE}").text


def test_another_version_than_was_read_is_not_accepted(client, liaison, cast):
    browser = client.sign_in("liaison")
    page = browser.get(CODE)
    read = {"version": page.values(page.form())["version"], "accepts": "y"}
    texts = dict.fromkeys(("en", "es", "zh-Hans", "vi", "ar"), "Be kind.\n\nI am kind.")
    publish_code(actor=SYSTEM, version=write_code(actor=SYSTEM, texts=texts).version)
    db.session.commit()
    browser.post(CODE, read, status=409)
    browser.submit(CODE, {"accepts": "y"})


def test_staff_read_the_code_and_accept_nothing(client):
    page = client.sign_in("coordinator").get(CODE)
    assert "I ask before I write." in page.text
    assert "Accept" not in page.text
    assert "not tied to a liaison" in client.sign_in("coordinator").get(TRAINING).text


def test_before_the_end_renewal_opens(client, cast, at):
    liaison = make_certified_liaison(cast.users["liaison"], until=date(2026, 6, 1))
    db.session.commit()
    browser = client.sign_in("liaison")
    assert "You can renew it now." not in browser.get("/field/").text
    at(datetime(2026, 4, 2, 16, tzinfo=UTC))  # 60 days before
    browser = client.sign_in("liaison")
    words = "Your training is valid until June 1, 2026. You can renew it now."
    assert words in browser.get("/field/").text
    assert words in browser.get(TRAINING).text
    record_training(actor=SYSTEM, liaison=liaison, trained_on=date(2026, 4, 2))
    db.session.commit()
    assert "You can renew it now." not in browser.get("/field/").text


def test_a_certificate_says_number_course_and_validity_and_nothing_else(client, liaison, at):
    number = number_of(liaison)
    page = client.get(f"/certificates/{number}")
    for words in (number, "Liaison training", "Valid", "March 1, 2027"):
        assert words in page.text
    assert "Linh" not in page.body
    at(datetime(2027, 3, 2, 16, tzinfo=UTC))
    assert "Expired" in client.get(f"/certificates/{number}").text


def test_a_revoked_certificate_says_so_without_the_reason(client, liaison):
    held = find_last_rights(liaison.person_id)
    revoke_credential(actor=SYSTEM, credential=held, reason="Somebody else sat the test")
    db.session.commit()
    page = client.get(f"/certificates/{held.number}")
    assert "Revoked on April 1, 2026" in page.text
    assert "Somebody else" not in page.body
    assert "Valid until" not in page.text


def test_a_number_is_found_however_it_is_typed(client, liaison):
    number = number_of(liaison)
    typed = number.replace("-", " ").lower()
    found = client.get(f"/certificates/?number={typed}", status=302)
    assert found.location == f"/certificates/{number}"
    page = client.get("/certificates/?number=AAAAA-AAAAA", status=404)
    assert "There is no certificate with this number." in page.text
    client.get("/certificates/AAAAA-AAAAA", status=404)
