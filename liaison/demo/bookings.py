"""Invented bookings, one in each state a coordinator meets on a Monday."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from liaison.db import db, new_id
from liaison.demo.scene import Scene
from liaison.liaisons.models.booking import (
    Booking,
    BookingOffer,
    BookingState,
    BookingStep,
    Debrief,
    OfferState,
    Task,
)
from liaison.liaisons.policy.bookings import STEPS
from liaison.liaisons.policy.reasons import Reason

S = BookingState
OFFER = ("request_booking", "offer_booking")
TAKEN = (*OFFER, "accept_offer")
BRIEFED = (*TAKEN, "brief_booking")
DEBRIEFED = (*BRIEFED, "finish_booking", "debrief_booking")
TOLD = (*DEBRIEFED, "thank_booking", "report_booking")
WHY = [Reason.SPEAKS.value, Reason.TRAINED.value, Reason.ASKED_LITTLE.value]
BRIEF = "Come to the side entrance at half past nine and ask for Ana. It is about the new bus stop."
SAID = "People want a bench and light at the stop. Two did not know that the bus changed."
UNANSWERED = "When does the bus come on Sundays?"
DONE = "The stop gets a bench and a lamp in spring. Your notes were in the plan."
HOURS = timedelta(hours=2)


def make_bookings(scene: Scene) -> None:
    """Two that wait, and four of the liaison who signs in."""
    interpret = {"task": Task.INTERPRET, "language": "vi", "cents_an_hour": 35_00}
    talk = {"task": Task.OUTREACH, "language": "en"}
    saturday = (5 - scene.today.weekday()) % 7 or 7
    _make(scene, saturday, "Tenants’ meeting at the library", (), **interpret)
    _make(scene, saturday, "Block party planning", (), **talk)
    _make(scene, 9, "Table at the health fair", OFFER, **talk)
    _make(scene, 5, "Walk along the new bus route", BRIEFED, **talk)
    _make(scene, -2, "Doors on Harbor Road", BRIEFED, **talk)
    _make(scene, -30, "Bus stop survey", TOLD, **talk)


def _make(scene: Scene, days: int, title: str, path: Sequence[str], **asked: Any) -> None:
    verbs = path or ("request_booking",)
    starts_at = scene.moment(days, 10)
    state = S.REQUESTED if len(verbs) == 1 else STEPS[verbs[-1]].to_state
    is_taken = "accept_offer" in verbs
    booking = Booking(
        id=new_id(),
        program_id=scene.office.program.id,
        title=title,
        state=state,
        liaison_id=scene.liaison_id if is_taken else None,
        area_id=scene.areas[0].id,
        place="Neighbourhood library",
        starts_at=starts_at,
        ends_at=starts_at + HOURS,
        minutes=120,
        is_paid="cents_an_hour" in asked,
        needs_credential=True,
        brief=BRIEF if "brief_booking" in verbs else "",
        report_back=DONE if state is S.REPORTED else "",
        reported_at=starts_at + timedelta(days=9) if state is S.REPORTED else None,
        requested_by_id=scene.office.users["coordinator"].id,
        requested_at=min(scene.now, starts_at) - timedelta(days=12),
        is_invented=True,
        **asked,
    )
    db.session.add(booking)
    db.session.flush()
    _write_history(scene, booking, verbs)
    if "offer_booking" in verbs:
        _write_offer(scene, booking, is_taken=is_taken)
    if "debrief_booking" in verbs:
        written_at = booking.ends_at + timedelta(hours=3)
        words = {"said": SAID, "unanswered": UNANSWERED, "was_worth_it": True}
        db.session.add(
            Debrief(booking_id=booking.id, people=23, minutes=130, written_at=written_at, **words)
        )
    db.session.flush()


def _write_history(scene: Scene, booking: Booking, verbs: Sequence[str]) -> None:
    """A step a day from the request on, none in the future."""
    before: BookingState | None = None
    by_whom: dict[str, uuid.UUID | None] = {"accept_offer": None, "debrief_booking": None}
    for number, verb in enumerate(verbs):
        to_state = S.REQUESTED if before is None else STEPS[verb].to_state
        at = min(scene.now, booking.requested_at + timedelta(days=number))
        if verb in {"finish_booking", "debrief_booking"}:
            at = booking.ends_at + timedelta(hours=3)
        if verb in {"thank_booking", "report_booking"}:
            at = booking.ends_at + timedelta(days=9)
        db.session.add(
            BookingStep(
                booking_id=booking.id,
                verb=verb,
                from_state=before,
                to_state=to_state,
                by_id=by_whom.get(verb, booking.requested_by_id),
                at=at,
            )
        )
        before = to_state


def _write_offer(scene: Scene, booking: Booking, *, is_taken: bool) -> None:
    offered_at = min(scene.now, booking.requested_at + timedelta(days=1))
    db.session.add(
        BookingOffer(
            booking_id=booking.id,
            liaison_id=scene.liaison_id,
            state=OfferState.ACCEPTED if is_taken else OfferState.OPEN,
            why=WHY,
            offered_at=offered_at,
            offered_by_id=booking.requested_by_id,
            answer_by=max(scene.now, offered_at) + timedelta(hours=48),
            answered_at=offered_at + timedelta(hours=5) if is_taken else None,
        )
    )
