"""Finding out whether somebody who applies is known to training or to the roster."""

import uuid

from sqlalchemy import or_, select

from liaison.db import db
from liaison.languages import found_by
from liaison.liaisons.models.liaison import Liaison
from liaison.people.models import Person
from liaison.training.models.enrolment import Enrolment


def find_known_person(name: str, email: str | None, phone: str | None) -> Person | None:
    """A liaison, or somebody who applied before, of this name and address. What they learn stays
    with one person then; nobody who shares an address is taken for another.
    """
    reached = Person.email == email if email else Person.phone == phone
    held = or_(
        select(Liaison.id).where(Liaison.person_id == Person.id).exists(),
        select(Enrolment.id).where(Enrolment.person_id == Person.id).exists(),
    )
    rows = db.session.scalars(
        select(Person).where(reached, held, Person.erased_at.is_(None)).order_by(Person.id)
    )
    return next((row for row in rows if found_by(row.name) == found_by(name)), None)


def is_on_roster(person_id: uuid.UUID) -> bool:
    """Is this person a liaison, in whatever state?"""
    asked = select(Liaison.id).where(Liaison.person_id == person_id)
    return db.session.scalar(asked) is not None
