"""Entries of the roster that may be one person."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, or_, select, union

from liaison.accounts.models import User
from liaison.db import db
from liaison.liaisons.models.liaison import Liaison, ToldApart
from liaison.liaisons.policy.likeness import Known, Pair, find_pairs, likeness
from liaison.liaisons.policy.roster import visible_to
from liaison.people.models import Person
from liaison.permissions import Actor, Permission

_KNOWN = (
    select(Liaison.id, Person.name, Person.email, Person.phone)
    .join(Person, Liaison.person_id == Person.id)
    .order_by(Liaison.id)
)


def list_known(actor: Actor) -> list[Known]:
    """Everybody on the roster whom the actor keeps, as far as entries are compared."""
    asked = _KNOWN.where(visible_to(actor, Permission.LIAISON_EDIT))
    return [Known(*row) for row in db.session.execute(asked)]


def list_alike(actor: Actor) -> list[Pair]:
    """All pairs of entries that look alike, among those the actor keeps.

    Those of which somebody found out that they are two people are not asked about again.
    """
    asked = select(ToldApart.one_id, ToldApart.other_id)
    apart = {frozenset(row) for row in db.session.execute(asked)}
    return find_pairs(list_known(actor), apart)


def list_alike_to(actor: Actor, liaison: Liaison) -> Sequence[Known]:
    """Entries with the same address, number or spelling; what differs more, `list_alike` finds."""
    person = liaison.person
    same = [Liaison.sort_name == liaison.sort_name]
    if person.email:
        same.append(Person.email == person.email)
    if person.phone:
        same.append(Person.phone == person.phone)
    asked = _KNOWN.where(
        or_(*same),
        Liaison.id != liaison.id,
        visible_to(actor, Permission.LIAISON_EDIT),
        ~select(ToldApart.one_id).where(_is_of(Liaison.id, liaison.id)).correlate(Liaison).exists(),
    )
    this = Known(liaison.id, person.name, person.email, person.phone)
    found = [Known(*row) for row in db.session.execute(asked.limit(10))]
    return [other for other in found if likeness(this, other)]


@dataclass(frozen=True)
class TwoPeople:
    """A pair of entries that are two people: who found it out (None: Liaison itself), and when."""

    one: Known
    other: Known
    by_name: str | None
    at: datetime


def find_told_apart(one_id: uuid.UUID, other_id: uuid.UUID) -> ToldApart | None:
    """What was said of these two, whichever of them stands first."""
    return db.session.scalar(select(ToldApart).where(_is_of(one_id, other_id)).limit(1))


def list_told_apart(actor: Actor) -> list[TwoPeople]:
    """Pairs that are not offered any more, the latest first, among entries the actor keeps."""
    either = union(select(ToldApart.one_id), select(ToldApart.other_id))
    kept = _KNOWN.where(Liaison.id.in_(either), visible_to(actor, Permission.LIAISON_EDIT))
    known = {row.id: Known(*row) for row in db.session.execute(kept)}
    said = db.session.execute(
        select(ToldApart.one_id, ToldApart.other_id, User.name, ToldApart.at)
        .outerjoin(User, ToldApart.by_id == User.id)
        .order_by(ToldApart.at.desc(), ToldApart.one_id, ToldApart.other_id)
    )
    pairs = {
        frozenset((one, other)): TwoPeople(known[one], known[other], by_name, at)
        for one, other, by_name, at in said
        if one in known and other in known
    }
    return list(pairs.values())


def _is_of(
    one: SQLColumnExpression[uuid.UUID] | uuid.UUID, other: uuid.UUID
) -> ColumnElement[bool]:
    """Is a row about these two, whichever of them stands first?"""
    return or_(
        and_(ToldApart.one_id == one, ToldApart.other_id == other),
        and_(ToldApart.one_id == other, ToldApart.other_id == one),
    )
