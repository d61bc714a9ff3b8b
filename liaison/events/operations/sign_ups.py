"""Signing up."""

import uuid

from sqlalchemy.exc import IntegrityError

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db
from liaison.errors import WrongState
from liaison.events.models.event import Event, EventState
from liaison.events.models.sign_up import SignUp
from liaison.events.queries.sign_ups import find_sign_up
from liaison.i18n import _
from liaison.people.operations import create_person, read_email, read_phone
from liaison.permissions import Actor


def sign_up(
    *,
    actor: Actor,
    event: Event,
    key: uuid.UUID,
    name: str,
    email: str,
    phone: str,
    party_size: int,
    language: str | None = None,
) -> SignUp:
    """Somebody says they will come. Raises WrongState, InvalidInput.

    `key` names the form they were given: sent twice it counts once. Somebody who signs up again
    with the same address changes how many they are.
    """
    if event.state is not EventState.PUBLISHED or event.starts_at <= clock.now():
        raise WrongState(_("Sign-up for this event is closed."))
    address, number = read_email(email, field="email"), read_phone(phone, field="phone")
    known = find_sign_up(event.id, key=key, email=address)
    if known:
        if known.party_size != party_size:
            known.party_size = party_size
            record(actor, "change_sign_up", known)
        return known
    try:
        with db.session.begin_nested():
            person = create_person(
                actor=actor, name=name, email=address, phone=number, language=language
            )
            made = SignUp(
                id=key,
                event_id=event.id,
                person_id=person.id,
                party_size=party_size,
                signed_up_at=clock.now(),
            )
            record(actor, "sign_up", made)
    except IntegrityError:
        # the same form, sent twice at the same moment: the other one was stored
        known = find_sign_up(event.id, key=key, email=None)
        if known is None:
            raise
        return known
    return made
