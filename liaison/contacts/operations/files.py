"""Storing contacts that came in a file."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, insert

from liaison import clock
from liaison.audit.operations import record
from liaison.contacts.models import Channel, Contact, ContactState, Topic
from liaison.contacts.operations.topics import create_missing_topics, topic_key
from liaison.db import db, new_id
from liaison.permissions import Actor
from liaison.programs.models import Program

TABLE = cast("Table", Contact.__table__)
AT_ONCE = 2_000  # rows in one statement


@dataclass(frozen=True, kw_only=True)
class ContactRow:
    """A contact as a file gives it. `source_key` tells it apart within its source."""

    topic: str
    opened_on: date
    source_key: str
    closed_on: date | None = None
    detail: str = ""
    area_id: uuid.UUID | None = None
    place: str = ""
    channel: Channel = Channel.OFFICE
    language: str | None = None
    people: int = 1
    concern: str = ""
    promised: str = ""


def store_contacts(
    *, actor: Actor, program: Program, rows: Sequence[ContactRow], source: str
) -> int:
    """Store contacts read from a file, with the topics they need; returns how many.

    The act is recorded once, on the programme, with the file and the number of contacts.
    """
    topics = create_missing_topics(actor=actor, names=(row.topic for row in rows))
    now = clock.now()
    for start in range(0, len(rows), AT_ONCE):
        batch = rows[start : start + AT_ONCE]
        values = [_values(row, topics, program.id, source) | {"logged_at": now} for row in batch]
        # the table, not the class: the ORM would make a statement for every pattern of blanks
        db.session.execute(insert(TABLE), values)
    record(actor, "import_contacts", program, source=source, contacts=len(rows))
    return len(rows)


def _values(
    row: ContactRow, topics: dict[str, Topic], program_id: uuid.UUID, source: str
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "program_id": program_id,
        "topic_id": topics[topic_key(row.topic)].id,
        "detail": row.detail,
        "area_id": row.area_id,
        "place": row.place,
        "channel": row.channel,
        "language": row.language,
        "people": row.people,
        "concern": row.concern,
        "promised": row.promised,
        "opened_on": row.opened_on,
        "closed_on": row.closed_on,
        "local_year": row.opened_on.year,
        "local_month": row.opened_on.month,
        "state": ContactState.CLOSED if row.closed_on else ContactState.OPEN,
        "source": source,
        "source_key": row.source_key,
        "is_invented": False,
    }
