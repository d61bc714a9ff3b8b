"""Sign-ups for tests."""

from sqlalchemy import func, select

from liaison.db import db, new_id
from liaison.events.models.sign_up import SEATED, SignUp
from liaison.events.operations.sign_ups import SignUpDetails, sign_up
from liaison.events.operations.waiting import move_queue
from liaison.permissions import VISITOR

OPTIONS = ("way", "over_capacity", "as_liaison")


def come(event, party_size=1, *, actor=VISITOR, key=None, **said):
    """Somebody called Ana signs up, on the web unless told otherwise."""
    options = {name: said.pop(name) for name in OPTIONS if name in said}
    details = SignUpDetails(**{"name": "Ana", "party_size": party_size} | said)
    return sign_up(
        actor=actor,
        event=event,
        key=key or new_id(),
        details=details,
        **options,
    )


def limit(event, capacity, **kept):
    """So many places, as if the event had been edited; who waits is offered what that frees."""
    event.capacity = capacity
    for name, value in kept.items():
        setattr(event, name, value)
    move_queue(event)
    db.session.flush()


def count_seated(event_id):
    """People with a place or an offer, as the sign-ups themselves say."""
    asked = select(func.coalesce(func.sum(SignUp.party_size), 0))
    return db.session.scalar(asked.where(SignUp.event_id == event_id, SignUp.state.in_(SEATED)))
