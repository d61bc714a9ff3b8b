"""Reading events: for the desk what is theirs, for the public what is published."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from liaison import clock
from liaison.accounts.models import User
from liaison.db import db, holds
from liaison.errors import NotFound
from liaison.events.models.event import Event, EventDate, EventState, EventStep
from liaison.events.policy.events import visible_to
from liaison.events.policy.readiness import is_unready
from liaison.events.queries.rules import get_wanted
from liaison.permissions import Actor, Permission
from liaison.places.models import Area
from liaison.programs.models import Program

Rows = Sequence[Any]  # of the columns the function names
NEXT_FIRST = (
    "next"  # today's and what comes, the nearest first, then what is over, the latest first
)
ASKED_AT_ONCE = 500  # ids of one statement
SORTS: dict[str, Any] = {
    "start": Event.starts_at,
    "title": Event.title,
    "place": Event.place_name,
    "attendance": Event.attendance,
}
# What a list shows of an event; whole rows would be built for nothing.
LISTED = (
    *(Event.id, Event.title, Event.language, Event.kind, Event.category, Event.state),
    *(Event.starts_at, Event.ends_at, Event.place_name, Event.address, Event.attendance),
    *(Event.offered_languages, Event.interpretation, Event.access, Event.is_invented),
    Area.name.label("area_name"),
)


@dataclass(frozen=True)
class EventFilter:
    """What a list is narrowed to. Days are whole days of the city's calendar, both included."""

    text: str = ""
    program_id: uuid.UUID | None = None
    area_id: uuid.UUID | None = None
    state: EventState | None = None
    language: str = ""  # spoken there, or interpreters come for it
    first: date | None = None
    last: date | None = None
    is_unready: bool = False  # still to come, and something is lacking

    def clauses(self, zone: ZoneInfo) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.text:
            contains = [
                column.icontains(self.text, autoescape=True)
                for column in (Event.title, Event.place_name, Event.address)
            ]
            found.append(contains[0] | contains[1] | contains[2])
        if self.program_id:
            found.append(Event.program_id == self.program_id)
        if self.area_id:
            found.append(Event.area_id == self.area_id)
        if self.state:
            found.append(Event.state == self.state)
        if self.language:
            spoken, interpreted = Event.offered_languages, Event.interpretation
            found.append(holds(spoken, self.language) | holds(interpreted, self.language))
        if self.first:
            found.append(Event.starts_at >= start_of(self.first, zone))
        if self.last:
            found.append(Event.starts_at < start_of(self.last + timedelta(days=1), zone))
        if self.is_unready:
            found += [Event.starts_at > clock.now(), is_unready(get_wanted().asked)]
        return found


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a day begins in the city."""
    return datetime.combine(day, time(), zone)


def list_events(
    actor: Actor, wanted: EventFilter, *, zone: ZoneInfo, sort: str, skip: int, size: int
) -> tuple[Rows, int]:
    """A page of the events the actor reaches, and how many there are in all."""
    found = [visible_to(actor), *wanted.clauses(zone)]
    listed = select(*LISTED, Program.name.label("program_name"))
    if wanted.is_unready and sort == NEXT_FIRST:
        sort = "start"  # none of them is over
    return _sorted(listed, found, zone=zone, sort=sort, skip=skip, size=size), _count(found)


def list_events_to_export(actor: Actor, wanted: EventFilter, *, zone: ZoneInfo, sort: str) -> Rows:
    """The same events, all of them, with everything that a file holds of one."""
    listed = select(
        *LISTED,
        *(Event.summary, Event.audiences, Event.attendance_note, Event.source_key),
        *(Event.room, Event.capacity),
        *(Area.code.label("area_code"), Program.name.label("program_name")),
    )
    return _sorted(listed, [visible_to(actor), *wanted.clauses(zone)], zone=zone, sort=sort)


def get_event(
    actor: Actor, event_id: uuid.UUID, permission: Permission = Permission.EVENT_VIEW
) -> Event:
    """With programme and area. Raises NotFound."""
    return _one(Event.id == event_id, visible_to(actor, permission))


def _with_program_and_area() -> Select[Event]:
    return select(Event).options(
        joinedload(Event.program).joinedload(Program.department), joinedload(Event.area)
    )


def list_event_steps(event_id: uuid.UUID) -> Rows:
    """An event's history with the names of who did it, oldest first."""
    return db.session.execute(
        select(EventStep, User.name)
        .outerjoin(User, User.id == EventStep.by_id)
        .where(EventStep.event_id == event_id)
        .order_by(EventStep.at, EventStep.id)
    ).all()


def list_fingerprints(program_id: uuid.UUID, written: Iterable[str] = ()) -> frozenset[str]:
    """By what a file's entries are known again: what a programme's events were imported under.

    Of what is `written` in a file also the ids of events, of whatever programme, and their dates.
    """
    keys = db.session.scalars(
        select(Event.source_key)
        .where(Event.program_id == program_id, Event.source_key.is_not(None))
        .order_by(Event.source_key)
    )
    ids = [found for text in written if (found := _read_id(text))]
    known = (
        str(event_id)
        for start in range(0, len(ids), ASKED_AT_ONCE)
        for column in (Event.id, EventDate.id)
        for event_id in db.session.scalars(
            select(column).where(column.in_(ids[start : start + ASKED_AT_ONCE])).order_by(column)
        )
    )
    return frozenset([*keys, *known])


def _read_id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _listed(found: Sequence[ColumnElement[bool]]) -> Any:
    return select(*LISTED).outerjoin(Event.area).where(*found)


def _count(found: Sequence[ColumnElement[bool]]) -> int:
    return db.session.scalar(select(func.count()).select_from(Event).where(*found)) or 0


def _sorted(
    listed: Any,
    found: Sequence[ColumnElement[bool]],
    *,
    zone: ZoneInfo,
    sort: str,
    skip: int = 0,
    size: int | None = None,
) -> Rows:
    """Rows in the order asked for. The next first is two reads along the index on the start."""
    if sort != NEXT_FIRST:
        # every event has a programme, but an inner join lets SQLite begin there and sort them all
        joined = listed.outerjoin(Event.program).outerjoin(Event.area).where(*found)
        return db.session.execute(joined.order_by(*_order(sort)).offset(skip).limit(size)).all()
    today = start_of(clock.today(zone), zone)
    coming = [*found, Event.starts_at >= today]
    rows = _sorted(listed, coming, zone=zone, sort="start", skip=skip, size=size)
    if len(rows) == size:
        return rows
    over = [*found, Event.starts_at < today]
    # a page that shows some of what comes begins what is over with its first
    passed = skip - _count(coming) if skip and not rows else 0
    rest = size and size - len(rows)
    return [*rows, *_sorted(listed, over, zone=zone, sort="-start", skip=passed, size=rest)]


def _order(sort: str) -> tuple[Any, ...]:
    column = SORTS[sort.removeprefix("-")]
    key = column.desc() if sort.startswith("-") else column.asc()
    # events whose attendance nobody wrote down come last either way
    return (column.is_(None), key, Event.id) if column is Event.attendance else (key, Event.id)


def _one(*found: ColumnElement[bool]) -> Event:
    return _found(db.session.scalar(_with_program_and_area().where(*found)))


def _found(event: Event | None) -> Event:
    if event is None:
        raise NotFound
    return event
