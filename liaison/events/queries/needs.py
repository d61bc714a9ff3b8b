"""Reading access needs: of an event, and of the whole city by the day they are due."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from liaison.db import db
from liaison.events.models.need import AccessNeed, NeedState
from liaison.events.policy.needs import OPEN


def list_open_needs_of(sign_up_id: uuid.UUID) -> Sequence[AccessNeed]:
    """What one sign-up asked for and nobody has closed."""
    return _list(AccessNeed.sign_up_id == sign_up_id, AccessNeed.state.in_(OPEN))


def list_requested_needs(event_id: uuid.UUID) -> Sequence[AccessNeed]:
    """What still has to be booked for an event."""
    return _list(AccessNeed.event_id == event_id, AccessNeed.state == NeedState.REQUESTED)


def _list(*found: ColumnElement[bool]) -> Sequence[AccessNeed]:
    asked = select(AccessNeed).where(*found)
    return db.session.scalars(asked.order_by(AccessNeed.asked_at, AccessNeed.id)).all()
