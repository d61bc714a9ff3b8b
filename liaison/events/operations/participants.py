"""Who is expected at an event without having signed up themselves: participants of a course."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from liaison import clock
from liaison.db import db, new_id
from liaison.events.models.event import Event, EventState
from liaison.events.models.sign_up import SignUp, SignUpState, SignUpWay
from liaison.events.operations.needs import (
    NeedDetails,
    ask_need,
    take_up_needs_of,
    withdraw_needs_of,
)
from liaison.events.operations.seats import hold_seats, take_step
from liaison.events.policy.sign_ups import COMING
from liaison.events.queries.needs import list_open_needs_of
from liaison.people.models import Person
from liaison.permissions import Actor


def expect_person(
    *,
    actor: Actor,
    event: Event,
    person: Person,
    language: str | None = None,
    needs: Sequence[NeedDetails] = (),
    is_invented: bool = False,
) -> SignUp | None:
    """They stand on the list at the door, with a place; no letter goes out. Twice is once.

    `needs` is what they need to take part; whoever comes back needs again what they needed before.
    None where the event has begun, or does not take place. The event counts no seats: whoever sends
    participants has counted them.
    """
    if event.state not in {EventState.DRAFT, EventState.PUBLISHED} or event.starts_at < clock.now():
        return None
    hold_seats(event)
    known = _find(event.id, person.id)
    if known and known.state is SignUpState.SIGNED_UP:
        return known
    made = known or SignUp(
        id=new_id(),
        event_id=event.id,
        person_id=person.id,
        person=person,
        party_size=1,
        way=SignUpWay.STAFF,
        language=language,
        signed_up_at=clock.now(),
        is_invented=is_invented,
    )
    take_step(actor, event, made, "give_place" if known else "sign_up")
    if known:
        take_up_needs_of(actor=actor, sign_up=made, event=event)
    asked = {need.kind for need in list_open_needs_of(made.id)} if known else set()
    for need in needs:
        if need.kind not in asked:
            ask_need(actor=actor, event=event, sign_up=made, details=need)
    return made


def release_person(*, actor: Actor, event: Event, person_id: uuid.UUID) -> None:
    """They do not come any more, and need nothing there. Nothing changes once it has begun."""
    known = _find(event.id, person_id)
    if known is None or known.state not in COMING or event.starts_at < clock.now():
        return
    hold_seats(event, known)
    take_step(actor, event, known, "cancel_sign_up")
    withdraw_needs_of(actor=actor, sign_up=known, event=event)


def _find(event_id: uuid.UUID, person_id: uuid.UUID) -> SignUp | None:
    return db.session.scalar(
        select(SignUp).where(SignUp.event_id == event_id, SignUp.person_id == person_id)
    )
