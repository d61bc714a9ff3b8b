"""What a liaison brings back from a job, and the time it took."""

from dataclasses import dataclass

from liaison import clock
from liaison.audit.operations import record
from liaison.errors import InvalidInput
from liaison.i18n import _, settings
from liaison.liaisons.models.booking import Booking, BookingState, Debrief
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.models.work import EntryKind
from liaison.liaisons.operations.booking_letters import tell_staff
from liaison.liaisons.operations.bookings import hold, take_step
from liaison.liaisons.operations.work import WorkDetails, enter_work
from liaison.liaisons.policy.candidates import Period, days_of
from liaison.liaisons.policy.pay import MOST_MINUTES
from liaison.permissions import Actor


@dataclass(frozen=True)
class DebriefDetails:
    """What was said, how many spoke, how long it took."""

    minutes: int
    said: str
    people: int | None = None
    unanswered: str = ""
    was_worth_it: bool | None = None  # the community's time


def debrief_booking(
    *, actor: Actor, booking: Booking, liaison: Liaison, details: DebriefDetails
) -> Debrief:
    """Store it with the hours, which stand in the liaison's account from then on.

    Who writes it says by that that the job was done. Raises WrongState, InvalidInput.
    """
    if not 0 < details.minutes <= MOST_MINUTES:
        raise InvalidInput("minutes", _("Enter how long it took, at most 24 hours."))
    hold(booking)
    if booking.state in {BookingState.CONFIRMED, BookingState.BRIEFED}:
        take_step(actor, booking, "finish_booking")
    take_step(actor, booking, "debrief_booking")
    debrief = Debrief(
        booking_id=booking.id,
        people=details.people,
        minutes=details.minutes,
        said=details.said.strip(),
        unanswered=details.unanswered.strip(),
        was_worth_it=details.was_worth_it,
        written_at=clock.now(),
    )
    record(actor, "write_debrief", debrief)
    zone = settings().zone()
    _first, last = days_of(Period(booking.starts_at, booking.ends_at), zone)
    worked_on = min(last, clock.today(zone))
    enter_work(
        actor=actor,
        liaison=liaison,
        details=WorkDetails(
            program_id=booking.program_id,
            kind=EntryKind.HOURS,
            worked_on=worked_on,
            minutes=details.minutes,
            words=booking.title,
            booking_id=booking.id,
        ),
        key=f"debrief {booking.id}",
    )
    tell_staff(
        booking.requested_by_id, booking, "debrief_booking", liaison_name=liaison.person.name
    )
    return debrief
