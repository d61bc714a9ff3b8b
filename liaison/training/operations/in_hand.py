"""A run with what is read once for all of its people."""

from collections.abc import Sequence
from dataclasses import dataclass

from liaison import clock
from liaison.events.policy.dates import Dated
from liaison.events.queries.dates import list_dates
from liaison.training.models.course import Course, CourseRun, Session
from liaison.training.queries.courses import get_course
from liaison.training.queries.runs import list_sessions, takes_place


@dataclass(frozen=True)
class RunInHand:
    """Something is done in it with one after the other."""

    run: CourseRun
    course: Course
    sessions: Sequence[Session]
    coming: Sequence[Dated]  # of the sessions, as letters name them


def look_up(run: CourseRun) -> RunInHand:
    """As its course and its sessions are now."""
    sessions, now = list_sessions(run.id), clock.now()
    coming = [
        date
        for session in sessions
        if session.event and takes_place(session)
        for date in list_dates(session.event, ())
        if date.over_at > now
    ]
    return RunInHand(run, get_course(run.course), sessions, coming)
