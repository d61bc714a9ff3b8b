"""How many may come, and how they sign up."""

from dataclasses import dataclass
from datetime import datetime

from liaison.audit.operations import record
from liaison.errors import InvalidInput
from liaison.events.models.event import Event
from liaison.events.operations.seats import hold_seats
from liaison.events.operations.waiting import move_queue
from liaison.i18n import _n
from liaison.permissions import Actor


@dataclass(frozen=True)
class SeatPlan:
    """Places in all (None: nobody counts), and those kept back."""

    capacity: int | None = None
    held_for_walk_ins: int = 0
    held_for_liaisons: int = 0
    takes_sign_ups: bool = True
    asks_name: bool = True
    closes_at: datetime | None = None  # None: as the city's rules say


def plan_seats(*, actor: Actor, event: Event, plan: SeatPlan) -> None:
    """Set how many may come; who waits is offered what that makes free. Raises InvalidInput."""
    hold_seats(event)
    least = event.seats_promised + plan.held_for_walk_ins + plan.held_for_liaisons
    if plan.capacity is not None and plan.capacity < least:
        message = _n(
            "%(num)s place is promised or kept already. Enter at least as many.",
            "%(num)s places are promised or kept already. Enter at least as many.",
            least,
        )
        raise InvalidInput("capacity", message)
    for name, value in vars(plan).items():
        setattr(event, name, value)
    record(actor, "plan_seats", event)
    move_queue(event)
