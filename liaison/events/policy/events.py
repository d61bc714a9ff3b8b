"""Who may do what to an event, in which state; and the words events are described with."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement

from liaison.events.models.event import Event, EventState
from liaison.i18n import _l
from liaison.permissions import Actor, Owner, Permission
from liaison.programs.models import Program
from liaison.programs.policy import in_scope


class Step(NamedTuple):
    """One row of the life cycle."""

    permission: Permission
    from_states: frozenset[EventState]
    to_state: EventState


DRAFT, PUBLISHED, CANCELLED = EventState.DRAFT, EventState.PUBLISHED, EventState.CANCELLED
# cancelled ones too, so that nobody stands before a shut door
PUBLIC_STATES = (EventState.PUBLISHED, EventState.CANCELLED)
DROPPED = EventState.DROPPED
EDIT = Permission.EVENT_EDIT
# letters: what a form takes, and a file
LONGEST = {
    "title": 200,
    "place_name": 200,
    "room": 100,
    "address": 300,
    "summary": 5000,
    "category": 100,
}

STEPS: dict[str, Step] = {
    "publish_event": Step(EDIT, frozenset({DRAFT}), PUBLISHED),
    # only while nobody has signed up: see operations.withdraw_event
    "withdraw_event": Step(EDIT, frozenset({PUBLISHED}), DRAFT),
    "cancel_event": Step(EDIT, frozenset({PUBLISHED}), CANCELLED),
    "restore_event": Step(EDIT, frozenset({CANCELLED}), PUBLISHED),
    # a draft that comes to nothing: history is kept, so its row stays
    "drop_event": Step(EDIT, frozenset({DRAFT}), DROPPED),
    "take_up_event": Step(EDIT, frozenset({DROPPED}), DRAFT),
}

STATES: Mapping[str, Any] = {
    DRAFT: _l("Draft"),
    PUBLISHED: _l("Published"),
    CANCELLED: _l("Cancelled"),
    DROPPED: _l("Dropped"),
}
ACCESS: Mapping[str, Any] = {
    "step_free": _l("Step-free entrance"),
    "accessible_toilet": _l("Accessible toilet"),
    "hearing_loop": _l("Hearing loop"),
    "sign_language": _l("Sign language"),
    "captions": _l("Live captions"),
    "interpreter_on_request": _l("Interpreter on request"),
    "childcare": _l("Childcare"),
    "transit": _l("Near public transit"),
    "parking": _l("Accessible parking"),
    "quiet_room": _l("Quiet room"),
    "remote": _l("Take part from home"),
}
AUDIENCES: Mapping[str, Any] = {
    "general_public": _l("General public"),
    "tots": _l("Toddlers"),
    "children": _l("Children"),
    "teens": _l("Teens"),
    "young_adults": _l("Young adults"),
    "adults": _l("Adults"),
    "seniors": _l("Seniors"),
    "adaptive": _l("People with disabilities"),
}


def visible_to(actor: Actor, permission: Permission = Permission.EVENT_VIEW) -> ColumnElement[bool]:
    """Events the actor reaches from the desk, in whatever state."""
    return in_scope(actor, permission, program_id=Event.program_id, area_id=Event.area_id)


def is_public() -> ColumnElement[bool]:
    """Events anybody may look at."""
    return Event.state.in_(PUBLIC_STATES)


def can_edit_event(actor: Actor, program: Program, area_id: Any) -> bool:
    """May the actor plan an event of this programme in this area?"""
    return is_within(actor, Permission.EVENT_EDIT, program, area_id)


def is_within(actor: Actor, permission: Permission, program: Program, area_id: Any) -> bool:
    """Does this permission of the actor's reach events of this programme in this area?"""
    return actor.scope(permission).reaches(Owner(program.department_id, program.id, area_id))


def can_take_step(actor: Actor, event: Event, verb: str) -> bool:
    """Do role and state allow it? Whether it is theirs was asked when it was loaded."""
    step = STEPS[verb]
    return actor.may(step.permission) and event.state in step.from_states
