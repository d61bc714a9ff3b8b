"""After an event: what was learned, for staff, and what was said, for everybody."""

from liaison import clock
from liaison.audit.operations import record
from liaison.errors import WrongState
from liaison.events.models.event import Event, EventState
from liaison.i18n import _
from liaison.permissions import Actor


def write_afterwards(*, actor: Actor, event: Event, learned: str, notes: str) -> Event:
    """Raises WrongState before it has begun, or where it did not take place."""
    if event.state is not EventState.PUBLISHED or event.starts_at > clock.now():
        raise WrongState(_("Write this down once the event has begun."))
    event.learned, event.notes = learned, notes
    record(actor, "write_afterwards", event)
    return event
