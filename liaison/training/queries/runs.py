"""Reading runs and their sessions."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import joinedload

from liaison import clock
from liaison.db import db, read_rows
from liaison.errors import NotFound
from liaison.events.models.event import Event
from liaison.events.queries.events import start_of
from liaison.i18n import settings
from liaison.permissions import Actor, Permission
from liaison.training.models.course import GONE, CourseKind, CourseRun, RunState, Session
from liaison.training.policy.runs import PUBLIC, visible_to


def get_run(
    actor: Actor, run_id: uuid.UUID, permission: Permission = Permission.TRAINING_VIEW
) -> CourseRun:
    """Raises NotFound."""
    return _one(select(CourseRun).where(CourseRun.id == run_id, visible_to(actor, permission)))


def get_public_run(run_id: uuid.UUID) -> CourseRun:
    """One that was opened for applications. Raises NotFound."""
    return _one(select(CourseRun).where(CourseRun.id == run_id, CourseRun.state.in_(PUBLIC)))


def _one(asked: Select[CourseRun]) -> CourseRun:
    run: CourseRun | None = db.session.scalar(asked)
    if run is None:
        raise NotFound
    return run


def list_runs(actor: Actor, *, course: str = "", state: RunState | None = None) -> list[CourseRun]:
    """Runs the actor reaches, the latest first."""
    asked = select(CourseRun).where(visible_to(actor))
    if course:
        asked = asked.where(CourseRun.course == course)
    if state is not None:
        asked = asked.where(CourseRun.state == state)
    return list(db.session.scalars(asked.order_by(CourseRun.starts_at.desc(), CourseRun.id)))


def list_runs_to_join(actor: Actor) -> Sequence[CourseRun]:
    """Runs in which the actor may still take somebody in, the next first."""
    asked = select(CourseRun).where(
        visible_to(actor, Permission.TRAINING_EDIT),
        CourseRun.state.in_((RunState.PLANNED, RunState.OPEN, RunState.RUNNING)),
    )
    return db.session.scalars(asked.order_by(CourseRun.starts_at, CourseRun.id)).all()


def list_public_runs(today: date, course: str = "") -> Sequence[CourseRun]:
    """Runs of the public that are still to begin or still go on, the next first. One at one's own
    pace goes on while it is open."""
    asked = select(CourseRun).where(
        CourseRun.state.in_((RunState.OPEN, RunState.RUNNING)),
        (CourseRun.starts_at >= start_of(today, settings().zone()))
        | (CourseRun.state == RunState.RUNNING)
        | (CourseRun.kind == CourseKind.SELF_PACED),
    )
    if course:
        asked = asked.where(CourseRun.course == course)
    return db.session.scalars(asked.order_by(CourseRun.starts_at, CourseRun.id)).all()


# A session that was moved keeps its number; parts outside the calendar come last, as planned.
_BY_DAY = (Event.starts_at.nulls_last(), Session.number)


def list_sessions(run_id: uuid.UUID) -> list[Session]:
    """All sessions of a run with their events, by day."""
    return list(
        db.session.scalars(
            select(Session)
            .outerjoin(Session.event)
            .options(joinedload(Session.event))
            .where(Session.run_id == run_id)
            .order_by(*_BY_DAY)
        )
    )


_SESSION_LINES = (
    select(
        *(Session.title, Session.event_id),
        *(Event.state, Event.starts_at, Event.place_name, Event.interpretation),
    )
    .outerjoin(Event, Event.id == Session.event_id)
    .where(Session.run_id == bindparam("run_id"))
    .order_by(*_BY_DAY)
)


def list_session_lines(run_id: uuid.UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """By day, what the public reads of each; a part at one's own pace has a title alone."""
    return read_rows(_SESSION_LINES, {"run_id": run_id})


def takes_place(session: Session) -> bool:
    """Was it not cancelled? Its event must be loaded; a self-paced part has none."""
    return session.event is None or session.event.state not in GONE


def are_over(sessions: Sequence[Session]) -> bool:
    """Is every one that takes place in the calendar over? Where there is none, nothing is."""
    events = [one.event for one in sessions if one.event and takes_place(one)]
    return bool(events) and all((one.ends_at or one.starts_at) <= clock.now() for one in events)


def get_session(run_id: uuid.UUID, session_id: uuid.UUID) -> Session:
    """With its event. Raises NotFound."""
    session = db.session.scalar(
        select(Session)
        .options(joinedload(Session.event))
        .where(Session.id == session_id, Session.run_id == run_id)
    )
    if session is None:
        raise NotFound
    return session


def list_runs_in_hand(today: date) -> Sequence[uuid.UUID]:
    """Runs that began and have not ended, by their first day. One at one's own pace never begins
    for all, and has no door."""
    return db.session.scalars(
        select(CourseRun.id)
        .where(
            CourseRun.state.in_((RunState.OPEN, RunState.RUNNING)),
            CourseRun.kind != CourseKind.SELF_PACED,
            CourseRun.starts_at < start_of(today, settings().zone()),
        )
        .order_by(CourseRun.starts_at, CourseRun.id)
    ).all()
