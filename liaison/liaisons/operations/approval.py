"""Approving what liaisons entered, and asking back."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from liaison.audit.operations import record
from liaison.db import db
from liaison.errors import InvalidInput, NotAllowed, WrongState
from liaison.i18n import _, _l, money
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.models.work import EntryState, WorkEntry
from liaison.liaisons.operations.bookings import settle_bookings
from liaison.liaisons.operations.work import write_step
from liaison.liaisons.policy.pay import (
    GRANTED,
    STEPS,
    WAITING,
    Line,
    fits_under_cap,
    may_be_recalled,
    visible_to,
)
from liaison.liaisons.queries.work import find_account, list_accounts
from liaison.permissions import Actor, Permission

OWN_WORK = _l("It is your own work, so somebody else approves it.")


@dataclass
class Approval:
    """What became of a batch: the entries approved, and why each of the others was left."""

    approved: list[WorkEntry] = field(default_factory=list)
    left: list[tuple[WorkEntry, str]] = field(default_factory=list)


def approve_work(*, actor: Actor, entry_ids: Collection[uuid.UUID]) -> Approval:
    """Approve entries, those that may be: the others stay as they are, each with its reason.

    Corrections come after what they correct, so that both may be in one batch. Nobody approves
    their own work, and none beyond somebody's yearly cap.
    """
    done = Approval()
    entries = _lock(actor, entry_ids)
    own = _own_liaison_id(actor)
    rooms: dict[tuple[uuid.UUID, int], int] = {}
    for year in sorted({entry.worked_on.year for entry in entries}):
        found = list_accounts({entry.liaison_id for entry in entries}, year)
        rooms |= {(one, year): account.room_cents for one, account in found.items()}
    corrected = _states_of_corrected(entries)
    for entry in entries:
        room = rooms[entry.liaison_id, entry.worked_on.year]
        reason = OWN_WORK if entry.liaison_id == own else _reason_against(entry, room, corrected)
        if reason:
            done.left.append((entry, str(reason)))
            continue
        _step(actor, entry, "approve_work")
        corrected[entry.id] = entry.state
        if _line(entry).is_under_cap:
            rooms[entry.liaison_id, entry.worked_on.year] -= entry.cents or 0
        done.approved.append(entry)
    return done


def query_work(*, actor: Actor, entry: WorkEntry, answer: str) -> None:
    """Ask the liaison back. Raises WrongState, InvalidInput."""
    _answer(actor, entry, "query_work", answer)


def refuse_work(*, actor: Actor, entry: WorkEntry, answer: str) -> None:
    """Do not approve an entry, with the reason; corrections of it that wait go with it."""
    _answer(actor, entry, "refuse_work", answer)
    waiting = select(WorkEntry).where(
        WorkEntry.corrects_id == entry.id, WorkEntry.state.in_(WAITING)
    )
    for correction in db.session.scalars(waiting.with_for_update()).all():
        correction.answer = entry.answer
        _step(actor, correction, "refuse_work")
    if entry.booking_id:  # it may have been the last that was left to pay
        settle_bookings(actor=actor, booking_ids=[entry.booking_id])


def answer_query(*, actor: Actor, entry: WorkEntry, words: str) -> None:
    """What the liaison says to the city's question; it stands below what they wrote before."""
    if not words.strip():
        raise InvalidInput("words", _("Write your answer."))
    _lock_again(entry)
    entry.words = f"{entry.words}\n\n{words.strip()}".strip()
    _step(actor, entry, "answer_query")


def recall_approval(*, actor: Actor, entry: WorkEntry) -> None:
    """Take an approval back while it is not paid. Raises WrongState, NotAllowed."""
    _lock_liaisons({entry.liaison_id})
    _lock_again(entry)
    if entry.liaison_id == _own_liaison_id(actor):
        raise NotAllowed(str(OWN_WORK))
    corrections = select(WorkEntry.id).where(
        WorkEntry.corrects_id == entry.id, WorkEntry.state.in_(GRANTED)
    )
    if db.session.scalar(corrections.limit(1)):
        raise WrongState(_("A correction of this entry is approved. Take that back first."))
    account = find_account(entry.liaison_id, entry.worked_on.year)
    if not may_be_recalled(_line(entry), account.room_cents):
        raise WrongState(_("It made room below their yearly cap. Take back first what used it."))
    _step(actor, entry, "recall_approval")


def _answer(actor: Actor, entry: WorkEntry, verb: str, answer: str) -> None:
    if not answer.strip():
        raise InvalidInput("answer", _("Write what they should know."))
    _lock_again(entry)
    if entry.liaison_id == _own_liaison_id(actor):
        raise NotAllowed(str(OWN_WORK))
    entry.answer = answer.strip()
    _step(actor, entry, verb)


def _step(actor: Actor, entry: WorkEntry, verb: str) -> None:
    step = STEPS[verb]
    if entry.state not in step.from_states:
        raise WrongState(_("Somebody changed this entry already. Look at it again."))
    before, entry.state = entry.state, step.to_state
    record(actor, verb, entry)
    write_step(actor, entry, verb, before)


def _lock(actor: Actor, entry_ids: Collection[uuid.UUID]) -> list[WorkEntry]:
    """The entries the actor has a say in, what is corrected before what corrects it.

    All who lock entries do so by their keys, or two could wait for each other for ever.
    """
    theirs = [WorkEntry.id.in_(entry_ids), visible_to(actor, Permission.WORK_APPROVE)]
    liaison_ids = set(db.session.scalars(select(WorkEntry.liaison_id).where(*theirs)))
    _lock_liaisons(liaison_ids)
    asked = select(WorkEntry).where(*theirs).order_by(WorkEntry.id)
    fresh = asked.with_for_update().execution_options(populate_existing=True)
    return sorted(
        db.session.scalars(fresh),
        key=lambda entry: (entry.corrects_id is not None, entry.worked_on, entry.id),
    )


def _lock_liaisons(liaison_ids: Collection[uuid.UUID]) -> None:
    """Before their entries, so that two who approve at once do not both see the room below a cap.

    Not against rows that point at them: who corrects an entry holds it, and adds such a row.
    """
    in_line = select(Liaison.id).where(Liaison.id.in_(liaison_ids)).order_by(Liaison.id)
    db.session.execute(in_line.with_for_update(key_share=True))


def _lock_again(entry: WorkEntry) -> None:
    db.session.refresh(entry, with_for_update=True)


def _own_liaison_id(actor: Actor) -> uuid.UUID | None:
    own = select(Liaison.id).where(Liaison.user_id == actor.user_id)
    return db.session.scalar(own) if actor.user_id else None


def _states_of_corrected(entries: Iterable[WorkEntry]) -> dict[uuid.UUID, EntryState]:
    corrected_ids = {entry.corrects_id for entry in entries if entry.corrects_id}
    found = select(WorkEntry.id, WorkEntry.state).where(WorkEntry.id.in_(corrected_ids))
    return dict(db.session.execute(found).all())


def _reason_against(
    entry: WorkEntry, room_cents: int, corrected: dict[uuid.UUID, EntryState]
) -> Any:
    """Why this entry cannot be approved now; empty: it can."""
    if entry.state not in STEPS["approve_work"].from_states:
        return _("Somebody changed this entry already.")
    if entry.corrects_id and corrected[entry.corrects_id] not in GRANTED:
        return _("Approve the entry that this one corrects first.")
    if not fits_under_cap(_line(entry), room_cents):
        return _(
            "It would pass their yearly cap: %(left)s of it is left.",
            left=money(max(0, room_cents)),
        )
    return ""


def _line(entry: WorkEntry) -> Line:
    return Line(entry.kind, entry.state, entry.worked_on, entry.minutes, entry.cents)
