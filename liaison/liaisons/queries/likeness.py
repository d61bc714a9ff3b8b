"""Entries of the roster that may be one person."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from liaison.db import db
from liaison.liaisons.models.liaison import Liaison
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
    """All pairs of entries that look alike, among those the actor keeps."""
    return find_pairs(list_known(actor))


def list_alike_to(actor: Actor, liaison: Liaison) -> Sequence[Known]:
    """Entries with the same address, number or spelling; what differs more, `list_alike` finds."""
    person = liaison.person
    same = [Liaison.sort_name == liaison.sort_name]
    if person.email:
        same.append(Person.email == person.email)
    if person.phone:
        same.append(Person.phone == person.phone)
    asked = _KNOWN.where(
        or_(*same), Liaison.id != liaison.id, visible_to(actor, Permission.LIAISON_EDIT)
    )
    this = Known(liaison.id, person.name, person.email, person.phone)
    found = [Known(*row) for row in db.session.execute(asked.limit(10))]
    return [other for other in found if likeness(this, other)]
