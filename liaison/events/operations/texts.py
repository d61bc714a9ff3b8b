"""Writing an event's title, summary and notes in another language.

What is written for one date of a series holds for all its dates that say the same, but for those
whose translation somebody has written anew. Notes are of one date and stay there.
"""

import hashlib
from dataclasses import dataclass

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db
from liaison.errors import Conflict, InvalidInput
from liaison.events.models.event import Event, EventText, TextStatus, hash_text
from liaison.events.policy.texts import MAY_BECOME
from liaison.events.queries.series import list_same_words
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
    others = _with_the_same(event, language, _words(text))
    text = text or EventText(event_id=event.id, language=language)
    for name, value in vars(details).items():
        setattr(text, name, value)
    text.source_hash = made_of or event.text_hash
    text.by_id, text.at = actor.user_id, clock.now()
    record(actor, "save_text", text, other_dates=len(others))
    for other, its_text in others:
        _pass_on(event, text, other, its_text)
    db.session.flush()
    return text


def drop_text(*, actor: Actor, text: EventText) -> None:
    """Take a translation away; readers get the original again."""
    event = db.session.get_one(Event, text.event_id)
    others = _with_the_same(event, text.language, _words(text))
    record(actor, "drop_text", text, other_dates=len(others))
    for one in (text, *(its_text for _other, its_text in others)):
        db.session.delete(one)
    db.session.flush()


def _words(text: EventText | None) -> tuple[str, str, TextStatus] | None:
    return (text.title, text.summary, text.status) if text else None


def _with_the_same(
    event: Event, language: str, words: tuple[str, str, TextStatus] | None
) -> list[tuple[Event, EventText | None]]:
    """The other dates that say the same, in the original and in the translation, if any."""
    if event.series_id is None:
        return []
    return [row for row in list_same_words(event, language) if _words(row[1]) == words]


def _pass_on(event: Event, text: EventText, to: Event, its_text: EventText | None) -> None:
    has_notes = its_text is not None and bool(its_text.notes)
    if its_text is None:
        its_text = EventText(event_id=to.id, language=text.language)
        db.session.add(its_text)
    its_text.title, its_text.summary, its_text.status = text.title, text.summary, text.status
    its_text.by_id, its_text.at = text.by_id, text.at
    if text.source_hash != event.text_hash:
        its_text.source_hash = text.source_hash  # made of an older version: stale there, too
    elif to.notes and not has_notes:
        its_text.source_hash = hash_text(title=to.title, summary=to.summary, language=to.language)
    else:
        its_text.source_hash = to.text_hash
