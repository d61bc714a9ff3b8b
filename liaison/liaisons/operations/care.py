"""What keeps liaisons from being worn out."""

import uuid

from liaison import clock
from liaison.audit.operations import record
from liaison.i18n import settings
from liaison.liaisons.models.care import Ask, AskKind
from liaison.liaisons.models.liaison import Liaison
from liaison.permissions import Actor


def note_ask(
    *, actor: Actor, liaison: Liaison, kind: AskKind, booking_id: uuid.UUID | None = None
) -> Ask:
    """The city asked something of a liaison today; it counts towards the ceiling of the quarter."""
    ask = Ask(
        liaison_id=liaison.id,
        kind=kind,
        asked_on=clock.today(settings().zone()),
        booking_id=booking_id,
        by_id=actor.user_id,
    )
    record(actor, "note_ask", ask)
    return ask
