"""A liaison enters things while trained; what was written then and comes later is taken."""

from datetime import UTC, datetime, timedelta

import pytest
from factories.contacts import make_topic
from factories.liaisons import make_certified_liaison
from sqlalchemy import func, select

from liaison.contacts.models import Contact
from liaison.db import db
from liaison.liaisons.jobs.roster import lapse_ended_trainings
from liaison.liaisons.operations.credentials import revoke_credential
from liaison.liaisons.queries.rights import find_last_rights
from liaison.permissions import SYSTEM

NEW = "/field/contacts/new"
LAST_DAY = datetime(2026, 5, 31, 20, tzinfo=UTC)  # an afternoon in the city
OVER = "Your training is over, so nothing new can be entered until you renew."


@pytest.fixture
def liaison(cast, at):
    """Trained until the last day of May."""
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))
    liaison = make_certified_liaison(cast.users["liaison"], until=LAST_DAY.date())
    db.session.commit()
    return liaison


@pytest.fixture
def typed(cast):
    topic = make_topic("Food")
    db.session.commit()
    where = {"area": str(cast.district_1.id), "program": str(cast.outreach.id)}
    return where | {"topic": str(topic.id), "concern": "No shop"}


def count_contacts():
    return db.session.scalar(select(func.count(Contact.id)))


def test_who_is_on_no_roster_logs_nothing(client, typed):
    page = client.sign_in("liaison").get(NEW, status=403)
    assert "Your account is not tied to a liaison yet." in page.text


def test_the_last_day_counts_and_the_next_is_for_reading(client, typed, liaison, at):
    at(LAST_DAY)
    browser = client.sign_in("liaison")
    saved = browser.submit(NEW, typed).location
    at(LAST_DAY + timedelta(days=1))
    browser = client.sign_in("liaison")
    assert OVER in browser.get(NEW, status=403).text
    assert "Find a training" in browser.get("/field/").text
    assert "No shop" in browser.get(saved).text  # what was entered stays to be read
    browser.get(f"{saved}/edit", status=403)


def test_what_was_typed_too_late_is_shown_to_copy(client, typed, liaison, at):
    at(LAST_DAY + timedelta(days=1))
    page = client.sign_in("liaison").post(NEW, typed | {"entry_key": "k"}, status=403)
    assert "No shop" in page.text
    assert count_contacts() == 0


@pytest.mark.parametrize(
    ("days", "status"),
    [
        ((0, 3), 302),  # the telephone had no network
        ((1, 3), 403),
        ((9, 3), 403),  # its clock runs ahead
        ((0, 31), 403),  # too long ago to be a telephone without network
        ((-70, -50), 302),  # who has the right today could write it again
    ],
)
@pytest.mark.usefixtures("liaison")
def test_what_counts_is_the_day_it_was_written(client, typed, at, days, status):
    """Written and sent so many days after the last one of the training."""
    written, sent = days
    at(LAST_DAY + timedelta(days=sent))
    lapse_ended_trainings()
    db.session.commit()
    entry = typed | {
        "written_at": (LAST_DAY + timedelta(days=written)).isoformat(),
        "entry_key": "k",
    }
    client.sign_in("liaison").post(NEW, entry, status=status)
    assert count_contacts() == (status == 302)


def test_what_was_written_before_a_certificate_was_revoked_is_taken(client, typed, liaison, at):
    at(LAST_DAY - timedelta(days=3))
    held = find_last_rights(liaison.person_id)
    revoke_credential(actor=SYSTEM, credential=held, reason="Somebody else sat the test")
    db.session.commit()
    at(LAST_DAY)
    browser = client.sign_in("liaison")
    browser.get(NEW, status=403)
    before = (LAST_DAY - timedelta(days=4)).isoformat()
    browser.post(NEW, typed | {"written_at": before, "entry_key": "k"})
    after = (LAST_DAY - timedelta(days=2)).isoformat()
    browser.post(NEW, typed | {"written_at": after, "entry_key": "l"}, status=403)
    assert count_contacts() == 1
