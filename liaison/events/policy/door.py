"""Who may stand at the door of an event, and how names are found there."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from liaison.events.models.door import CameBy
from liaison.events.models.event import Event, EventState
from liaison.events.models.plan import EventStaff
from liaison.events.policy.events import visible_to
from liaison.i18n import _l
from liaison.liaisons.models.liaison import Liaison
from liaison.permissions import Actor, Permission

# People who came are counted even if the event was called off meanwhile: they are there.
HAS_DOOR = frozenset({EventState.PUBLISHED, EventState.CANCELLED})
MOST_AT_ONCE = 20  # people of one check-in
CAME_BY: Mapping[str, Any] = {  # in place of a name
    CameBy.WALK_IN: _l("Walked in"),
    CameBy.COUNT: _l("Counted"),
    CameBy.KIOSK: _l("Checked in at the kiosk"),
    CameBy.PAPER: _l("On paper"),
}


def at_door(actor: Actor) -> ColumnElement[bool]:
    """Events at whose door the actor may stand: those they may edit, and those they work at."""
    theirs = visible_to(actor, Permission.EVENT_EDIT)
    if actor.user_id is None:
        return theirs
    return theirs | works_at(actor.user_id)


def works_at(user_id: uuid.UUID) -> ColumnElement[bool]:
    """Events whose staff this account is, or the liaison it belongs to."""
    return Event.id.in_(
        select(EventStaff.event_id)
        .outerjoin(Liaison, Liaison.id == EventStaff.liaison_id)
        .where(or_(EventStaff.user_id == user_id, Liaison.user_id == user_id))
    )
