"""Reading the messages planned for events, and to whom they go."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select

from liaison.db import db
from liaison.errors import NotFound
from liaison.events.models.door import CheckIn
from liaison.events.models.event import Event, EventState
from liaison.events.models.message import (
    Audience,
    EventMessage,
    EventMessageReceipt,
    EventMessageText,
    PlanState,
)
from liaison.events.models.sign_up import SignUp, SignUpState
from liaison.events.policy.messages import (
    AFTERWARDS,
    Recipient,
    heeds_unsubscribing,
)
from liaison.i18n import settings
from liaison.people.models import Person

STATES_OF: Mapping[Audience, tuple[SignUpState, ...]] = {
    Audience.EVERYONE: (SignUpState.SIGNED_UP, SignUpState.OFFERED, SignUpState.WAITING),
}
PLACED = (SignUpState.SIGNED_UP,)


def list_messages(event_id: uuid.UUID) -> Sequence[EventMessage]:
    """All messages of an event, sent or not, by their time."""
    return db.session.scalars(
        select(EventMessage)
        .where(EventMessage.event_id == event_id)
        .order_by(EventMessage.send_at, EventMessage.id)
    ).all()


def list_texts(message_ids: Sequence[uuid.UUID]) -> Sequence[EventMessageText]:
    """The senders' own words in other languages."""
    return db.session.scalars(
        select(EventMessageText)
        .where(EventMessageText.message_id.in_(message_ids))
        .order_by(EventMessageText.message_id, EventMessageText.language)
    ).all()


def find_words(message_id: uuid.UUID, language: str) -> str | None:
    """The sender's own words in a language."""
    return db.session.scalar(
        select(EventMessageText.words).where(
            EventMessageText.message_id == message_id, EventMessageText.language == language
        )
    )


def list_due_messages(now: datetime) -> Sequence[uuid.UUID]:
    """Messages whose time has come, the longest waiting first."""
    return db.session.scalars(
        select(EventMessage.id)
        .where(EventMessage.state == PlanState.PLANNED, EventMessage.send_at <= now)
        .order_by(EventMessage.send_at, EventMessage.id)
    ).all()


def list_recipients(message: EventMessage, *, limit: int) -> list[Recipient]:
    """The next people who should have the message and do not have it yet."""
    has_it = exists().where(
        EventMessageReceipt.message_id == message.id,
        EventMessageReceipt.sign_up_id == SignUp.id,
    )
    asked = _reached(
        select(
            *(SignUp.id, Person.email, Person.phone),
            func.coalesce(SignUp.language, Person.language),
        ),
        message,
    )
    rows = db.session.execute(asked.where(~has_it).order_by(SignUp.id).limit(limit))
    return [Recipient(*row) for row in rows]


def _reached(asked: Select[*tuple[Any, ...]], message: EventMessage) -> Select[*tuple[Any, ...]]:
    states = STATES_OF.get(message.audience, PLACED)
    asked = asked.join(Person, SignUp.person_id == Person.id).where(
        SignUp.event_id == message.event_id,
        SignUp.state.in_(states),
        SignUp.is_invented.is_(False),  # nobody reads what is sent to an invented address
        _is_reachable(),
        *_came(message),
    )
    if heeds_unsubscribing(message.kind):
        asked = asked.where(SignUp.is_unsubscribed.is_(False))
    return asked


def _is_reachable() -> ColumnElement[bool]:
    return or_(_has_email(), _has_phone())


def _has_email() -> ColumnElement[bool]:
    return func.coalesce(Person.email, "") != ""


def _has_phone() -> ColumnElement[bool]:
    """A number, and a city that sends text messages."""
    return func.coalesce(Person.phone, "") != "" if settings().sends_texts() else false()


def _came(message: EventMessage) -> list[ColumnElement[bool]]:
    here = exists().where(CheckIn.sign_up_id == SignUp.id, CheckIn.undone_at.is_(None))
    # where nobody was checked in by name, nobody is known to have stayed away either
    if message.audience is Audience.CAME and was_checked_in(message.event_id):
        return [here]
    if message.audience is Audience.DID_NOT_COME:
        someone = select(CheckIn.id).where(*_checked_in(message.event_id)).exists()
        return [~here, someone]
    return []


def was_checked_in(event_id: uuid.UUID) -> bool:
    """Was anybody who signed up noted to have come?"""
    asked = select(CheckIn.id).where(*_checked_in(event_id)).limit(1)
    return db.session.scalar(asked) is not None


def _checked_in(event_id: uuid.UUID) -> list[ColumnElement[bool]]:
    return [
        CheckIn.event_id == event_id,
        CheckIn.sign_up_id.is_not(None),
        CheckIn.undone_at.is_(None),
    ]


def count_receipts(message_id: uuid.UUID) -> int:
    """How many got it."""
    asked = select(func.count()).where(EventMessageReceipt.message_id == message_id)
    return db.session.scalar(asked) or 0


def get_sign_up_of_link(sign_up_id: uuid.UUID) -> SignUp:
    """Whose link was opened. Raises NotFound."""
    found = db.session.get(SignUp, sign_up_id)
    if found is None:
        raise NotFound
    return found


def get_message(event_id: uuid.UUID, message_id: uuid.UUID) -> EventMessage:
    """Raises NotFound."""
    found = db.session.scalar(
        select(EventMessage).where(EventMessage.id == message_id, EventMessage.event_id == event_id)
    )
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Reach:
    """How those with a place hear from us."""

    by_email: int
    by_text: int
    not_at_all: int
    unsubscribed: int


def count_reach(event_id: uuid.UUID) -> Reach:
    """People who signed up, by how they are reached. One statement."""
    has_email, has_phone = _has_email(), _has_phone()
    row = db.session.execute(
        select(
            func.count().filter(has_email),
            func.count().filter(~has_email, has_phone),
            func.count().filter(~has_email, ~has_phone),
            func.count().filter(SignUp.is_unsubscribed),
        )
        .select_from(SignUp)
        .outerjoin(Person, SignUp.person_id == Person.id)
        .where(SignUp.event_id == event_id, SignUp.state.in_(PLACED))
    ).one()
    return Reach(*row)


def find_owed(
    event: Event, messages: Sequence[EventMessage], due: datetime, now: datetime
) -> datetime | None:
    """Until when something was promised after the event that nobody sent; blank: nothing is.

    `due` is policy.messages.thanks_due_at.
    """
    was_sent = any(m.kind in AFTERWARDS and m.state is PlanState.SENT for m in messages)
    is_owed = event.state is EventState.PUBLISHED and now > due and not was_sent
    return due if is_owed else None
