"""Reading on which dates an event takes place."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select

from liaison.db import read_rows
from liaison.events.models.event import Event, EventDate
from liaison.events.policy.dates import Dated, all_dates
from liaison.i18n import settings

# made once: every message asks for them
_FURTHER = (
    select(
        *(EventDate.starts_at, EventDate.ends_at),
        *(EventDate.place_name, EventDate.room, EventDate.address),
    )
    .where(EventDate.event_id == bindparam("event_id"))
    .order_by(EventDate.starts_at, EventDate.id)
)


def list_dates(event: Event, further: Sequence[Any] | None = None) -> list[Dated]:
    """All dates of an event, its own among them, the first first. `further` spares the reading."""
    if further is None:
        further = read_rows(_FURTHER, {"event_id": event.id})
    return all_dates(event, further, settings().zone())
