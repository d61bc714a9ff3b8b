"""Reading sign-ups."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, tuple_, union_all
from sqlalchemy.orm import contains_eager, joinedload

from liaison.db import db, read_rows
from liaison.errors import NotFound
from liaison.events.models.event import Event, EventState
from liaison.events.models.sign_up import SignUp, SignUpState
from liaison.events.policy.sign_ups import COMING
from liaison.people.models import Person

_WITH_PERSON = select(SignUp).options(joinedload(SignUp.person))


def list_sign_ups(
    event_id: uuid.UUID, states: Collection[SignUpState] = (SignUpState.SIGNED_UP,)
) -> Sequence[SignUp]:
    """Sign-ups in these states with their persons, in the order they came in."""
    return db.session.scalars(
        _WITH_PERSON.where(SignUp.event_id == event_id, SignUp.state.in_(states)).order_by(
            SignUp.signed_up_at, SignUp.id
        )
    ).all()


def search_sign_ups(
    event_id: uuid.UUID,
    states: Collection[SignUpState],
    *,
    text: str,
    skip: int = 0,
    size: int | None = None,
) -> tuple[Sequence[SignUp], int]:
    """A page of sign-ups, or all; those who wait in their order. By a name, number or code."""
    found = [SignUp.event_id == event_id, SignUp.state.in_(states)]
    if text:
        contains = [
            column.icontains(text, autoescape=True)
            for column in (Person.name, Person.email, Person.phone, SignUp.code)
        ]
        found.append(contains[0] | contains[1] | contains[2] | contains[3])
    total = select(func.count()).select_from(SignUp).outerjoin(SignUp.person).where(*found)
    rows = (
        select(SignUp)
        .outerjoin(SignUp.person)
        .options(contains_eager(SignUp.person))
        .where(*found)
        .order_by(SignUp.state, SignUp.waits_since, SignUp.signed_up_at, SignUp.id)
    )
    return db.session.scalars(rows.offset(skip).limit(size)).all(), db.session.scalar(total) or 0


def list_waiting(event_id: uuid.UUID, *, at_most: int | None = None) -> Sequence[SignUp]:
    """Who waits, the first first; only parties of at most so many."""
    asked = _WITH_PERSON.where(SignUp.event_id == event_id, SignUp.state == SignUpState.WAITING)
    if at_most is not None:
        asked = asked.where(SignUp.party_size <= at_most)
    return db.session.scalars(asked.order_by(SignUp.waits_since, SignUp.id)).all()


def list_ended_offers(event_id: uuid.UUID, now: datetime) -> Sequence[SignUp]:
    """Whose offer was not answered in time."""
    return db.session.scalars(
        _WITH_PERSON.where(
            SignUp.event_id == event_id,
            SignUp.state == SignUpState.OFFERED,
            SignUp.offered_until <= now,
        ).order_by(SignUp.offered_until, SignUp.id)
    ).all()


def list_events_to_move(now: datetime) -> Sequence[uuid.UUID]:
    """Events where an offer has ended, or somebody waits for whom there is a place."""
    ended = (SignUp.state == SignUpState.OFFERED) & (SignUp.offered_until <= now)
    free = Event.capacity - Event.seats_promised - Event.held_for_walk_ins - Event.held_for_liaisons
    fits = (
        (SignUp.state == SignUpState.WAITING)
        & (Event.starts_at > now)
        & (Event.capacity.is_(None) | (SignUp.party_size <= free))
    )
    asked = select(SignUp.event_id).join(Event, Event.id == SignUp.event_id)
    found = asked.where(Event.state == EventState.PUBLISHED, ended | fits)
    return db.session.scalars(found.distinct().order_by(SignUp.event_id)).all()


def sign_up_exists(event_id: uuid.UUID) -> bool:
    """Does anybody come, or wish to?"""
    asked = select(SignUp.id).where(SignUp.event_id == event_id, SignUp.state.in_(COMING))
    return db.session.scalar(asked.limit(1)) is not None


_OF_EVENT = select(SignUp.id).where(SignUp.event_id == bindparam("event_id"))
_OF_PERSON = _OF_EVENT.join(Person, Person.id == SignUp.person_id)
# made once: every sign-up asks it. Three looks into an index each: with OR between them, all who
# signed up for the event would be read for each who does
_SAME = (
    union_all(
        _OF_EVENT.where(SignUp.id == bindparam("key")),
        _OF_PERSON.where(Person.email == bindparam("email")),
        _OF_PERSON.where(Person.phone == bindparam("phone"), Person.email.is_(None)),
    )
    .order_by("id")
    .limit(1)
)


def find_sign_up(
    event_id: uuid.UUID, *, key: uuid.UUID, email: str | None = None, phone: str | None = None
) -> SignUp | None:
    """The sign-up this form already made, or the one of this address or number, with its person."""
    asked = {"event_id": event_id, "key": key, "email": email, "phone": phone}
    found = read_rows(_SAME, asked)
    return get_sign_up(found[0][0]) if found else None


def get_sign_up(sign_up_id: uuid.UUID) -> SignUp:
    """With its person. Raises NotFound."""
    found = db.session.scalar(_WITH_PERSON.where(SignUp.id == sign_up_id))
    if found is None:
        raise NotFound
    return found


def count_before(sign_up: SignUp) -> int:
    """How many parties wait in front of one that waits."""
    before = tuple_(SignUp.waits_since, SignUp.id) < tuple_(sign_up.waits_since, sign_up.id)
    return (
        db.session.scalar(
            select(func.count())
            .select_from(SignUp)
            .where(SignUp.event_id == sign_up.event_id, SignUp.state == SignUpState.WAITING, before)
        )
        or 0
    )


def count_waiting(event_id: uuid.UUID) -> tuple[int, int]:
    """Parties that wait, and people in them."""
    asked = select(func.count(), func.coalesce(func.sum(SignUp.party_size), 0))
    row: Any = db.session.execute(
        asked.where(SignUp.event_id == event_id, SignUp.state == SignUpState.WAITING)
    ).one()
    return row[0], row[1]
