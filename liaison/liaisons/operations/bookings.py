"""Asking for a liaison, and what the programme does with the booking until the report-back."""

import hashlib
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db, write_once
from liaison.errors import Conflict, InvalidInput, WrongState
from liaison.i18n import _
from liaison.liaisons.models.booking import (
    Booking,
    BookingState,
    BookingStep,
    OfferState,
    Task,
)
from liaison.liaisons.operations.booking_letters import tell_liaison, tell_of_ended_offer
from liaison.liaisons.policy.bookings import STEPS, can_take_step
from liaison.liaisons.policy.pay import MOST_MINUTES
from liaison.liaisons.queries.bookings import find_open_offer, list_settled_bookings
from liaison.permissions import Actor, Owner, Permission
from liaison.programs.models import Program

LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class BookingDetails:
    """What a programme asks for. Without a rate the work is unpaid; empty words ask for nothing."""

    program_id: uuid.UUID
    title: str
    task: Task
    starts_at: datetime
    ends_at: datetime
    minutes: int | None = None  # blank: as long as it lasts
    language: str | None = None
    community: str = ""
    area_id: uuid.UUID | None = None
    place: str = ""
    cents_an_hour: int | None = None
    budget_code: str = ""
    needs_credential: bool = True
    materials: str = ""
    access: str = ""


def request_booking(
    *,
    actor: Actor,
    details: BookingDetails,
    key: uuid.UUID | None = None,
    is_invented: bool = False,
) -> Booking:
    """Ask for a liaison; under the same `key` once. Raises InvalidInput."""

    def write(booking_id: uuid.UUID) -> Booking:
        booking = Booking(
            id=booking_id,
            state=BookingState.REQUESTED,
            requested_by_id=actor.user_id,
            requested_at=clock.now(),
            is_invented=is_invented,
        )
        _set_details(booking, details)
        record(actor, "request_booking", booking)
        write_step(actor, booking, "request_booking", None)
        return booking

    _check_scope(actor, details)
    check_time(details.starts_at, details.ends_at, details.minutes)
    return write_once(Booking, key, write)


def fingerprint_booking(booking: Booking) -> str:
    """Tells two states of what is asked for apart."""
    said = [getattr(booking, name) for name in BookingDetails.__dataclass_fields__]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def check_unchanged(booking: Booking, opened: str | None) -> None:
    """Is what is stored still what its form was opened with? Raises Conflict."""
    if opened and opened != fingerprint_booking(booking):
        raise Conflict(
            "booking",  # no field of the form: the person mends nothing, but decides
            _("Somebody changed this booking meanwhile. Saving again replaces what they wrote."),
        )


def check_is_open(booking: Booking) -> None:
    """What is asked for changes only while nobody was offered it. Raises WrongState."""
    if booking.state is BookingState.OFFERED:
        raise WrongState(
            _(
                "It was offered to somebody. Whoever made the offer can change the time; "
                "for anything else, take the offer back first."
            )
        )
    if booking.state is not BookingState.REQUESTED:
        raise WrongState(
            _(
                "Somebody took it as it stands. Whoever found them can change the time; "
                "for anything else, cancel it and ask for a new one."
            )
        )


def edit_booking(
    *, actor: Actor, booking: Booking, details: BookingDetails, opened: str | None = None
) -> Booking:
    """Change what is asked for, while nobody has been offered it. Raises WrongState, InvalidInput.

    `opened` is the fingerprint of what its form was opened with: Conflict where that is no longer
    what is stored.
    """
    db.session.refresh(booking, with_for_update=True)
    check_is_open(booking)
    _check_scope(actor, details)
    check_time(details.starts_at, details.ends_at, details.minutes)
    check_unchanged(booking, opened)
    _set_details(booking, details)
    record(actor, "edit_booking", booking)
    return booking


def _check_scope(actor: Actor, details: BookingDetails) -> None:
    """A role in an area asks for what takes place there, or would not see it again."""
    scope = actor.scope(Permission.BOOKING_REQUEST)
    if scope.everywhere:
        return
    department_id = db.session.scalars(
        select(Program.department_id).where(Program.id == details.program_id)
    ).one()
    if not scope.reaches(Owner(department_id, details.program_id, details.area_id)):
        raise InvalidInput("area", _("Choose an area you work in."))


def check_time(starts_at: datetime, ends_at: datetime, minutes: int | None) -> None:
    """Can it take place then, and does the work fit in? Raises InvalidInput."""
    if ends_at.astimezone(UTC) <= starts_at.astimezone(UTC):
        raise InvalidInput(
            "ends",
            _("Enter a time after the start. If it ends on another day, enter the last day."),
        )
    if starts_at <= clock.now():
        raise InvalidInput("day", _("Enter a time that is still to come."))
    if ends_at - starts_at > LONGEST:
        raise InvalidInput("last_day", _("Enter a day within a year of the first one."))
    lasts = minutes_between(starts_at, ends_at)
    if minutes is not None and not 0 < minutes <= lasts:
        raise InvalidInput("minutes", _("Enter no more minutes than lie between start and end."))
    if (minutes or lasts) > MOST_MINUTES:
        raise InvalidInput("minutes", _("Enter how many minutes of work it is, at most 1440."))


def minutes_between(starts_at: datetime, ends_at: datetime) -> int:
    """As they pass, not as the clock shows: the night in which it changes is longer or shorter."""
    return int((ends_at.astimezone(UTC) - starts_at.astimezone(UTC)).total_seconds()) // 60


def _set_details(booking: Booking, details: BookingDetails) -> None:
    booking.program_id, booking.task = details.program_id, details.task
    booking.title, booking.place = details.title.strip(), details.place.strip()
    booking.language, booking.community = details.language, details.community.strip()
    booking.area_id = details.area_id
    booking.starts_at, booking.ends_at = details.starts_at, details.ends_at
    booking.minutes = details.minutes or minutes_between(details.starts_at, details.ends_at)
    booking.is_paid = details.cents_an_hour is not None
    booking.cents_an_hour, booking.budget_code = details.cents_an_hour, details.budget_code.strip()
    booking.needs_credential = details.needs_credential
    booking.materials, booking.access = details.materials.strip(), details.access.strip()


def brief_booking(*, actor: Actor, booking: Booking, brief: str) -> datetime | None:
    """Say where, with whom and what about; when the liaison is sent it. Raises WrongState."""
    hold(booking)
    booking.brief = brief.strip()
    take_step(actor, booking, "brief_booking")
    return tell_liaison(booking.liaison_id, booking, "brief_booking")


def finish_booking(*, actor: Actor, booking: Booking) -> None:
    """It took place. Raises WrongState."""
    hold(booking)
    take_step(actor, booking, "finish_booking")


def cancel_booking(*, actor: Actor, booking: Booking, reason: str) -> None:
    """It does not take place; whoever was asked or booked is told. Raises WrongState."""
    hold(booking)
    offer = find_open_offer(booking.id)
    booking.reason = reason.strip()
    take_step(actor, booking, "cancel_booking")
    if offer:
        offer.state, offer.answered_at = OfferState.WITHDRAWN, clock.now()
        tell_of_ended_offer(offer, booking, "cancel_booking")
    else:
        tell_liaison(booking.liaison_id, booking, "cancel_booking")


def thank_booking(*, actor: Actor, booking: Booking) -> None:
    """Thank whoever did an unpaid one. Raises WrongState."""
    hold(booking)
    take_step(actor, booking, "thank_booking")
    tell_liaison(booking.liaison_id, booking, "thank_booking")
    _end_if_reported(actor, booking)


def report_booking(*, actor: Actor, booking: Booking, report_back: str) -> datetime | None:
    """Tell the liaison what the city did with it; when they are sent it. Raises WrongState.

    Before it is paid it stays where it is, and ends with the payment; it ends at once where nothing
    of it is left to be paid.
    """
    hold(booking)
    booking.report_back, booking.reported_at = report_back.strip(), clock.now()
    is_early = booking.state is BookingState.DEBRIEFED
    take_step(actor, booking, "report_early" if is_early else "report_booking")
    settle_bookings(actor=actor, booking_ids=[booking.id])
    return tell_liaison(booking.liaison_id, booking, "report_booking")


def settle_bookings(*, actor: Actor, booking_ids: Collection[uuid.UUID]) -> None:
    """Those of which nothing is left to pay are paid, if anything was, and end once reported."""
    for booking, was_paid in list_settled_bookings(booking_ids):
        if was_paid:
            take_step(actor, booking, "pay_booking")
        _end_if_reported(actor, booking)


def _end_if_reported(actor: Actor, booking: Booking) -> None:
    """Nothing is left to do where the liaison was told what came of it."""
    if booking.reported_at:
        take_step(actor, booking, "end_booking")


def hold(booking: Booking) -> None:
    """Two people may press a button at once: the second finds what the first did."""
    db.session.refresh(booking, with_for_update=True)


def take_step(actor: Actor, booking: Booking, verb: str) -> None:
    """One row of `policy.STEPS`, with its history. Raises WrongState."""
    possible = can_take_step(
        booking.state,
        verb,
        starts_at=booking.starts_at,
        now=clock.now(),
        is_paid=booking.is_paid,
    )
    if not possible:
        raise WrongState(_("The booking has moved on. Look at it again."))
    before, booking.state = booking.state, STEPS[verb].to_state
    record(actor, verb, booking)
    write_step(actor, booking, verb, before)


def write_step(actor: Actor, booking: Booking, verb: str, before: BookingState | None) -> None:
    """A line of the history."""
    db.session.add(
        BookingStep(
            booking_id=booking.id,
            verb=verb,
            from_state=before,
            to_state=booking.state,
            by_id=actor.user_id,
            at=clock.now(),
        )
    )
    db.session.flush()
