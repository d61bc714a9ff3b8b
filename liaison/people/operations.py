"""Erasing a person, and writing down who was looked up."""

import uuid
from typing import Any

from sqlalchemy import Column, Uuid, case, column, delete, func, or_, select, table, update

from liaison import clock
from liaison.accounts.models import User
from liaison.accounts.operations.users import erase_invitations, erase_user
from liaison.audit.operations import record, record_always
from liaison.db import Base, db
from liaison.errors import NotAllowed
from liaison.mail import OutboxMessage
from liaison.people.models import Person
from liaison.people.policy import can_erase_person
from liaison.permissions import Actor

NOTHING = "-"  # stands where a row must say something
# Liaisons are built on persons, so all that is known of them here is that one may have an account.
_liaison = table("liaison", column("person_id", Uuid), column("user_id", Uuid))


def record_look_up(*, actor: Actor, found: list[Person]) -> None:
    """A look-up is recorded although it changes nothing: whom it found, never what was typed."""
    for person in found or [None]:
        record_always(
            "look_up_person",
            actor_id=actor.user_id,
            subject_type="person",
            subject_id=str(person.id) if person else None,
        )


def erase_person(*, actor: Actor, person: Person) -> None:
    """Empty everything that says who this is; the row keeps its key, so that counts stay right.

    Beside the person's own row that is each column marked personal in rows that point at it, their
    account, invitations and messages to them. Raises WrongState for the last administrator. What
    somebody else wrote about them in a text that does not point at them cannot be found.
    """
    if not can_erase_person(actor):
        raise NotAllowed
    person_id, email = person.id, (person.email or "").lower()
    for user in _accounts_of(person_id, email):
        _forget_address(user.email)
        erase_user(actor=actor, user=user)
    if email:
        _forget_address(email)
    _empty_rows_about(person_id)
    person.name, person.erased_at = "", clock.now()
    person.email = person.phone = person.language = None
    record(actor, "erase_person", person)


def _accounts_of(person_id: uuid.UUID, email: str) -> list[User]:
    own = select(_liaison.c.user_id).where(_liaison.c.person_id == person_id)
    is_theirs = or_(User.id.in_(own), User.email == email) if email else User.id.in_(own)
    return list(db.session.scalars(select(User).where(is_theirs)))


def _forget_address(email: str) -> None:
    erase_invitations(email=email)
    db.session.execute(delete(OutboxMessage).where(func.lower(OutboxMessage.recipient) == email))


def _empty_rows_about(person_id: uuid.UUID) -> None:
    """Each feature says which of its columns are personal, so no list of them is needed here."""
    for other in Base.metadata.sorted_tables:
        links = [c for c in other.columns if _points_at_person(c)]
        personal = [c for c in other.columns if c.info.get("personal")]
        if links and personal:
            db.session.execute(
                update(other)
                .where(or_(*(link == person_id for link in links)))
                .values({c: _emptied(c) for c in personal})
            )


def _points_at_person(one: Column[Any]) -> bool:
    return any(key.target_fullname == "person.id" for key in one.foreign_keys)


def _emptied(one: Column[Any]) -> Any:
    return None if one.nullable else case((one == "", ""), else_=NOTHING)
