"""Entering what liaisons did and spent."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.exc import IntegrityError

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db, read_rows
from liaison.errors import InvalidInput, NotAllowed, NotFound
from liaison.i18n import _, money, settings
from liaison.liaisons.models.booking import Booking
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.models.work import EntryKind, EntryState, WorkEntry, WorkEntryStep
from liaison.liaisons.policy.pay import (
    HIGHEST_CAP,
    MOST_CENTS,
    MOST_MINUTES,
    can_set_cap,
    price,
    rescale,
)
from liaison.permissions import Actor
from liaison.programs.models import Program

ENTERED_WITHIN = timedelta(days=366)


@dataclass(frozen=True)
class WorkDetails:
    """What somebody did or spent. A line that corrects another adds to it or takes from it."""

    program_id: uuid.UUID
    kind: EntryKind
    worked_on: date
    minutes: int | None = None
    cents: int | None = None  # of hours for a paid booking: told by its rate if left out
    words: str = ""
    booking_id: uuid.UUID | None = None
    corrects: WorkEntry | None = None


def enter_work(*, actor: Actor, liaison: Liaison, details: WorkDetails, key: str) -> WorkEntry:
    """A line of somebody's work; under the same `key` only one. Raises InvalidInput, NotFound."""
    looked = {"liaison_id": liaison.id, "key": key, "program_id": details.program_id}
    [(known_id, is_open)] = read_rows(_FIRST_LOOK, looked)
    if known_id:
        return db.session.get_one(WorkEntry, known_id)
    if details.corrects is None:
        _check_details(details, is_open=is_open)
    else:
        _check_correction(liaison, details, details.corrects)
    entry = WorkEntry(
        liaison_id=liaison.id,
        program_id=details.program_id,
        booking_id=details.booking_id,
        entry_key=key,
        kind=details.kind,
        state=EntryState.SUBMITTED,
        worked_on=details.worked_on,
        minutes=details.minutes,
        cents=_cents_of(liaison, details),
        words=details.words.strip(),
        corrects_id=details.corrects.id if details.corrects else None,
        entered_at=clock.now(),
        entered_by_id=actor.user_id,
        is_invented=liaison.is_invented,
    )
    return _store(actor, entry)


def correct_work(
    *,
    actor: Actor,
    entry: WorkEntry,
    minutes: int | None,
    cents: int | None,
    words: str,
    key: str,
) -> WorkEntry:
    """Say what an entry should have been: the difference is a line of its own.

    Hours without an amount named cost what they did before, by the hour. Raises InvalidInput.
    """
    known = _find_known(entry.liaison_id, key)
    if known:
        return known
    db.session.refresh(entry, with_for_update=True)  # two corrections at once see each other
    stood_minutes, stood_cents = standing(entry)
    if cents is None and minutes is not None and entry.cents is not None and entry.minutes:
        cents = _priced_again(entry, minutes)
    more_minutes = 0 if minutes is None else minutes - stood_minutes
    more_cents = 0 if cents is None else cents - stood_cents
    if not (more_minutes or more_cents):
        raise InvalidInput("words", _("Nothing would change."))
    details = WorkDetails(
        program_id=entry.program_id,
        kind=entry.kind,
        worked_on=entry.worked_on,
        minutes=more_minutes or None,
        cents=more_cents or None,
        words=words,
        booking_id=entry.booking_id,
        corrects=entry,
    )
    liaison = db.session.get_one(Liaison, entry.liaison_id)
    return enter_work(actor=actor, liaison=liaison, details=details, key=key)


def _priced_again(entry: WorkEntry, minutes: int) -> int:
    booking = db.session.get(Booking, entry.booking_id) if entry.booking_id else None
    if booking is not None and booking.cents_an_hour is not None:
        return price(minutes, booking.cents_an_hour)
    return rescale(entry.cents or 0, entry.minutes or 1, minutes)


def set_cap(*, actor: Actor, liaison: Liaison, cents: int | None) -> Liaison:
    """The most this liaison is paid in a year; None: as the city's rules say.

    It holds for the work of every programme, so a role in one of them does not decide it; nor does
    anybody set their own. Raises InvalidInput, NotAllowed.
    """
    if not can_set_cap(actor):
        raise NotAllowed
    if liaison.user_id is not None and liaison.user_id == actor.user_id:
        raise NotAllowed(_("It is your own pay, so somebody else sets its cap."))
    if cents is not None and not 0 <= cents <= HIGHEST_CAP:
        raise InvalidInput("cap", _between(HIGHEST_CAP))
    liaison.yearly_cap_cents = cents
    record(actor, "set_cap", liaison)
    return liaison


def write_step(actor: Actor, entry: WorkEntry, verb: str, before: EntryState | None) -> None:
    """Add to the history of an entry."""
    db.session.add(
        WorkEntryStep(
            entry_id=entry.id,
            verb=verb,
            from_state=before,
            to_state=entry.state,
            by_id=actor.user_id,
            at=clock.now(),
        )
    )


# made once, and past the mapper: almost always there is none
_UNDER_THE_KEY = select(WorkEntry.id).where(
    WorkEntry.liaison_id == bindparam("liaison_id"), WorkEntry.entry_key == bindparam("key")
)
# both in one statement: is it there already, and may it be for this programme?
_FIRST_LOOK = select(
    _UNDER_THE_KEY.scalar_subquery(),
    exists().where(Program.id == bindparam("program_id"), Program.is_active),
)


def _find_known(liaison_id: uuid.UUID, key: str) -> WorkEntry | None:
    found = read_rows(_UNDER_THE_KEY, {"liaison_id": liaison_id, "key": key})
    return db.session.get(WorkEntry, found[0].id) if found else None


def _store(actor: Actor, entry: WorkEntry) -> WorkEntry:
    liaison_id, key = entry.liaison_id, entry.entry_key
    try:
        with db.session.begin_nested():
            record(actor, "enter_work", entry)
            write_step(actor, entry, "enter_work", None)
    except IntegrityError:  # sent twice at the same moment: the other one is stored
        known = _find_known(liaison_id, key)
        if known is None:
            raise
        return known
    return entry


def _check_details(details: WorkDetails, *, is_open: bool) -> None:
    today = clock.today(settings().zone())
    if not today - ENTERED_WITHIN <= details.worked_on <= today:
        raise InvalidInput(
            "worked_on", _("Enter a day of the last twelve months that is not in the future.")
        )
    if details.kind is EntryKind.HOURS:
        if details.minutes is None or not 0 < details.minutes <= MOST_MINUTES:
            raise InvalidInput("hours", _("Enter how long it took, at most 24 hours."))
    elif details.cents is None or details.cents <= 0:
        raise InvalidInput("amount", _("Enter an amount that is more than nothing."))
    if details.cents is not None and not 0 <= details.cents <= MOST_CENTS:
        raise InvalidInput("amount", _between(MOST_CENTS))
    # a job that was done is paid, also when its programme was closed meanwhile
    if details.booking_id is None and not is_open:
        raise InvalidInput("program", _("Choose a programme."))


def _check_correction(liaison: Liaison, details: WorkDetails, corrected: WorkEntry) -> None:
    """What is left of a line after all its corrections is never less than nothing, nor more than
    one line may be."""
    if corrected.liaison_id != liaison.id or corrected.corrects_id is not None:
        raise NotFound
    if corrected.state is EntryState.REFUSED:
        raise InvalidInput("words", _("This entry was not approved. Enter a new one."))
    stood_minutes, stood_cents = standing(corrected)
    minutes, cents = stood_minutes + (details.minutes or 0), stood_cents + (details.cents or 0)
    if minutes < 0:
        raise InvalidInput("hours", _("That takes away more than was entered."))
    if minutes > MOST_MINUTES:
        raise InvalidInput("hours", _("Enter how long it took, at most 24 hours."))
    if cents < 0:
        raise InvalidInput("amount", _("That takes away more than was entered."))
    if cents > MOST_CENTS:
        raise InvalidInput("amount", _between(MOST_CENTS))


def _between(cents: int) -> str:
    return _("Enter an amount from %(least)s to %(most)s.", least=money(0), most=money(cents))


def standing(entry: WorkEntry) -> tuple[int, int]:
    """Minutes and cents of a line with all its corrections that were not refused."""
    minutes, cents = db.session.execute(
        select(func.sum(WorkEntry.minutes), func.sum(WorkEntry.cents)).where(
            WorkEntry.corrects_id == entry.id, WorkEntry.state != EntryState.REFUSED
        )
    ).one()
    return (minutes or 0) + (entry.minutes or 0), (cents or 0) + (entry.cents or 0)


def _cents_of(liaison: Liaison, details: WorkDetails) -> int | None:
    """The amount named, else that of the booking's rate; other hours are unpaid."""
    if details.booking_id is None:
        return details.cents
    booking = db.session.get(Booking, details.booking_id)
    if booking is None or booking.liaison_id != liaison.id:
        raise NotFound
    if details.cents is not None or details.minutes is None or booking.cents_an_hour is None:
        return details.cents
    return price(details.minutes, booking.cents_an_hour)
