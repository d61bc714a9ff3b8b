"""At the door: somebody is there, or is not after all."""

import uuid
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db
from liaison.errors import InvalidInput, WrongState
from liaison.events.models.door import CameBy, CheckIn
from liaison.events.models.event import Event
from liaison.events.models.sign_up import SignUp
from liaison.events.policy.door import HAS_DOOR, MOST_AT_ONCE
from liaison.events.queries.door import find_check_in
from liaison.i18n import _
from liaison.permissions import Actor


def check_in(
    *,
    actor: Actor,
    event: Event,
    key: uuid.UUID,
    people: int,
    came_by: CameBy,
    sign_up: SignUp | None = None,
    at: datetime | None = None,
    is_new: bool = False,
) -> CheckIn:
    """So many are there. Raises WrongState, InvalidInput.

    The device makes the key: sent twice it counts once. A sign-up that is in already stays one
    check-in, of the greater number: two devices saw the same people. `is_new`: the key is known to
    be; most come once, so storing it and being refused is quicker than looking first, and as sure.
    """
    if event.state not in HAS_DOOR:
        raise WrongState(_("Publish the event first: nobody comes to a draft."))
    if not 1 <= people <= MOST_AT_ONCE:
        raise InvalidInput("people", _("Enter how many people there are, from 1 to 20."))
    sign_up_id = sign_up.id if sign_up else None
    known = None if is_new else find_check_in(key, sign_up_id)
    if known is None:
        now = clock.now()
        made = CheckIn(
            id=key,
            event_id=event.id,
            sign_up_id=sign_up_id,
            people=people,
            came_by=came_by,
            at=min(at or now, now),  # a device's clock may be ahead
            stored_at=now,
            by_id=actor.user_id,
        )
        try:
            with db.session.begin_nested():
                record(actor, "check_in", made)
        except IntegrityError:
            known = find_check_in(key, sign_up_id)  # another device, at the same moment
            if known is None:
                raise
        else:
            return made
    if known.event_id != event.id:
        raise InvalidInput("key", _("This entry belongs to another event."))
    if known.id != key and people > known.people:
        known.people = people
        record(actor, "change_check_in", known)
    return known


def undo_check_in(*, actor: Actor, check_in: CheckIn) -> None:
    """They are not there after all; done twice it is done once."""
    if check_in.undone_at is None:
        check_in.undone_at = clock.now()
        record(actor, "undo_check_in", check_in)
