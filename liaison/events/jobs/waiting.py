"""Every minute: offers that were not answered end, and what is free is offered."""

import uuid

from liaison import clock
from liaison.db import db, reading
from liaison.events.models.event import Event
from liaison.events.operations.seats import hold_seats
from liaison.events.operations.waiting import move_queue
from liaison.events.queries.sign_ups import list_events_to_move
from liaison.jobs import each_minute, one_by_one


@each_minute
def move_queues() -> None:
    """Mostly there is nothing to do."""
    with reading():
        due = list_events_to_move(clock.now())
        db.session.rollback()
    one_by_one(due, _move)


def _move(event_id: uuid.UUID) -> None:
    event = db.session.get_one(Event, event_id)
    hold_seats(event)
    move_queue(event)
