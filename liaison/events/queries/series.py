"""Reading series of events."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from liaison.db import db
from liaison.errors import NotFound
from liaison.events.models.event import Event
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
