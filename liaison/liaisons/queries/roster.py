"""Reading the roster."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from liaison.accounts.models import User
from liaison.db import db
from liaison.errors import NotFound
from liaison.languages import found_by
from liaison.liaisons.models.liaison import (
    Liaison,
    LiaisonArea,
    LiaisonCommunity,
    LiaisonKind,
    LiaisonLanguage,
    LiaisonState,
    LiaisonStep,
)
from liaison.liaisons.policy.roster import visible_to
from liaison.liaisons.queries.waiting import waits_for_answer
from liaison.lines import SHOWN, Asked, line_columns
from liaison.people.models import Person
from liaison.permissions import Actor, Permission
from liaison.places.models import Area

LAPSES_SOON = timedelta(days=60)
WITH_TRAINING = (LiaisonState.TRAINED, LiaisonState.ACTIVE, LiaisonState.PAUSED)
SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "name": Liaison.sort_name,
    "state": Liaison.state,
    "trained": Liaison.trained_on,
    "expires": Liaison.trained_until,
}


@dataclass(frozen=True)
class LiaisonFilter:
    """What the list is narrowed to; empty values narrow nothing."""

    text: str = ""
    language: str = ""
    area_id: uuid.UUID | None = None
    state: LiaisonState | None = None
    lapses_by: date | None = None  # training that ends on or before this day, and is not over
    is_unanswered: bool = False  # offered to become one, and waits for the city


@dataclass
class LiaisonLine:
    """A row of the roster."""

    id: uuid.UUID
    name: str
    name_language: str | None
    kind: LiaisonKind
    state: LiaisonState
    trained_on: date | None
    trained_until: date | None
    is_invented: bool
    languages: list[str] = field(default_factory=list)
    communities: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)


def list_liaisons(
    actor: Actor,
    wanted: LiaisonFilter,
    *,
    today: date,
    sort: str = "name",
    limit: int | None = None,
    offset: int = 0,
) -> list[LiaisonLine]:
    """Rows of the roster; `sort` is a key of SORTS, with "-" in front to turn it round."""
    conditions = _conditions(actor, wanted, today)
    asked = (
        select(
            Liaison.id,
            Person.name,
            Person.language,
            Liaison.kind,
            Liaison.state,
            Liaison.trained_on,
            Liaison.trained_until,
            Liaison.is_invented,
        )
        .join(Person, Liaison.person_id == Person.id)
        .where(*conditions)
        .order_by(*_order(sort, has_all_dates=wanted.lapses_by is not None), Liaison.id)
        .limit(limit)
        .offset(offset)
    )
    lines = {row[0]: LiaisonLine(*row) for row in db.session.execute(asked)}
    _add_details(lines, select(Liaison.id).where(*conditions) if limit is None else list(lines))
    return list(lines.values())


def ask_lapsing(actor: Actor, *, today: date, lapses_by: date) -> Asked:
    """Whose training ends first, for the front page."""
    columns = line_columns(
        id=Liaison.id,
        name=Person.name,
        day=Liaison.trained_until,
        is_invented=Liaison.is_invented,
    )
    return (
        select(*columns)
        .join(Person, Liaison.person_id == Person.id)
        .where(*_conditions(actor, LiaisonFilter(lapses_by=lapses_by), today))
        .order_by(*_order("expires", has_all_dates=True), Liaison.id)
        .limit(SHOWN)
    )


def _order(sort: str, *, has_all_dates: bool) -> list[ColumnElement[Any]]:
    """Unknown dates stand last whichever way the list runs; equal rows stand by name.

    Where no date can be unknown that is not asked, so that an index gives the order.
    """
    column = SORTS.get(sort.removeprefix("-"), Liaison.sort_name)
    turned = column.desc() if sort.startswith("-") else column.asc()
    if column is Liaison.sort_name:
        return [turned]
    unknown_last = [] if has_all_dates else [column.is_(None)]
    return [*unknown_last, turned, Liaison.sort_name.asc()]


def _add_details(
    lines: dict[uuid.UUID, LiaisonLine], which: Select[uuid.UUID] | list[uuid.UUID]
) -> None:
    """Languages, communities and areas of all rows in one statement."""
    languages = select(
        LiaisonLanguage.liaison_id, literal("languages"), LiaisonLanguage.language, literal(0)
    ).where(LiaisonLanguage.liaison_id.in_(which))
    communities = select(
        LiaisonCommunity.liaison_id, literal("communities"), LiaisonCommunity.community, literal(0)
    ).where(LiaisonCommunity.liaison_id.in_(which))
    areas = (
        select(LiaisonArea.liaison_id, literal("areas"), Area.name, Area.sort_order)
        .join(Area, LiaisonArea.area_id == Area.id)
        .where(LiaisonArea.liaison_id.in_(which))
    )
    details = union_all(languages, communities, areas).subquery()
    owner, what, words, order = details.c
    for liaison_id, kind, value in db.session.execute(
        select(owner, what, words).order_by(order, words)
    ):
        if liaison_id in lines:
            getattr(lines[liaison_id], kind).append(value)


def count_liaisons(actor: Actor, wanted: LiaisonFilter, *, today: date) -> int:
    counted = select(func.count(Liaison.id)).where(*_conditions(actor, wanted, today))
    return db.session.scalar(counted) or 0


def _conditions(actor: Actor, wanted: LiaisonFilter, today: date) -> list[ColumnElement[bool]]:
    conditions = [visible_to(actor)]
    if wanted.text:
        conditions.append(Liaison.sort_name.contains(found_by(wanted.text), autoescape=True))
    if wanted.language:
        speaking = select(LiaisonLanguage.liaison_id)
        conditions.append(
            Liaison.id.in_(speaking.where(LiaisonLanguage.language == wanted.language))
        )
    if wanted.area_id:
        covering = select(LiaisonArea.liaison_id).where(LiaisonArea.area_id == wanted.area_id)
        conditions.append(Liaison.id.in_(covering))
    if wanted.state:
        conditions.append(Liaison.state == wanted.state)
    if wanted.lapses_by:
        conditions += [
            Liaison.trained_until.between(today, wanted.lapses_by),
            Liaison.state.in_(WITH_TRAINING),
        ]
    if wanted.is_unanswered:
        conditions.append(waits_for_answer())
    return conditions


def list_languages_in_use() -> Sequence[str]:
    """Every language some liaison works in."""
    return db.session.scalars(
        select(LiaisonLanguage.language).distinct().order_by(LiaisonLanguage.language)
    ).all()


def get_liaison(
    actor: Actor, liaison_id: uuid.UUID, permission: Permission = Permission.LIAISON_VIEW
) -> Liaison:
    """With person, languages, communities and areas. Raises NotFound."""
    found = db.session.scalar(
        select(Liaison)
        .options(
            joinedload(Liaison.person),
            selectinload(Liaison.languages),
            selectinload(Liaison.communities),
            selectinload(Liaison.areas).joinedload(LiaisonArea.area),
        )
        .where(Liaison.id == liaison_id, visible_to(actor, permission))
    )
    if found is None:
        raise NotFound
    return found


def find_liaison_of_user(user_id: uuid.UUID) -> Liaison | None:
    """The liaison who signs in with this account."""
    return db.session.scalar(select(Liaison).where(Liaison.user_id == user_id))


@dataclass(frozen=True)
class HistoryLine:
    """A step of a liaison's life, and who took it (None: Liaison itself)."""

    step: LiaisonStep
    by_name: str | None


def list_steps(liaison_id: uuid.UUID) -> list[HistoryLine]:
    """History, newest first; with that of entries that were merged into this one."""
    merged = select(Liaison.id).where(Liaison.merged_into_id == liaison_id)
    found = db.session.execute(
        select(LiaisonStep, User.name)
        .outerjoin(User, LiaisonStep.by_id == User.id)
        .where((LiaisonStep.liaison_id == liaison_id) | LiaisonStep.liaison_id.in_(merged))
        .order_by(LiaisonStep.at.desc(), LiaisonStep.id.desc())
    )
    return [HistoryLine(step, name) for step, name in found]


def list_whose_training_ended(today: date) -> Sequence[uuid.UUID]:
    """Liaisons still counted as trained whose training is over."""
    return db.session.scalars(
        select(Liaison.id)
        .where(Liaison.trained_until < today, Liaison.state.in_(WITH_TRAINING))
        .order_by(Liaison.id)
    ).all()
