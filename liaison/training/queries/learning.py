"""Reading what staff learned."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Row, Subquery, func, select, union

from liaison.accounts.models import RoleGrant, User, UserState
from liaison.city.models import Department
from liaison.db import db
from liaison.errors import NotFound
from liaison.permissions import Actor
from liaison.programs.models import Program
from liaison.training.models.assessment import StaffLearning
from liaison.training.policy.learning import STAFF_ROLES, managed_divisions, may_see_names


class Learner(NamedTuple):
    """Somebody of a division; minutes are those since the day that was asked for."""

    user_id: uuid.UUID
    name: str
    last_on: date | None
    minutes: int
    since: date

    @property
    def has_gap(self) -> bool:
        return self.last_on is None or self.last_on < self.since


def list_own_divisions(user_id: uuid.UUID | None) -> Sequence[Department]:
    """Divisions somebody works in, by name."""
    staff = _staff()
    return db.session.scalars(
        select(Department)
        .join(staff, staff.c.department_id == Department.id)
        .where(staff.c.user_id == user_id)
        .order_by(Department.name)
    ).all()


def list_managed(actor: Actor) -> Sequence[Department]:
    """Divisions whose people the actor sees, by name."""
    managed = managed_divisions(actor)
    if not managed:
        return []
    asked = select(Department).where(Department.id.in_(managed))
    return db.session.scalars(asked.order_by(Department.name)).all()


def get_managed(actor: Actor, department_id: uuid.UUID) -> Department:
    """Raises NotFound for every other division."""
    found = db.session.get(Department, department_id)
    if found is None or not may_see_names(actor, department_id):
        raise NotFound
    return found


def list_own(user_id: uuid.UUID | None) -> Sequence[Row[StaffLearning, str]]:
    """Somebody's entries with the division, newest first."""
    return db.session.execute(
        select(StaffLearning, Department.name)
        .join(Department, Department.id == StaffLearning.department_id)
        .where(StaffLearning.user_id == user_id)
        .order_by(StaffLearning.held_on.desc(), StaffLearning.id.desc())
    ).all()


def get_entry(actor: Actor, entry_id: uuid.UUID) -> StaffLearning:
    """The actor's own, or one of a division they manage. Raises NotFound."""
    found = db.session.get(StaffLearning, entry_id)
    if found is None or not (
        found.user_id == actor.user_id or may_see_names(actor, found.department_id)
    ):
        raise NotFound
    return found


def list_learners(department_id: uuid.UUID, since: date) -> list[Learner]:
    """Everybody of a division: those without a training first, then by name."""
    staff, had = _staff(), _had(since)
    rows = db.session.execute(
        select(User.id, User.name, had.c.last_on, func.coalesce(had.c.minutes, 0))
        .join(staff, staff.c.user_id == User.id)
        .outerjoin(
            had,
            (had.c.user_id == User.id) & (had.c.department_id == staff.c.department_id),
        )
        .where(staff.c.department_id == department_id, User.state == UserState.ACTIVE)
        .order_by(func.lower(User.name), User.id)
    )
    learners = [Learner(row[0], row[1], row[2], row[3], since) for row in rows]
    return sorted(learners, key=lambda one: not one.has_gap)


def list_entries(department_id: uuid.UUID, since: date) -> Sequence[Row[StaffLearning, str]]:
    """A division's entries with whose they are, newest first."""
    return db.session.execute(
        select(StaffLearning, User.name)
        .join(User, User.id == StaffLearning.user_id)
        .where(StaffLearning.department_id == department_id, StaffLearning.held_on >= since)
        .order_by(StaffLearning.held_on.desc(), StaffLearning.id.desc())
    ).all()


def _staff() -> Subquery:
    """Who works in which division: by a role there, or in one of its programmes."""
    by_division = select(RoleGrant.user_id, RoleGrant.department_id).where(
        RoleGrant.department_id.is_not(None), RoleGrant.role.in_(STAFF_ROLES)
    )
    by_program = (
        select(RoleGrant.user_id, Program.department_id)
        .join(Program, Program.id == RoleGrant.program_id)
        .where(RoleGrant.role.in_(STAFF_ROLES))
    )
    return union(by_division, by_program).subquery()


def _had(since: date) -> Subquery:
    """Each person's last training ever, and the minutes of those since."""
    minutes = func.sum(StaffLearning.minutes).filter(StaffLearning.held_on >= since)
    return (
        select(
            StaffLearning.user_id,
            StaffLearning.department_id,
            func.max(StaffLearning.held_on).label("last_on"),
            minutes.label("minutes"),
        )
        .group_by(StaffLearning.user_id, StaffLearning.department_id)
        .subquery()
    )
