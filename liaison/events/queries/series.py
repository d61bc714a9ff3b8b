"""Reading series of events."""

import uuid
from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased, joinedload

from liaison.db import db
from liaison.errors import NotFound
from liaison.events.models.event import Event, EventText
from liaison.events.models.plan import EventSeries
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
    start, more = aliased(EventSeries), aliased(EventSeries)
    family = select(start.id, start.after_id).where(start.id == event.series_id)
    tied = family.cte("family", recursive=True)
    tied = tied.union(  # each once: the ties lead both ways
        select(more.id, more.after_id).join(
            tied, or_(more.after_id == tied.c.id, more.id == tied.c.after_id)
        )
    )
    rows = db.session.execute(
        select(Event, EventText)
        .outerjoin(EventText, and_(EventText.event_id == Event.id, EventText.language == language))
        .where(
            Event.series_id.in_(select(tied.c.id)),
            Event.id != event.id,
            Event.language == event.language,
            Event.title == event.title,
            Event.summary == event.summary,
        )
        .order_by(Event.starts_at, Event.id)
    )
    return [(other, text) for other, text in rows]
