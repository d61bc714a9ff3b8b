"""Events as everybody may see them: on each of their dates, narrowed by what is in the address."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Executable,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import joinedload

from liaison.db import db, read_rows
from liaison.errors import NotFound
from liaison.events.models.event import Event, EventDate, EventState, EventText
from liaison.events.models.plan import EventRules
from liaison.events.policy.events import PUBLIC_STATES, is_public
from liaison.events.queries.events import Rows, start_of
from liaison.events.queries.kinds import with_kind_name
from liaison.languages import found_by
from liaison.places.models import Area, AreaSet
from liaison.programs.models import Program

States = tuple[EventState, ...]
MOST_DAYS = timedelta(days=366)  # what began even earlier is not looked for on each of its days


@dataclass(frozen=True)
class PublicFilter:
    """What the public's pages and feeds are narrowed to. Both days are included."""

    text: str = ""
    area_id: uuid.UUID | None = None
    program_id: uuid.UUID | None = None
    language: str = ""  # spoken there, or interpreters come for it
    access: str = ""
    topic: str = ""
    first: date | None = None
    last: date | None = None

    def values(self, zone: ZoneInfo) -> dict[str, Any]:
        """What the clauses of the same names are given.

        Asked for certain days, what began before and still goes on then is wanted, too; asked for
        what is next, only what begins.
        """
        since = start_of(self.first, zone) if self.first else None
        has_days = since is not None and self.last is not None
        asked = {
            "text": f"%{_escaped(found_by(self.text))}%" if self.text else None,
            "area_id": self.area_id,
            "program_id": self.program_id,
            # the list as it is stored: both databases write it as ["es", "en"]
            "language": f'%"{_escaped(self.language)}"%' if self.language else None,
            "access": f'%"{_escaped(self.access)}"%' if self.access else None,
            "topic": self.topic or None,
            "since": None if has_days else since,
            "goes_on": since if has_days else None,
            "earliest": since - MOST_DAYS if since and has_days else None,
            "until": start_of(self.last + timedelta(days=1), zone) if self.last else None,
        }
        return {name: value for name, value in asked.items() if value is not None}


@dataclass(frozen=True)
class FilterChoices:
    """What a visitor may choose among: keys and names."""

    areas: Sequence[tuple[uuid.UUID, str]]
    programs: Sequence[tuple[uuid.UUID, str]]
    topics: Sequence[str]


@dataclass(frozen=True)
class EventPage:
    """An event, and what its page says beside."""

    event: Event
    rules: EventRules
    kind: str  # its name in the reader's language
    dates: Rows  # the further ones


def _escaped(text: str) -> str:
    for special in "/%_":
        text = text.replace(special, f"/{special}")
    return text


def _contains(column: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.like(bindparam("text"), escape="/")
    return found


def _holds(column: Any, name: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = cast(column, Text).like(bindparam(name), escape="/")
    return found


def _clauses(of: Any) -> dict[str, ColumnElement[bool]]:
    """By the name of the value they take. `of` has the date and the place: an event or a date."""
    translated = select(EventText.event_id).where(_contains(EventText.found_by))
    found = _contains(Event.found_by) | Event.id.in_(translated)
    return {
        "text": found if of is Event else found | _contains(of.found_by),
        "area_id": Event.area_id == bindparam("area_id"),
        "program_id": Event.program_id == bindparam("program_id"),
        "language": _holds(Event.offered_languages, "language")
        | _holds(Event.interpretation, "language"),
        "access": _holds(Event.access, "access"),
        "topic": Event.category == bindparam("topic"),
        "since": of.starts_at >= bindparam("since"),
        "goes_on": func.coalesce(of.ends_at, of.starts_at) >= bindparam("goes_on"),
        "earliest": of.starts_at >= bindparam("earliest"),
        "until": of.starts_at < bindparam("until"),
    }


_PUBLISHED = (EventState.PUBLISHED,)
_AREA_NAME = Area.name.label("area_name")
# Of an event, and of its dates: what stands on the date comes from there.
_ABOUT = (
    *(Event.id, Event.title, Event.language, Event.kind, Event.category, Event.state),
    *(Event.offered_languages, Event.interpretation, Event.access, Event.is_invented),
    _AREA_NAME,
)
_TOLD = (
    *(Event.id, Event.title, Event.summary, Event.language, Event.category, Event.state),
    *(Event.revision, Event.changed_at),
)


# Further dates are few: their events are looked up by key. Said as a function no index serves, so
# that the planner is not tempted to begin with all events and look for further dates of each.
_ITS_EVENT = func.coalesce(EventDate.event_id, EventDate.event_id)


def _dated(of: Any, *, places: Any = None) -> tuple[Any, ...]:
    where = places or (of.place_name, of.address, of.room)
    return (of.id.label("date_id"), of.starts_at, of.ends_at, *where)


# where a further date says nothing of a place, it is that of the event
_SAYS_NO_PLACE = and_(EventDate.place_name == "", EventDate.address == "", EventDate.room == "")
_PLACES = tuple(
    case((_SAYS_NO_PLACE, getattr(Event, name)), else_=getattr(EventDate, name)).label(name)
    for name in ("place_name", "address", "room")
)


def _arm(of: Any, columns: Sequence[Any], names: frozenset[str], states: States) -> Select[Any]:
    """Events on the date they themselves carry, or on their further dates."""
    clauses = _clauses(of)
    places = _PLACES if of is EventDate else None
    asked = select(*columns, *_dated(of, places=places)).select_from(of)
    if of is EventDate:
        asked = asked.join(Event, Event.id == _ITS_EVENT)
    if any(column is _AREA_NAME for column in columns):
        asked = asked.outerjoin(Event.area)
    return asked.where(Event.state.in_(states), *(clauses[name] for name in sorted(names)))


def _on_all_dates(columns: Sequence[Any], names: frozenset[str], states: States) -> Any:
    return union_all(
        _arm(Event, columns, names, states), _arm(EventDate, columns, names, states)
    ).order_by("starts_at", "date_id")


@cache  # made once for each choice of filters
def _listing(names: frozenset[str]) -> Executable:
    both: Executable = (
        _on_all_dates(_ABOUT, names, _PUBLISHED).offset(bindparam("skip")).limit(bindparam("size"))
    )
    return both


@cache
def _counting(names: frozenset[str]) -> Executable:
    arms = (_arm(of, (), names, _PUBLISHED).subquery() for of in (Event, EventDate))
    own, further = (select(func.count()).select_from(arm).scalar_subquery() for arm in arms)
    return select(own + further)


@cache
def _counting_by_area(names: frozenset[str]) -> Executable:
    arms = (_arm(of, (Event.area_id,), names, _PUBLISHED) for of in (Event, EventDate))
    dates = union_all(*arms).subquery()
    return select(dates.c.area_id, func.count()).group_by(dates.c.area_id)


@cache
def _telling(names: frozenset[str]) -> Executable:
    told: Executable = _on_all_dates(_TOLD, names, PUBLIC_STATES).limit(bindparam("size"))
    return told


def list_public_events(
    wanted: PublicFilter, *, zone: ZoneInfo, skip: int, size: int
) -> tuple[Rows, int]:
    """A page of what is on, the next first, and how many there are. A further date is a row."""
    values = wanted.values(zone)
    names = frozenset(values)
    rows = read_rows(_listing(names), values | {"skip": skip, "size": size})
    return rows, read_rows(_counting(names), values)[0][0]


def list_events_between(wanted: PublicFilter, *, zone: ZoneInfo) -> Rows:
    """What the public calendar shows of the days wanted."""
    values = wanted.values(zone)
    return read_rows(_month(frozenset(values)), values)


@cache
def _month(names: frozenset[str]) -> Executable:
    month: Executable = _on_all_dates((Event.id, Event.title, Event.language), names, _PUBLISHED)
    return month


def count_by_area(wanted: PublicFilter, *, zone: ZoneInfo) -> Mapping[uuid.UUID | None, int]:
    """How many there are in each area; under None those in no area."""
    values = wanted.values(zone)
    rows = read_rows(_counting_by_area(frozenset(values)), values)
    return {row[0]: row[1] for row in rows}


def list_told_events(wanted: PublicFilter, *, zone: ZoneInfo, size: int) -> Rows:
    """What a feed tells, cancelled events too, the first first."""
    values = wanted.values(zone)
    return read_rows(_telling(frozenset(values)), values | {"size": size})


def list_told_dates(event_id: uuid.UUID) -> Rows:
    """The same of one event: it on each of its dates."""
    return read_rows(_TOLD_DATES, {"event_id": event_id})


_TOLD_DATES = union_all(
    *(
        _arm(of, _TOLD, frozenset(), PUBLIC_STATES).where(Event.id == bindparam("event_id"))
        for of in (Event, EventDate)
    )
).order_by("starts_at", "date_id")


# made once: nothing of the public is asked for more often
_PUBLIC_EVENT = (
    select(Event)
    .options(joinedload(Event.program).joinedload(Program.department), joinedload(Event.area))
    .where(Event.id == bindparam("event_id"), is_public())
)
# with what its page says beside; further dates have a statement of their own where there are any
_EVENT_PAGE = (
    with_kind_name(_PUBLIC_EVENT)
    .add_columns(EventRules, exists().where(EventDate.event_id == Event.id))
    .join(EventRules, EventRules.id == 1)
)
_DATES = (
    select(*_dated(EventDate))
    .where(EventDate.event_id == bindparam("event_id"))
    .order_by(EventDate.starts_at, EventDate.id)
)


def get_public_event(event_id: uuid.UUID) -> Event:
    """An event anybody may look at. Raises NotFound."""
    event = db.session.scalar(_PUBLIC_EVENT, {"event_id": event_id})
    if event is None:
        raise NotFound
    return event


def load_event_page(event_id: uuid.UUID, language: str) -> EventPage:
    """The same with what its page says beside. Raises NotFound."""
    asked = {"event_id": event_id, "language": language}
    found = db.session.execute(_EVENT_PAGE, asked).one_or_none()
    if found is None:
        raise NotFound
    event, kind, rules, has_dates = found
    dates = read_rows(_DATES, {"event_id": event_id}) if has_dates else ()
    return EventPage(event, rules, kind, dates)


def _choice(what: str, key: Any, name: Any, rank: Any) -> Select[Any]:
    return select(
        literal(what).label("what"), key.label("key"), name.label("name"), rank.label("rank")
    )


_NO_RANK = literal(0)
# one statement for all lists of the filters: they stand on every page
_CHOICES = union_all(
    _choice("area", cast(Area.id, Text), Area.name, Area.sort_order)
    .join(AreaSet, AreaSet.id == Area.area_set_id)
    .where(AreaSet.is_main),
    _choice("program", cast(Program.id, Text), Program.name, _NO_RANK).where(Program.is_active),
    _choice("topic", Event.category, Event.category, _NO_RANK)
    .where(
        Event.state == EventState.PUBLISHED,
        Event.starts_at >= bindparam("since"),
        Event.category != "",
    )
    .distinct(),
).order_by("what", "rank", "name")


def list_filter_choices(since: datetime) -> FilterChoices:
    """Areas, programmes, and the topics of what is on since then."""
    found: dict[str, list[tuple[str, str]]] = {"area": [], "program": [], "topic": []}
    for what, key, name, _rank in read_rows(_CHOICES, {"since": since}):
        found[what].append((key, name))
    return FilterChoices(
        [(uuid.UUID(key), name) for key, name in found["area"]],
        [(uuid.UUID(key), name) for key, name in found["program"]],
        [name for _key, name in found["topic"]],
    )
