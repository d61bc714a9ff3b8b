"""A code of conduct that a liaison signed on paper, entered by staff who keep the roster."""

from datetime import UTC, date, datetime

import pytest
from factories.liaisons import make_liaison

from liaison.db import db
from liaison.errors import InvalidInput, WrongState
from liaison.i18n import settings
from liaison.liaisons.models.credential import CodeAcceptance, CodeOfConduct
from liaison.liaisons.models.liaison import LiaisonState
from liaison.liaisons.operations.code_of_conduct import (
    enter_signed_code,
    publish_code,
    write_code,
)
from liaison.liaisons.operations.credentials import record_training
from liaison.liaisons.queries.code_of_conduct import find_version_in_force
from liaison.liaisons.queries.rights import find_standing
from liaison.permissions import SYSTEM

TODAY = date(2027, 4, 1)
SIGNED = {"signed_on": ["1", "4", "2027"], "language": "vi", "has_paper": "y"}


@pytest.fixture(autouse=True)
def _spring(at):
    at(datetime(2027, 4, 1, 16, tzinfo=UTC))


@pytest.fixture
def linh(cast):
    """Trained, with an account, and without the code of conduct."""
    liaison = make_liaison(user_id=cast.users["liaison"].id, areas=[cast.district_1])
    record_training(actor=SYSTEM, liaison=liaison, trained_on=date(2027, 3, 1))
    publish()
    db.session.commit()
    return liaison


def publish():
    texts = dict.fromkeys(settings().languages, "Be kind.\n\nI am kind.")
    publish_code(actor=SYSTEM, version=write_code(actor=SYSTEM, texts=texts).version)


def sign(liaison, **values):
    said = {"version": find_version_in_force(), "language": "vi", "signed_on": TODAY} | values
    enter_signed_code(actor=SYSTEM, liaison=liaison, **said)


def test_a_trained_liaison_goes_to_work_by_a_signed_paper(client, cast, linh):
    path = f"/desk/liaisons/{linh.id}/certificates/"
    coordinator = client.sign_in("coordinator")
    assert "They have not accepted the code of conduct" in coordinator.get(path).text
    assert "They signed the code of conduct on paper" in coordinator.get(path).text
    coordinator.submit(f"{path}code-of-conduct", SIGNED)
    text = coordinator.get(path).text
    assert "May enter things" in text
    assert "They signed the code of conduct on paper on April 1, 2027." in text
    stored = db.session.get(CodeAcceptance, (linh.id, find_version_in_force()))
    assert (stored.language, stored.entered_by_id) == ("vi", cast.users["coordinator"].id)
    assert linh.state is LiaisonState.ACTIVE
    coordinator.submit(f"{path}code-of-conduct", SIGNED)  # twice is once


def test_what_is_missing_is_said(client, linh):
    path = f"/desk/liaisons/{linh.id}/certificates/code-of-conduct"
    coordinator = client.sign_in("coordinator")
    typed = SIGNED | {"signed_on": ["", "", ""], "has_paper": []}
    assert coordinator.submit(path, typed, status=422).errors() == [
        "Enter the day on the paper.",
        "Let them sign first, and keep the paper.",
    ]
    page = coordinator.submit(path, SIGNED | {"signed_on": ["2", "4", "2027"]}, status=422)
    assert page.errors() == ["Enter a day that is not in the future."]


def test_who_keeps_the_roster_enters_it_and_nobody_else(client, linh):
    path = f"/desk/liaisons/{linh.id}/certificates/code-of-conduct"
    for who in ("manager", "staff", "liaison", "outsider"):
        client.sign_in(who).get(path, status=403)


def test_a_paper_older_than_the_version_counts_for_nothing(linh):
    with pytest.raises(InvalidInput, match="later"):
        sign(linh, signed_on=date(2027, 3, 31))
    read = find_version_in_force()
    publish()
    with pytest.raises(WrongState, match="newer"):
        sign(linh, version=read)
    with pytest.raises(InvalidInput):
        sign(linh, language="tlh")


def test_it_counts_from_the_end_of_the_day_on_the_paper(linh, at):
    published = db.session.get(CodeOfConduct, find_version_in_force()).published_at
    at(datetime(2027, 4, 3, 16, tzinfo=UTC))
    sign(linh, signed_on=date(2027, 4, 2))
    assert find_standing(linh.user_id, published).accepted is None
    assert find_standing(linh.user_id, datetime(2027, 4, 3, 8, tzinfo=UTC)).accepted is not None
