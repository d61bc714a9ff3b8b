"""Printing sheets and cards, and accounting for each row of them."""

import secrets
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db, write_once
from liaison.errors import InvalidInput, NotFound, WrongState
from liaison.events.models.door import PaperBatch, PaperKind, PaperRow
from liaison.events.models.event import Event
from liaison.events.models.sign_up import CODE_LETTERS
from liaison.events.operations.events import offer_form
from liaison.events.policy.paper import MOST_PRINTED, NUMBERED
from liaison.events.queries.paper import code_exists, list_numbers_out
from liaison.i18n import _
from liaison.permissions import Actor

CODE_LENGTH = 4  # short enough to be read off paper and typed


def print_batch(
    *,
    actor: Actor,
    event: Event,
    kind: PaperKind,
    languages: Sequence[str],
    printed: int,
    zone: ZoneInfo,
    key: uuid.UUID | None = None,
) -> PaperBatch:
    """Note that so many rows or cards are printed; under the same `key` once. Raises InvalidInput.

    Cards need a place where their answers are keyed: the event's demographic form is offered.
    """
    if not languages:
        raise InvalidInput("languages", _("Choose at least one language."))
    if not 1 <= printed <= MOST_PRINTED:
        raise InvalidInput("printed", _("Enter a number from 1 to %(most)s.", most=MOST_PRINTED))
    if kind is PaperKind.CARD:
        _offer_form(actor, event, zone)

    def write(batch_id: uuid.UUID) -> PaperBatch:
        batch = PaperBatch(
            id=batch_id,
            event_id=event.id,
            kind=kind,
            code=_new_code(),
            languages=list(languages),
            printed=printed,
            printed_at=clock.now(),
            by_id=actor.user_id,
        )
        record(actor, "print_batch", batch)
        return batch

    return write_once(PaperBatch, key, write)


def _offer_form(actor: Actor, event: Event, zone: ZoneInfo) -> None:
    try:
        offer_form(actor=actor, event=event, zone=zone)
    except NotFound:
        message = _("Ask somebody who collects answers for the whole programme to print cards.")
        raise InvalidInput("kind", message) from None


def _new_code() -> str:
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _place in range(CODE_LENGTH))
        if not code_exists(code):
            return code


def lock_batch(batch: PaperBatch) -> frozenset[int]:
    """Let nobody else key this batch until we are done; returns the numbers still out."""
    db.session.refresh(batch, with_for_update=True)
    return frozenset(list_numbers_out(batch))


def add_keyed_row(
    *, actor: Actor, batch: PaperBatch, number: int, sign_up_id: uuid.UUID | None = None
) -> None:
    """Note a row as keyed. Call `count_keyed` after the last one."""
    _add_row(actor, batch, number, sign_up_id=sign_up_id)


def count_keyed(*, actor: Actor, batch: PaperBatch, numbers: Iterable[int]) -> None:
    """Count the batch's rows anew after some were keyed."""
    _count_rows(batch)
    record(actor, "key_rows", batch, rows=sorted(numbers))


def _count_rows(batch: PaperBatch) -> None:
    db.session.flush()
    counts = db.session.execute(
        select(func.count().filter(~PaperRow.is_void), func.count().filter(PaperRow.is_void)).where(
            PaperRow.batch_id == batch.id
        )
    ).one()
    batch.returned, batch.voided = counts[0], counts[1]


def void_rows(*, actor: Actor, batch: PaperBatch, numbers: Iterable[int]) -> frozenset[int]:
    """Rows that stay empty or were spoiled: they are accounted for. Returns which were void now."""
    _check_numbered(batch)
    voided = lock_batch(batch) & frozenset(numbers)
    at = clock.now()
    for number in sorted(voided):
        _add_row(actor, batch, number, is_void=True, at=at)
    if voided:
        _count_rows(batch)
        record(actor, "void_rows", batch, rows=sorted(voided))
    return voided


def restore_rows(*, actor: Actor, batch: PaperBatch, numbers: Iterable[int]) -> None:
    """Take back that rows are void; they can be keyed again."""
    _check_numbered(batch)
    lock_batch(batch)
    wanted = sorted(set(numbers))
    db.session.execute(
        delete(PaperRow).where(
            PaperRow.batch_id == batch.id, PaperRow.number.in_(wanted), PaperRow.is_void
        )
    )
    _count_rows(batch)
    record(actor, "restore_rows", batch, rows=wanted)


def count_cards(*, actor: Actor, batch: PaperBatch, returned: int, voided: int) -> None:
    """Write down how many cards came back and how many were spoiled. Raises InvalidInput.

    Cards are counted as a pile: no answer is known by the card it stood on.
    """
    if batch.kind is not PaperKind.CARD:
        raise WrongState(_("Rows of a sheet are counted when they are keyed."))
    if returned + voided > batch.printed:
        message = _("That is more than the %(printed)s that were printed.", printed=batch.printed)
        raise InvalidInput("returned", message)
    batch.returned, batch.voided = returned, voided
    record(actor, "count_returned_cards", batch)


def _check_numbered(batch: PaperBatch) -> None:
    if batch.kind not in NUMBERED:
        raise WrongState(_("Cards have no numbers: count them as a pile."))


def _add_row(
    actor: Actor,
    batch: PaperBatch,
    number: int,
    *,
    is_void: bool = False,
    sign_up_id: uuid.UUID | None = None,
    at: datetime | None = None,
) -> None:
    db.session.add(
        PaperRow(
            batch_id=batch.id,
            number=number,
            is_void=is_void,
            sign_up_id=sign_up_id,
            keyed_at=at or clock.now(),
            keyed_by_id=actor.user_id,
        )
    )
