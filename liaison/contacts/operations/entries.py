"""Logging a contact, mending it, closing it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from liaison import clock
from liaison.audit.operations import record
from liaison.contacts.models import Channel, Contact
from liaison.contacts.policy import STEPS, may_log_in
from liaison.db import db
from liaison.errors import Conflict, InvalidInput, WrongState
from liaison.i18n import _, settings
from liaison.liaisons.queries.rights import demand_rights
from liaison.liaisons.queries.roster import find_liaison_of_user
from liaison.people.models import Person
from liaison.people.operations import create_person, read_email, read_phone
from liaison.permissions import Actor


@dataclass(frozen=True, kw_only=True)
class ContactDetails:
    """What is written down about a conversation. An area or a place in words says where."""

    program_id: uuid.UUID
    topic_id: uuid.UUID
    area_id: uuid.UUID | None = None
    place: str = ""
    channel: Channel = Channel.IN_PERSON
    language: str | None = None
    people: int = 1
    detail: str = ""
    concern: str = ""
    promised: str = ""
    opened_on: date | None = None  # today when nothing else is said


@dataclass(frozen=True)
class Reachable:
    """Somebody who agreed that the city keeps their name and how to reach them."""

    name: str
    reach: str  # a telephone number or an e-mail address


def log_contact(
    *,
    actor: Actor,
    details: ContactDetails,
    entry_key: str | None = None,
    agreed: Reachable | None = None,
    event_id: uuid.UUID | None = None,
    is_invented: bool = False,
    written_at: datetime | None = None,
) -> Contact:
    """Log a conversation, held at an event or elsewhere.

    The same `entry_key` sent again gives what was stored the first time. What a liaison wrote while
    they had the right to, on a telephone without a network, is taken though it comes later: that is
    what `written_at` is asked for. Raises NotAllowed.
    """
    stored = _find_by_entry_key(actor, entry_key)
    if stored:
        return stored
    demand_rights(actor, written_at)
    contact = Contact(entry_key=entry_key, logged_by_id=actor.user_id, is_invented=is_invented)
    contact.event_id = event_id
    _set_details(actor, contact, details, details.opened_on or _today())
    liaison = find_liaison_of_user(actor.user_id) if actor.user_id else None
    contact.liaison_id = liaison.id if liaison else None
    contact.logged_at = clock.now()
    try:
        with db.session.begin_nested():
            contact.person = _keep_person(actor, agreed, details.language) if agreed else None
            record(actor, "log_contact", contact)
    except IntegrityError:
        # the same form, sent twice at the same moment: the other one was stored
        stored = _find_by_entry_key(actor, entry_key)
        if stored is None:
            raise
        return stored
    return contact


def log_contacts(
    *, actor: Actor, event_id: uuid.UUID, entries: Sequence[tuple[str, ContactDetails]]
) -> list[Contact]:
    """Log what was said at an event, each under its key: all or, where one is refused, none."""
    return [
        log_contact(actor=actor, details=details, entry_key=key, event_id=event_id)
        for key, details in entries
    ]


def _find_by_entry_key(actor: Actor, entry_key: str | None) -> Contact | None:
    if entry_key is None:
        return None
    found = db.session.scalar(select(Contact).where(Contact.entry_key == entry_key))
    if found and found.logged_by_id != actor.user_id:
        raise Conflict("entry_key", _("Open the form again and send it once more."))
    return found


def _keep_person(actor: Actor, agreed: Reachable, language: str | None) -> Person:
    if not agreed.name:
        raise InvalidInput("name", _("Enter the name they gave."))
    if not agreed.reach:
        raise InvalidInput("reach", _("Enter a telephone number or an e-mail address."))
    is_email = "@" in agreed.reach
    return create_person(
        actor=actor,
        name=agreed.name,
        email=read_email(agreed.reach, field="reach") if is_email else None,
        phone=None if is_email else read_phone(agreed.reach, field="reach"),
        language=language,
    )


def edit_contact(*, actor: Actor, contact: Contact, details: ContactDetails) -> Contact:
    """Mend what was written down. Raises NotAllowed for a liaison who only reads by now."""
    demand_rights(actor)
    _set_details(actor, contact, details, details.opened_on or contact.opened_on)
    record(actor, "edit_contact", contact)
    return contact


def _set_details(actor: Actor, contact: Contact, details: ContactDetails, day: date) -> None:
    if details.area_id is None and not details.place:
        raise InvalidInput("area", _("Choose the area, or write the place in words."))
    if details.area_id != contact.area_id and not may_log_in(actor, details.area_id):
        raise InvalidInput("area", _("Choose an area you work in."))
    if day > _today():
        raise InvalidInput("opened_on", _("Enter a day that is not in the future."))
    if contact.closed_on and contact.closed_on < day:
        raise InvalidInput("opened_on", _("Enter a day before the contact was closed."))
    contact.program_id, contact.topic_id = details.program_id, details.topic_id
    contact.area_id, contact.place = details.area_id, details.place
    contact.channel, contact.language = details.channel, details.language
    contact.people, contact.detail = details.people, details.detail
    contact.concern, contact.promised = details.concern, details.promised
    contact.opened_on, contact.local_year, contact.local_month = day, day.year, day.month


def step_contact(*, actor: Actor, contact: Contact, verb: str) -> None:
    """Close a contact today, or open it again. Raises WrongState."""
    before, after = STEPS[verb]
    db.session.refresh(contact, ["state"], with_for_update=True)
    if contact.state is not before:
        raise WrongState(_("Somebody did this already. Look at the contact again."))
    contact.state = after
    contact.closed_on = max(_today(), contact.opened_on) if verb == "close_contact" else None
    record(actor, verb, contact)


def _today() -> date:
    return clock.today(settings().zone())
