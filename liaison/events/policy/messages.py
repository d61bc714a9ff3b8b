"""Messages to those who signed up: when one may still go out, and the words for them."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from liaison.events.models.event import Event, EventState
from liaison.events.models.message import Audience, EventMessage, MessageKind, PlanState
from liaison.events.models.plan import EventRules
from liaison.events.policy.dates import Dated, is_over, over_at
from liaison.i18n import _l, _lp


@dataclass(frozen=True)
class Recipient:
    """Whoever gets a message: at an e-mail address, else at a telephone number."""

    sign_up_id: uuid.UUID
    email: str | None
    phone: str | None
    language: str | None


NOTICES = frozenset({MessageKind.CHANGED, MessageKind.CANCELLED, MessageKind.RESTORED})
AFTERWARDS = frozenset({MessageKind.THANKS, MessageKind.MATERIALS, MessageKind.NOTES})
PLANNABLE = (*(MessageKind.REMINDER, MessageKind.THANKS, MessageKind.MATERIALS, MessageKind.NOTES),)
KINDS: Mapping[MessageKind, Any] = {
    MessageKind.REMINDER: _l("Reminder"),
    MessageKind.THANKS: _l("Thanks"),
    MessageKind.MATERIALS: _l("Materials"),
    MessageKind.NOTES: _l("Notes"),
    MessageKind.CHANGED: _l("Another time or place"),
    MessageKind.CANCELLED: _lp("message", "Cancelled"),
    MessageKind.RESTORED: _l("It takes place after all"),
}
AUDIENCES: Mapping[Audience, Any] = {
    Audience.SIGNED_UP: _l("Everybody who has a place"),
    Audience.CAME: _l("Those who came"),
    Audience.DID_NOT_COME: _l("Those who signed up and did not come"),
    Audience.EVERYONE: _l("Everybody, the waiting list too"),
}
STATES: Mapping[PlanState, Any] = {
    PlanState.PLANNED: _lp("message", "Planned"),
    PlanState.SENT: _lp("message", "Sent"),
    PlanState.DROPPED: _lp("message", "Not sent"),
}
TONES: Mapping[PlanState, str] = {
    PlanState.PLANNED: "now",
    PlanState.SENT: "good",
    PlanState.DROPPED: "plain",
}


def is_still_true(
    message: EventMessage, event: Event, dates: Iterable[Dated], now: datetime
) -> bool:
    """Would it be right to send it now? A reminder of what has begun helps nobody."""
    if message.kind is MessageKind.CANCELLED:
        return event.state is EventState.CANCELLED
    if event.state is not EventState.PUBLISHED:
        return False
    if message.kind is MessageKind.REMINDER:
        return now < event.starts_at
    if message.kind in NOTICES:
        return not is_over(dates, now)
    return True


def waits_for_restoring(message: EventMessage) -> bool:
    """Does it stay planned while its event is cancelled? Others are planned anew by its dates."""
    has_fixed_time = message.kind in PLANNABLE and message.minutes is None
    return has_fixed_time or message.kind is MessageKind.CHANGED


def heeds_unsubscribing(kind: MessageKind) -> bool:
    """Who wants no reminders is still told that the door will be shut, once."""
    return kind not in NOTICES


def thanks_due_at(dates: Iterable[Dated], rules: EventRules) -> datetime:
    """Until when thanks, materials and notes are promised."""
    return over_at(dates) + timedelta(days=rules.thank_days)
