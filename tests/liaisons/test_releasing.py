"""Who pauses, leaves or loses their training gives back the jobs to come."""

from datetime import UTC, date, datetime, timedelta

import pytest
from factories.bookings import confirm, let_interpret, make_booking
from factories.liaisons import make_liaison
from sqlalchemy import delete, select

from liaison.db import db
from liaison.liaisons.jobs.roster import lapse_ended_trainings
from liaison.liaisons.models.booking import BookingState
from liaison.liaisons.models.credential import Credential
from liaison.liaisons.operations.bookings import brief_booking
from liaison.liaisons.operations.credentials import record_training, revoke_credential
from liaison.liaisons.operations.offers import offer_booking
from liaison.liaisons.operations.steps import step_liaison
from liaison.liaisons.queries.bookings import list_booking_steps
from liaison.mail import OutboxMessage
from liaison.people.operations import erase_person
from liaison.permissions import SYSTEM

NOON = datetime(2026, 4, 1, 16, tzinfo=UTC)
S = BookingState


@pytest.fixture(autouse=True)
def _spring(at):
    at(NOON)


@pytest.fixture
def linh(cast):
    liaison = make_liaison(trained_on=date(2026, 3, 1), email="linh@example.org")
    return let_interpret(liaison)


@pytest.fixture
def job(cast, linh):
    """A manager asked for it, the coordinator found Linh, and Linh is briefed."""
    booking = make_booking(cast.outreach, actor=cast.actor("manager"))
    confirm(booking, linh, actor=cast.actor("coordinator"))
    brief_booking(actor=SYSTEM, booking=booking, brief="Room 2, ask for Ana.")
    db.session.execute(delete(OutboxMessage))
    return booking


def told():
    """To whom something was written since, and about what."""
    rows = db.session.execute(select(OutboxMessage.recipient, OutboxMessage.subject))
    return {to.partition("@")[0]: subject for to, subject in rows}


@pytest.mark.parametrize("verb", ["pause_liaison", "thank_liaison", "remove_liaison"])
def test_it_goes_back_to_be_matched_and_everybody_is_told(cast, linh, job, verb):
    lost = step_liaison(actor=cast.actor("coordinator"), liaison=linh, verb=verb)
    assert lost == [job]
    assert (job.state, job.liaison_id) == (S.REQUESTED, None)
    assert list_booking_steps(job.id)[0].verb == "release_booking"
    mails = told()
    assert mails["linh"] == "No longer yours: Tenants’ meeting"
    assert mails["manager"] == mails["coordinator"]
    assert mails["manager"].startswith("Somebody else has to be found for “Tenants’ meeting”")


def test_at_night_when_their_training_is_over(cast, linh, at):
    """What needs no training may lie after the last day of one."""
    later = datetime(2027, 3, 9, 16, tzinfo=UTC)
    job = make_booking(cast.outreach, starts_at=later, needs_credential=False)
    confirm(job, linh)
    at(datetime(2027, 3, 3, 8, tzinfo=UTC))
    lapse_ended_trainings()
    assert (job.state, job.liaison_id) == (S.REQUESTED, None)


def test_a_certificate_that_is_revoked_takes_only_what_lies_behind_the_others(cast, linh, job):
    [long] = db.session.scalars(select(Credential)).all()
    until = date(2026, 4, 10)
    record_training(actor=SYSTEM, liaison=linh, trained_on=date(2026, 3, 1), trained_until=until)
    late = make_booking(cast.outreach, starts_at=NOON + timedelta(days=20))
    confirm(late, linh)
    revoke_credential(actor=SYSTEM, credential=long, reason="Issued by mistake.")
    assert (job.state, late.state) == (S.BRIEFED, S.REQUESTED)


def test_what_began_stays_theirs_to_tell_of(linh, job, at):
    at(job.starts_at + timedelta(minutes=5))
    assert step_liaison(actor=SYSTEM, liaison=linh, verb="pause_liaison") == []
    assert (job.state, job.liaison_id) == (S.BRIEFED, linh.id)


def test_what_they_think_about_is_taken_back_and_may_be_offered_again(cast, linh):
    job = make_booking(cast.outreach)
    offer_booking(actor=SYSTEM, booking=job, liaison=linh)
    step_liaison(actor=SYSTEM, liaison=linh, verb="pause_liaison")
    assert job.state is S.REQUESTED
    step_liaison(actor=SYSTEM, liaison=linh, verb="resume_liaison")
    confirm(job, linh)


def test_who_is_erased_is_not_written_to_and_not_named(cast, linh, job):
    erase_person(actor=cast.actor("privacy_officer"), person=linh.person)
    assert job.state is S.REQUESTED
    mails = told()
    assert set(mails) == {"manager", "coordinator"}
    assert "Linh" not in str(mails)


def test_their_page_names_the_jobs_and_says_what_becomes_of_them(client, linh, job):
    db.session.commit()
    coordinator = client.sign_in("coordinator")
    page = coordinator.get(f"/desk/liaisons/{linh.id}")
    assert "Jobs to come" in page.text
    assert f"/desk/bookings/{job.id}" in page.body
    coordinator.post(f"/desk/liaisons/{linh.id}/steps/pause_liaison", {})
    page = coordinator.get(f"/desk/liaisons/{linh.id}")
    assert "Somebody else has to be found for 1 job." in page.text
    assert "Jobs to come" not in page.text
