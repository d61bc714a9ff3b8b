"""What liaisons are owed: the one rule by which the city and the liaison count the same sum."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement

from liaison.i18n import _lp
from liaison.liaisons.models.work import EntryKind, EntryState, WorkEntry
from liaison.permissions import Actor, Permission
from liaison.programs.policy import in_scope

E = EntryState
MINUTES_OF_AN_HOUR = 60
MOST_MINUTES = 24 * 60  # of one line, with its corrections
MOST_CENTS = 100_000_00
HIGHEST_CAP = 10 * MOST_CENTS
WAITING = frozenset({E.SUBMITTED, E.QUERIED})
GRANTED = frozenset({E.APPROVED, E.PAID})
# Money back for what somebody spent is no pay, so no cap holds it up.
UNDER_THE_CAP = frozenset({EntryKind.HOURS, EntryKind.STIPEND})
KINDS: dict[EntryKind, Any] = {
    EntryKind.HOURS: _lp("work", "Hours"),
    EntryKind.EXPENSE: _lp("work", "Expense"),
    EntryKind.STIPEND: _lp("work", "Stipend"),
}
STATES: dict[EntryState, Any] = {
    E.SUBMITTED: _lp("work", "Waiting for approval"),
    E.QUERIED: _lp("work", "The city asks back"),
    E.APPROVED: _lp("work", "Approved"),
    E.REFUSED: _lp("work", "Not approved"),
    E.PAID: _lp("work", "Paid"),
}
STEP_WORDS: dict[str, Any] = {
    "enter_work": _lp("work", "Entered"),
    "approve_work": _lp("work", "Approved"),
    "query_work": _lp("work", "The city asked back"),
    "answer_query": _lp("work", "Answered"),
    "refuse_work": _lp("work", "Not approved"),
    "recall_approval": _lp("work", "Approval taken back"),
    "pay_work": _lp("work", "Handed to finance"),
}
TONES: dict[EntryState, str] = {
    E.SUBMITTED: "now",
    E.QUERIED: "warn",
    E.APPROVED: "good",
    E.REFUSED: "bad",
    E.PAID: "good",
}


class WorkStep(NamedTuple):
    """One row of the life of an entry; it begins as submitted."""

    from_states: frozenset[EntryState]
    to_state: EntryState
    needs_answer: bool = False  # words of the city, for the liaison to read


STEPS: dict[str, WorkStep] = {
    "approve_work": WorkStep(WAITING, E.APPROVED),
    "query_work": WorkStep(frozenset({E.SUBMITTED}), E.QUERIED, needs_answer=True),
    "answer_query": WorkStep(frozenset({E.QUERIED}), E.SUBMITTED),
    "refuse_work": WorkStep(WAITING, E.REFUSED, needs_answer=True),
    "recall_approval": WorkStep(frozenset({E.APPROVED}), E.SUBMITTED),
    "pay_work": WorkStep(frozenset({E.APPROVED}), E.PAID),
}


@dataclass(frozen=True)
class Line:
    """What counts of an entry."""

    kind: EntryKind
    state: EntryState
    worked_on: date
    minutes: int | None
    cents: int | None

    @property
    def is_under_cap(self) -> bool:
        return self.kind in UNDER_THE_CAP


class Sum(NamedTuple):
    """Time and money of some entries."""

    minutes: int = 0
    cents: int = 0


@dataclass(frozen=True)
class Account:
    """Where somebody stands: in one year, and what the city owes them today whatever the year."""

    waiting: Sum
    granted: Sum  # approved or paid
    paid: Sum
    cap_cents: int
    counted_cents: int  # of the granted, what the cap counts
    due_cents: int
    set_off_cents: int  # taken from what comes next: more was corrected away than approved

    @property
    def room_cents(self) -> int:
        """What may still be granted this year; below nothing where a cap was lowered."""
        return self.cap_cents - self.counted_cents


def price(minutes: int, cents_an_hour: int) -> int:
    """What a time costs, to the nearest cent; half a cent goes to the liaison."""
    return (2 * minutes * cents_an_hour + MINUTES_OF_AN_HOUR) // (2 * MINUTES_OF_AN_HOUR)


def rescale(cents: int, minutes: int, to_minutes: int) -> int:
    """What another time costs at the rate at which `minutes` cost `cents`."""
    return (2 * cents * to_minutes + minutes) // (2 * minutes)


def add_up(lines: Iterable[Line], *, year: int, cap_cents: int) -> Account:
    """The account of one person. What waits on a device is no line, so it does not count."""
    known = list(lines)
    of_the_year = [line for line in known if line.worked_on.year == year]
    granted = [line for line in of_the_year if line.state in GRANTED]
    approved = sum(line.cents or 0 for line in known if line.state is E.APPROVED)
    return Account(
        waiting=_sum(line for line in of_the_year if line.state in WAITING),
        granted=_sum(granted),
        paid=_sum(line for line in granted if line.state is E.PAID),
        cap_cents=cap_cents,
        counted_cents=counted(of_the_year),
        due_cents=max(0, approved),
        set_off_cents=max(0, -approved),
    )


def counted(lines: Iterable[Line]) -> int:
    """Cents that the yearly cap counts."""
    return sum(
        line.cents or 0 for line in lines if line.state in GRANTED and line.kind in UNDER_THE_CAP
    )


def fits_under_cap(line: Line, room_cents: int) -> bool:
    """May this line be granted beside what is? What costs nothing or takes away always may."""
    return not line.is_under_cap or (line.cents or 0) <= max(0, room_cents)


def may_be_recalled(line: Line, room_cents: int) -> bool:
    """May this line go back to waiting? Without a correction that took away, others may cost more
    than the cap allows."""
    gives_room = line.is_under_cap and (line.cents or 0) < 0
    return not gives_room or -(line.cents or 0) <= room_cents


def is_payable(cents: Iterable[int | None]) -> bool:
    """May these amounts of one person be handed to finance? Not while they come to less than
    nothing: then they wait for what is approved next, for finance takes no money back."""
    return sum(amount or 0 for amount in cents) >= 0


def control_hash(lines: Iterable[tuple[uuid.UUID, int]]) -> str:
    """A sum over what was handed to finance that shows whether a line or an amount was changed.

    Made of what never changes, so a file taken out again after somebody took another name has the
    same one.
    """
    said = "".join(f"{entry_id} {cents}\n" for entry_id, cents in lines)
    return hashlib.sha256(said.encode()).hexdigest()


def visible_to(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """Entries the actor reaches: those for the programmes they have a say in."""
    return in_scope(actor, permission, program_id=WorkEntry.program_id)


def can_see_account(actor: Actor) -> bool:
    """An account holds the work of every programme: who approves that of one sees the entries."""
    return actor.scope(Permission.WORK_APPROVE).everywhere


def can_set_cap(actor: Actor) -> bool:
    return actor.scope(Permission.WORK_PAY).everywhere


def _sum(lines: Iterable[Line]) -> Sum:
    known = list(lines)
    return Sum(sum(one.minutes or 0 for one in known), sum(one.cents or 0 for one in known))
