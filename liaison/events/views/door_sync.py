"""What devices at the door send in one go, and the answer to each entry."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue

from liaison.db import db
from liaison.errors import LiaisonError
from liaison.events.models.door import CameBy
from liaison.events.models.event import Event
from liaison.events.operations.door_entries import (
    Act,
    DoorEntry,
    Outcome,
    read_entry,
    take_entry,
)
from liaison.events.queries.door import count_people, get_card_count
from liaison.i18n import _, _l
from liaison.permissions import Actor
from liaison.web.words import without_controls

MOST_ENTRIES = 200  # of one request; a device sends the rest in the next
KEPT_AFTER = timedelta(hours=12)  # a device keeps its list so long after the event
WORDS = {
    Outcome.STORED: _l("Stored."),
    Outcome.IN_ALREADY: _l("They were checked in already and count once."),
    Outcome.NOT_EXPECTED: _l("They had cancelled or left the list. They count all the same."),
    Outcome.UNKNOWN: _l("Nobody has this code. The people count all the same."),
    Outcome.NOTHING: _l("There was nothing to take back."),
}


def day_after(event: Event) -> datetime:
    """From when on a device must forget the names."""
    return (event.ends_at or event.starts_at + timedelta(hours=6)) + KEPT_AFTER


def answer_entries(
    actor: Actor, event: Event, *, only: frozenset[Act] | None = None
) -> ResponseReturnValue:
    """Take each entry in a savepoint of its own, so that one that is refused spoils no other.

    `only` names the acts a kiosk may send; what it sends came by the kiosk.
    """
    receipts = [_answer(actor, event, entry, only) for entry in read_entries()]
    return jsonify(receipts=receipts, people=count_people(event.id), cards=get_card_count(event.id))


def read_entries() -> list[Any]:
    """What was sent, each entry still to be read."""
    sent = request.get_json(silent=True)
    entries = sent.get("entries") if isinstance(sent, dict) else None
    if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
        abort(400)
    return entries


def entry_of(sent: Mapping[str, Any]) -> DoorEntry:
    """An entry, its words as fields hand theirs on. Raises InvalidInput."""
    clean = {
        name: without_controls(value) if isinstance(value, str) else value
        for name, value in sent.items()
    }
    return read_entry(clean)


def _answer(
    actor: Actor, event: Event, sent: object, only: frozenset[Act] | None
) -> dict[str, Any]:
    if not isinstance(sent, Mapping) or not sent.get("key"):
        return _refused("", _("This entry cannot be read."))
    key = str(sent["key"])
    try:
        entry = entry_of(sent)
        if only is not None:
            if entry.act not in only:
                return _refused(key, _("This entry cannot be read."))
            entry = replace(entry, came_by=CameBy.KIOSK)
        with db.session.begin_nested():
            receipt = take_entry(actor=actor, event=event, entry=entry)
    except LiaisonError as refusal:
        return _refused(key, refusal.message)
    return {
        "key": key,
        "outcome": receipt.outcome,
        "words": str(WORDS[receipt.outcome]),
        "check_in": str(receipt.check_in_id) if receipt.check_in_id else None,
        "people": receipt.people,
    }


def _refused(key: str, words: str) -> dict[str, Any]:
    return {"key": key, "outcome": Outcome.REFUSED, "words": words, "check_in": None}
