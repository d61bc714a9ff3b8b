"""When people may sign up, and the life of a sign-up."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from liaison.events.models.event import Event, EventState
from liaison.events.models.plan import EventRules
from liaison.events.models.sign_up import SignUp, SignUpState, SignUpWay
from liaison.i18n import _lp
from liaison.permissions import Actor, Role

SIGNED_UP, WAITING, OFFERED = SignUpState.SIGNED_UP, SignUpState.WAITING, SignUpState.OFFERED
LAPSED, CANCELLED = SignUpState.LAPSED, SignUpState.CANCELLED
COMING = frozenset({SIGNED_UP, WAITING, OFFERED})  # or wish to
LARGEST_PARTY = 20
LONGEST_NAME = 120
LONGEST_WORDS = 500


class SignUpStepRule(NamedTuple):
    """One row of the life cycle; a sign-up begins from no state."""

    from_states: frozenset[SignUpState | None]
    to_state: SignUpState


NOT_COMING: frozenset[SignUpState | None] = frozenset({None, LAPSED, CANCELLED})
STEPS: Mapping[str, SignUpStepRule] = {
    "sign_up": SignUpStepRule(NOT_COMING, SIGNED_UP),
    "join_queue": SignUpStepRule(NOT_COMING, WAITING),
    "offer_place": SignUpStepRule(frozenset({WAITING}), OFFERED),
    "accept_place": SignUpStepRule(frozenset({OFFERED}), SIGNED_UP),
    "decline_place": SignUpStepRule(frozenset({OFFERED}), CANCELLED),
    # to whoever came, or at the word of staff
    "give_place": SignUpStepRule(frozenset({WAITING, OFFERED, LAPSED, CANCELLED}), SIGNED_UP),
    "lapse_offer": SignUpStepRule(frozenset({OFFERED}), LAPSED),
    "cancel_sign_up": SignUpStepRule(frozenset(COMING), CANCELLED),
}
STATES: Mapping[SignUpState, Any] = {
    SIGNED_UP: _lp("sign-up", "Has a place"),
    WAITING: _lp("sign-up", "Waiting"),
    OFFERED: _lp("sign-up", "Place offered"),
    LAPSED: _lp("sign-up", "Offer ended"),
    CANCELLED: _lp("sign-up", "Cancelled"),
}
TONES: Mapping[SignUpState, str] = {
    SIGNED_UP: "good",
    WAITING: "warn",
    OFFERED: "now",
    LAPSED: "plain",
    CANCELLED: "plain",
}
WAYS: Mapping[SignUpWay, Any] = {
    SignUpWay.WEB: _lp("sign-up", "Web"),
    SignUpWay.STAFF: _lp("sign-up", "Staff"),
    SignUpWay.DOOR: _lp("sign-up", "Door"),
    SignUpWay.PAPER: _lp("sign-up", "Paper"),
}


def closing(event: Event, rules: EventRules, zone: ZoneInfo) -> datetime:
    """Until when people sign themselves up: as the event says, else as the city's rules say."""
    day = event.starts_at.astimezone(zone).date() - timedelta(days=rules.close_days)
    usual = datetime.combine(day, rules.close_time, zone)
    return min(event.closes_at or usual, event.starts_at)


def is_open(way: SignUpWay, event: Event, *, now: datetime, closes_at: datetime) -> bool:
    """Whoever signs themselves up keeps the deadline; staff take people until it begins.

    At the door and from paper they are taken whenever, for they came.
    """
    if event.state is not EventState.PUBLISHED:
        return False
    if way is SignUpWay.WEB:
        return event.takes_sign_ups and now < closes_at
    return way in {SignUpWay.DOOR, SignUpWay.PAPER} or now < event.starts_at


def way_back(event: Event) -> SignUpWay:
    """How somebody who cancelled comes after all: whoever takes part in a course, until its
    session begins, for their place there is not given to anybody else."""
    return SignUpWay.STAFF if event.course_run_id else SignUpWay.WEB


def moves_queue(event: Event, now: datetime) -> bool:
    """Are places offered to those who wait? Not once it begins, nor where it does not happen."""
    return event.state is EventState.PUBLISHED and now < event.starts_at


def free_seats(event: Event) -> int | None:
    """Places nobody has, nobody is offered and nobody is kept for; None: nobody counts."""
    if event.capacity is None:
        return None
    return event.capacity - event.seats_promised - held_seats(event)


def held_seats(event: Event) -> int:
    """Places kept for those who walk in and for liaisons."""
    return event.held_for_walk_ins + event.held_for_liaisons


def may_take_liaison_seats(actor: Actor, event: Event) -> bool:
    """Are there seats kept for liaisons, and is this one of them?"""
    return event.held_for_liaisons > 0 and Role.LIAISON in actor.roles


def largest_party(event: Event) -> int:
    """How many may come together."""
    if event.capacity is None:
        return LARGEST_PARTY
    return min(LARGEST_PARTY, event.capacity - held_seats(event))


def offer_is_over(sign_up: SignUp, now: datetime) -> bool:
    """Was a place offered, and not answered in time?"""
    return sign_up.offered_until is not None and sign_up.offered_until <= now
