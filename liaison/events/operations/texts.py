"""Writing an event's title, summary and notes in another language."""

import hashlib
from dataclasses import dataclass

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db
from liaison.errors import Conflict, InvalidInput
from liaison.events.models.event import Event, EventText, TextStatus
from liaison.events.policy.texts import MAY_BECOME
from liaison.events.queries.texts import find_text
from liaison.i18n import _
from liaison.languages import SPOKEN
from liaison.permissions import Actor


@dataclass(frozen=True)
class TextDetails:
    """A translation, and who vouches for it."""

    title: str
    summary: str
    notes: str
    status: TextStatus


def fingerprint_text(text: EventText | None) -> str:
    """Tells two states of a translation apart; there being none is a state, too."""
    said = repr(text and (text.title, text.summary, text.notes, text.status.value))
    return hashlib.sha256(said.encode()).hexdigest()


def save_text(
    *,
    actor: Actor,
    event: Event,
    language: str,
    details: TextDetails,
    made_of: str | None = None,
    opened: str | None = None,
) -> EventText:
    """Keep a translation. Raises InvalidInput, Conflict.

    `made_of` is the hash of the original it was made of, where that may have changed since;
    `opened` the fingerprint of the translation the person began with.
    """
    if language not in SPOKEN or language == event.language:
        raise InvalidInput("title", _("Choose a language other than the event’s own."))
    text = find_text(event.id, language)
    if opened is not None and opened != fingerprint_text(text):
        raise Conflict(
            "text",  # no field of the form: the person mends nothing, but decides
            _("Somebody changed this text meanwhile. Saving again replaces what they wrote."),
        )
    if details.status not in MAY_BECOME[text.status if text else None]:
        raise InvalidInput(
            "status", _("Save it first: people of the community review what is there to be read.")
        )
    text = text or EventText(event_id=event.id, language=language)
    for name, value in vars(details).items():
        setattr(text, name, value)
    text.source_hash = made_of or event.text_hash
    text.by_id, text.at = actor.user_id, clock.now()
    record(actor, "save_text", text)
    return text


def drop_text(*, actor: Actor, text: EventText) -> None:
    """Take a translation away; readers get the original again."""
    record(actor, "drop_text", text)
    db.session.delete(text)
    db.session.flush()
