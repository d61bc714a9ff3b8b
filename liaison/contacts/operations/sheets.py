"""Keying a contact sheet of an event: each row becomes a contact, once."""

from collections.abc import Sequence
from dataclasses import dataclass

from liaison.contacts.operations.entries import ContactDetails, Reachable, log_contact
from liaison.contacts.queries.log import find_logged
from liaison.errors import Conflict, InvalidInput, WrongState
from liaison.events.models.door import PaperBatch, PaperKind
from liaison.events.models.event import Event
from liaison.events.operations.paper import add_keyed_row, count_keyed, lock_batch
from liaison.i18n import _
from liaison.permissions import Actor

Refusals = dict[tuple[int, str], str]  # row and field -> what to do about it


@dataclass(frozen=True)
class SheetRow:
    """What stands in one row of a sheet."""

    number: int
    details: ContactDetails
    agreed: Reachable | None = None


def key_contacts(
    *, actor: Actor, event: Event, batch: PaperBatch, rows: Sequence[SheetRow]
) -> Refusals:
    """Key rows of a sheet; returns what stands in the way: then nothing of it may be stored.

    A row that was keyed before with the same words is left as it is: the form was sent twice.
    """
    if batch.kind is not PaperKind.CONTACT:
        raise WrongState(_("This is not a contact sheet."))
    still_out = lock_batch(batch)
    known = find_logged([_key(batch, row.number) for row in rows])
    refused: Refusals = {}
    keyed = []
    for row in rows:
        if row.number not in still_out:
            said = (row.details.topic_id, row.details.concern)
            if known.get(_key(batch, row.number)) != said:
                message = _("Somebody keyed this row meanwhile. Empty it here.")
                refused[row.number, "topic"] = message
            continue
        keyed.append(row.number)
        try:
            log_contact(
                actor=actor,
                details=row.details,
                entry_key=_key(batch, row.number),
                agreed=row.agreed,
                event_id=event.id,
            )
            add_keyed_row(actor=actor, batch=batch, number=row.number)
        except (InvalidInput, Conflict) as refusal:
            refused[row.number, refusal.field] = refusal.message
    if keyed and not refused:
        count_keyed(actor=actor, batch=batch, numbers=keyed)
    return refused


def _key(batch: PaperBatch, number: int) -> str:
    """The same for the same row, however often it is sent."""
    return f"paper-{batch.id}-{number}"
