"""Reading sign-ups."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from liaison.db import db
from liaison.events.models.sign_up import SignUp, SignUpState
from liaison.people.models import Person


def list_sign_ups(event_id: uuid.UUID) -> Sequence[SignUp]:
    """Who said they would come, with the persons, in the order they did."""
    return db.session.scalars(
        select(SignUp)
        .options(joinedload(SignUp.person))
        .where(SignUp.event_id == event_id, SignUp.state == SignUpState.SIGNED_UP)
        .order_by(SignUp.signed_up_at, SignUp.id)
    ).all()


def sign_up_exists(event_id: uuid.UUID) -> bool:
    """Has anybody signed up?"""
    asked = select(SignUp.id).where(
        SignUp.event_id == event_id, SignUp.state == SignUpState.SIGNED_UP
    )
    return db.session.scalar(asked.limit(1)) is not None


def find_sign_up(event_id: uuid.UUID, *, key: uuid.UUID, email: str | None) -> SignUp | None:
    """The sign-up this form already made, or the one of this address."""
    same = SignUp.id == key
    if email:
        same |= SignUp.person_id.in_(select(Person.id).where(Person.email == email))
    return db.session.scalar(
        select(SignUp).where(SignUp.event_id == event_id, same).order_by(SignUp.id).limit(1)
    )


def anybody_is_told(event_id: uuid.UUID) -> bool:
    """Does anybody count on the event, or wait for a place?"""
    counting = (SignUpState.SIGNED_UP, SignUpState.OFFERED, SignUpState.WAITING)
    asked = select(SignUp.id).where(SignUp.event_id == event_id, SignUp.state.in_(counting))
    return db.session.scalar(asked.limit(1)) is not None
