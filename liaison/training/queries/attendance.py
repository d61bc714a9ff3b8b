"""Reading who was checked in at the door of a session."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select

from liaison.db import db
from liaison.events.models.door import CheckIn
from liaison.events.models.event import Event
from liaison.events.models.sign_up import SignUp
from liaison.people.models import Person
from liaison.training.models.course import Session
from liaison.training.models.enrolment import Attendance, Enrolment, Mark
from liaison.training.policy.enrolments import MARKED

Rows = Sequence[Row[*tuple[Any, ...]]]


def list_check_ins(run_id: uuid.UUID) -> Rows:
    """Check-ins of people in the run that were not taken back: enrolment_id, session_id, at,
    stored_at, and when the session was."""
    return db.session.execute(
        select(
            Enrolment.id.label("enrolment_id"),
            Session.id.label("session_id"),
            *(CheckIn.at, CheckIn.stored_at, Event.starts_at, Event.ends_at),
        )
        .join(Session, Session.run_id == Enrolment.run_id)
        .join(Event, Event.id == Session.event_id)
        .join(SignUp, (SignUp.event_id == Event.id) & (SignUp.person_id == Enrolment.person_id))
        .join(CheckIn, CheckIn.sign_up_id == SignUp.id)
        .where(Enrolment.run_id == run_id, Enrolment.state.in_(MARKED), CheckIn.undone_at.is_(None))
        .order_by(CheckIn.id)
    ).all()


def list_strangers(session: Session) -> Rows:
    """Who came to a session without being in its run: `person_id` and `name`."""
    known = select(Enrolment.person_id).where(Enrolment.run_id == session.run_id)
    return db.session.execute(
        select(Person.id.label("person_id"), Person.name)
        .join(SignUp, SignUp.person_id == Person.id)
        .join(CheckIn, CheckIn.sign_up_id == SignUp.id)
        .where(
            SignUp.event_id == session.event_id,
            CheckIn.undone_at.is_(None),
            Person.id.not_in(known),
            func.trim(Person.name) != "",
        )
        .order_by(func.lower(Person.name), Person.id)
    ).all()


def count_marks_before(session: Session) -> int:
    """Marks written before the session begins, but for excuses: it was moved after attendance was
    taken. Its event must be loaded."""
    if session.event is None:
        return 0
    counted = select(func.count()).select_from(Attendance)
    found = db.session.scalar(
        counted.where(
            Attendance.session_id == session.id,
            Attendance.mark != Mark.EXCUSED,
            Attendance.marked_at < session.event.starts_at,
        )
    )
    return found or 0
