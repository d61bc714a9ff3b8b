"""Invented events of the coming weeks, and contacts beyond the real cases."""

import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from liaison.contacts.models import Channel, Contact, ContactState, Topic
from liaison.db import db, new_id
from liaison.events.models.event import Event, EventState, EventStep

Rows = list[dict[str, Any]]
BATCH = 20_000
COMING = 48
TITLES = (
    ("Movie night in the park", "own_event", "Bring a blanket. Popcorn is free."),
    ("Meet your park manager", "meeting", "Ask about your park, and say what should change."),
    ("Community garden day", "workshop", "Learn to plant herbs. Tools are there for everyone."),
    ("Family sports morning", "own_event", "Games for children and adults. No sign-up is needed."),
    ("Stall at the street market", "tabling", "Tell us what the city should mend near you."),
    ("Tree care class", "workshop", "Learn to look after the young trees on your street."),
    ("Listening session", "meeting", "We write down what you say, and report back in a month."),
    ("Winter lights walk", "partner_event", "A slow walk for everyone, with hot chocolate."),
)
PLACES = (
    ("Recreation center", "Main entrance"),
    ("Neighbourhood library", "Community room"),
    ("School gymnasium", "Side entrance"),
    ("Park pavilion", "Near the playground"),
    ("Church hall", "Lower level"),
)
MINE = 0.04  # of the contacts: logged by the liaison who signs in
LANGUAGES = (["en"], ["en", "es"], ["en", "zh-Hans"], ["en", "es", "ar"], ["en", "vi"])
ACCESS: tuple[list[str], ...] = (
    ["step_free", "accessible_toilet", "transit"],
    ["step_free", "transit", "childcare"],
    ["step_free", "hearing_loop", "interpreter_on_request"],
    [],
)
CHANNELS = (Channel.IN_PERSON, Channel.EVENT, Channel.PHONE, Channel.EMAIL, Channel.WEB)


def make_coming_events(
    program_ids: Sequence[uuid.UUID],
    areas: Sequence[Any],
    *,
    zone: ZoneInfo,
    today: date,
    chance: random.Random,
) -> list[uuid.UUID]:
    """Published events of the coming weeks; returns their ids. Two in nine are drafts."""
    events: Rows = []
    for number in range(COMING):
        title, kind, summary = TITLES[number % len(TITLES)]
        area = chance.choice(areas)
        place, detail = chance.choice(PLACES)
        day = today + timedelta(days=1 + number * 5 // 4)
        hour = time(chance.choice((10, 11, 14, 17, 18)), chance.choice((0, 30)))
        start = datetime.combine(day, hour, zone)
        events.append(
            {
                "id": new_id(),
                "program_id": program_ids[number % len(program_ids)],
                "title": title,
                "summary": summary,
                "kind": kind,
                "state": EventState.DRAFT if number % 9 in {4, 7} else EventState.PUBLISHED,
                "starts_at": start,
                "ends_at": start + timedelta(minutes=chance.choice((60, 90, 120))),
                "local_year": start.year,
                "local_month": start.month,
                "place_name": place,
                "address": detail,
                "area_id": area.id,
                "offered_languages": chance.choice(LANGUAGES),
                "access": chance.choice(ACCESS),
                "audiences": ["general_public"],
                "is_invented": True,
            }
        )
    db.session.execute(insert(Event), events)
    db.session.execute(insert(EventStep), [_first_step(event) for event in events])
    return [event["id"] for event in events if event["state"] is EventState.PUBLISHED]


def _first_step(event: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": new_id(),
        "event_id": event["id"],
        "verb": "create_event",
        "from_state": None,
        "to_state": event["state"],
        "by_id": None,
        "at": datetime.now(UTC),
    }


def make_contacts(  # one argument per thing a contact refers to
    *,
    count: int,
    program_ids: Sequence[uuid.UUID],
    areas: Sequence[uuid.UUID],
    liaisons: Sequence[uuid.UUID],
    user_id: uuid.UUID,
    today: date,
    chance: random.Random,
    advance: Callable[[int], None],
) -> None:
    """Invented conversations of the last eighteen months."""
    topics = list(db.session.scalars(select(Topic.id).order_by(Topic.sort_order, Topic.key)))
    weights = [1 / (place + 1) for place in range(len(topics))]
    for rows in _in_batches(count):
        batch = [
            _contact(
                chance.choices(topics, weights)[0],
                chance.choice(program_ids),
                chance.choice(areas),
                _logger(liaisons, user_id, chance),
                today - timedelta(days=int(540 * chance.random() ** 1.3)),
                today,
                chance,
            )
            for _row in range(rows)
        ]
        db.session.execute(insert(Contact), batch)
        advance(rows)


def _logger(
    liaisons: Sequence[uuid.UUID], user_id: uuid.UUID, chance: random.Random
) -> tuple[uuid.UUID, uuid.UUID | None]:
    """Which liaison logged it, and with which account, if any."""
    if chance.random() < MINE:
        return liaisons[0], user_id
    return chance.choice(liaisons), None


def _in_batches(count: int) -> Iterator[int]:
    while count > 0:
        yield min(BATCH, count)
        count -= BATCH


def _contact(  # noqa: PLR0917  # called from one place, in a loop of a million
    topic_id: uuid.UUID,
    program_id: uuid.UUID,
    area_id: uuid.UUID,
    logger: tuple[uuid.UUID, uuid.UUID | None],
    opened_on: date,
    today: date,
    chance: random.Random,
) -> dict[str, Any]:
    closes_on = opened_on + timedelta(days=chance.randrange(40))
    is_closed = closes_on <= today and chance.random() < 0.8
    return {
        "id": new_id(),
        "program_id": program_id,
        "topic_id": topic_id,
        "area_id": area_id,
        "channel": CHANNELS[int(len(CHANNELS) * chance.random() ** 1.5)],
        "language": chance.choice(("en", "en", "en", "es", "zh-Hans", "ar")),
        "people": 1 if chance.random() < 0.8 else 2,
        "opened_on": opened_on,
        "closed_on": closes_on if is_closed else None,
        "local_year": opened_on.year,
        "local_month": opened_on.month,
        "state": ContactState.CLOSED if is_closed else ContactState.OPEN,
        "logged_by_id": logger[1],
        "liaison_id": logger[0],
        "logged_at": datetime.combine(opened_on, time(15), UTC),
        "is_invented": True,
    }
