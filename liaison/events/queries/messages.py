"""Reading the messages planned for events."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from liaison.db import db
from liaison.events.models.message import EventMessage, EventMessageText


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
