"""Invented texts of coming events in other languages, answers on access, and who works there."""

import random
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select

from liaison.db import db, new_id
from liaison.events.models.event import Event, EventText, TextStatus
from liaison.events.models.plan import EventMaterial, EventStaff

SPANISH = {
    "Movie night in the park": (
        "Noche de cine en el parque",
        "Traiga una manta. Las palomitas son gratis.",
    ),
    "Meet your park manager": (
        "Conozca al encargado de su parque",
        "Pregunte por su parque y diga qué debería cambiar.",
    ),
    "Community garden day": (
        "Día del jardín comunitario",
        "Aprenda a plantar hierbas. Hay herramientas para todos.",
    ),
    "Family sports morning": (
        "Mañana deportiva en familia",
        "Juegos para niños y adultos. No hace falta inscribirse.",
    ),
    "Listening session": (
        "Sesión para escucharle",
        "Anotamos lo que usted dice y respondemos en un mes.",
    ),
    "Winter lights walk": (
        "Paseo de las luces de invierno",
        "Un paseo tranquilo para todos, con chocolate caliente.",
    ),
}
CHINESE = {
    "Movie night in the park": ("公园电影之夜", "请自带毯子。爆米花免费。"),
    "Community garden day": ("社区花园日", "学习种植香草。工具人人都有。"),
    "Tree care class": ("树木养护课", "学习照顾您街上的小树。"),
}
# language, texts, who vouches for them, one in how many is stale
TEXTS = (
    ("es", SPANISH, TextStatus.REVIEWED, 6),
    ("zh-Hans", CHINESE, TextStatus.MACHINE, 9),
)
ANOTHER = "0" * 32  # the hash of an original that has changed since
QUESTIONS = ("step_free", "accessible_toilet", "interpreter_on_request")
THINGS = ("Banner", "Folding tables", "Sign-in sheets")


def make_texts(by_id: uuid.UUID, staff: Sequence[uuid.UUID], chance: random.Random) -> None:
    """For the events that are still to come; some of them lack something, as in life."""
    now = datetime.now(UTC)
    events = db.session.scalars(
        select(Event).where(Event.is_invented, Event.starts_at > now).order_by(Event.starts_at)
    ).all()
    texts = [row for event in events for row in _texts_of(event, by_id, now, chance)]
    db.session.execute(insert(EventText), texts)
    for event in events:
        _answer(event, chance)
    helpers = [event for event in events if chance.random() < 0.8]
    db.session.execute(
        insert(EventStaff), [_staff(event, chance.choice(staff)) for event in helpers]
    )
    db.session.execute(
        insert(EventMaterial),
        [_material(event, thing, chance) for event in helpers for thing in THINGS],
    )
    db.session.flush()


def _texts_of(
    event: Event, by_id: uuid.UUID, at: datetime, chance: random.Random
) -> list[dict[str, Any]]:
    return [
        {
            "event_id": event.id,
            "language": language,
            "title": words[event.title][0],
            "summary": words[event.title][1],
            "status": status,
            "source_hash": ANOTHER if chance.randrange(one_in) == 0 else event.text_hash,
            "by_id": by_id,
            "at": at,
        }
        for language, words, status, one_in in TEXTS
        if event.title in words
    ]


def _answer(event: Event, chance: random.Random) -> None:
    """Most questions are answered for most events."""
    open_ones = [key for key in QUESTIONS if key not in event.access]
    event.access_lacking = [key for key in open_ones if chance.random() < 0.8]


def _staff(event: Event, user_id: uuid.UUID) -> dict[str, Any]:
    return {"id": new_id(), "event_id": event.id, "user_id": user_id, "task": "Welcome"}


def _material(event: Event, thing: str, chance: random.Random) -> dict[str, Any]:
    is_ready = chance.random() < 0.9
    return {"id": new_id(), "event_id": event.id, "name": thing, "is_ready": is_ready}
