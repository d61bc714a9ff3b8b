"""Sending, every minute, the messages whose time has come."""

import uuid

from liaison import clock
from liaison.db import db, reading
from liaison.events.operations.messages import queue_some
from liaison.events.queries.messages import list_due_messages
from liaison.jobs import each_minute, one_by_one


@each_minute
def send_messages() -> None:
    """Queue them in small transactions: killed between two, it goes on where it stopped."""
    with reading():  # most minutes there is none, and then nobody waits for the write lock
        due = list_due_messages(clock.now())
        db.session.rollback()
    one_by_one(due, _queue)


def _queue(message_id: uuid.UUID) -> None:
    while queue_some(message_id):
        db.session.commit()
