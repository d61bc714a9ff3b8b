"""When a booking was to take place before it was moved."""

from datetime import datetime

from liaison.audit.queries import list_acts
from liaison.liaisons.models.booking import Booking, BookingOffer, OfferState
from liaison.liaisons.policy.bookings import MOVES
from liaison.liaisons.policy.candidates import Period
from liaison.liaisons.queries.bookings import list_booking_steps


def list_times_before(booking: Booking) -> list[Period]:
    """For each time it was moved, the newest first; out of what the audit log holds of it."""
    starts_at, ends_at = booking.starts_at, booking.ends_at
    times = []
    for action, changes in list_acts(
        Booking.__tablename__, str(booking.id), ("edit_booking", *MOVES)
    ):
        starts_at = _before(changes.get("starts_at"), starts_at)
        ends_at = _before(changes.get("ends_at"), ends_at)
        if action in MOVES:
            times.append(Period(starts_at, ends_at))
    return times


def find_time_asked_before(booking: Booking, offer: BookingOffer | None) -> Period | None:
    """For whoever is asked again, and has not answered yet."""
    if offer is None or offer.state is not OfferState.OPEN:
        return None
    last = next(iter(list_booking_steps(booking.id)), None)
    if last is None or last.verb != "move_booking":
        return None
    return next(iter(list_times_before(booking)), None)


def _before(change: list[str] | None, now: datetime) -> datetime:
    return datetime.fromisoformat(change[0]) if change else now
