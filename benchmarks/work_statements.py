"""The floor's statements about courses, bookings and hours."""

import uuid
from datetime import datetime

from sqlalchemy import Executable, func, or_, select

from liaison.events.models.event import Event
from liaison.liaisons.models.booking import Booking, BookingState
from liaison.liaisons.models.liaison import Liaison
from liaison.people.models import Person
from liaison.programs.models import Program
from liaison.training.models.course import Course, CourseRun, CourseText, RunState, Session
from liaison.training.models.enrolment import Enrolment, EnrolmentState


def courses() -> Executable:
    return (
        select(Course.key, CourseText.title, CourseText.summary)
        .join(CourseText, CourseText.course == Course.key)
        .where(Course.is_active, CourseText.language == "en")
        .order_by(Course.key)
    )


def coming_runs(midnight: datetime) -> Executable:
    return (
        select(*(CourseRun.id, CourseRun.course, CourseRun.starts_at, CourseRun.closes_on))
        .where(CourseRun.state.in_((RunState.OPEN, RunState.RUNNING)))
        .where(or_(CourseRun.starts_at >= midnight, CourseRun.state == RunState.RUNNING))
        .order_by(CourseRun.starts_at)
    )


def one_run(run_id: uuid.UUID) -> Executable:
    """With the words of its course, and how many have a place."""
    admitted = select(func.count(Enrolment.id)).where(
        Enrolment.run_id == run_id, Enrolment.state == EnrolmentState.ADMITTED
    )
    return (
        select(
            *(CourseText.title, CourseText.summary, CourseRun.state, CourseRun.language),
            *(CourseRun.closes_on, CourseRun.capacity, CourseRun.selection, CourseRun.eligibility),
            admitted.scalar_subquery().label("admitted"),
        )
        .join(CourseText, CourseText.course == CourseRun.course)
        .where(CourseRun.id == run_id, CourseText.language == "en")
    )


def sessions(run_id: uuid.UUID) -> Executable:
    return (
        select(Session.title, Event.id, Event.starts_at, Event.place_name)
        .join(Event, Event.id == Session.event_id)
        .where(Session.run_id == run_id)
        .order_by(Session.number)
    )


def open_bookings(size: int) -> Executable:
    ended = (BookingState.REPORTED, BookingState.CANCELLED)
    return (
        select(
            *(Booking.id, Booking.title, Booking.task, Booking.state, Booking.is_paid),
            *(Booking.language, Booking.starts_at, Program.name.label("program")),
            Person.name.label("liaison"),
        )
        .join(Program, Program.id == Booking.program_id)
        .outerjoin(Liaison, Liaison.id == Booking.liaison_id)
        .outerjoin(Person, Person.id == Liaison.person_id)
        .where(Booking.state.not_in(ended))
        .order_by(Booking.starts_at, Booking.id)
        .limit(size)
    )
