"""What belongs to an event beside its own row, read off one to be given to others.

A copy, a template and each event of a series get the same: translations, further dates, who holds
it with us, who works there and what they bring. In plain values, so that a template can keep them.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from liaison import clock
from liaison.db import db, new_id
from liaison.events.models.event import Event, EventDate, EventText, TextStatus, hash_text
from liaison.events.models.plan import EventMaterial, EventOrganisation, EventStaff
from liaison.events.policy.wall_time import at_wall_time
from liaison.events.queries import plan as queries
from liaison.permissions import Actor

Parts = Mapping[str, list[dict[str, Any]]]


def read_parts(event: Event, zone: ZoneInfo) -> Parts:
    """What belongs to an event, as JSON takes it."""
    staff = queries.list_staff_of(event.id)
    places = {row.id: place for place, row in enumerate(staff)}
    return {
        "texts": [_text(text, event) for text in queries.list_event_texts(event.id)],
        "dates": [_date(row, event, zone) for row in queries.list_event_dates(event.id)],
        "organisations": [
            {"organisation_id": str(row.organisation_id), "is_host": row.is_host}
            for row in queries.list_organisations_of(event.id)
        ],
        "staff": [
            {
                "user_id": str(row.user_id) if row.user_id else None,
                "liaison_id": str(row.liaison_id) if row.liaison_id else None,
                "task": row.task,
            }
            for row in staff
        ],
        "materials": [
            {
                "name": row.name,
                "quantity": row.quantity,
                "brought_by": places.get(row.brought_by_id) if row.brought_by_id else None,
            }
            for row in queries.list_materials_of(event.id)
        ],
    }


def add_parts(actor: Actor, events: Sequence[Event], parts: Parts, zone: ZoneInfo) -> None:
    """Give events what was read off another one. They are stored; nothing of theirs is replaced."""
    keys = {event.id: [new_id() for _row in parts["staff"]] for event in events}
    _store(
        EventStaff(
            id=key,
            event_id=event.id,
            user_id=_key(row["user_id"]),
            liaison_id=_key(row["liaison_id"]),
            task=row["task"],
        )
        for event in events
        for key, row in zip(keys[event.id], parts["staff"], strict=True)
    )
    _store(
        EventMaterial(
            event_id=event.id,
            name=row["name"],
            quantity=row["quantity"],
            brought_by_id=None if row["brought_by"] is None else keys[event.id][row["brought_by"]],
        )
        for event in events
        for row in parts["materials"]
    )
    _store(
        EventOrganisation(
            event_id=event.id, organisation_id=_key(row["organisation_id"]), is_host=row["is_host"]
        )
        for event in events
        for row in parts["organisations"]
    )
    _store(_new_date(event, row, zone) for event in events for row in parts["dates"])
    _store(_new_text(event, row, actor) for event in events for row in parts["texts"])


def _store(rows: Iterable[Any]) -> None:
    db.session.add_all(rows)
    db.session.flush()


def _key(text: str | None) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None


def _text(text: EventText, event: Event) -> dict[str, Any]:
    """Notes are written afterwards and stay behind; a translation that was stale stays so."""
    is_current = text.source_hash == event.text_hash
    of = {"title": event.title, "summary": event.summary, "language": event.language}
    return {
        "language": text.language,
        "title": text.title,
        "summary": text.summary,
        "status": text.status.value,
        "source_hash": hash_text(**of) if is_current else text.source_hash,
    }


def _new_text(event: Event, row: Mapping[str, Any], actor: Actor) -> EventText:
    return EventText(
        event_id=event.id,
        language=row["language"],
        title=row["title"],
        summary=row["summary"],
        status=TextStatus(row["status"]),
        source_hash=row["source_hash"],
        by_id=actor.user_id,
        at=clock.now(),
    )


def _date(row: EventDate, event: Event, zone: ZoneInfo) -> dict[str, Any]:
    """By how many days after the first, so that it moves along."""
    first, local = event.starts_at.astimezone(zone), row.starts_at.astimezone(zone)
    return {
        "days": (local.date() - first.date()).days,
        "starts": local.time().isoformat(),
        "minutes": minutes_between(row.starts_at, row.ends_at),
        "place_name": row.place_name,
        "address": row.address,
        "room": row.room,
    }


def _new_date(event: Event, row: Mapping[str, Any], zone: ZoneInfo) -> EventDate:
    day = event.starts_at.astimezone(zone).date() + timedelta(days=row["days"])
    start, minutes = at_wall_time(day, time.fromisoformat(row["starts"]), zone), row["minutes"]
    return EventDate(
        event_id=event.id,
        starts_at=start,
        ends_at=None if minutes is None else start + timedelta(minutes=minutes),
        place_name=row["place_name"],
        address=row["address"],
        room=row["room"],
    )


def minutes_between(start: datetime, end: datetime | None) -> int | None:
    """How long something lasts; None: nobody said when it ends."""
    return None if end is None else int((end - start).total_seconds()) // 60
