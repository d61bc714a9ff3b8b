"""Invented access needs at coming events, and the messages planned about these."""

import random
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from liaison import clock
from liaison.db import db, new_id
from liaison.events.models.event import Event
from liaison.events.models.need import AccessNeed, AccessNeedStep, NeedKind, NeedState
from liaison.events.models.sign_up import SignUp, SignUpState
from liaison.events.operations.needs import due_day
from liaison.events.operations.notices import event_published

NEEDS = 60
ASKED = (
    *((NeedKind.INTERPRETER, tag) for tag in ("es", "ar", "vi", "so")),
    *((kind, None) for kind in (NeedKind.CHILDCARE, NeedKind.CAPTIONS, NeedKind.TRANSPORT)),
    *((kind, None) for kind in (NeedKind.STEP_FREE, NeedKind.FOOD, NeedKind.SIGN_LANGUAGE)),
)
LIFE = (
    ("ask_need", NeedState.REQUESTED),
    ("book_need", NeedState.BOOKED),
    ("confirm_need", NeedState.CONFIRMED),
)


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
    asked_at = clock.now() - timedelta(days=3)
    needs: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    for number, guest in enumerate(guests[::5]):
        kind, language = ASKED[number % len(ASKED)]
        life = LIFE[: chance.choice((1, 1, 2, 3))]
        need = {
            "id": new_id(),
            "event_id": guest.event_id,
            "sign_up_id": guest.id,
            "person_id": guest.person_id,
            "kind": kind,
            "language": language,
            "state": life[-1][1],
            "due_on": due_day(events[guest.event_id], kind),
            "vendor": "Riverside Interpreters" if len(life) > 1 else "",
            "minutes": 120 if len(life) > 1 else None,
            "cost_cents": 180_00 if len(life) > 1 else None,
            "asked_at": asked_at,
            "is_invented": True,
        }
        needs.append(need)
        steps += _steps(need, life)
    if needs:
        db.session.execute(insert(AccessNeed), needs)
        db.session.execute(insert(AccessNeedStep), steps)


def _steps(need: dict[str, Any], life: tuple[tuple[str, NeedState], ...]) -> list[dict[str, Any]]:
    before = (None, *(state for _verb, state in life))
    return [
        {
            "id": new_id(),
            "need_id": need["id"],
            "verb": verb,
            "from_state": before[place],
            "to_state": state,
            "by_id": None,
            "at": need["asked_at"] + timedelta(hours=place),
        }
        for place, (verb, state) in enumerate(life)
    ]
