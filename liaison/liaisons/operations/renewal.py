"""Telling liaisons, once, that their training ends soon."""

import uuid

from sqlalchemy import select

from liaison import clock, mail
from liaison.db import db
from liaison.i18n import settings
from liaison.liaisons.messages.renewal import renewal
from liaison.liaisons.models.credential import Credential
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.policy.care import next_awake
from liaison.liaisons.queries.care import quiet_hours_of
from liaison.people.models import Person


def remind_to_renew(credential_id: uuid.UUID) -> None:
    """Queue the message for when their quiet hours end. Nothing where it was queued already."""
    found = db.session.execute(
        select(Credential, Liaison, Person)
        .join(Liaison, Liaison.person_id == Credential.person_id)
        .join(Person, Person.id == Credential.person_id)
        .where(Credential.id == credential_id, Credential.reminded_at.is_(None))
        .with_for_update(of=Credential)
    ).one_or_none()
    if found is None:
        return
    credential, liaison, person = found
    if credential.expires_on is None or not (person.email or person.phone):
        return
    now = clock.now()
    queued = mail.queue(
        renewal(
            name=person.name,
            email=person.email,
            phone=person.phone,
            language=person.language,
            until=credential.expires_on,
        )
    )
    queued.try_after = next_awake(now, *quiet_hours_of(liaison), settings().zone())
    credential.reminded_at = now
