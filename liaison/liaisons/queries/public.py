"""Liaisons who agreed to be shown to everybody: their names, languages and areas, and no more."""

import uuid
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Uuid, cast, func, literal, null, select, union_all
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


@dataclass
class ShownCounts:
    """Of all who are shown: how many in each area and which languages; `found` as it is narrowed.

    One who covers two areas counts in both.
    """

    found: int = 0
    by_area: dict[uuid.UUID, int] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)


def count_shown(wanted: ShownFilter) -> ShownCounts:
    """In one statement."""
    nowhere, nothing = cast(null(), Uuid), literal("")
    counted = func.count().label("count")
    found = select(
        nowhere.label("area_id"), nothing.label("language"), func.count(Liaison.id).label("count")
    ).where(*_conditions(wanted))
    by_area = (
        select(LiaisonArea.area_id, nothing, counted)
        .join(Liaison, LiaisonArea.liaison_id == Liaison.id)
        .where(*IS_SHOWN)
        .group_by(LiaisonArea.area_id)
    )
    spoken = (
        select(nowhere, LiaisonLanguage.language, counted)
        .join(Liaison, LiaisonLanguage.liaison_id == Liaison.id)
        .where(*IS_SHOWN)
        .group_by(LiaisonLanguage.language)
    )
    counts = ShownCounts()
    for area_id, language, count in db.session.execute(union_all(found, by_area, spoken)):
        if area_id:
            counts.by_area[area_id] = count
        elif language:
            counts.languages.append(language)
        else:
            counts.found = count
    counts.languages.sort()
    return counts


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
