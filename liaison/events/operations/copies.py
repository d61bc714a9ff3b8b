"""Events that begin as another one: held once more, or from a template."""

import uuid
from collections.abc import Mapping
from functools import partial
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
    *,
    actor: Actor,
    source: Event,
    program: Program,
    details: EventDetails,
    zone: ZoneInfo,
    key: uuid.UUID | None = None,
) -> Event:
    """A new draft with what belongs to another event, whose translations come along.

    A translation whose source the person changed is stale from the start. Raises InvalidInput.
    """
    kept, parts = read_kept(source), read_parts(source, zone)
    complete = partial(add_kept, actor=actor, kept=kept, parts=parts, zone=zone)
    return create_event(
        actor=actor, program=program, details=details, zone=zone, key=key, complete=complete
    )


def read_kept(event: Event) -> dict[str, Any]:
    """What comes along beside what the form says."""
    return {name: getattr(event, name) for name in KEPT}


def add_kept(
    event: Event, *, actor: Actor, kept: Mapping[str, Any], parts: Parts, zone: ZoneInfo
) -> None:
    """Give a new draft what comes along beside what the person filled in."""
    for name, value in kept.items():
        setattr(event, name, value)
    event.access_lacking = [one for one in event.access_lacking if one not in event.access]
    add_parts(actor, [event], parts, zone)
