"""Creating and changing programmes, their plan years and their actions."""

import uuid
from datetime import date

from sqlalchemy.exc import IntegrityError

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db
from liaison.errors import Conflict, InvalidInput, WrongState
from liaison.i18n import _
from liaison.permissions import Actor
from liaison.programs.models import Action, ActionState, ActionStep, PlanYear, Program
from liaison.programs.policy import ACTION_STEPS
from liaison.programs.queries import find_plan_year


def create_program(
    *,
    actor: Actor,
    key: str,
    name: str,
    purpose: str,
    department_id: uuid.UUID,
    owner_id: uuid.UUID | None = None,
    is_invented: bool = False,
) -> Program:
    """A new programme. Raises Conflict('key') if the short name is taken."""
    program = Program(
        key=key,
        name=name,
        purpose=purpose,
        department_id=department_id,
        owner_id=owner_id,
        is_invented=is_invented,
    )
    try:
        with db.session.begin_nested():
            record(actor, "create_program", program)
    except IntegrityError:
        raise Conflict("key", _("Another programme has this short name.")) from None
    return program


def edit_program(
    *,
    actor: Actor,
    program: Program,
    name: str,
    purpose: str,
    department_id: uuid.UUID,
    owner_id: uuid.UUID | None,
    is_active: bool,
) -> None:
    """Change what a programme is called, for, and whose it is. Its short name stays."""
    program.name, program.purpose, program.is_active = name, purpose, is_active
    program.department_id, program.owner_id = department_id, owner_id
    record(actor, "edit_program", program)


def set_plan_year(
    *, actor: Actor, program: Program, year: int, budget_cents: int | None, aim: str
) -> PlanYear:
    """Add or change what a programme may spend in a year, and what the year is for."""
    plan = find_plan_year(program.id, year) or PlanYear(program_id=program.id, year=year)
    plan.budget_cents, plan.aim = budget_cents, aim
    record(actor, "set_plan_year", plan)
    return plan


def add_action(
    *,
    actor: Actor,
    program_id: uuid.UUID,
    year: int,
    text: str,
    owner_name: str = "",
    due_on: date | None = None,
) -> Action:
    """Something the programme says it will do."""
    action = Action(
        program_id=program_id, year=year, text=text, owner_name=owner_name, due_on=due_on
    )
    record(actor, "add_action", action)
    _write_step(actor, action, "add_action", None)
    return action


def step_action(
    *,
    actor: Actor,
    action: Action,
    verb: str,
    done_on: date | None = None,
    evidence: str = "",
) -> None:
    """Take a step of `policy.ACTION_STEPS`.

    Raises WrongState, or InvalidInput('done_on') when the day it was done is missing.
    """
    from_states, to_state = ACTION_STEPS[verb]
    if action.state not in from_states:
        raise WrongState(_("Somebody changed this action already. Look at it again."))
    if to_state is ActionState.DONE and done_on is None:
        raise InvalidInput("done_on", _("Enter the day it was done."))
    before = action.state
    action.state = to_state
    action.done_on = done_on if to_state is ActionState.DONE else None
    action.evidence = evidence or action.evidence
    record(actor, verb, action)
    _write_step(actor, action, verb, before)


def _write_step(actor: Actor, action: Action, verb: str, before: ActionState | None) -> None:
    db.session.add(
        ActionStep(
            action_id=action.id,
            verb=verb,
            from_state=before,
            to_state=action.state,
            by_id=actor.user_id,
            at=clock.now(),
        )
    )
