"""Storing the events of a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db, new_id
from liaison.events.models.event import Event, EventState, EventStep
from liaison.events.operations.events import EventDetails
from liaison.permissions import Actor
from liaison.programs.models import Program

BATCH = 1000  # rows of one INSERT


@dataclass(frozen=True)
class HeldEvent:
    """An event as a file tells of it, with the count of who came and the row's fingerprint."""

    details: EventDetails
    state: EventState
    source_key: str
    attendance: int | None = None
    attendance_note: str = ""


def import_events(
    *, actor: Actor, program: Program, rows: Sequence[HeldEvent], source: str, zone: ZoneInfo
) -> int:
    """Store the rows of a file in bulk, each with its first step; returns how many."""
    at = clock.now()
    for start in range(0, len(rows), BATCH):
        events = [_as_columns(row, program, source, zone) for row in rows[start : start + BATCH]]
        db.session.execute(insert(Event), events)
        db.session.execute(insert(EventStep), [_first_step(row, actor, at) for row in events])
    record(actor, "import_events", program, source=source, events=len(rows))
    return len(rows)


def _as_columns(row: HeldEvent, program: Program, source: str, zone: ZoneInfo) -> dict[str, object]:
    local = row.details.starts_at.astimezone(zone)
    return vars(row.details) | {
        "id": new_id(),
        "program_id": program.id,
        "state": row.state,
        "local_year": local.year,
        "local_month": local.month,
        "attendance": row.attendance,
        "attendance_note": row.attendance_note,
        "source": source,
        "source_key": row.source_key,
        "is_invented": False,
    }


def _first_step(event: dict[str, object], actor: Actor, at: datetime) -> dict[str, object]:
    return {
        "id": new_id(),
        "event_id": event["id"],
        "verb": "import_event",
        "from_state": None,
        "to_state": event["state"],
        "by_id": actor.user_id,
        "at": at,
    }
