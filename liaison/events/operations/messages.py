"""Sending messages to those who signed up, so that nobody gets one twice, and planning them."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from liaison import clock, mail
from liaison.audit.operations import record
from liaison.db import db
from liaison.events.messages.notices import Parts, write
from liaison.events.models.event import Event
from liaison.events.models.message import Audience, EventMessage, EventMessageReceipt, PlanState
from liaison.events.models.sign_up import SignUp
from liaison.events.policy.dates import Dated, is_over, still_to_come
from liaison.events.policy.messages import Recipient, is_still_true
from liaison.events.queries.dates import list_dates
from liaison.events.queries.messages import (
    count_receipts,
    find_words,
    list_recipients,
    was_checked_in,
)
from liaison.events.queries.texts import text_of
from liaison.i18n import in_language
from liaison.permissions import Actor

AT_ONCE = 200  # people in one transaction


def queue_some(message_id: uuid.UUID) -> bool:
    """Queue a message for the next people who do not have it; is there more to do?

    The row that waits to be sent and the receipt that it was queued are stored together or not at
    all, so whoever goes on after a crash finds out who is left. The message is locked meanwhile.
    """
    message = db.session.scalar(
        select(EventMessage)
        .where(EventMessage.id == message_id, EventMessage.state == PlanState.PLANNED)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if message is None:
        return False
    event = db.session.get_one(Event, message.event_id)
    dates = list_dates(event)
    if not is_still_true(message, event, dates, clock.now()):
        message.state = PlanState.DROPPED
        return False
    people = list_recipients(message, limit=AT_ONCE)
    if people:
        _queue_for(message, event, dates, people)
        return True
    message.state, message.sent_at = PlanState.SENT, clock.now()
    message.recipients = count_receipts(message.id)
    return False


def _queue_for(
    message: EventMessage, event: Event, dates: Sequence[Dated], people: list[Recipient]
) -> None:
    tags = {_language(person) for person in people}
    parts = {tag: _in(tag, message, event, dates) for tag in tags}
    for person in people:
        mail.queue(write(parts[_language(person)], person))
        db.session.add(
            EventMessageReceipt(message_id=message.id, sign_up_id=person.sign_up_id, at=clock.now())
        )
    db.session.flush()


def _language(person: Recipient) -> str:
    return person.language or "en"


def _in(tag: str, message: EventMessage, event: Event, dates: Sequence[Dated]) -> Parts:
    """The event's words and the sender's in a language, or the best there is."""
    with in_language(tag):
        text = text_of(event.id, tag)
        note = text.note
    return Parts(
        message=message,
        event=event,
        dates=still_to_come(dates, clock.now()),
        goes_on=not is_over(dates, clock.now()),
        language=tag,
        title=text.title,
        notes=text.notes,
        note=note,
        words=find_words(message.id, tag) or message.words,
        has_come=message.audience is Audience.CAME and was_checked_in(event.id),
    )


def unsubscribe(*, actor: Actor, sign_up: SignUp) -> None:
    """No more reminders and thanks for this event; that it is cancelled they are still told."""
    if not sign_up.is_unsubscribed:
        sign_up.is_unsubscribed = True
        record(actor, "unsubscribe", sign_up)


def subscribe_again(*, actor: Actor, sign_up: SignUp) -> None:
    """They changed their mind, or a program pressed the button for them."""
    if sign_up.is_unsubscribed:
        sign_up.is_unsubscribed = False
        record(actor, "subscribe_again", sign_up)
