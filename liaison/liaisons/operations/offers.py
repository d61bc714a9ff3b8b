"""Offering a booking to a liaison, and their answer."""

import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import select

from liaison import clock
from liaison.db import db, new_id
from liaison.errors import WrongState
from liaison.i18n import _, in_parts
from liaison.liaisons.models.booking import Booking, BookingOffer, BookingState, OfferState
from liaison.liaisons.models.care import AskKind
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.operations.booking_letters import (
    awake_at,
    forget_to_ask,
    tell_liaison,
    tell_of_ended_offer,
    tell_staff,
)
from liaison.liaisons.operations.bookings import hold, take_step
from liaison.liaisons.operations.care import note_ask
from liaison.liaisons.policy.matching import Exclusion, Proposal
from liaison.liaisons.policy.reasons import LASTING, RULE_WORDS, Reason
from liaison.liaisons.queries.bookings import find_accepted_offer, find_open_offer
from liaison.liaisons.queries.care import get_liaison_rules
from liaison.liaisons.queries.matching import look_at
from liaison.people.models import Person
from liaison.permissions import SYSTEM, Actor


def offer_booking(*, actor: Actor, booking: Booking, liaison: Liaison) -> datetime | None:
    """Ask one liaison; when they are written to, None where somebody has to call them.

    Whoever the rules keep out is not asked: they may have changed since the page was opened.
    Raises WrongState.
    """
    hold(booking)
    hold_liaison(liaison)
    proposal = look_at(booking, liaison.id)
    if not isinstance(proposal, Proposal):
        raise WrongState(_say_why_not(proposal))
    take_step(actor, booking, "offer_booking")
    offer = open_offer(actor, booking, liaison, proposal.why)
    note_ask(actor=actor, liaison=liaison, kind=AskKind.OFFER, booking_id=booking.id)
    return tell_liaison(liaison.id, booking, "offer_booking", offer=offer)


def open_offer(
    actor: Actor, booking: Booking, liaison: Liaison, why: Iterable[Reason]
) -> BookingOffer:
    """It waits for their answer, until the city's rules or the job itself end the wait."""
    answer_by = awake_at(liaison.id) + timedelta(hours=get_liaison_rules().answer_hours)
    offer = BookingOffer(
        id=new_id(),
        booking_id=booking.id,
        liaison_id=liaison.id,
        state=OfferState.OPEN,
        why=[reason.value for reason in why],
        offered_at=clock.now(),
        offered_by_id=actor.user_id,
        answer_by=min(answer_by, booking.starts_at),
    )
    db.session.add(offer)
    return offer


def _say_why_not(found: Exclusion | None) -> str:
    if found is None:
        return _("They no longer fit this booking. Look at the proposals again.")
    rules = in_parts(str(RULE_WORDS[rule]) for rule in found.rules)
    return _("They do not fit this booking: %(rules)s. Look at the proposals again.", rules=rules)


def offer_bookings(*, actor: Actor, pairs: Iterable[tuple[Booking, Liaison]]) -> int:
    """Offer each to its liaison; who no longer fits, or was asked meanwhile, is left out.

    All are locked in the order of their keys, bookings before liaisons, or two who do this at once
    could wait for each other for ever. Returns how many were asked.
    """
    in_order = sorted(pairs, key=lambda pair: pair[0].id)
    for kind, ids in (
        (Booking, {booking.id for booking, _liaison in in_order}),
        (Liaison, {liaison.id for _booking, liaison in in_order}),
    ):
        db.session.execute(
            select(kind.id).where(kind.id.in_(ids)).order_by(kind.id).with_for_update()
        )
    asked = 0
    for booking, liaison in in_order:
        with suppress(WrongState), db.session.begin_nested():
            offer_booking(actor=actor, booking=booking, liaison=liaison)
            asked += 1
    return asked


def hold_liaison(liaison: Liaison) -> None:
    """Nobody is given two jobs of the same hour: what is done at once is done one by one."""
    db.session.refresh(liaison, ["state"], with_for_update=True)


def is_open_for(booking: Booking, liaison_id: uuid.UUID) -> bool:
    """Does it wait for their answer? Until this request ends nobody else changes that."""
    hold(booking)
    offer = find_open_offer(booking.id)
    return offer is not None and offer.liaison_id == liaison_id


def accept_offer(*, actor: Actor, booking: Booking, words: str = "") -> None:
    """They take it; who asked for a liaison is told. Raises WrongState.

    Not where their training ended meanwhile, or they paused, or have another job then.
    """
    offer = _close(booking, OfferState.ACCEPTED, words)
    hold_liaison(db.session.get_one(Liaison, offer.liaison_id))
    found = look_at(booking, offer.liaison_id)
    if found is None or (isinstance(found, Exclusion) and LASTING & set(found.rules)):
        raise WrongState(_("This job can no longer be taken. Ask your coordinator."))
    booking.liaison_id = offer.liaison_id
    take_step(actor, booking, "accept_offer")
    forget_to_ask(offer)
    _tell_staff(booking, offer, "accept_offer", [booking.requested_by_id])


def decline_offer(*, actor: Actor, booking: Booking, words: str = "") -> None:
    """They do not; whoever finds somebody is told. Raises WrongState."""
    offer = _close(booking, OfferState.DECLINED, words)
    take_step(actor, booking, "decline_offer")
    forget_to_ask(offer)
    _tell_staff(booking, offer, "decline_offer", [offer.offered_by_id])


def withdraw_offer(*, actor: Actor, booking: Booking) -> None:
    """They need not answer any more. Raises WrongState."""
    offer = _close(booking, OfferState.WITHDRAWN)
    take_step(actor, booking, "withdraw_offer")
    tell_of_ended_offer(offer, booking, "withdraw_offer")


def expire_offer(offer_id: uuid.UUID) -> None:
    """Nobody answered in time: somebody else may be asked. Does nothing if they have meanwhile."""
    offer = db.session.get_one(BookingOffer, offer_id)
    booking = db.session.get_one(Booking, offer.booking_id)
    hold(booking)
    db.session.refresh(offer)
    if offer.state is not OfferState.OPEN or offer.answer_by > clock.now():
        return
    _close(booking, OfferState.EXPIRED)
    take_step(SYSTEM, booking, "expire_offer")
    forget_to_ask(offer)
    _tell_staff(booking, offer, "expire_offer", [offer.offered_by_id])


def leave_booking(*, actor: Actor, booking: Booking, words: str) -> None:
    """They had taken it and cannot come: somebody else is looked for. Raises WrongState."""
    offer = _let_go(actor, booking, "leave_booking", OfferState.DECLINED)
    offer.words = words.strip()
    _tell_staff(booking, offer, "leave_booking", [booking.requested_by_id, offer.offered_by_id])


def release_booking(*, actor: Actor, booking: Booking) -> None:
    """Whoever had taken it, or thinks about it, is no longer at work: somebody else is looked for.
    They may be asked again, once they are. Raises WrongState."""
    if booking.state is BookingState.OFFERED:
        offer = _close(booking, OfferState.WITHDRAWN)
        take_step(actor, booking, "withdraw_offer")
        tell_of_ended_offer(offer, booking, "release_booking")
    else:
        offer = _let_go(actor, booking, "release_booking", OfferState.WITHDRAWN)
        tell_liaison(offer.liaison_id, booking, "release_booking")
    _tell_staff(booking, offer, "release_booking", [booking.requested_by_id, offer.offered_by_id])


def _let_go(actor: Actor, booking: Booking, verb: str, state: OfferState) -> BookingOffer:
    """Whoever had taken it does not do it. Raises WrongState."""
    hold(booking)
    offer = find_accepted_offer(booking.id)
    if offer is None:
        raise WrongState(_("The booking has moved on. Look at it again."))
    booking.liaison_id = None
    take_step(actor, booking, verb)
    offer.state, offer.answered_at = state, clock.now()
    return offer


def _close(booking: Booking, state: OfferState, words: str = "") -> BookingOffer:
    """End the offer that is open. Raises WrongState."""
    hold(booking)
    offer = find_open_offer(booking.id)
    if offer is None:
        raise WrongState(_("The booking has moved on. Look at it again."))
    offer.state, offer.answered_at, offer.words = state, clock.now(), words.strip()
    return offer


def _tell_staff(
    booking: Booking, offer: BookingOffer, verb: str, user_ids: Sequence[uuid.UUID | None]
) -> None:
    of_liaison = select(Person.name).join(Liaison, Liaison.person_id == Person.id)
    name = db.session.scalars(of_liaison.where(Liaison.id == offer.liaison_id)).one()
    for user_id in dict.fromkeys(user_ids):
        tell_staff(user_id, booking, verb, liaison_name=name)
