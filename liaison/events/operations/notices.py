"""What follows for messages when an event is published, moved, cancelled or taken up again.

Here messages are only planned; `operations.messages` sends them once their time has come. People
hear of a change a few minutes after it, so that an error put right at once is not told twice.
"""

from datetime import datetime, timedelta

from liaison import clock
from liaison.db import db
from liaison.events.models.event import Event, EventState
from liaison.events.models.message import (
    Audience,
    EventMessage,
    EventMessageText,
    MessageKind,
    PlanState,
)
from liaison.events.operations.needs import move_due_days
from liaison.events.policy.dates import counted_from, is_over
from liaison.events.policy.messages import PLANNABLE, waits_for_restoring
from liaison.events.queries.dates import list_dates
from liaison.events.queries.messages import list_messages, list_texts
from liaison.events.queries.sign_ups import sign_up_exists

GRACE = timedelta(minutes=5)
DAY = 24 * 60  # minutes
USUAL = (
    (MessageKind.REMINDER, Audience.SIGNED_UP, -2 * DAY),
    (MessageKind.REMINDER, Audience.SIGNED_UP, -3 * 60),
    (MessageKind.THANKS, Audience.CAME, DAY),
)
# notices that say what another one would: each gives the time and place as they are by then
SAYS = {
    MessageKind.CHANGED: {MessageKind.CHANGED, MessageKind.RESTORED},
    MessageKind.CANCELLED: {MessageKind.CANCELLED},
    MessageKind.RESTORED: {MessageKind.RESTORED},
}


def where_and_when(event: Event) -> tuple[object, ...]:
    """What people who signed up have to know when it changes."""
    return (event.starts_at, event.ends_at, event.place_name, event.address, event.room)


def event_published(event: Event) -> None:
    """Plan the usual messages, once: two reminders, and thanks."""
    if list_messages(event.id):
        _plan_anew(event)
        return
    dates = list_dates(event)
    for kind, audience, minutes in USUAL:
        at = counted_from(dates, minutes)
        if at > clock.now():
            db.session.add(
                EventMessage(
                    event_id=event.id, kind=kind, audience=audience, minutes=minutes, send_at=at
                )
            )
    db.session.flush()


def event_changed(event: Event) -> None:
    """Another time or place: messages and needs move along, and everybody is told once."""
    _plan_anew(event)
    move_due_days(event)
    _tell(event, MessageKind.CHANGED)


def event_cancelled(event: Event) -> None:
    """Nothing that was planned is sent any more but that it is cancelled.

    That it was moved stays planned, and so does what somebody planned for a fixed time: nobody is
    told while it is cancelled, but if it is taken up again before their time.
    """
    for message in list_messages(event.id):
        if _is_planned(message) and not waits_for_restoring(message):
            message.state = PlanState.DROPPED
    _tell(event, MessageKind.CANCELLED)


def event_restored(event: Event) -> None:
    """It takes place after all. Who was not told yet that it would not need not know."""
    planned = [m for m in list_messages(event.id) if _is_planned(m)]
    is_unsaid = any(m.kind is MessageKind.CANCELLED for m in planned)
    # being told that it takes place, they are told when and where
    needless = MessageKind.CANCELLED if is_unsaid else MessageKind.CHANGED
    for message in planned:
        is_late = message.kind in PLANNABLE and message.send_at <= clock.now()
        if message.kind is needless or is_late:
            message.state = PlanState.DROPPED
    _plan_anew(event)
    if not is_unsaid:
        _tell(event, MessageKind.RESTORED)


def _tell(event: Event, kind: MessageKind) -> None:
    """Plan a notice to everybody, unless one is already about to go out."""
    now = clock.now()
    if event.state is EventState.DRAFT or not sign_up_exists(event.id):
        return
    if is_over(list_dates(event), now):
        return
    says_it = SAYS[kind]
    if any(m.kind in says_it and _is_planned(m) for m in list_messages(event.id)):
        return
    db.session.add(
        EventMessage(event_id=event.id, kind=kind, audience=Audience.EVERYONE, send_at=now + GRACE)
    )
    db.session.flush()


def _plan_anew(event: Event) -> None:
    """Messages counted from its dates follow them; what its new time is past for is dropped.

    What was sent for the old day, or dropped, is planned once more when the new day is ahead.
    """
    counted = [m for m in list_messages(event.id) if m.minutes is not None]
    planned = {_slot(m) for m in counted if _is_planned(m)}
    dates = list_dates(event)
    for message in counted:
        at = counted_from(dates, message.minutes or 0)
        if _is_planned(message):
            message.send_at = at
            if at <= clock.now():
                message.state = PlanState.DROPPED
        elif at > clock.now() and _slot(message) not in planned:
            planned.add(_slot(message))
            _repeat(message, at)
    db.session.flush()


def _slot(message: EventMessage) -> tuple[object, ...]:
    """What an event has one message of."""
    return message.kind, message.audience, message.minutes


def _repeat(message: EventMessage, at: datetime) -> None:
    copy = EventMessage(
        event_id=message.event_id,
        kind=message.kind,
        audience=message.audience,
        minutes=message.minutes,
        words=message.words,
        send_at=at,
    )
    db.session.add(copy)
    db.session.flush()
    db.session.add_all(
        EventMessageText(message_id=copy.id, language=text.language, words=text.words)
        for text in list_texts([message.id])
    )


def _is_planned(message: EventMessage) -> bool:
    return message.state is PlanState.PLANNED
