"""Invented sign-ups: popular events are full, and people wait, or are offered a place."""

import random
import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, update

from liaison.db import db, new_id
from liaison.demo.names import Names
from liaison.demo.people import make_people
from liaison.events.models.event import Event
from liaison.events.models.sign_up import SEATED, SignUp, SignUpState, new_code

Rows = list[dict[str, Any]]
BATCH = 20_000
FULL = 6  # of the events, the most popular ones first
WAITING = 9  # parties at each of those
LANGUAGES = ("en", "en", "en", "es", "zh-Hans", "ar", "vi")


def make_sign_ups(
    events: Sequence[uuid.UUID], names: Names, count: int, chance: random.Random
) -> None:
    """People who say they will come, spread unevenly: some events are popular."""
    now = datetime.now(UTC)
    rows: Rows = [
        _sign_up(
            events[int(len(events) * chance.random() ** 2)],
            person_id,
            chance,
            now - timedelta(minutes=chance.randrange(20_000)),
        )
        for person_id in make_people(names, count, "guest")
    ]
    by_event: dict[uuid.UUID, Rows] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["signed_up_at"]):
        by_event[row["event_id"]].append(row)
    for event_id in events[:FULL]:
        _let_wait(by_event[event_id], now)
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        db.session.execute(insert(SignUp), batch)
    _count_seats(by_event, events[:FULL])


def _sign_up(
    event_id: uuid.UUID, person_id: uuid.UUID, chance: random.Random, at: datetime
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "event_id": event_id,
        "person_id": person_id,
        "code": new_code(),
        "party_size": chance.choices((1, 2, 3, 4), (60, 25, 10, 5))[0],
        "state": SignUpState.SIGNED_UP,
        "language": chance.choice(LANGUAGES),
        "may_contact": chance.random() < 0.4,
        "signed_up_at": at,
        "waits_since": None,
        "offered_until": None,
        "is_invented": True,
    }


def _let_wait(rows: Rows, now: datetime) -> None:
    """The last who came found all places taken; the first of them is offered one just now."""
    waiting = rows[-min(WAITING, len(rows) // 2) :] if len(rows) > 1 else []
    for row in waiting:
        row["state"], row["waits_since"] = SignUpState.WAITING, row["signed_up_at"]
    if len(waiting) > 1:
        waiting[0]["state"] = SignUpState.OFFERED
        waiting[0]["offered_until"] = now + timedelta(hours=20)


def _count_seats(by_event: dict[uuid.UUID, Rows], full: Sequence[uuid.UUID]) -> None:
    """What is promised; where people wait, that is all there is."""
    seats = {
        event_id: sum(row["party_size"] for row in rows if row["state"] in SEATED)
        for event_id, rows in by_event.items()
    }
    _set_seats(seats, [one for one in seats if one not in full], {"seats_promised"})
    _set_seats(seats, [one for one in seats if one in full], {"seats_promised", "capacity"})


def _set_seats(seats: dict[uuid.UUID, int], ids: Sequence[uuid.UUID], columns: set[str]) -> None:
    if ids:
        db.session.connection().execute(
            update(Event)
            .where(Event.id == bindparam("event"))
            .values({column: bindparam("seats") for column in columns}),
            [{"event": one, "seats": seats[one]} for one in ids],
        )
