"""Bookings for tests."""

from datetime import timedelta

from factories.liaisons import make_liaison
from sqlalchemy import select

from liaison import clock
from liaison.accounts.models import User
from liaison.db import db
from liaison.liaisons.models.booking import (
    Booking,
    BookingOffer,
    BookingState,
    Debrief,
    OfferState,
    Task,
)
from liaison.liaisons.operations.bookings import BookingDetails, request_booking
from liaison.liaisons.operations.offers import accept_offer, offer_booking
from liaison.liaisons.queries.roster import find_liaison_of_user
from liaison.permissions import SYSTEM


def make_booking(program, *, actor=SYSTEM, starts_at=None, lasts=120, **values):
    """Interpreting from Vietnamese for two hours in three days, unless told otherwise."""
    starts_at = starts_at or clock.now() + timedelta(days=3)
    details = {"title": "Tenants’ meeting", "task": Task.INTERPRET, "language": "vi"} | values
    return request_booking(
        actor=actor,
        details=BookingDetails(
            program_id=program.id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=lasts),
            **details,
        ),
    )


def let_interpret(liaison, *tags):
    """They interpret in the languages they speak."""
    for row in liaison.languages:
        row.interprets = not tags or row.language in tags
    db.session.flush()
    return liaison


def confirm(booking, liaison, *, actor=SYSTEM):
    """Offered and taken."""
    offer_booking(actor=actor, booking=booking, liaison=liaison)
    accept_offer(actor=actor, booking=booking)
    return booking


def booking_called(title):
    return db.session.scalars(select(Booking).where(Booking.title == title)).one()


def add_bookings(program, area):
    """A job of the administrator, who walks through the town, told what came of it; another that
    they think about, and one for which somebody has to be found."""
    user = db.session.scalars(select(User).where(User.email == "administrator@example.org")).one()
    liaison = find_liaison_of_user(user.id) or make_liaison("Amira Haddad", user_id=user.id)
    about = {"area_id": area.id, "place": "Riverside Library", "needs_credential": False}
    done, offered, _waits = (
        make_booking(program, language=None, title=title, cents_an_hour=30_00, **about)
        for title in ("Tenants’ meeting", "Block meeting", "School meeting")
    )
    offered.state = BookingState.OFFERED
    done.state, done.liaison_id = BookingState.DEBRIEFED, liaison.id
    done.brief, done.report_back = "Ask for Ana.\nRoom 2.", "The heating is repaired."
    done.reported_at = now = clock.now()
    offer = {"liaison_id": liaison.id, "offered_at": now, "why": ["interprets", "free"]}
    taken = {"state": OfferState.ACCEPTED, "answered_at": now, "answer_by": now}
    db.session.add_all(
        [
            BookingOffer(booking_id=done.id, **offer, **taken),
            BookingOffer(booking_id=offered.id, **offer, answer_by=offered.starts_at),
            Debrief(booking_id=done.id, people=14, minutes=90, said="Rents go up.", written_at=now),
        ]
    )
    db.session.flush()
    return {"booking_id": done.id}
