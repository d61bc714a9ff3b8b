"""A run begins with the first of its sessions that takes place, wherever the calendar moves it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from factories.courses import make_course, make_run

from liaison.db import db
from liaison.errors import InvalidInput
from liaison.events.operations.events import cancel_event, restore_event
from liaison.permissions import SYSTEM
from liaison.training.models.course import CourseKind, CourseRun
from liaison.training.operations import runs
from liaison.training.policy.runs import first_day, last_day_to_apply, takes_applications
from liaison.training.queries.runs import list_public_runs, list_runs_in_hand, list_sessions

FEBRUARY = datetime(2026, 2, 10, 17, tzinfo=UTC)
DAYS = [date(2026, 3, 3), date(2026, 3, 10), date(2026, 3, 17)]
EARLY = date(2026, 2, 24)


@pytest.fixture
def run(cast, at):
    at(FEBRUARY)
    return make_run(cast.outreach, closes_on=date(2026, 3, 1))


def now_of(run):
    db.session.commit()
    db.session.expire_all()
    return db.session.get(CourseRun, run.id)


def move(session, days):
    event = session.event
    event.starts_at += timedelta(days=days)
    event.ends_at += timedelta(days=days)


def test_it_is_the_day_of_the_first_session_as_planned(run):
    assert first_day(now_of(run)) == DAYS[0]


def test_it_follows_the_first_session_when_that_is_moved(run):
    move(list_sessions(run.id)[0], -7)
    moved = now_of(run)
    assert first_day(moved) == last_day_to_apply(moved) == EARLY
    assert takes_applications(moved, EARLY)
    assert not takes_applications(moved, EARLY + timedelta(days=1))
    assert list_runs_in_hand(EARLY + timedelta(days=1)) == [run.id]


def test_it_is_the_next_when_the_first_is_cancelled_and_the_first_again(run):
    first = list_sessions(run.id)[0].event
    cancel_event(actor=SYSTEM, event=first)
    assert first_day(now_of(run)) == DAYS[1]
    assert list_runs_in_hand(DAYS[1]) == []
    assert [one.id for one in list_public_runs(DAYS[1])] == [run.id]
    restore_event(actor=SYSTEM, event=list_sessions(run.id)[0].event)
    assert first_day(now_of(run)) == DAYS[0]


def test_it_is_that_of_an_earlier_session_that_is_added(run, cast):
    details = runs.RunDetails(language="en", starts_on=EARLY, starts=time(18))
    extra = runs.PlannedSession("session", "Beforehand", EARLY, time(18), 60)
    runs.add_session(actor=SYSTEM, run=run, program=cast.outreach, details=details, session=extra)
    assert first_day(now_of(run)) == EARLY


def test_nobody_may_apply_until_after_it(run):
    move(list_sessions(run.id)[0], -7)
    moved = now_of(run)
    values = {"capacity": None, "min_present": 2, "closes_on": EARLY + timedelta(days=1)}
    with pytest.raises(InvalidInput, match="not after the first session"):
        runs.edit_run(actor=SYSTEM, run=moved, **values)
    runs.edit_run(actor=SYSTEM, run=moved, **values | {"closes_on": EARLY})


def test_without_sessions_in_the_calendar_it_is_as_planned(cast, at):
    at(FEBRUARY)
    run = make_run(cast.outreach, course=make_course(kind=CourseKind.SELF_PACED))
    assert first_day(now_of(run)) == DAYS[0]
