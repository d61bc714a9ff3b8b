"""Liaisons who agreed to be shown to everybody: their names, languages and areas, and no more."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, literal, select, union_all
from sqlalchemy.orm import aliased

from liaison.db import db
from liaison.liaisons.models.liaison import Liaison, LiaisonArea, LiaisonLanguage, LiaisonState
from liaison.people.models import Person
from liaison.places.models import Area

_themselves = aliased(Person)
# the same as policy.profile.is_shown_to_everybody says of one who is still there
IS_SHOWN: tuple[ColumnElement[bool], ...] = (
    Liaison.on_map_since.is_not(None),
    Liaison.state == LiaisonState.ACTIVE,
    Liaison.merged_into_id.is_(None),
    select(_themselves.id)
    .where(_themselves.id == Liaison.person_id, _themselves.erased_at.is_(None))
    .exists(),
)


@dataclass
class ShownLiaison:
    """What everybody reads of a liaison."""

    id: uuid.UUID
    name: str
    is_invented: bool
    languages: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ShownFilter:
    """What the list is narrowed to; empty values narrow nothing."""

    language: str = ""
    area_id: uuid.UUID | None = None


def list_shown(wanted: ShownFilter, *, skip: int, size: int) -> list[ShownLiaison]:
    """By name."""
    asked = (
        select(Liaison.id, Person.name, Liaison.is_invented)
        .join(Person, Liaison.person_id == Person.id)
        .where(*_conditions(wanted))
        .order_by(Liaison.sort_name, Liaison.id)
        .limit(size)
        .offset(skip)
    )
    lines = {row.id: ShownLiaison(*row) for row in db.session.execute(asked)}
    if lines:
        _add_details(lines)
    return list(lines.values())


def count_shown(wanted: ShownFilter) -> int:
    return db.session.scalar(select(func.count(Liaison.id)).where(*_conditions(wanted))) or 0


def count_shown_by_area() -> dict[uuid.UUID, int]:
    """How many are shown in each area; one who covers two counts in both."""
    asked = (
        select(LiaisonArea.area_id, func.count())
        .join(Liaison, LiaisonArea.liaison_id == Liaison.id)
        .where(*IS_SHOWN)
        .group_by(LiaisonArea.area_id)
    )
    return {row[0]: row[1] for row in db.session.execute(asked)}


def list_languages_shown() -> Sequence[str]:
    """Languages of those who are shown."""
    return db.session.scalars(
        select(LiaisonLanguage.language)
        .join(Liaison, LiaisonLanguage.liaison_id == Liaison.id)
        .where(*IS_SHOWN)
        .distinct()
        .order_by(LiaisonLanguage.language)
    ).all()


def _conditions(wanted: ShownFilter) -> list[ColumnElement[bool]]:
    conditions = list(IS_SHOWN)
    if wanted.language:
        speaking = select(LiaisonLanguage.liaison_id)
        conditions.append(
            Liaison.id.in_(speaking.where(LiaisonLanguage.language == wanted.language))
        )
    if wanted.area_id:
        covering = select(LiaisonArea.liaison_id).where(LiaisonArea.area_id == wanted.area_id)
        conditions.append(Liaison.id.in_(covering))
    return conditions


def _add_details(lines: dict[uuid.UUID, ShownLiaison]) -> None:
    languages = select(
        LiaisonLanguage.liaison_id, literal("languages"), LiaisonLanguage.language, literal(0)
    ).where(LiaisonLanguage.liaison_id.in_(list(lines)))
    areas = (
        select(LiaisonArea.liaison_id, literal("areas"), Area.name, Area.sort_order)
        .join(Area, LiaisonArea.area_id == Area.id)
        .where(LiaisonArea.liaison_id.in_(list(lines)))
    )
    owner, what, words, order = union_all(languages, areas).subquery().c
    for liaison_id, kind, value in db.session.execute(
        select(owner, what, words).order_by(order, words)
    ):
        getattr(lines[liaison_id], kind).append(value)
