"""Certificates on paper, and the desk's pages about them and about the code of conduct."""

import io
import uuid
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import pypdf
import pytest
from factories.liaisons import make_liaison
from pdf_ua import broken_rules

from liaison import files, jobs
from liaison.db import db
from liaison.liaisons.models.credential import CodeOfConduct
from liaison.liaisons.operations.certificates import order_certificates
from liaison.liaisons.operations.credentials import record_training
from liaison.liaisons.policy.certificates import AT_ONCE
from liaison.liaisons.queries.code_of_conduct import list_texts
from liaison.liaisons.queries.rights import find_last_rights
from liaison.permissions import SYSTEM, Actor

CODE = "/desk/liaisons/code-of-conduct"


@pytest.fixture(autouse=True)
def _spring(at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


def hold(name, language):
    """A trained liaison who reads this language, and their credential."""
    liaison = make_liaison(name, trained_on=date(2026, 3, 1))
    liaison.person.language = language
    return liaison, find_last_rights(liaison.person_id)


def draw(credentials, **options):
    """The file as bytes."""
    ids = [one.id for one in credentials]
    job = order_certificates(actor=Actor(user_id=None), credential_ids=ids, **options)
    db.session.commit()
    jobs.run(job.id)
    db.session.refresh(job)
    assert job.state == "done", job.fault
    return files.store().read(job.result)


def words_of(pdf):
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def test_each_is_in_its_holders_language_with_english_and_follows_the_rules(cast, tmp_path):
    held = [hold("Ana Ruiz", "es")[1], hold("Ben Ode", "en")[1], hold("علي حداد", "ar")[1]]
    held += [hold("Nguyễn Thị Mai", "vi")[1], hold("王芳", "zh-Hans")[1]]
    pdf = draw(held, has_letters=True)
    pages = words_of(pdf)
    assert len(pages) == 10  # a letter and a certificate each
    english = "certifiesthatAnaRuizcompletedthecourse“Liaisontraining”."
    assert sum(english in page for page in pages) == 1
    assert sum(held[0].number in page for page in pages) == 2
    assert not broken_rules(pdf, tmp_path)


def test_many_parts_are_one_file(cast):
    numbers = range(100, 100 + AT_ONCE + 3)
    pages = words_of(draw([hold(f"Person {number}", "en")[1] for number in numbers]))
    assert len(pages) == len(numbers)
    for number, page in zip(numbers, pages, strict=True):
        assert f"Person{number}" in page


def test_the_desk_prints_revokes_and_sees_why(client, cast):
    liaison, credential = hold("Ana Ruiz", "es")
    db.session.commit()
    path = f"/desk/liaisons/{liaison.id}/certificates/"
    coordinator = client.sign_in("coordinator")
    page = coordinator.get(path)
    assert "They have no account to sign in with." in page.text
    job = urlsplit(coordinator.post(f"{path}{credential.number}/print", {}).location).path
    jobs.run(uuid.UUID(job.rpartition("/")[2]))
    assert "Download the file" in coordinator.get(job).text
    revoke = f"{path}{credential.number}/revoke"
    assert coordinator.submit(revoke, {}, status=422).errors() == ["Say why it is revoked."]
    coordinator.submit(revoke, {"reason": "Issued by mistake"})
    assert "Issued by mistake" in coordinator.get(path).text


@pytest.mark.parametrize(
    ("who", "reads", "revokes"),
    [("manager", 200, 403), ("staff", 403, 403), ("liaison", 403, 403), ("outsider", 404, 403)],
)
def test_who_sees_and_revokes_certificates(client, who, reads, revokes):
    liaison, credential = hold("Ana Ruiz", "es")
    db.session.commit()
    path = f"/desk/liaisons/{liaison.id}/certificates/"
    browser = client.sign_in(who)
    browser.get(path, status=reads)
    browser.get(f"{path}{credential.number}/revoke", status=revokes)


def test_a_liaison_gets_the_own_certificate_and_nobody_elses(client, cast):
    liaison = make_liaison(user_id=cast.users["liaison"].id)
    record_training(actor=SYSTEM, liaison=liaison, trained_on=date(2026, 3, 1))
    _other, foreign = hold("Ana Ruiz", "es")
    db.session.commit()
    browser = client.sign_in("liaison")
    own = find_last_rights(liaison.person_id).number
    drawing = browser.submit("/field/training", {}).location
    assert own in browser.get("/field/training").body
    assert "It is being drawn." in browser.get(drawing).text
    jobs.run(uuid.UUID(drawing.rpartition("/")[2]))
    assert "Download the PDF" in browser.get(drawing).text
    browser.get(f"{drawing}/certificate.pdf")
    browser.post(f"/field/training/certificates/{foreign.number}", {}, status=404)
    client.sign_in("coordinator").get(drawing, status=404)


def test_a_new_code_is_written_looked_at_and_published(client):
    coordinator = client.sign_in("coordinator")
    page = coordinator.get(f"{CODE}/draft")
    assert "I ask before I write." in page.body  # it begins with the one in force
    shown = coordinator.submit(f"{CODE}/draft", {"en": "Be kind.\n\nI am kind.", "es": ""})
    page = coordinator.get(shown.location)
    assert "written in these languages, too: Español." in page.text
    coordinator.post(f"{CODE}/publish", {}, status=422)
    assert db.session.get(CodeOfConduct, 2).published_at is None
    coordinator.submit(f"{CODE}/draft", {"es": "Amable."})
    coordinator.submit(f"{CODE}/publish", {})
    assert "Version 2" in coordinator.get(f"{CODE}/").text
    assert "I am kind." in coordinator.get(f"{CODE}/2").text
    coordinator.get(f"{CODE}/publish", status=404)
    coordinator.get(f"{CODE}/9", status=404)


def test_a_language_that_was_not_translated_anew_is_named_before_publishing(client):
    coordinator = client.sign_in("coordinator")
    shown = coordinator.submit(f"{CODE}/draft", {"en": "Be kind."}).location
    text = coordinator.get(shown).text
    assert "These languages say what the version in force says: Español" in text


def hidden(page, *names):
    """What the form on a page sends, but for its token."""
    return {name: page.values(page.form())[name] for name in names}


def test_only_the_draft_that_was_looked_at_is_published(client):
    coordinator, administrator = client.sign_in("coordinator"), client.sign_in("administrator")
    coordinator.submit(f"{CODE}/draft", {"en": "Be kind.", "es": "Amable."})
    looked_at = hidden(coordinator.get(f"{CODE}/publish"), "seen")
    administrator.submit(f"{CODE}/draft", {"en": "Be fast."})
    page = coordinator.post(f"{CODE}/publish", looked_at, status=422)
    assert page.errors() == ["Somebody changed the draft meanwhile. Read it again."]
    assert "Be fast." in page.text
    assert db.session.get(CodeOfConduct, 2).published_at is None
    coordinator.post(f"{CODE}/publish", hidden(page, "seen"))
    assert "Be fast." in coordinator.get(f"{CODE}/2").text


def test_two_who_write_it_at_once_see_what_the_other_wrote(client):
    coordinator, path = client.sign_in("coordinator"), f"{CODE}/draft"
    opened = hidden(coordinator.get(path), "opened", "es")
    client.sign_in("administrator").submit(path, {"en": "Be fast."})
    page = coordinator.post(path, opened | {"en": "Be kind."}, status=422)
    assert "Saving again replaces what they wrote." in page.text
    assert "Be fast." in page.text
    coordinator.post(path, hidden(page, "opened", "es", "en"))
    assert list_texts(2)["en"] == "Be kind."


@pytest.mark.parametrize(("who", "reads", "writes"), [("manager", 200, 403), ("staff", 403, 403)])
def test_who_reads_and_writes_the_code(client, who, reads, writes):
    browser = client.sign_in(who)
    browser.get(f"{CODE}/", status=reads)
    browser.get(f"{CODE}/draft", status=writes)
