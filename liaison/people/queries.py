"""Finding a person who asks what the city keeps about them."""

import re
import uuid

from sqlalchemy import ColumnElement, Uuid, column, func, or_, select, table

from liaison.accounts.models import User
from liaison.db import db
from liaison.errors import NotFound
from liaison.people.models import Person
from liaison.people.policy import visible_to
from liaison.permissions import Actor

MOST = 20  # more would be browsing, not looking somebody up
ENOUGH_DIGITS = 7  # of a phone number, to mean one
# Liaisons are built on persons, so all that is known of them here is that one may have an account.
_liaison = table("liaison", column("person_id", Uuid), column("user_id", Uuid))


def search_persons(actor: Actor, words: str) -> list[Person]:
    """Persons whose e-mail address or phone number this is, or whose name holds these words."""
    text, digits = words.strip().lower(), re.sub(r"\D", "", words)
    if not text:
        return []
    found = [
        func.lower(Person.email) == text,
        func.lower(Person.name).contains(text, autoescape=True),
    ]
    if len(digits) >= ENOUGH_DIGITS:
        found.append(Person.phone.endswith(digits))
    query = select(Person).where(or_(*found), Person.erased_at.is_(None), visible_to(actor))
    return list(db.session.scalars(query.order_by(Person.name, Person.id).limit(MOST)))


def get_person(actor: Actor, person_id: uuid.UUID) -> Person:
    """One who was not erased. Raises NotFound."""
    found = db.session.scalar(
        select(Person).where(Person.id == person_id, Person.erased_at.is_(None), visible_to(actor))
    )
    if found is None:
        raise NotFound
    return found


def list_accounts_of(person: Person) -> list[User]:
    """The accounts that go with a person: their own as a liaison, and one of the same address."""
    own = select(_liaison.c.user_id).where(_liaison.c.person_id == person.id)
    is_theirs: list[ColumnElement[bool]] = [User.id.in_(own)]
    if person.email:
        is_theirs.append(User.email == person.email.lower())
    query = select(User).where(or_(*is_theirs)).order_by(User.name, User.id)
    return list(db.session.scalars(query))
