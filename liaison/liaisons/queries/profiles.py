"""Reading profiles whole: as many as are asked for, in four statements."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Time,
    Uuid,
    cast,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import joinedload

from liaison.accounts.models import User
from liaison.city.models import Department
from liaison.db import db
from liaison.errors import NotFound
from liaison.liaisons.models.liaison import (
    Liaison,
    LiaisonAbsence,
    LiaisonArea,
    LiaisonCommunity,
    LiaisonConflict,
    LiaisonHours,
    LiaisonLanguage,
)
from liaison.liaisons.policy.roster import visible_to
from liaison.permissions import Actor, Permission
from liaison.places.models import Area
from liaison.programs.models import Program


@dataclass(frozen=True)
class Ability:
    """What a liaison does in a language."""

    language: str
    speaks: bool
    interprets: bool
    writes: bool


@dataclass(frozen=True)
class Place:
    """An area they cover."""

    id: uuid.UUID
    name: str


@dataclass(frozen=True)
class Interest:
    """A programme or department they should not work for."""

    id: uuid.UUID
    name: str
    words: str
    program_id: uuid.UUID | None
    department_id: uuid.UUID | None


@dataclass(frozen=True)
class Hours:
    """A part of the week in which they can usually work; 1 is Monday."""

    weekday: int
    from_time: time
    until_time: time


@dataclass(frozen=True)
class Absence:
    """Days on which they cannot work."""

    id: uuid.UUID
    first_on: date
    last_on: date


@dataclass
class Profile:
    """A liaison with all that is known about them. The person of `liaison` is loaded."""

    liaison: Liaison
    supporter: str | None
    languages: list[Ability] = field(default_factory=list)
    areas: list[Place] = field(default_factory=list)
    communities: list[str] = field(default_factory=list)
    conflicts: list[Interest] = field(default_factory=list)
    hours: list[Hours] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)

    @property
    def id(self) -> uuid.UUID:
        return self.liaison.id

    @property
    def name(self) -> str:
        return self.liaison.person.name


def get_profile(
    actor: Actor, liaison_id: uuid.UUID, permission: Permission = Permission.LIAISON_VIEW
) -> Profile:
    """Raises NotFound."""
    return _only(_load(Liaison.id == liaison_id, visible_to(actor, permission)))


def get_profiles(
    actor: Actor, liaison_ids: Sequence[uuid.UUID], permission: Permission
) -> list[Profile]:
    """In this order. Raises NotFound where one of them is not there for the actor."""
    found = {
        profile.id: profile
        for profile in _load(Liaison.id.in_(liaison_ids), visible_to(actor, permission))
    }
    if len(found) < len(liaison_ids):
        raise NotFound
    return [found[key] for key in liaison_ids]


def get_own_profile(actor: Actor) -> Profile:
    """The profile of the liaison who signs in with the actor's account. Raises NotFound."""
    if actor.user_id is None:  # many a liaison has no account either
        raise NotFound
    return _only(_load(Liaison.user_id == actor.user_id))


def find_merged_into(liaison_id: uuid.UUID) -> uuid.UUID | None:
    """The entry that goes on for one that was merged; None for any other."""
    return db.session.scalar(select(Liaison.merged_into_id).where(Liaison.id == liaison_id))


def list_profiles(liaison_ids: Collection[uuid.UUID]) -> list[Profile]:
    """By name. Who may see what of them, `policy.profile` says."""
    return _load(Liaison.id.in_(liaison_ids)) if liaison_ids else []


def _only(found: list[Profile]) -> Profile:
    if not found:
        raise NotFound
    return found[0]


def _load(*conditions: ColumnElement[bool]) -> list[Profile]:
    asked = (
        select(Liaison, User.name)
        .outerjoin(User, Liaison.supporter_id == User.id)
        .options(joinedload(Liaison.person))
        .where(*conditions)
        .order_by(Liaison.sort_name, Liaison.id)
    )
    profiles = {row[0].id: Profile(*row) for row in db.session.execute(asked)}
    ids = list(profiles)
    if ids:
        _add_languages(profiles, ids)
        _add_words(profiles, ids)
        _add_times(profiles, ids)
    return list(profiles.values())


def _add_languages(profiles: dict[uuid.UUID, Profile], ids: list[uuid.UUID]) -> None:
    asked = (
        select(
            LiaisonLanguage.liaison_id,
            LiaisonLanguage.language,
            LiaisonLanguage.speaks,
            LiaisonLanguage.interprets,
            LiaisonLanguage.writes,
        )
        .where(LiaisonLanguage.liaison_id.in_(ids))
        .order_by(LiaisonLanguage.language)
    )
    for owner, language, speaks, interprets, writes in db.session.execute(asked):
        profiles[owner].languages.append(Ability(language, speaks, interprets, writes))


def _add_words(profiles: dict[uuid.UUID, Profile], ids: list[uuid.UUID]) -> None:
    """Areas, communities and conflicts in one statement."""
    parts = union_all(_areas(ids), _communities(ids), *_conflicts(ids)).subquery()
    kind, order, name = parts.c.kind, parts.c.sort_order, parts.c.name
    for row in db.session.execute(select(parts).order_by(kind, order, name)):
        profile = profiles[row.liaison_id]
        if row.kind == "area":
            profile.areas.append(Place(row.id, row.name))
        elif row.kind == "community":
            profile.communities.append(row.name)
        else:
            interest = Interest(row.id, row.name, row.words, row.program_id, row.department_id)
            profile.conflicts.append(interest)


def _areas(ids: list[uuid.UUID]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            LiaisonArea.liaison_id.label("liaison_id"),
            literal("area").label("kind"),
            Area.sort_order.label("sort_order"),
            Area.name.label("name"),
            literal("").label("words"),
            Area.id.label("id"),
            cast(null(), Uuid).label("program_id"),
            cast(null(), Uuid).label("department_id"),
        )
        .join(Area, LiaisonArea.area_id == Area.id)
        .where(LiaisonArea.liaison_id.in_(ids))
    )


def _communities(ids: list[uuid.UUID]) -> Select[*tuple[Any, ...]]:
    nothing = cast(null(), Uuid)
    return select(
        LiaisonCommunity.liaison_id,
        literal("community"),
        literal(0),
        LiaisonCommunity.community,
        literal(""),
        nothing,
        nothing,
        nothing,
    ).where(LiaisonCommunity.liaison_id.in_(ids))


def _conflicts(ids: list[uuid.UUID]) -> list[Select[*tuple[Any, ...]]]:
    return [
        select(
            LiaisonConflict.liaison_id,
            literal("conflict"),
            literal(0),
            other.name,
            LiaisonConflict.words,
            LiaisonConflict.id,
            LiaisonConflict.program_id,
            LiaisonConflict.department_id,
        )
        .join(other, link == other.id)
        .where(LiaisonConflict.liaison_id.in_(ids))
        for other, link in (
            (Program, LiaisonConflict.program_id),
            (Department, LiaisonConflict.department_id),
        )
    ]


def _add_times(profiles: dict[uuid.UUID, Profile], ids: list[uuid.UUID]) -> None:
    """Hours and absences in one statement."""
    hours = select(
        LiaisonHours.liaison_id.label("liaison_id"),
        LiaisonHours.weekday.label("weekday"),
        LiaisonHours.from_time.label("from_time"),
        LiaisonHours.until_time.label("until_time"),
        cast(null(), Uuid).label("id"),
        cast(null(), Date).label("first_on"),
        cast(null(), Date).label("last_on"),
    ).where(LiaisonHours.liaison_id.in_(ids))
    absences = select(
        LiaisonAbsence.liaison_id,
        literal(0),
        cast(null(), Time),
        cast(null(), Time),
        LiaisonAbsence.id,
        LiaisonAbsence.first_on,
        LiaisonAbsence.last_on,
    ).where(LiaisonAbsence.liaison_id.in_(ids))
    times = union_all(hours, absences).subquery()
    in_order = (times.c.weekday, times.c.from_time, times.c.first_on, times.c.last_on)
    for row in db.session.execute(select(times).order_by(*in_order)):
        profile = profiles[row.liaison_id]
        if row.weekday:
            profile.hours.append(Hours(row.weekday, row.from_time, row.until_time))
        else:
            profile.absences.append(Absence(row.id, row.first_on, row.last_on))
