"""Applicants are forgotten some time after the run, unless something else holds them."""

from datetime import UTC, datetime, timedelta

import pytest
from factories.courses import enrol, make_course, make_run
from sqlalchemy import select

from liaison.audit.models import AuditEntry
from liaison.db import db
from liaison.events.operations.retention import forget_guests
from liaison.liaisons.models.liaison import LiaisonKind
from liaison.liaisons.operations.roster import create_liaison
from liaison.people.models import Person
from liaison.permissions import SYSTEM
from liaison.training.models.enrolment import EnrolmentState
from liaison.training.operations import enrolments, runs
from liaison.training.operations.retention import KEPT, forget_applicants
from liaison.training.queries.enrolments import find_enrolment

FEBRUARY = datetime(2026, 2, 10, 17, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, 17, tzinfo=UTC)


@pytest.fixture
def run(cast, at):
    at(FEBRUARY)
    return make_run(cast.outreach, capacity=2)


def end(run, at):
    at(APRIL)
    runs.start_run(actor=SYSTEM, run=run)
    runs.end_run(actor=SYSTEM, run=run)
    db.session.commit()


def withdraw(run, enrolment):
    found = find_enrolment(enrolment.id)
    enrolments.withdraw_enrolment(actor=SYSTEM, run=run, enrolment=found)


def person_of(enrolment):
    return db.session.get(Person, enrolment.person_id)


def nightly():
    """The guests of its sessions are forgotten first."""
    forget_guests()
    return forget_applicants()


def test_whoever_had_no_place_is_forgotten_and_who_took_part_is_not(run, at):
    came, went, waited = (enrol(run, name) for name in ("Ana", "Binh", "Chidi"))
    withdraw(run, went)
    enrol(run, "Dao")  # waits until the end
    end(run, at)
    at(APRIL + KEPT - timedelta(minutes=1))
    assert nightly() == 0
    at(APRIL + KEPT)
    assert nightly() == 2
    db.session.expire_all()
    gone = person_of(went)
    assert (gone.name, gone.email, went.state) == ("", None, EnrolmentState.WITHDRAWN)
    assert [person_of(one).name for one in (came, waited)] == ["Ana", "Chidi"]
    assert nightly() == 0
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "forget_applicants")
    ).one()
    assert "Binh" not in str(entry.changes)


def test_a_reason_goes_with_the_name_and_the_row_stays(run, at):
    enrol(run, "Ana"), enrol(run, "Binh")
    waits = enrol(run, "Chidi", needs=())
    enrolments.step_enrolment(
        actor=SYSTEM, run=run, enrolment=waits, verb="decline_enrolment", reason="Chidi is 16."
    )
    end(run, at)
    at(APRIL + KEPT)
    assert nightly() == 1
    db.session.expire_all()
    assert (waits.reasons, waits.state) == ([], EnrolmentState.DECLINED)


def test_who_is_known_by_something_else_stays(run, at, cast):
    listed, again = enrol(run, "Ana"), enrol(run, "Binh")
    withdraw(run, listed), withdraw(run, again)
    create_liaison(actor=SYSTEM, name="Eve", kind=LiaisonKind.VOLUNTEER, person=person_of(listed))
    other = make_run(cast.outreach, course=make_course(key="later"), starts_on=APRIL.date())
    db.session.flush()
    enrol(other, "Binh")
    end(run, at)
    at(APRIL + KEPT)
    assert nightly() == 0
    assert [person_of(one).name for one in (listed, again)] == ["Ana", "Binh"]


def test_a_cancelled_run_counts_from_the_day_it_would_have_begun(run, at):
    asked = enrol(run, "Ana")
    runs.cancel_run(actor=SYSTEM, run=run)
    withdraw(run, asked)
    db.session.commit()
    at(datetime(2026, 3, 2, 17, tzinfo=UTC) + KEPT)
    assert nightly() == 0
    at(datetime(2026, 3, 4, 17, tzinfo=UTC) + KEPT)
    assert nightly() == 1
