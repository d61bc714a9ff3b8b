"""Reading credentials."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from liaison.db import db
from liaison.errors import NotFound
from liaison.liaisons.models.credential import Credential
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.policy.roster import visible_to
from liaison.people.models import Person
from liaison.permissions import Actor, Permission


def list_credentials(person_id: uuid.UUID) -> Sequence[Credential]:
    """Somebody's, newest first."""
    return db.session.scalars(
        select(Credential)
        .where(Credential.person_id == person_id)
        .order_by(Credential.issued_on.desc(), Credential.id.desc())
    ).all()


def get_credential_of(person_id: uuid.UUID, number: str) -> Credential:
    """One of this person's. Raises NotFound."""
    found = db.session.scalar(
        select(Credential).where(Credential.person_id == person_id, Credential.number == number)
    )
    if found is None:
        raise NotFound
    return found


def get_credential(
    actor: Actor, number: str, permission: Permission = Permission.LIAISON_VIEW
) -> Credential:
    """One of a liaison the actor reaches. Raises NotFound."""
    found = db.session.scalar(
        select(Credential)
        .join(Liaison, Liaison.person_id == Credential.person_id)
        .where(Credential.number == number, visible_to(actor, permission))
    )
    if found is None:
        raise NotFound
    return found


def find_credential(number: str) -> Credential | None:
    """Of a number on a certificate, however it was typed; for everybody who has the number."""
    letters = "".join(sign for sign in number.upper() if sign.isalnum())
    tidy = f"{letters[:5]}-{letters[5:]}"
    return db.session.scalar(select(Credential).where(Credential.number == tidy))


@dataclass(frozen=True)
class Held:
    """A credential and whose it is."""

    credential: Credential
    name: str
    reads: str | None  # the language to write to them in


def list_held(credential_ids: Collection[uuid.UUID]) -> list[Held]:
    """These, by the names of their holders; nobody who was erased."""
    rows = db.session.execute(
        select(Credential, Person.name, Person.language)
        .join(Person, Person.id == Credential.person_id)
        .where(Credential.id.in_(credential_ids), Person.erased_at.is_(None))
        .order_by(Person.name, Credential.id)
    )
    return [Held(*row) for row in rows]
