"""What else happens when an event does: shown to who plans, never in their way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, case, false, func, or_, select, union_all

from liaison.accounts.models import User
from liaison.city.models import Department
from liaison.db import db
from liaison.events.models.event import Event, EventDate, EventState
from liaison.events.models.plan import EventStaff
from liaison.events.policy.events import visible_to
from liaison.events.queries.events import start_of
from liaison.liaisons.models.liaison import Liaison
from liaison.people.models import Person
from liaison.permissions import Actor
from liaison.programs.models import Program

USUAL_LENGTH = timedelta(hours=2)  # of an event that does not say when it ends
LONGEST = timedelta(days=2)  # no date lasts longer
A_WEEK = timedelta(days=7)
Span = tuple[datetime, datetime]


class Clash(StrEnum):
    PERSON = "person"  # works at both
    PLACE = "place"  # the same room, or a place that names none
    AREA = "area"  # another department in the same area and week


@dataclass(frozen=True)
class Conflict:
    """Another event, and what it shares with this one; `who` only for a person."""

    clash: Clash
    event: Any  # id, title, language, state, starts_at, department_name, is_visible
    who: str = ""


def list_conflicts(
    actor: Actor, event: Event, dates: Sequence[EventDate], *, zone: ZoneInfo, first_weekday: int
) -> list[Conflict]:
    """Each other event once for what it shares, those that take people first, then by start."""
    spans = [_span(event.starts_at, event.ends_at)]
    spans += [_span(one.starts_at, one.ends_at) for one in dates]
    week = _week_of(event, zone, first_weekday)
    found = []
    for row in _candidates(actor, event, spans, week):
        if row.who and _overlaps(row, spans):
            found.append(Conflict(Clash.PERSON, row, row.who))
        clash = _nearby(row, event, spans, week)
        found += [Conflict(clash, row)] if clash else []
    once = {(one.clash, one.event.id, one.who): one for one in found}
    return sorted(once.values(), key=_order)


def _span(start: datetime, end: datetime | None) -> Span:
    return start, end or start + USUAL_LENGTH


def _overlaps(row: Any, spans: Iterable[Span]) -> bool:
    start, end = _span(row.starts_at, row.ends_at)
    return any(start < last and first < end for first, last in spans)


def _week_of(event: Event, zone: ZoneInfo, first_weekday: int) -> Span:
    day = event.starts_at.astimezone(zone).date()
    first = day - timedelta(days=(day.weekday() - first_weekday) % 7)
    return start_of(first, zone), start_of(first + A_WEEK, zone)


def _nearby(row: Any, event: Event, spans: Sequence[Span], week: Span) -> Clash | None:
    rooms = {row.room.casefold(), event.room.casefold()}
    same_room = len(rooms) == 1 or "" in rooms
    same_place = row.place_name.casefold() == event.place_name.casefold() != ""
    if same_place and same_room and _overlaps(row, spans):
        return Clash.PLACE
    is_theirs = row.department_id != event.program.department_id
    if (
        is_theirs
        and row.area_id
        and row.area_id == event.area_id
        and week[0] <= row.starts_at < week[1]
    ):
        return Clash.AREA
    return None


def _order(conflict: Conflict) -> tuple[int, datetime]:
    return list(Clash).index(conflict.clash), conflict.event.starts_at


_ALL_DATES = union_all(
    select(
        *(Event.id.label("event_id"), Event.starts_at, Event.ends_at),
        *(Event.place_name, Event.room),
    ),
    select(
        *(EventDate.event_id, EventDate.starts_at, EventDate.ends_at),
        *(EventDate.place_name, EventDate.room),
    ),
).subquery("all_dates")


def _candidates(actor: Actor, event: Event, spans: Sequence[Span], week: Span) -> Sequence[Any]:
    """Dates that may clash, looked at closely afterwards; once for each person of ours there."""
    dates = _ALL_DATES.c
    place = func.coalesce(func.nullif(dates.place_name, ""), Event.place_name)
    about = or_(
        *(and_(dates.starts_at > first - LONGEST, dates.starts_at < last) for first, last in spans)
    )
    same_area = and_(
        Event.area_id == event.area_id if event.area_id else false(),
        Program.department_id != event.program.department_id,
        dates.starts_at >= week[0],
        dates.starts_at < week[1],
    )
    shared = or_(EventStaff.id.is_not(None), func.lower(place) == func.lower(event.place_name))
    return db.session.execute(
        select(
            *(Event.id, Event.title, Event.language, Event.state, Event.area_id),
            *(dates.starts_at, dates.ends_at, dates.room, place.label("place_name")),
            *(Program.department_id, Department.name.label("department_name")),
            func.coalesce(User.name, Person.name).label("who"),
            case((visible_to(actor), 1), else_=0).label("is_visible"),
        )
        .select_from(_ALL_DATES)
        .join(Event, Event.id == dates.event_id)
        .join(Program, Program.id == Event.program_id)
        .join(Department, Department.id == Program.department_id)
        .outerjoin(EventStaff, and_(EventStaff.event_id == Event.id, _works_at(event)))
        .outerjoin(User, User.id == EventStaff.user_id)
        .outerjoin(Liaison, Liaison.id == EventStaff.liaison_id)
        .outerjoin(Person, Person.id == Liaison.person_id)
        .where(
            Event.id != event.id,
            Event.state.in_([EventState.DRAFT, EventState.PUBLISHED]),
            or_(and_(about, shared), same_area),
        )
        .order_by(dates.starts_at, Event.id)
    ).all()


def _works_at(event: Event) -> Any:
    """Is a person of any event's staff also of this one's?"""
    ours = select(EventStaff.user_id, EventStaff.liaison_id).where(EventStaff.event_id == event.id)
    ids = ours.subquery()
    users = select(ids.c.user_id).where(ids.c.user_id.is_not(None))
    liaisons = select(ids.c.liaison_id).where(ids.c.liaison_id.is_not(None))
    return or_(EventStaff.user_id.in_(users), EventStaff.liaison_id.in_(liaisons))
