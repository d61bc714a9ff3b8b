"""Reading what can be paid, and what was handed to finance."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, select

from liaison.accounts.models import User
from liaison.db import db
from liaison.errors import NotFound
from liaison.liaisons.models.booking import Booking
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.models.work import EntryKind, EntryState, PaymentBatch, WorkEntry
from liaison.liaisons.policy.pay import is_payable, visible_to
from liaison.people.models import Person
from liaison.permissions import Actor, Permission
from liaison.programs.models import Program


@dataclass(frozen=True)
class PayLine:
    """A line for finance: whom, what for, how much."""

    id: uuid.UUID
    liaison_id: uuid.UUID
    name: str
    program_key: str
    program: str
    budget_code: str | None
    booking_id: uuid.UUID | None
    kind: EntryKind
    worked_on: date
    minutes: int | None
    cents: int
    is_invented: bool


@dataclass(frozen=True)
class Due:
    """What one liaison gets, and the lines it is made of."""

    liaison_id: uuid.UUID
    name: str
    lines: tuple[PayLine, ...]

    @property
    def cents(self) -> int:
        return sum(line.cents for line in self.lines)

    @property
    def is_invented(self) -> bool:
        return any(line.is_invented for line in self.lines)


@dataclass(frozen=True)
class Payable:
    """What would be handed to finance now, and whose lines wait for more."""

    due: tuple[Due, ...]
    set_off: tuple[Due, ...]

    @property
    def lines(self) -> list[PayLine]:
        """In the order in which a batch keeps them."""
        found = (line for due in self.due for line in due.lines)
        return sorted(found, key=lambda line: line.id)

    @property
    def cents(self) -> int:
        return sum(due.cents for due in self.due)


def find_payable(actor: Actor, until: date, *, locks: bool = False) -> Payable:
    """All that is approved for work up to this day and costs money, by name of the liaison."""
    asked = _lines().where(
        WorkEntry.state == EntryState.APPROVED,
        WorkEntry.cents.is_not(None),
        WorkEntry.worked_on <= until,
        visible_to(actor, Permission.WORK_PAY),
    )
    by_name = (Liaison.sort_name, Liaison.id, WorkEntry.id)
    # locked by their keys, as by everybody else, or two could wait for each other for ever
    asked = (
        asked.with_for_update(of=WorkEntry).order_by(WorkEntry.id)
        if locks
        else asked.order_by(*by_name)
    )
    by_liaison: dict[uuid.UUID, list[PayLine]] = defaultdict(list)
    for row in db.session.execute(asked):
        line = PayLine(*row)
        by_liaison[line.liaison_id].append(line)
    dues = [Due(one, lines[0].name, tuple(lines)) for one, lines in by_liaison.items()]
    can_go = {due.liaison_id: is_payable(line.cents for line in due.lines) for due in dues}
    return Payable(
        due=tuple(due for due in dues if can_go[due.liaison_id]),
        set_off=tuple(due for due in dues if not can_go[due.liaison_id]),
    )


def list_lines(payment_id: uuid.UUID) -> list[PayLine]:
    """The lines of a payment in the order they were added to it; always the same."""
    asked = _lines().where(WorkEntry.payment_id == payment_id).order_by(WorkEntry.id)
    return [PayLine(*row) for row in db.session.execute(asked)]


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(
            WorkEntry.id,
            WorkEntry.liaison_id,
            Person.name,
            Program.key,
            Program.name,
            Booking.budget_code,
            WorkEntry.booking_id,
            WorkEntry.kind,
            WorkEntry.worked_on,
            WorkEntry.minutes,
            WorkEntry.cents,
            WorkEntry.is_invented,
        )
        .join(Liaison, WorkEntry.liaison_id == Liaison.id)
        .join(Person, Liaison.person_id == Person.id)
        .join(Program, WorkEntry.program_id == Program.id)
        .outerjoin(Booking, WorkEntry.booking_id == Booking.id)
    )


def list_payments(actor: Actor, *, limit: int, offset: int = 0) -> Sequence[Row[*tuple[Any, ...]]]:
    """Payments with the name of whoever made each, and whether it holds entries that were invented;
    the newest first."""
    invented = exists().where(WorkEntry.payment_id == PaymentBatch.id, WorkEntry.is_invented)
    asked = (
        select(PaymentBatch, User.name, invented)
        .outerjoin(User, PaymentBatch.made_by_id == User.id)
        .where(_wholly_reached(actor))
        .order_by(PaymentBatch.number.desc())
    )
    return db.session.execute(asked.limit(limit).offset(offset)).all()


def get_payment(actor: Actor, payment_id: uuid.UUID) -> PaymentBatch:
    """Raises NotFound."""
    found = db.session.scalar(
        select(PaymentBatch).where(PaymentBatch.id == payment_id, _wholly_reached(actor))
    )
    if found is None:
        raise NotFound
    return found


def _wholly_reached(actor: Actor) -> ColumnElement[bool]:
    """Payments that hold nothing of a programme the actor has no say in."""
    foreign = select(WorkEntry.id).where(
        WorkEntry.payment_id == PaymentBatch.id, ~visible_to(actor, Permission.WORK_PAY)
    )
    return ~foreign.exists()
