"""Reading the jobs to come of one liaison."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, or_, select

from liaison import clock
from liaison.db import db
from liaison.liaisons.models.booking import Booking, BookingOffer, BookingState, OfferState
from liaison.liaisons.policy.bookings import visible_to
from liaison.permissions import Actor

TO_COME = (BookingState.OFFERED, BookingState.CONFIRMED, BookingState.BRIEFED)


def ask_jobs_to_come(liaison_id: uuid.UUID) -> Select[Booking]:
    """What they took or think about, and what has not begun; in the order of keys."""
    offered = select(BookingOffer.booking_id).where(
        BookingOffer.liaison_id == liaison_id, BookingOffer.state == OfferState.OPEN
    )
    return (
        select(Booking)
        .where(
            or_(Booking.liaison_id == liaison_id, Booking.id.in_(offered)),
            Booking.state.in_(TO_COME),
            Booking.starts_at > clock.now(),
        )
        .order_by(Booking.id)
    )


def list_jobs_to_come(actor: Actor, liaison_id: uuid.UUID) -> Sequence[Booking]:
    """Those of them that the actor sees, the soonest first."""
    asked = ask_jobs_to_come(liaison_id).where(visible_to(actor))
    return sorted(db.session.scalars(asked), key=lambda booking: (booking.starts_at, booking.id))
