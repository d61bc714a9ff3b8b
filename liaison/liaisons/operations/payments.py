"""Handing payments to finance."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db, new_id, write_once
from liaison.errors import Conflict, WrongState
from liaison.i18n import _
from liaison.liaisons.models.work import EntryState, PaymentBatch, WorkEntry, WorkEntryStep
from liaison.liaisons.operations.bookings import settle_bookings
from liaison.liaisons.policy.pay import control_hash
from liaison.liaisons.queries.payments import PayLine, find_payable
from liaison.permissions import Actor


def pay_work(
    *, actor: Actor, until: date, expected: str, key: uuid.UUID | None = None
) -> PaymentBatch:
    """Hand everything approved for work up to a day to finance; under the same `key` once.

    `expected` is the control sum of the lines that were looked at: what was approved or taken back
    since then is not paid unseen. Raises Conflict, WrongState.
    """

    def write(payment_id: uuid.UUID) -> PaymentBatch:
        lines = find_payable(actor, until, locks=True).lines
        if not lines:
            raise WrongState(_("Nothing is approved that could be paid."))
        if control_hash((line.id, line.cents) for line in lines) != expected:
            raise Conflict("expected", _("The list has changed meanwhile. Look at it again."))
        payment = _add_batch(actor, payment_id, lines)
        _mark_lines(actor, payment, lines)
        settle_bookings(actor=actor, booking_ids=_bookings_of(payment))
        return payment

    return write_once(PaymentBatch, key, write)


def _add_batch(actor: Actor, payment_id: uuid.UUID, lines: Sequence[PayLine]) -> PaymentBatch:
    payment = PaymentBatch(
        id=payment_id,
        number=(db.session.scalar(select(func.max(PaymentBatch.number))) or 0) + 1,
        made_at=clock.now(),
        made_by_id=actor.user_id,
        lines=len(lines),
        total_cents=sum(line.cents for line in lines),
    )
    try:
        with db.session.begin_nested():
            record(actor, "pay_work", payment)
    except IntegrityError:
        if db.session.get(PaymentBatch, payment_id):
            raise  # the form was sent twice at the same moment: `write_once` finds the other
        raise WrongState(_("Somebody pays at this moment. Try again.")) from None
    return payment


def _bookings_of(payment: PaymentBatch) -> Sequence[uuid.UUID]:
    of_lines = select(WorkEntry.booking_id).where(
        WorkEntry.payment_id == payment.id, WorkEntry.booking_id.is_not(None)
    )
    return [key for key in db.session.scalars(of_lines.distinct()) if key]


def _mark_lines(actor: Actor, payment: PaymentBatch, lines: Sequence[PayLine]) -> None:
    """Thousands of lines in two statements, each with its step."""
    db.session.execute(
        update(WorkEntry),
        [{"id": line.id, "state": EntryState.PAID, "payment_id": payment.id} for line in lines],
    )
    step = {
        "verb": "pay_work",
        "from_state": EntryState.APPROVED,
        "to_state": EntryState.PAID,
        "by_id": actor.user_id,
        "at": payment.made_at,
    }
    steps = [step | {"id": new_id(), "entry_id": line.id} for line in lines]
    db.session.execute(insert(WorkEntryStep), steps)
