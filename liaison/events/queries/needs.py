"""Reading access needs: of an event, and of the whole city by the day they are due."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select

from liaison.accounts.models import User
from liaison.db import db
from liaison.errors import NotFound
from liaison.events.models.event import Event, EventState
from liaison.events.models.need import AccessNeed, AccessNeedStep, NeedKind, NeedState
from liaison.events.models.sign_up import SignUp, SignUpState, SignUpStep
from liaison.events.policy.needs import OPEN, PROMISED, visible_to
from liaison.people.models import Person
from liaison.permissions import Actor

Rows = Sequence[Any]  # of the columns the function names


ENDED = (SignUpState.LAPSED, SignUpState.CANCELLED)


@dataclass(frozen=True)
class NeedFilter:
    """What the city's list is narrowed to; empty values narrow nothing."""

    kind: NeedKind | None = None
    state: NeedState | None = None
    event_id: uuid.UUID | None = None
    is_open: bool = True  # only what somebody still has to do something about


_LISTED = (
    *(AccessNeed.id, AccessNeed.kind, AccessNeed.language, AccessNeed.words, AccessNeed.state),
    *(AccessNeed.due_on, AccessNeed.vendor, AccessNeed.minutes, AccessNeed.cost_cents),
    *(AccessNeed.reason, AccessNeed.is_invented, AccessNeed.sign_up_id, AccessNeed.erased_at),
    *(Event.id.label("event_id"), Event.title, Event.language.label("event_language")),
    *(Event.starts_at, Event.state.label("event_state")),
)


def list_needs(
    actor: Actor, wanted: NeedFilter, *, skip: int = 0, size: int | None = None
) -> tuple[Rows, int]:
    """A page of what the actor fulfils, or all, the soonest due first, and how many there are."""
    found = [visible_to(actor), *_narrowed(wanted)]
    asked = select(*_LISTED, Person.name.label("person_name"))
    rows = db.session.execute(
        _joined(asked).where(*found).order_by(*_soonest_first()).offset(skip).limit(size)
    ).all()
    counted = select(func.count(AccessNeed.id)).join(Event, AccessNeed.event_id == Event.id)
    return rows, db.session.scalar(counted.where(*found)) or 0


def _joined(asked: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        asked.join(Event, AccessNeed.event_id == Event.id)
        .outerjoin(SignUp, AccessNeed.sign_up_id == SignUp.id)
        .outerjoin(Person, SignUp.person_id == Person.id)
    )


def _soonest_first() -> tuple[Any, ...]:
    """What has to be booked by its day; what is booked, by the day of the event."""
    requested_first = case((AccessNeed.state == NeedState.REQUESTED, 0), else_=1)
    return (requested_first, AccessNeed.due_on, Event.starts_at, AccessNeed.id)


def _narrowed(wanted: NeedFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.kind:
        found.append(AccessNeed.kind == wanted.kind)
    if wanted.event_id:
        found.append(AccessNeed.event_id == wanted.event_id)
    if wanted.state:
        found.append(AccessNeed.state == wanted.state)
    elif wanted.is_open:
        found.append(_is_open())
    return found


def _is_open() -> ColumnElement[bool]:
    """Of an event that is cancelled only what was booked: it has to be called off."""
    happens = Event.state != EventState.CANCELLED
    return or_(
        and_(happens, AccessNeed.state.in_(OPEN)),
        and_(~happens, AccessNeed.state.in_(PROMISED)),
    )


@dataclass(frozen=True)
class NeedsDue:
    """What the desk's front page says of needs."""

    overdue: int
    this_week: int
    unclosed: int  # the event is over, and nobody said whether it was there


def count_due(actor: Actor, *, today: date, week_ends: date, now: Any) -> NeedsDue:
    """One statement."""
    to_book = (AccessNeed.state == NeedState.REQUESTED) & (Event.starts_at > now)
    row = db.session.execute(
        select(
            func.count().filter(to_book, AccessNeed.due_on < today),
            func.count().filter(to_book, AccessNeed.due_on.between(today, week_ends)),
            func.count().filter(AccessNeed.state.in_(OPEN), Event.starts_at <= now),
        )
        .select_from(AccessNeed)
        .join(Event, AccessNeed.event_id == Event.id)
        .where(visible_to(actor), Event.state == EventState.PUBLISHED, AccessNeed.state.in_(OPEN))
    ).one()
    return NeedsDue(*row)


@dataclass(frozen=True)
class NeedSheet:
    """One need, its event, and who asked for it, if that is known."""

    need: AccessNeed
    event: Event
    person: Person | None
    party_size: int | None


def get_need(actor: Actor, event_id: uuid.UUID, need_id: uuid.UUID) -> NeedSheet:
    """Raises NotFound, also for one that is not the actor's to see."""
    found = db.session.execute(
        _joined(select(AccessNeed, Event, Person, SignUp.party_size)).where(
            AccessNeed.id == need_id, AccessNeed.event_id == event_id, visible_to(actor)
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return NeedSheet(*found)


def list_need_steps(need_id: uuid.UUID) -> Sequence[Row[AccessNeedStep, str | None]]:
    """What was done and by whom, oldest first."""
    return db.session.execute(
        select(AccessNeedStep, User.name)
        .outerjoin(User, AccessNeedStep.by_id == User.id)
        .where(AccessNeedStep.need_id == need_id)
        .order_by(AccessNeedStep.id)
    ).all()


def find_last_booking(actor: Actor, need: AccessNeed) -> Row[*tuple[Any, ...]] | None:
    """Who provided the same last time, of what the actor fulfils, for how long, at what price."""
    return db.session.execute(
        select(AccessNeed.vendor, AccessNeed.minutes, AccessNeed.cost_cents)
        .join(Event, AccessNeed.event_id == Event.id)
        .where(
            visible_to(actor),
            AccessNeed.kind == need.kind,
            AccessNeed.language.is_not_distinct_from(need.language),
            AccessNeed.vendor != "",
            AccessNeed.id != need.id,
        )
        .order_by(AccessNeed.asked_at.desc(), AccessNeed.id.desc())
        .limit(1)
    ).first()


def list_open_needs_of(sign_up_id: uuid.UUID) -> Sequence[AccessNeed]:
    """What one sign-up asked for and nobody has closed."""
    return _list(AccessNeed.sign_up_id == sign_up_id, AccessNeed.state.in_(OPEN))


def list_needs_withdrawn_with(sign_up_id: uuid.UUID) -> Sequence[AccessNeed]:
    """What was withdrawn when this sign-up ended the last time, not what they gave up before."""
    ended_at = (
        select(func.max(SignUpStep.at))
        .where(SignUpStep.sign_up_id == sign_up_id, SignUpStep.to_state.in_(ENDED))
        .scalar_subquery()
    )
    with_it = select(AccessNeedStep.id).where(
        AccessNeedStep.need_id == AccessNeed.id,
        AccessNeedStep.to_state == NeedState.WITHDRAWN,
        AccessNeedStep.at >= ended_at,
    )
    return _list(
        AccessNeed.sign_up_id == sign_up_id,
        AccessNeed.state == NeedState.WITHDRAWN,
        with_it.exists(),
    )


def list_requested_needs(event_id: uuid.UUID) -> Sequence[AccessNeed]:
    """What still has to be booked for an event."""
    return _list(AccessNeed.event_id == event_id, AccessNeed.state == NeedState.REQUESTED)


def _list(*found: ColumnElement[bool]) -> Sequence[AccessNeed]:
    asked = select(AccessNeed).where(*found)
    return db.session.scalars(asked.order_by(AccessNeed.asked_at, AccessNeed.id)).all()
