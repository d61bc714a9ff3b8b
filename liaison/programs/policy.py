"""Which programmes an actor reaches, and how a programme's things follow it."""

import uuid

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from liaison.i18n import _l
from liaison.permissions import Actor, Permission
from liaison.programs.models import ActionState, Program

ACTION_WORDS = {
    ActionState.PLANNED: _l("Planned"),
    ActionState.STARTED: _l("Started"),
    ActionState.DONE: _l("Done"),
    ActionState.CHANGED: _l("Changed"),
    ActionState.DROPPED: _l("Dropped"),
}

# action of an action item -> (from states, to state)
ACTION_STEPS: dict[str, tuple[frozenset[ActionState], ActionState]] = {
    "start_action": (frozenset({ActionState.PLANNED, ActionState.CHANGED}), ActionState.STARTED),
    "finish_action": (
        frozenset({ActionState.PLANNED, ActionState.STARTED, ActionState.CHANGED}),
        ActionState.DONE,
    ),
    "change_action": (
        frozenset({ActionState.PLANNED, ActionState.STARTED}),
        ActionState.CHANGED,
    ),
    "drop_action": (
        frozenset({ActionState.PLANNED, ActionState.STARTED, ActionState.CHANGED}),
        ActionState.DROPPED,
    ),
    "reopen_action": (frozenset({ActionState.DONE, ActionState.DROPPED}), ActionState.STARTED),
}


def in_scope(
    actor: Actor,
    permission: Permission,
    *,
    program_id: InstrumentedAttribute[uuid.UUID],
    area_id: InstrumentedAttribute[uuid.UUID | None] | None = None,
) -> ColumnElement[bool]:
    """The row filter for things that belong to a programme and may lie in an area.

    Someone with a role in a department reaches what its programmes have; in a programme, what it
    has; in an area, what lies there. A citywide role reaches everything.
    """
    scope = actor.scope(permission)
    if scope.everywhere:
        return true()
    reached: list[ColumnElement[bool]] = []
    if scope.department_ids:
        theirs = select(Program.id).where(Program.department_id.in_(scope.department_ids))
        reached.append(program_id.in_(theirs))
    if scope.program_ids:
        reached.append(program_id.in_(scope.program_ids))
    if scope.area_ids and area_id is not None:
        reached.append(area_id.in_(scope.area_ids))
    return or_(*reached) if reached else false()


def visible_to(
    actor: Actor, permission: Permission = Permission.PROGRAM_VIEW
) -> ColumnElement[bool]:
    """Programmes the actor may see. Who works for an area sees them all: they serve it together."""
    if actor.scope(permission).area_ids:
        return true()
    return wholly_reached_by(actor, permission)


def wholly_reached_by(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """Programmes that are the actor's to keep as a whole: a role in an area is not enough."""
    return in_scope(actor, permission, program_id=Program.id)
