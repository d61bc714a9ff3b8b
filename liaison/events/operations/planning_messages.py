"""Planning messages by hand: which, when, to whom, with which words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db
from liaison.errors import InvalidInput, WrongState
from liaison.events.models.event import Event
from liaison.events.models.message import (
    Audience,
    EventMessage,
    EventMessageText,
    MessageKind,
    PlanState,
)
from liaison.events.policy.dates import counted_from
from liaison.events.policy.messages import AFTERWARDS
from liaison.events.queries.dates import list_dates
from liaison.i18n import _
from liaison.permissions import Actor


@dataclass(frozen=True)
class MessageDetails:
    """`minutes` as policy.dates.counted_from; else `send_at`. `texts`: words by language."""

    kind: MessageKind
    audience: Audience
    minutes: int | None = None
    send_at: datetime | None = None
    words: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


def plan_message(*, actor: Actor, event: Event, details: MessageDetails) -> EventMessage:
    """Plan a message. Raises InvalidInput."""
    message = EventMessage(event_id=event.id)
    _set_details(message, event, details)
    record(actor, "plan_message", message)
    _store_texts(message, details)
    return message


def edit_message(
    *, actor: Actor, message: EventMessage, event: Event, details: MessageDetails
) -> EventMessage:
    """Change what is planned. Raises InvalidInput, WrongState."""
    _check_planned(message)
    _set_details(message, event, details)
    record(actor, "edit_message", message)
    _store_texts(message, details)
    return message


def drop_message(*, actor: Actor, message: EventMessage) -> None:
    """Do not send it. Raises WrongState."""
    _check_planned(message)
    message.state, message.minutes = PlanState.DROPPED, None  # so it does not follow the event
    record(actor, "drop_message", message)


def _check_planned(message: EventMessage) -> None:
    db.session.refresh(message, ["state"], with_for_update=True)
    if message.state is not PlanState.PLANNED:
        raise WrongState(_("This message was sent already, or is not sent any more."))


def _set_details(message: EventMessage, event: Event, details: MessageDetails) -> None:
    at = details.send_at
    if details.minutes is not None:
        at = counted_from(list_dates(event), details.minutes)
    if at is None or at <= clock.now():
        raise InvalidInput("amount", _("Enter a time that is still to come."))
    if details.kind is MessageKind.REMINDER and at >= event.starts_at:
        raise InvalidInput("amount", _("Enter a time before the event starts."))
    if details.kind in AFTERWARDS and at < event.starts_at:
        raise InvalidInput("amount", _("Enter a time after the event starts."))
    message.kind, message.audience = details.kind, details.audience
    message.minutes, message.send_at = details.minutes, at
    message.words = details.words


def _store_texts(message: EventMessage, details: MessageDetails) -> None:
    db.session.execute(delete(EventMessageText).where(EventMessageText.message_id == message.id))
    db.session.add_all(
        EventMessageText(message_id=message.id, language=tag, words=words)
        for tag, words in details.texts.items()
        if words.strip()
    )
    db.session.flush()
