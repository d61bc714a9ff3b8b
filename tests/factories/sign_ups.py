"""Sign-ups for tests."""

import uuid

from liaison.events.operations.capacity import SeatPlan, plan_seats
from liaison.events.operations.sign_ups import SignUpDetails, sign_up
from liaison.permissions import SYSTEM, VISITOR


def come(event, party_size=1, *, actor=VISITOR, key=None, over_capacity=False, way=None, **said):
    """Somebody called Ana signs up, on the web unless told otherwise."""
    details = SignUpDetails(**{"name": "Ana", "party_size": party_size} | said)
    options = {"way": way} if way else {}
    return sign_up(
        actor=actor,
        event=event,
        key=key or uuid.uuid4(),
        details=details,
        over_capacity=over_capacity,
        **options,
    )


def limit(event, capacity, **plan):
    """So many places."""
    plan_seats(actor=SYSTEM, event=event, plan=SeatPlan(capacity=capacity, **plan))
