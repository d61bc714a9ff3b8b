"""Demographic cards: how many were offered, taken and answered, tied to nobody.

No entry of the audit log is written: beside the times of check-ins it would say who took one.
"""

import uuid

from sqlalchemy import case, insert, update
from sqlalchemy.exc import IntegrityError

from liaison.db import db
from liaison.errors import InvalidInput
from liaison.events.models.door import CardCount, CardReceipt
from liaison.i18n import _

COUNTED = {
    "offered": CardCount.offered,
    "taken": CardCount.taken,
    "answered": CardCount.answered,
}


def count_cards(*, event_id: uuid.UUID, key: uuid.UUID, card: str, change: int) -> None:
    """One more, or one fewer; sent twice it counts once. Raises InvalidInput."""
    column = COUNTED.get(card)
    if column is None:
        raise InvalidInput("card", _("This entry cannot be read."))
    if not _is_first(CardReceipt, key=key, event_id=event_id):
        return
    if db.session.get(CardCount, event_id) is None:
        _is_first(CardCount, event_id=event_id)
    # added where it stands, so that two devices both count
    changed = case((column + change < 0, 0), else_=column + change)
    db.session.execute(
        update(CardCount).where(CardCount.event_id == event_id).values({column: changed})
    )


def _is_first(table: type[CardReceipt | CardCount], **values: uuid.UUID) -> bool:
    """Store a row unless it is there."""
    try:
        with db.session.begin_nested():
            db.session.execute(insert(table).values(**values))
    except IntegrityError:
        return False
    return True
