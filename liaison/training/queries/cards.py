"""Reading cards: those stored for a course, else those shipped in `cards/*.yaml`."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from sqlalchemy import Row, func, select

from liaison.db import db
from liaison.training.models.assessment import Card, CardAnswer, CardKind, Occasion
from liaison.training.models.course import CourseRun
from liaison.training.policy.cards import Item, read_items


@dataclass(frozen=True)
class Sheet:
    """A card as it is asked. One that was shipped is stored when it is first answered."""

    id: uuid.UUID
    course: str
    kind: CardKind
    version: int
    stored: Mapping[str, Any]

    @property
    def items(self) -> tuple[Item, ...]:
        return read_items(self.stored)


def find_run_by_code(code: str) -> CourseRun | None:
    """The run whose cards this code opens; anybody who has it may ask."""
    return db.session.scalar(select(CourseRun).where(CourseRun.card_code == code))


def list_sheets(course: str, run_id: uuid.UUID | None = None) -> dict[CardKind, Sheet]:
    """The cards of a course, by kind: the highest versions. A run in which somebody answered an
    earlier version goes on with it, or what they knew before compares with nothing after."""
    begun = select(CardAnswer.card_id).where(CardAnswer.run_id == run_id)
    stored = db.session.scalars(
        select(Card)
        .where(Card.course == course)
        .order_by(Card.id.in_(begun), Card.version, Card.id)
    )
    sheets = {sheet.kind: sheet for sheet in _shipped(course)}
    for card in stored:
        sheets[card.kind] = Sheet(card.id, card.course, card.kind, card.version, card.items)
    return {kind: sheets[kind] for kind in CardKind if kind in sheets}


def get_sheets(card_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Sheet]:
    """Cards by id."""
    found = db.session.scalars(select(Card).where(Card.id.in_(list(card_ids))).order_by(Card.id))
    return {one.id: Sheet(one.id, one.course, one.kind, one.version, one.items) for one in found}


def count_filled(run_id: uuid.UUID) -> dict[tuple[CardKind, Occasion], int]:
    """How many cards of each kind were filled in."""
    rows: Iterable[Row[CardKind, Occasion, int]] = db.session.execute(
        select(Card.kind, CardAnswer.occasion, func.count())
        .join(Card, Card.id == CardAnswer.card_id)
        .where(CardAnswer.run_id == run_id)
        .group_by(Card.kind, CardAnswer.occasion)
        .order_by(Card.kind, CardAnswer.occasion)
    )
    return {(row[0], row[1]): row[2] for row in rows}


def card_id(course: str, kind: CardKind, version: int) -> uuid.UUID:
    """The same wherever the card is stored, so that two who answer it first store one."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{course}/{kind.value}/{version}")


def _shipped(course: str) -> list[Sheet]:
    return [
        Sheet(card_id(course, kind, version), course, kind, version, {"items": entry["items"]})
        for entry in _shipped_entries()
        if entry.get("course", course) == course
        for kind, version in [(CardKind(entry["kind"]), int(entry["version"]))]
    ]


@cache
def _shipped_entries() -> list[dict[str, Any]]:
    """Those of no course are asked after any."""
    folder = files("liaison.training").joinpath("cards")
    return [
        yaml.safe_load(file.read_text(encoding="utf-8"))
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml")
    ]
