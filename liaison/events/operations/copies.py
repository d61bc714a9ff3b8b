"""Events that begin as another one: held once more, or from a template."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from liaison.events.models.event import Event
from liaison.events.operations.events import EventDetails, create_event
from liaison.events.operations.parts import Parts, add_parts, read_parts
from liaison.permissions import Actor
from liaison.programs.models import Program

# columns that no form of planning asks for, and that stay true next time
KEPT = ("category", "access_lacking", "cost_estimated_cents", "minutes_planned", "is_invented")


def copy_event(
    *, actor: Actor, source: Event, program: Program, details: EventDetails, zone: ZoneInfo
) -> Event:
    """A new draft with what belongs to another event, whose translations come along.

    A translation whose source the person changed is stale from the start. Raises InvalidInput.
    """
    kept, parts = read_kept(source), read_parts(source, zone)
    return create_like(
        actor=actor, program=program, details=details, kept=kept, parts=parts, zone=zone
    )


def read_kept(event: Event) -> dict[str, Any]:
    """What comes along beside what the form says."""
    return {name: getattr(event, name) for name in KEPT}


def create_like(
    *,
    actor: Actor,
    program: Program,
    details: EventDetails,
    kept: Mapping[str, Any],
    parts: Parts,
    zone: ZoneInfo,
) -> Event:
    """A new draft as the person filled it in, with what comes along. Raises InvalidInput."""
    event = create_event(actor=actor, program=program, details=details, zone=zone)
    for name, value in kept.items():
        setattr(event, name, value)
    event.access_lacking = [key for key in event.access_lacking if key not in event.access]
    add_parts(actor, [event], parts, zone)
    return event
