"""What was done: events held and how many came. Both count the same events by the same rule."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select

from liaison import clock
from liaison.db import db
from liaison.events.models.event import Event, EventState
from liaison.events.models.need import AccessNeed, AccessNeedStep, NeedState
from liaison.events.models.plan import EventOrganisation
from liaison.events.policy.events import visible_to
from liaison.events.policy.needs import OPEN, PROMISED
from liaison.i18n import _l
from liaison.indicators.figures import FigureSource
from liaison.people.models import Organisation
from liaison.permissions import Actor, Permission
from liaison.places.models import Area


@dataclass(frozen=True)
class EventsIn:
    """Events held in a month, in an area, or altogether, and how many came to them.

    `attendance` adds up the counts there are: `counted` events have one, `uncounted` have none.
    """

    events: int = 0
    attendance: int = 0
    counted: int = 0

    @property
    def uncounted(self) -> int:
        return self.events - self.counted

    def __add__(self, other: "EventsIn") -> "EventsIn":
        return EventsIn(
            self.events + other.events,
            self.attendance + other.attendance,
            self.counted + other.counted,
        )


@dataclass(frozen=True)
class AreaEvents:
    """What was held in an area; no id and no name: events nobody placed in one."""

    area_id: uuid.UUID | None
    area_name: str | None
    held: EventsIn


@dataclass(frozen=True)
class YearOfEvents:
    """A programme's year: altogether, by month (January first), by area in the areas' order."""

    total: EventsIn
    by_month: tuple[EventsIn, ...]
    by_area: tuple[AreaEvents, ...]


def count_events_held(actor: Actor, *, program_id: uuid.UUID, year: int) -> YearOfEvents:
    """One statement, answered by the index `ix_event_figures` and the names of the areas."""
    counted = (
        select(
            Event.local_month.label("month"),
            Event.area_id.label("area_id"),
            func.count().label("events"),
            func.coalesce(func.sum(Event.attendance), 0).label("attendance"),
            func.count(Event.attendance).label("counted"),
        )
        .where(
            Event.program_id == program_id,
            Event.local_year == year,
            Event.state == EventState.PUBLISHED,
            Event.starts_at <= clock.now(),
            visible_to(actor, Permission.EVENT_VIEW),
        )
        .group_by(Event.local_month, Event.area_id)
        .subquery()
    )
    rows = db.session.execute(
        select(counted, Area.name.label("area_name"))
        .outerjoin(Area, Area.id == counted.c.area_id)
        .order_by(Area.sort_order.is_(None), Area.sort_order, Area.code, counted.c.month)
    ).all()
    return _sum_up(rows)


def _sum_up(rows: Sequence[Any]) -> YearOfEvents:
    months = [EventsIn()] * 12
    areas: dict[uuid.UUID | None, AreaEvents] = {}
    for row in rows:
        held = EventsIn(row.events, int(row.attendance), row.counted)
        months[row.month - 1] += held
        before = areas.get(row.area_id)
        so_far = before.held if before else EventsIn()
        areas[row.area_id] = AreaEvents(row.area_id, row.area_name, so_far + held)
    return YearOfEvents(sum(months, EventsIn()), tuple(months), tuple(areas.values()))


@dataclass(frozen=True)
class PartnerEvents:
    """What was held with an organisation, and at how many of these it was the host."""

    organisation_id: uuid.UUID
    name: str
    events: int
    hosted: int


@dataclass(frozen=True)
class EventsWithPartners:
    """Each event counts once in `events` and once for each of its partners."""

    events: int
    partners: tuple[PartnerEvents, ...]


def count_events_with_partners(
    actor: Actor, *, program_id: uuid.UUID, year: int
) -> EventsWithPartners:
    """Events held together with others, in two statements."""
    held = (
        Event.program_id == program_id,
        Event.local_year == year,
        Event.state == EventState.PUBLISHED,
        Event.starts_at <= clock.now(),
        visible_to(actor, Permission.EVENT_VIEW),
    )
    of_event = EventOrganisation.event_id == Event.id
    total = db.session.scalar(
        select(func.count(Event.id.distinct())).join(EventOrganisation, of_event).where(*held)
    )
    rows = db.session.execute(
        select(
            *(Organisation.id, Organisation.name, func.count()),
            func.count(case((EventOrganisation.is_host, 1))),
        )
        .select_from(Event)
        .join(EventOrganisation, of_event)
        .join(Organisation, Organisation.id == EventOrganisation.organisation_id)
        .where(*held)
        .group_by(Organisation.id, Organisation.name)
        .order_by(func.count().desc(), Organisation.name)
    ).all()
    return EventsWithPartners(total or 0, tuple(PartnerEvents(*row) for row in rows))


@dataclass(frozen=True)
class NeedsKept:
    """What people needed at the events of a year, and whether it was there.

    `promised` was booked or confirmed at some time; `broken` of it was not there in the end, and
    of `unsaid` nobody has said. What was withdrawn is in none of them.
    """

    asked: int = 0
    promised: int = 0
    delivered: int = 0
    broken: int = 0
    unsaid: int = 0


def count_needs_kept(actor: Actor, *, program_id: uuid.UUID, year: int) -> NeedsKept:
    """One statement; counts alone, so whoever sees the events may see them."""
    was_promised = (
        select(AccessNeedStep.id)
        .where(AccessNeedStep.need_id == AccessNeed.id, AccessNeedStep.to_state.in_(PROMISED))
        .exists()
    )
    counts = db.session.execute(
        select(
            func.count(),
            func.count().filter(was_promised),
            func.count().filter(AccessNeed.state == NeedState.DELIVERED),
            func.count().filter(was_promised, AccessNeed.state == NeedState.NOT_DELIVERED),
            func.count().filter(was_promised, AccessNeed.state.in_(OPEN)),
        )
        .select_from(AccessNeed)
        .join(Event, AccessNeed.event_id == Event.id)
        .where(
            Event.program_id == program_id,
            Event.local_year == year,
            Event.state == EventState.PUBLISHED,
            Event.starts_at <= clock.now(),
            AccessNeed.state != NeedState.WITHDRAWN,
            visible_to(actor, Permission.EVENT_VIEW),
        )
    ).one()
    return NeedsKept(*counts)


figures = (
    FigureSource(
        "events.with_partners",
        _l(
            "Events held, as in the figure of events held, that the programme held together with "
            "a host organisation or partners. Each counts once altogether and once for every "
            "organisation, so the organisations’ numbers may add up to more. Unit: events."
        ),
        count_events_with_partners,
    ),
    FigureSource(
        "events.held",
        _l(
            "Events of the programme that were published, not cancelled, and began in the year, on "
            "the city's calendar, before the moment of counting. Rows that a file holds twice "
            "count once. Unit: events."
        ),
        count_events_held,
    ),
    FigureSource(
        "events.attendance",
        _l(
            "The sum of the head counts of these events. A blank count is not a zero: such events "
            "are left out of the sum and said beside it. A person who came to two events counts "
            "twice. Unit: attendances."
        ),
        count_events_held,
    ),
    FigureSource(
        "events.needs_not_delivered",
        _l(
            "Promised but not delivered: access needs (interpreter, sign language, captions, a way "
            "in without steps, childcare, transport, food, other) at events of the programme held "
            "in the year that were booked or confirmed at some time and were not there in the end. "
            "The share is of all that were promised; what was withdrawn is left out, and promises "
            "of which nobody has said whether they were kept are counted beside it. Unit: needs."
        ),
        count_needs_kept,
    ),
)
