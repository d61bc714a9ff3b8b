"""Moving a booking that somebody was asked for or took to another day or hour.

They are asked again, and may say no. Where they cannot, somebody else is looked for.
"""

from datetime import datetime
from typing import NamedTuple

from liaison import clock
from liaison.db import db
from liaison.errors import InvalidInput, WrongState
from liaison.i18n import _, listed
from liaison.liaisons.models.booking import Booking, BookingOffer, OfferState
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.operations.booking_letters import (
    drop_question,
    tell_liaison,
    tell_staff,
)
from liaison.liaisons.operations.bookings import (
    check_time,
    check_unchanged,
    hold,
    minutes_between,
    take_step,
)
from liaison.liaisons.operations.offers import hold_liaison, open_offer
from liaison.liaisons.policy.bookings import can_take_step
from liaison.liaisons.policy.candidates import Period, Question
from liaison.liaisons.policy.explaining import say_rule
from liaison.liaisons.policy.fitting import keeping_out
from liaison.liaisons.policy.matching import why
from liaison.liaisons.policy.reasons import RULE_WORDS, Reason, Rule
from liaison.liaisons.queries.bookings import (
    find_accepted_offer,
    find_open_offer,
    get_with_person,
)
from liaison.liaisons.queries.matching import look_for
from liaison.permissions import SYSTEM, Actor


class Moved(NamedTuple):
    """Whom it concerns, when they are written to, and whether nobody can."""

    name: str
    sent_at: datetime | None
    has_to_be_called: bool


def check_can_move(booking: Booking) -> BookingOffer:
    """The offer of whoever was asked or took it. Raises WrongState."""
    offer = find_open_offer(booking.id) or find_accepted_offer(booking.id)
    possible = can_take_step(
        booking.state,
        "move_booking",
        starts_at=booking.starts_at,
        now=clock.now(),
        is_paid=booking.is_paid,
    )
    if offer is None or not possible:
        raise WrongState(_("The booking has moved on. Look at it again."))
    return offer


def move_booking(
    *,
    actor: Actor,
    booking: Booking,
    to: Period,
    asks_again: bool = True,
    opened: str | None = None,
) -> Moved:
    """Ask whoever was asked or took it for the new time; else it goes back to be matched.

    `opened` as in `edit_booking`. What the rules say against the new time stands at the field
    `who`. Nothing more is asked of them: it does not count towards their ceiling again.
    Raises WrongState, InvalidInput, Conflict.
    """
    hold(booking)
    offer = check_can_move(booking)
    check_unchanged(booking, opened)
    before, minutes = Period(booking.starts_at, booking.ends_at), _minutes_then(booking, to)
    check_time(*to, minutes)
    if to == before:
        raise InvalidInput("day", _("Enter another day or another time."))
    liaison = get_with_person(offer.liaison_id)
    hold_liaison(liaison)
    with db.session.begin_nested():  # what they promised before is given back while it is checked
        booking.starts_at, booking.ends_at, booking.minutes = *to, minutes
        booking.liaison_id = None
        offer.state, offer.answered_at = OfferState.WITHDRAWN, clock.now()
        take_step(actor, booking, "move_booking" if asks_again else "rematch_booking")
        reasons = _check_fits(actor, booking, liaison) if asks_again else ()
    if booking.requested_by_id != actor.user_id:
        name = liaison.person.name
        tell_staff(booking.requested_by_id, booking, "move_booking", liaison_name=name)
    again = open_offer(actor, booking, liaison, reasons) if asks_again else None
    return _tell(liaison, booking, offer, again, before)


def _minutes_then(booking: Booking, to: Period) -> int:
    """As before, or all of the new time if it took all of the old; never more than fits."""
    lasts = minutes_between(*to)
    took_all = booking.minutes == minutes_between(booking.starts_at, booking.ends_at)
    return lasts if took_all else min(booking.minutes, lasts)


def _check_fits(actor: Actor, booking: Booking, liaison: Liaison) -> tuple[Reason, ...]:
    """What speaks for them at the new time. Raises InvalidInput with what speaks against it."""
    looked = look_for(SYSTEM, [booking], only=liaison.id)
    job, found = looked.jobs[0], looked.matches[0]
    known = [one.candidate for one in found.proposals]
    known += [one.candidate for one in found.exclusions]
    if not known:
        raise InvalidInput("who", _cannot(liaison, [str(RULE_WORDS[Rule.LANGUAGE])]))
    asked, candidate = Question.about(job, looked.city), known[0]
    against = [rule for rule in keeping_out(asked, candidate) if rule is not Rule.ASKS]
    if against:
        told = look_for(actor, [booking], only=liaison.id).told  # what this reader may know
        words = [say_rule(rule, asked, candidate, told) for rule in against]
        raise InvalidInput("who", _cannot(liaison, words))
    return why(job, candidate, looked.city)


def _cannot(liaison: Liaison, reasons: list[str]) -> str:
    return _(
        "%(name)s cannot be asked for that time (%(reasons)s). "
        "Choose another time, or somebody else.",
        name=liaison.person.name,
        reasons=listed(reasons),
    )


def _tell(
    liaison: Liaison,
    booking: Booking,
    offer: BookingOffer,
    again: BookingOffer | None,
    before: Period,
) -> Moved:
    """Whoever never heard of the job is asked for it as for a new one, or not told at all."""
    has_heard = not drop_question(offer)
    sent_at = None
    if again and not has_heard:
        sent_at = tell_liaison(liaison.id, booking, "offer_booking", offer=again)
    elif has_heard:
        verb = "move_booking" if again else "rematch_booking"
        sent_at = tell_liaison(liaison.id, booking, verb, offer=again, before=before)
    return Moved(liaison.person.name, sent_at, sent_at is None and (has_heard or again is not None))
