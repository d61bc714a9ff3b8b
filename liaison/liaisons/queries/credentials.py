"""Reading credentials."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from liaison.db import db
from liaison.errors import NotFound
from liaison.liaisons.models.credential import Credential
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.queries.roster import WITH_TRAINING
from liaison.people.models import Person


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


def list_to_remind(today: date, renew_days: int) -> Sequence[uuid.UUID]:
    """The certificates that end soon, of liaisons at work who were not told yet."""
    return db.session.scalars(
        select(Credential.id)
        .join(Liaison, Liaison.person_id == Credential.person_id)
        .where(
            Liaison.state.in_(WITH_TRAINING),
            Liaison.trained_until.between(today, today + timedelta(days=renew_days)),
            Credential.expires_on == Liaison.trained_until,
            Credential.grants_rights,
            Credential.revoked_at.is_(None),
            Credential.reminded_at.is_(None),
        )
        .order_by(Credential.expires_on, Credential.id)
    ).all()
