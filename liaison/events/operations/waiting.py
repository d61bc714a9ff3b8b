"""The waiting list: places go to the first party they suffice for, and an offer has its time."""

from datetime import timedelta

from liaison import clock
from liaison.errors import WrongState
from liaison.events.messages import sign_ups as messages
from liaison.events.models.event import Event
from liaison.events.models.sign_up import SignUp, SignUpState
from liaison.events.operations.letters import write_to
from liaison.events.operations.needs import withdraw_needs_of
from liaison.events.operations.seats import hold_seats, take_step
from liaison.events.policy.sign_ups import free_seats, moves_queue, offer_is_over
from liaison.events.queries.rules import get_rules
from liaison.events.queries.sign_ups import list_ended_offers, list_waiting
from liaison.i18n import _
from liaison.permissions import SYSTEM, Actor


def move_queue(event: Event) -> None:
    """End the offers nobody answered in time, then offer what is free.

    The event's seats must be held. A smaller party further down is offered places that are too few
    for those before it; the page of the event says so.
    """
    now = clock.now()
    for sign_up in list_ended_offers(event.id, now):
        take_step(SYSTEM, event, sign_up, "lapse_offer")
        withdraw_needs_of(actor=SYSTEM, sign_up=sign_up, event=event)
        if moves_queue(event, now):
            write_to(event, sign_up, messages.offer_ended)
    free = free_seats(event)
    if not moves_queue(event, now) or (free is not None and free <= 0):
        return
    hours = get_rules().offer_hours
    until = min(now + timedelta(hours=hours), event.starts_at)
    for sign_up in list_waiting(event.id, at_most=free):
        free = free_seats(event)
        if free is None or sign_up.party_size <= free:
            sign_up.offered_until = until
            take_step(SYSTEM, event, sign_up, "offer_place")
            write_to(event, sign_up, messages.place_offered)


def accept_place(*, actor: Actor, event: Event, sign_up: SignUp) -> bool:
    """They take the place that was offered; False when it was too late. Twice is once."""
    hold_seats(event, sign_up)
    if sign_up.state is SignUpState.SIGNED_UP:
        return True
    if sign_up.state is not SignUpState.OFFERED or not moves_queue(event, clock.now()):
        return False
    if offer_is_over(sign_up, clock.now()):
        move_queue(event)
        return False
    take_step(actor, event, sign_up, "accept_place")
    return True


def decline_place(*, actor: Actor, event: Event, sign_up: SignUp) -> None:
    """They do not take it, and others may. Twice is once. Raises WrongState."""
    hold_seats(event, sign_up)
    if sign_up.state is SignUpState.CANCELLED:
        return
    if sign_up.state is SignUpState.SIGNED_UP:
        raise WrongState(_("You have taken this place already. You can still cancel."))
    if sign_up.state is SignUpState.OFFERED:
        take_step(actor, event, sign_up, "decline_place")
        withdraw_needs_of(actor=actor, sign_up=sign_up, event=event)
    move_queue(event)
