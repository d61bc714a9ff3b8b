"""Who sees which bookings, and the steps of a booking from the request to the report-back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_

from liaison.i18n import _l, _lp
from liaison.liaisons.models.booking import Booking, BookingState, OfferState, Task
from liaison.permissions import Actor, Permission
from liaison.programs.policy import in_scope

S = BookingState
REQUEST, MATCH = Permission.BOOKING_REQUEST, Permission.BOOKING_MATCH


class Step(NamedTuple):
    """One row of the life cycle. `by` says who takes it: a permission, or the liaison."""

    from_states: frozenset[BookingState]
    to_state: BookingState
    by: frozenset[str]


LIAISON = "liaison"  # whoever it was offered to, or who does it
NOBODY: frozenset[str] = frozenset()  # Liaison itself, at the time or with something else
MOVABLE = frozenset({S.OFFERED, S.CONFIRMED, S.BRIEFED})  # before, it is changed as a whole
MOVES = ("move_booking", "rematch_booking")
STEPS: Mapping[str, Step] = {
    "offer_booking": Step(frozenset({S.REQUESTED}), S.OFFERED, frozenset({MATCH})),
    "accept_offer": Step(frozenset({S.OFFERED}), S.CONFIRMED, frozenset({LIAISON, MATCH})),
    "decline_offer": Step(frozenset({S.OFFERED}), S.REQUESTED, frozenset({LIAISON, MATCH})),
    "withdraw_offer": Step(frozenset({S.OFFERED}), S.REQUESTED, frozenset({MATCH})),
    "expire_offer": Step(frozenset({S.OFFERED}), S.REQUESTED, NOBODY),
    "leave_booking": Step(
        frozenset({S.CONFIRMED, S.BRIEFED}), S.REQUESTED, frozenset({LIAISON, MATCH})
    ),
    # with the step of their life after which they no longer fit
    "release_booking": Step(frozenset({S.CONFIRMED, S.BRIEFED}), S.REQUESTED, NOBODY),
    # to another time: whoever was asked or took it is asked again, or somebody else is looked for
    "move_booking": Step(MOVABLE, S.OFFERED, frozenset({MATCH})),
    "rematch_booking": Step(MOVABLE, S.REQUESTED, frozenset({MATCH})),
    "brief_booking": Step(frozenset({S.CONFIRMED, S.BRIEFED}), S.BRIEFED, frozenset({REQUEST})),
    "finish_booking": Step(
        frozenset({S.CONFIRMED, S.BRIEFED}), S.DONE, frozenset({LIAISON, REQUEST, MATCH})
    ),
    "debrief_booking": Step(frozenset({S.DONE}), S.DEBRIEFED, frozenset({LIAISON, MATCH})),
    "pay_booking": Step(frozenset({S.DEBRIEFED}), S.PAID, NOBODY),  # with the payment of its hours
    "thank_booking": Step(frozenset({S.DEBRIEFED}), S.PAID, frozenset({REQUEST})),  # unpaid ones
    # what came of it may be known long before finance has paid
    "report_early": Step(frozenset({S.DEBRIEFED}), S.DEBRIEFED, frozenset({REQUEST})),
    "report_booking": Step(frozenset({S.PAID}), S.REPORTED, frozenset({REQUEST})),
    # reported, and then paid or thanked; or reported, and nothing of it is paid
    "end_booking": Step(frozenset({S.DEBRIEFED, S.PAID}), S.REPORTED, NOBODY),
    "cancel_booking": Step(
        frozenset({S.REQUESTED, S.OFFERED, S.CONFIRMED, S.BRIEFED}),
        S.CANCELLED,
        frozenset({REQUEST}),
    ),
}
BEFORE_IT_BEGINS = frozenset(
    {"offer_booking", "accept_offer", "leave_booking", "release_booking", *MOVES}
)
PROMISED = frozenset({S.CONFIRMED, S.BRIEFED, S.DONE})  # somebody does it; not yet written as work
AT_HOME = frozenset({Task.WRITE, Task.ADVISE})  # done whenever, until the end

TASKS: Mapping[Task, Any] = {
    Task.INTERPRET: _l("Interpret"),
    Task.FACILITATE: _l("Lead a conversation"),
    Task.ADVISE: _l("Advise on a message"),
    Task.WRITE: _l("Translate or proofread"),
    Task.OUTREACH: _l("Talk to people at doors or at a table"),
    Task.FOCUS_GROUP: _l("Lead a focus group"),
    Task.OTHER: _l("Something else"),
}
STATES: Mapping[BookingState, Any] = {
    S.REQUESTED: _lp("booking", "Requested"),
    S.OFFERED: _lp("booking", "Offered"),
    S.CONFIRMED: _lp("booking", "Confirmed"),
    S.BRIEFED: _lp("booking", "Briefed"),
    S.DONE: _lp("booking", "Done"),
    S.DEBRIEFED: _lp("booking", "Debriefed"),
    S.PAID: _lp("booking", "Paid"),
    S.REPORTED: _lp("booking", "Reported back"),
    S.CANCELLED: _lp("booking", "Cancelled"),
}
THANKED = _lp("booking", "Thanked")  # what an unpaid one is instead of paid
TONES: Mapping[BookingState, str] = {
    S.REQUESTED: "warn",
    S.OFFERED: "now",
    S.CONFIRMED: "good",
    S.BRIEFED: "good",
    S.DONE: "now",
    S.DEBRIEFED: "now",
}
# What became of an offer, for the liaison who comes back to it.
ENDED_OFFERS: Mapping[OfferState, Any] = {
    OfferState.ACCEPTED: _l("Somebody else does this job now."),
    OfferState.DECLINED: _l("You said that you cannot do this job. Thank you for the answer."),
    OfferState.EXPIRED: _l("The time to answer is over, so somebody else is asked."),
    OfferState.WITHDRAWN: _l("You are no longer asked to do this job."),
}
OFFER_STATES: Mapping[OfferState, Any] = {
    OfferState.OPEN: _lp("offer of a job", "Waits for an answer"),
    OfferState.ACCEPTED: _lp("offer of a job", "Accepted"),
    OfferState.DECLINED: _lp("offer of a job", "Declined"),
    OfferState.EXPIRED: _lp("offer of a job", "Not answered in time"),
    OfferState.WITHDRAWN: _lp("offer of a job", "Taken back"),
}


def state_words(state: BookingState, *, is_paid: bool) -> str:
    """A booking's state; nobody is paid for an unpaid one."""
    return str(THANKED if state is S.PAID and not is_paid else STATES[state])


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """What a programme asked for is seen by its own people and by who finds somebody for it."""
    return or_(reached_by(actor, REQUEST), reached_by(actor, MATCH))


def reached_by(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """Bookings for which the actor holds this permission."""
    return in_scope(actor, permission, program_id=Booking.program_id, area_id=Booking.area_id)


def can_take_step(
    state: BookingState, verb: str, *, starts_at: datetime, now: datetime, is_paid: bool
) -> bool:
    """Does the state allow it, at this time?

    What has begun is offered to nobody, left by nobody and not moved; nothing is done before.
    """
    if state not in STEPS[verb].from_states:
        return False
    if verb in BEFORE_IT_BEGINS:
        return now < starts_at
    if verb == "finish_booking":
        return now >= starts_at
    return not (verb == "thank_booking" and is_paid)


def is_too_late(state: BookingState, starts_at: datetime, now: datetime) -> bool:
    """Did it begin before somebody was found?"""
    return state in {S.REQUESTED, S.OFFERED} and starts_at <= now


def has_to_be_debriefed(state: BookingState, starts_at: datetime, now: datetime) -> bool:
    """Did it begin, and has the liaison not written yet what they bring back?"""
    return state in PROMISED and starts_at <= now
