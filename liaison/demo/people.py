"""Invented liaisons and people who sign up."""

import random
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import insert

from liaison.db import db, new_id
from liaison.demo.names import Names
from liaison.languages import LANGUAGES, found_by
from liaison.liaisons.models.credential import CodeAcceptance, Credential
from liaison.liaisons.models.liaison import (
    Liaison,
    LiaisonArea,
    LiaisonCommunity,
    LiaisonHours,
    LiaisonKind,
    LiaisonLanguage,
    LiaisonState,
    LiaisonStep,
    Travel,
)
from liaison.liaisons.operations.credentials import BY_HAND, BY_HAND_TITLES
from liaison.people.models import Person

Rows = list[dict[str, Any]]
COMMUNITIES = (
    "Renters",
    "Older adults",
    "Parents of young children",
    "New arrivals",
    "Small shops",
    "Young people",
    "People with disabilities",
    "Faith communities",
)
# state, weight, days since training (None: not trained yet)
STATES = (
    (LiaisonState.ACTIVE, 70, (5, 330)),
    (LiaisonState.TRAINED, 8, (1, 60)),
    (LiaisonState.PROSPECT, 10, None),
    (LiaisonState.PAUSED, 5, (60, 340)),
    (LiaisonState.LAPSED, 7, (370, 700)),
)
ADD, TRAIN = ("create_liaison", LiaisonState.PROSPECT), ("train_liaison", LiaisonState.TRAINED)
START = ("activate_liaison", LiaisonState.ACTIVE)
PATHS = {
    LiaisonState.PROSPECT: (ADD,),
    LiaisonState.TRAINED: (ADD, TRAIN),
    LiaisonState.ACTIVE: (ADD, TRAIN, START),
    LiaisonState.PAUSED: (ADD, TRAIN, START, ("pause_liaison", LiaisonState.PAUSED)),
    LiaisonState.LAPSED: (ADD, TRAIN, START, ("lapse_liaison", LiaisonState.LAPSED)),
}
A_YEAR = timedelta(days=365)
CLASS_DAYS_AGO, CLASS_WITHIN, CLASS_SEATS = 250, 40, 24


def make_people(names: Names, count: int, mark: str) -> list[uuid.UUID]:
    """Persons with invented names; returns their ids."""
    now = datetime.now(UTC)
    rows: Rows = []
    for number in range(count):
        drawn = names.draw()
        rows.append(
            {
                "id": new_id(),
                "name": drawn.name,
                "email": f"{mark}{number}@people.demo.example",
                "language": drawn.language,
                "agreed_at": now,
                "is_invented": True,
            }
        )
    if rows:
        db.session.execute(insert(Person), rows)
    return [row["id"] for row in rows]


class Pupil(NamedTuple):
    """A liaison who was trained in the one training that stands in the demo from then."""

    person_id: uuid.UUID
    language: str  # of their certificate
    trained_on: date


class Roster:
    """Makes liaisons in bulk: one list of rows per table."""

    def __init__(self, names: Names, areas: Sequence[uuid.UUID], today: date, seed: int) -> None:
        self.names, self.areas, self.today = names, areas, today
        self.chance = random.Random(seed)  # noqa: S311  # invention, not a secret
        about = today - timedelta(days=CLASS_DAYS_AGO)
        self.class_on = about - timedelta(days=(about.weekday() - 1) % 7)  # a Tuesday
        self.pupils: list[Pupil] = []
        self.tables: dict[type, Rows] = {
            table: []
            for table in (
                Person,
                Liaison,
                LiaisonHours,
                LiaisonLanguage,
                LiaisonCommunity,
                LiaisonArea,
                LiaisonStep,
                Credential,
                CodeAcceptance,
            )
        }

    def add(
        self, number: int, user_id: uuid.UUID | None = None, name: str = "", language: str = ""
    ) -> uuid.UUID:
        """One liaison; with an account it is an active one."""
        drawn, person_id, liaison_id = self.names.draw(), new_id(), new_id()
        language = language or drawn.language
        name = name or drawn.name
        state, _weight, days = (
            STATES[0] if user_id else self.chance.choices(STATES, [s[1] for s in STATES])[0]
        )
        trained = self._trained_on(self.chance.randint(*days)) if days else None
        joined = (trained or self.today) - timedelta(days=self.chance.randint(1, 2000))
        joined_at = datetime.combine(joined, time(17), UTC)
        self.tables[Person].append(
            {
                "id": person_id,
                "name": name,
                "email": f"liaison{number}@people.demo.example",
                "language": language,
                "agreed_at": datetime.now(UTC),
                "is_invented": True,
            }
        )
        self.tables[Liaison].append(
            {
                "id": liaison_id,
                "person_id": person_id,
                "user_id": user_id,
                "sort_name": found_by(name),
                "kind": self.chance.choices(list(LiaisonKind), [60, 25, 10, 5])[0],
                "state": state,
                "joined_on": joined,
                "travel": Travel.OWN_AREAS if number % 6 else Travel.WHOLE_CITY,
                "on_map_since": joined_at if number % 3 else None,
                "trained_on": trained,
                "trained_until": trained + A_YEAR if trained else None,
                "is_invented": True,
            }
        )
        if trained:
            self._add_rights(liaison_id, person_id, language, trained)
        self._add_links(liaison_id, language, interprets=number % 2 == 0)
        self._add_hours(liaison_id, number)
        self._add_history(liaison_id, state, joined)
        return liaison_id

    def _trained_on(self, days_ago: int) -> date:
        """Whoever was trained about then was trained together, as far as there were seats."""
        near = abs(days_ago - CLASS_DAYS_AGO) <= CLASS_WITHIN
        alone = self.today - timedelta(days=days_ago)
        return self.class_on if near and len(self.pupils) < CLASS_SEATS else alone

    def _add_rights(
        self, liaison_id: uuid.UUID, person_id: uuid.UUID, language: str, trained: date
    ) -> None:
        """The certificate of the training, and the code of conduct accepted after it."""
        language = language if language in LANGUAGES else "en"
        if trained == self.class_on:
            self.pupils.append(Pupil(person_id, language, trained))
        self.tables[Credential].append(
            {
                "person_id": person_id,
                "course": BY_HAND,
                "titles": BY_HAND_TITLES,
                "grants_rights": True,
                "language": language,
                "minutes": 60,
                "issued_on": trained,
                "expires_on": trained + A_YEAR,
                "is_invented": True,
            }
        )
        self.tables[CodeAcceptance].append(
            {
                "liaison_id": liaison_id,
                "version": 1,
                "language": language,
                "accepted_at": datetime.combine(trained, time(18), UTC),
            }
        )

    def _add_hours(self, liaison_id: uuid.UUID, number: int) -> None:
        """Saturday mornings, and an evening or two; every fourth said nothing about it."""
        evenings = range(1 + number % 4, 2 + number % 4 + number % 2) if number % 4 else ()
        hours = [(day, time(17, 30), time(21)) for day in evenings]
        hours += [(6, time(9), time(13))] if number % 4 else []
        self.tables[LiaisonHours] += [
            {"liaison_id": liaison_id, "weekday": day, "from_time": start, "until_time": end}
            for day, start, end in hours
        ]

    def _add_links(self, liaison_id: uuid.UUID, language: str, *, interprets: bool) -> None:
        for tag in sorted({"en", language}):
            does = {"interprets": interprets and tag != "en", "writes": tag == "en"}
            self.tables[LiaisonLanguage].append({"liaison_id": liaison_id, "language": tag} | does)
        for community in self.chance.sample(COMMUNITIES, self.chance.randint(1, 2)):
            self.tables[LiaisonCommunity].append({"liaison_id": liaison_id, "community": community})
        for area_id in self.chance.sample(list(self.areas), self.chance.randint(1, 3)):
            self.tables[LiaisonArea].append({"liaison_id": liaison_id, "area_id": area_id})

    def _add_history(self, liaison_id: uuid.UUID, state: LiaisonState, joined: date) -> None:
        """How a liaison came to the state, a step a month."""
        before, day = None, joined
        for verb, to_state in PATHS[state]:
            self.tables[LiaisonStep].append(
                {
                    "id": new_id(),
                    "liaison_id": liaison_id,
                    "verb": verb,
                    "from_state": before,
                    "to_state": to_state,
                    "by_id": None,
                    "at": datetime.combine(day, time(17), UTC),
                }
            )
            before, day = to_state, min(day + timedelta(days=30), self.today)

    def store(self) -> None:
        """Insert everything, table by table."""
        for table, rows in self.tables.items():
            if rows:
                db.session.execute(insert(table), rows)
