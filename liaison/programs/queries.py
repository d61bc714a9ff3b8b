"""Reading programmes, plan years and actions."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import joinedload

from liaison.db import db, read_rows
from liaison.errors import NotFound
from liaison.permissions import Actor, Permission
from liaison.programs.models import Action, PlanYear, Program
from liaison.programs.policy import visible_to, wholly_reached_by


def list_programs(
    actor: Actor, permission: Permission = Permission.PROGRAM_VIEW, *, is_whole: bool = False
) -> Sequence[Program]:
    """Programmes the actor reaches with the permission, by name, with department and owner.

    `is_whole`: only those they reach as a whole, and not for an area of theirs.
    """
    reached = wholly_reached_by if is_whole else visible_to
    return db.session.scalars(
        select(Program)
        .options(joinedload(Program.department), joinedload(Program.owner))
        .where(reached(actor, permission))
        .order_by(Program.name)
    ).all()


def list_active_programs(actor: Actor, permission: Permission) -> Sequence[Row[*tuple[Any, ...]]]:
    """`id` and `name` of the programmes to choose from, by name."""
    return read_rows(_names(actor, permission).where(Program.is_active))


def list_program_names(actor: Actor, permission: Permission) -> Sequence[Row[*tuple[Any, ...]]]:
    """`id` and `name` of all programmes the actor reaches, by which a list is narrowed."""
    return read_rows(_names(actor, permission))


def _names(actor: Actor, permission: Permission) -> Select[*tuple[Any, ...]]:
    reached = select(Program.id, Program.name).where(visible_to(actor, permission))
    return reached.order_by(Program.name)


def get_program(
    actor: Actor, program_id: uuid.UUID, permission: Permission = Permission.PROGRAM_VIEW
) -> Program:
    """Raises NotFound."""
    return _one(visible_to(actor, permission), Program.id == program_id)


def get_whole_program(actor: Actor, program_id: uuid.UUID, permission: Permission) -> Program:
    """One the actor reaches as a whole, and not for an area of theirs. Raises NotFound."""
    return _one(wholly_reached_by(actor, permission), Program.id == program_id)


def get_program_by_key(
    actor: Actor, key: str, permission: Permission = Permission.PROGRAM_VIEW
) -> Program:
    """Raises NotFound."""
    return _one(visible_to(actor, permission), Program.key == key)


def _one(*conditions: ColumnElement[bool]) -> Program:
    found = db.session.scalar(
        select(Program)
        .options(joinedload(Program.department), joinedload(Program.owner))
        .where(*conditions)
    )
    if found is None:
        raise NotFound
    return found


def list_plan_years(program_id: uuid.UUID) -> Sequence[PlanYear]:
    """A programme's plan years, newest first."""
    return db.session.scalars(
        select(PlanYear).where(PlanYear.program_id == program_id).order_by(PlanYear.year.desc())
    ).all()


def find_plan_year(program_id: uuid.UUID, year: int) -> PlanYear | None:
    return db.session.scalar(
        select(PlanYear).where(PlanYear.program_id == program_id, PlanYear.year == year)
    )


def list_actions(program_id: uuid.UUID, year: int | None = None) -> Sequence[Action]:
    """Actions by due date, those without one last."""
    asked = select(Action).where(Action.program_id == program_id)
    if year is not None:
        asked = asked.where(Action.year == year)
    return db.session.scalars(
        asked.order_by(Action.year.desc(), Action.due_on.is_(None), Action.due_on, Action.id)
    ).all()
