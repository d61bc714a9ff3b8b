"""The invented guest list of one event: who they are, how they are reached, who has a place."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from liaison.db import db, new_id
from liaison.demo.scene import Scene
from liaison.events.models.event import Event
from liaison.events.models.sign_up import (
    SEATED,
    SignUp,
    SignUpState,
    SignUpStep,
    SignUpWay,
    new_code,
)
from liaison.events.policy.sign_ups import STEPS
from liaison.languages import LANGUAGES
from liaison.people.models import Person

Row = dict[str, Any]
CAME = ("sign_up",)
WAITS = ("join_queue",)
IS_OFFERED = ("join_queue", "offer_place")
MOVED_UP = ("join_queue", "offer_place", "accept_place")
LET_PASS = ("join_queue", "offer_place", "lapse_offer")
GAVE_UP = ("sign_up", "cancel_sign_up")
OFFER_HOURS = 20
# of ten guests: how they are reached
REACH = (*("email",) * 6, "phone", "phone", "both", "neither")


class GuestList:
    """Collects the rows of each table; `store` inserts them and counts the seats."""

    def __init__(self, scene: Scene, event: Event) -> None:
        self.scene, self.event = scene, event
        self.people: list[Row] = []
        self.sign_ups: list[Row] = []
        self.steps: list[Row] = []

    def add(self, path: Sequence[str], at: datetime, way: SignUpWay = SignUpWay.WEB) -> Row:
        """Somebody, with the steps they took since `at`; returns the row of their sign-up."""
        chance = self.scene.chance
        person = self._draw_person(at)
        state = STEPS[path[-1]].to_state
        row = {
            "id": new_id(),
            "event_id": self.event.id,
            "person_id": person["id"],
            "code": new_code(),
            "party_size": chance.choices((1, 2, 3, 4), (60, 25, 10, 5))[0],
            "state": state,
            "way": way,
            "language": person["language"] if person["language"] in LANGUAGES else "en",
            "may_contact": bool(person["email"]) and chance.random() < 0.4,
            "is_unsubscribed": chance.random() < 0.05,
            "signed_up_at": at,
            "waits_since": at if path[0] == "join_queue" else None,
            "offered_until": None,
            "is_invented": True,
        }
        if state is SignUpState.OFFERED:
            row["offered_until"] = self.scene.now + timedelta(hours=OFFER_HOURS)
        self.sign_ups.append(row)
        self.steps += _steps(row["id"], path, at)
        return row

    def add_many(self, count: int, path: Sequence[str], *, days: tuple[int, int]) -> list[Row]:
        """So many, who signed up between so many days before the event and now; most on the web."""
        chance, start = self.scene.chance, self.event.starts_at
        return [
            self.add(
                path,
                min(start - timedelta(hours=24 * chance.uniform(*days)), self.scene.now),
                chance.choices((SignUpWay.WEB, SignUpWay.STAFF), (3, 1))[0],
            )
            for _guest in range(count)
        ]

    def reached(self, guests: Sequence[Row]) -> list[uuid.UUID]:
        """Which of these sign-ups get e-mail."""
        addresses = {person["id"]: person["email"] for person in self.people}
        return [guest["id"] for guest in guests if addresses[guest["person_id"]]]

    def _draw_person(self, at: datetime) -> Row:
        drawn, number = self.scene.names.draw(), len(self.people)
        reach = REACH[number % len(REACH)]
        email = f"{self.event.id.hex[-8:]}-{number}@people.demo.example"
        # numbers that no telephone company gives to anybody
        phone = f"+12125550{100 + number % 100}"
        person = {
            "id": new_id(),
            "name": drawn.name,
            "email": email if reach in {"email", "both"} else None,
            "phone": phone if reach in {"phone", "both"} else None,
            "language": drawn.language,
            "agreed_at": at,
            "is_invented": True,
        }
        self.people.append(person)
        return person

    def store(self, *, is_full: bool = False) -> None:
        """Insert everything; where it is full, what is promised and kept is all there is."""
        event = self.event
        db.session.execute(insert(Person), self.people)
        db.session.execute(insert(SignUp), self.sign_ups)
        if self.steps:
            db.session.execute(insert(SignUpStep), self.steps)
        seats = sum(row["party_size"] for row in self.sign_ups if row["state"] in SEATED)
        if is_full:
            event.capacity = seats + event.held_for_walk_ins + event.held_for_liaisons
        event.seats_promised = seats
        db.session.flush()


def _steps(sign_up_id: uuid.UUID, path: Sequence[str], at: datetime) -> list[Row]:
    states = [STEPS[verb].to_state for verb in path]
    return [
        {
            "id": new_id(),
            "sign_up_id": sign_up_id,
            "verb": verb,
            "from_state": states[place - 1],
            "to_state": states[place],
            "by_id": None,
            "at": at + timedelta(minutes=50 * place),
        }
        for place, verb in enumerate(path)
        if place  # a sign-up begins without a step
    ]
