"""Reading series of events."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased, joinedload

from liaison.db import db
from liaison.errors import NotFound
from liaison.events.models.event import Event, EventText
from liaison.events.models.plan import EventSeries
from liaison.events.policy.events import visible_to
from liaison.permissions import Actor
from liaison.programs.models import Program


def get_series_of(event: Event) -> EventSeries:
    """Raises NotFound for an event that does not repeat."""
    found = event.series_id and db.session.get(EventSeries, event.series_id)
    if not found:
        raise NotFound
    return found


def list_occurrences(series_id: uuid.UUID) -> Sequence[Event]:
    """The dates of a series in their order, those left out too, with their programme."""
    return db.session.scalars(
        select(Event)
        .options(joinedload(Event.program).joinedload(Program.department))
        .where(Event.series_id == series_id)
        .order_by(Event.starts_at, Event.id)
    ).all()


def list_same_words(event: Event, language: str) -> Sequence[tuple[Event, EventText | None]]:
    """The other dates of its series that say the same, each with its text in a language.

    Those of a series that went on from another, because somebody changed "this and following",
    belong to it as well: what they say may be what it was.
    """
    rows = db.session.execute(
        select(Event, EventText)
        .outerjoin(EventText, and_(EventText.event_id == Event.id, EventText.language == language))
        .where(
            Event.series_id.in_(_family_of(event.series_id)),
            Event.id != event.id,
            Event.language == event.language,
            Event.title == event.title,
            Event.summary == event.summary,
        )
        .order_by(Event.starts_at, Event.id)
    )
    return [(other, text) for other, text in rows]


class Part(NamedTuple):
    """Dates that were of one series with others, until somebody changed "this and following"."""

    event_id: uuid.UUID  # its first date
    first_at: datetime
    last_at: datetime


def list_other_parts(actor: Actor, series_id: uuid.UUID) -> Sequence[Part]:
    """The other parts of what was one series, as far as the actor may see them, in their order."""
    rows = db.session.execute(
        select(EventSeries.id, Event.id, Event.starts_at)
        .join(EventSeries, EventSeries.id == Event.series_id)
        .where(
            EventSeries.id.in_(_family_of(series_id)),
            EventSeries.id != series_id,
            visible_to(actor),
        )
        .order_by(Event.starts_at, Event.id)
    )
    parts: dict[uuid.UUID, Part] = {}
    for other_id, event_id, starts_at in rows:
        part = parts.get(other_id, Part(event_id, starts_at, starts_at))
        parts[other_id] = part._replace(last_at=starts_at)
    return list(parts.values())


def _family_of(series_id: uuid.UUID | None) -> Select[tuple[uuid.UUID]]:
    """The series itself, and all those it went on from or that went on from it."""
    start, more = aliased(EventSeries), aliased(EventSeries)
    family = select(start.id, start.after_id).where(start.id == series_id)
    tied = family.cte("family", recursive=True)
    tied = tied.union(  # each once: the ties lead both ways
        select(more.id, more.after_id).join(
            tied, or_(more.after_id == tied.c.id, more.id == tied.c.after_id)
        )
    )
    return select(tied.c.id)
