"""Invented access needs: at coming events, and what became of those at past ones."""

import random
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import insert, select

from liaison import clock
from liaison.db import db, new_id
from liaison.events.models.event import Event
from liaison.events.models.need import AccessNeed, AccessNeedStep, NeedKind, NeedState
from liaison.events.models.sign_up import SignUp, SignUpState
from liaison.events.operations.needs import due_day
from liaison.events.operations.notices import event_published
from liaison.events.policy.needs import STEPS

NEEDS = 60
ASKED = (
    *((NeedKind.INTERPRETER, tag) for tag in ("es", "ar", "vi", "so")),
    *((kind, None) for kind in (NeedKind.CHILDCARE, NeedKind.CAPTIONS, NeedKind.TRANSPORT)),
    *((kind, None) for kind in (NeedKind.STEP_FREE, NeedKind.FOOD, NeedKind.SIGN_LANGUAGE)),
)
LIFE = ("ask_need", "book_need", "confirm_need")
VENDORS = {
    NeedKind.CHILDCARE: "Little Steps Childcare",
    NeedKind.TRANSPORT: "Harbor Ride Service",
    NeedKind.FOOD: "Corner Kitchen",
    NeedKind.STEP_FREE: "Facilities",
}


class Asked(NamedTuple):
    """What somebody asked for, and what was done about it."""

    kind: NeedKind
    language: str | None = None
    words: str = ""
    path: tuple[str, ...] = LIFE[:1]
    reason: str = ""


class NeedRows:
    """Collects needs with their histories; `store` inserts them."""

    def __init__(self) -> None:
        self.needs: list[dict[str, Any]] = []
        self.steps: list[dict[str, Any]] = []

    def add(self, event: Event, guest: Any, asked: Asked, at: datetime) -> None:
        """What a guest (id and person_id) asked for at `at`; each step was taken a day later."""
        is_booked = "book_need" in asked.path
        need_id, states = new_id(), (None, *map(_state_after, asked.path))
        self.needs.append(
            {
                "id": need_id,
                "event_id": event.id,
                "sign_up_id": guest.id,
                "person_id": guest.person_id,
                "kind": asked.kind,
                "language": asked.language,
                "words": asked.words,
                "state": states[-1],
                "due_on": min(due_day(event, asked.kind), event.starts_at.date()),
                "vendor": _vendor(asked.kind) if is_booked else "",
                "minutes": 120 if is_booked else None,
                "cost_cents": 180_00 if is_booked else None,
                "reason": asked.reason,
                "asked_at": at,
                "is_invented": True,
            }
        )
        for place, verb in enumerate(asked.path):
            self.steps.append(
                {
                    "id": new_id(),
                    "need_id": need_id,
                    "verb": verb,
                    "from_state": states[place],
                    "to_state": states[place + 1],
                    "by_id": None,
                    "at": _taken_at(event, verb, at + timedelta(hours=20 * place)),
                }
            )

    def store(self) -> None:
        if self.needs:
            db.session.execute(insert(AccessNeed), self.needs)
            db.session.execute(insert(AccessNeedStep), self.steps)


def _state_after(verb: str) -> NeedState:
    return STEPS[verb].to_state if verb in STEPS else NeedState.REQUESTED


def _vendor(kind: NeedKind) -> str:
    return VENDORS.get(kind, "Riverside Interpreters")


def _taken_at(event: Event, verb: str, at: datetime) -> datetime:
    """Whether it was there is said once the event is over."""
    over = (event.ends_at or event.starts_at) + timedelta(hours=1)
    after = over if verb == "deliver_need" else at
    return min(after, clock.now())


def make_needs(event_ids: Sequence[uuid.UUID], chance: random.Random) -> None:
    """Some of the guests need something; a part of it is booked or confirmed already."""
    events = {
        event.id: event
        for event in db.session.scalars(select(Event).where(Event.id.in_(event_ids)))
    }
    for event_id in event_ids:
        event_published(events[event_id])
    guests = db.session.execute(
        select(SignUp.id, SignUp.person_id, SignUp.event_id)
        .where(SignUp.event_id.in_(event_ids), SignUp.state == SignUpState.SIGNED_UP)
        .order_by(SignUp.signed_up_at, SignUp.id)
        .limit(NEEDS * 5)
    ).all()
    rows = NeedRows()
    for number, guest in enumerate(guests[::5]):
        kind, language = ASKED[number % len(ASKED)]
        asked = Asked(kind, language, path=LIFE[: chance.choice((1, 1, 2, 3))])
        rows.add(events[guest.event_id], guest, asked, clock.now() - timedelta(days=3))
    rows.store()
