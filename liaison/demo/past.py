"""Invented events that are over: who came, what was said there and what became of it."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from types import SimpleNamespace

from sqlalchemy import insert

from liaison.db import db, new_id
from liaison.demo.concerns import CIVIC_CONCERNS, LISTENING_CONCERNS, make_concerns
from liaison.demo.door import Arrivals
from liaison.demo.guests import CAME, GAVE_UP, LET_PASS, GuestList, Row
from liaison.demo.needs import LIFE, Asked, NeedRows
from liaison.demo.scene import Scene, Text
from liaison.events.models.event import Event, TextStatus
from liaison.events.models.message import (
    Audience,
    EventMessage,
    EventMessageReceipt,
    MessageKind,
    PlanState,
)
from liaison.events.models.need import NeedKind
from liaison.events.operations.retention import forget_guests

LISTENING = {
    "title": "Budget listening session",
    "summary": "Tell us what next year's money should mend first. We write it down as you say it.",
    "kind": "meeting",
    "category": "Money and benefits",
    "place_name": "Riverside Senior Center",
    "address": "River Street 5",
    "offered_languages": ["en", "es"],
    "interpretation": ["zh-Hans"],
    "capacity": 120,
    "cost_estimated_cents": 900_00,
    "cost_actual_cents": 965_00,
    "minutes_planned": 1_080,
    "minutes_worked": 1_170,
    "learned": "The side door was hard to find: put a sign at the corner. Two tables for Spanish "
    "were not enough. People stayed when they were asked about one street, not about budgets.",
    "notes": "You told us what to mend first. Most of you named lamps, crossings and "
    "rents. We answer each question within 30 days.",
}
SPANISH = Text(
    "es",
    "Sesión para escuchar sobre el presupuesto",
    "Díganos qué debería arreglar primero el dinero del próximo año. Lo anotamos tal como lo dice.",
    TextStatus.HUMAN,
    is_stale=True,  # the notes are not translated yet
)
KEPT = (*LIFE, "deliver_need")
BROKEN = (*LIFE, "fail_need")
NEEDS = (
    Asked(NeedKind.INTERPRETER, "es", path=KEPT),
    Asked(NeedKind.CHILDCARE, words="One child, 4.", path=KEPT),
    Asked(NeedKind.STEP_FREE, path=KEPT),
    Asked(
        NeedKind.INTERPRETER,
        "zh-Hans",
        path=BROKEN,
        reason="The interpreter fell ill that morning, and nobody else was free.",
    ),
    Asked(
        NeedKind.CAPTIONS,
        path=(*LIFE[:1], "fail_need"),
        reason="No provider had a date free within two weeks.",
    ),
    Asked(NeedKind.TRANSPORT, path=(*LIFE[:2], "withdraw_need")),
    Asked(NeedKind.FOOD, words="Halal, please.", path=LIFE),  # nobody has said yet
)
DAY = 24 * 60


def make_past(scene: Scene) -> None:
    """A session last week, a meeting we visited, and a walk whose guests are forgotten."""
    session = scene.hold(scene.moment(-6, 18), 120, **LISTENING)
    scene.give(
        [session],
        texts=[SPANISH],
        hosts=["Riverside Senior Center"],
        partners=["Casa de la Comunidad"],
        things=[("Flip charts", 6), ("Sign-in sheets", 2), ("Comment cards", 80)],
    )
    party = GuestList(scene, session)
    seated = party.add_many(38, CAME, days=(2, 25))
    party.add_many(4, GAVE_UP, days=(5, 20))
    party.add_many(1, LET_PASS, days=(5, 20))
    arrivals = Arrivals(scene, session)
    arrivals.invite(party)
    party.store()
    arrivals.check_in(seated)
    arrivals.store()
    _ask(session, seated, NEEDS)
    came = [row for row in party.sign_ups if row["id"] in arrivals.people_of]
    _write(session, party.reached(seated), party.reached(came))
    make_concerns(scene, session, LISTENING_CONCERNS)
    make_concerns(scene, _visit(scene), CIVIC_CONCERNS)
    _forget(scene)


def _ask(event: Event, guests: Sequence[Row], asked: Sequence[Asked]) -> None:
    rows = NeedRows()
    for guest, need in zip(guests, asked, strict=False):
        rows.add(event, SimpleNamespace(**guest), need, guest["signed_up_at"])
    rows.store()


def _visit(scene: Scene) -> Event:
    """Their meeting, at which we were guests."""
    event = scene.hold(
        scene.moment(-2, 19),
        90,
        title="Harbor Civic Association: monthly meeting",
        summary="We were asked to come and hear about the crossing at Harbor Road.",
        kind="community_meeting",
        category="Streets and sidewalks",
        place_name="Church hall",
        offered_languages=["en"],
        takes_sign_ups=False,
        attendance=34,
        attendance_note="Counted by the association.",
    )
    scene.give([event], hosts=["Harbor Civic Association"])
    return event


def _write(event: Event, everybody: Sequence[uuid.UUID], came: Sequence[uuid.UUID]) -> None:
    """Two reminders and thanks went out; materials are still planned."""
    told = (
        (MessageKind.REMINDER, Audience.SIGNED_UP, -2 * DAY, everybody),
        (MessageKind.REMINDER, Audience.SIGNED_UP, -3 * 60, everybody),
        (MessageKind.THANKS, Audience.CAME, DAY, came),
    )
    for kind, audience, minutes, people in told:
        _send(event, kind, audience, minutes, people)
    later = {"kind": MessageKind.MATERIALS, "audience": Audience.CAME, "minutes": 7 * DAY}
    at = event.starts_at + timedelta(days=7)
    words = "Here is what you told us, street by street."
    db.session.add(EventMessage(event_id=event.id, send_at=at, words=words, **later))
    db.session.flush()


def _send(
    event: Event, kind: MessageKind, audience: Audience, minutes: int, people: Sequence[uuid.UUID]
) -> None:
    at: datetime = event.starts_at + timedelta(minutes=minutes)
    message = {
        "id": new_id(),
        "event_id": event.id,
        "kind": kind,
        "audience": audience,
        "minutes": minutes,
        "send_at": at,
        "sent_at": at,
        "state": PlanState.SENT,
        "recipients": len(people),
    }
    db.session.execute(insert(EventMessage), [message])
    receipts = [{"message_id": message["id"], "sign_up_id": one, "at": at} for one in people]
    db.session.execute(insert(EventMessageReceipt), receipts)


def _forget(scene: Scene) -> None:
    """Guests of an event six weeks ago; the nightly job makes them anonymous, as it would."""
    event = scene.hold(
        scene.moment(-45, 10),
        120,
        title="Street tree walk",
        summary="A slow walk past young trees, and how to water them.",
        kind="workshop",
        category="Parks and playgrounds",
        place_name="Main Street corner",
        offered_languages=["en"],
        attendance=17,
    )
    party = GuestList(scene, event)
    guests = party.add_many(12, CAME, days=(2, 20))
    party.store()
    _ask(event, guests, [Asked(NeedKind.STEP_FREE, path=KEPT)])
    forget_guests()
