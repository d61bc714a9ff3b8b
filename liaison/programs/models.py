"""Programmes, their plan years and their actions."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from liaison.accounts.models import User
from liaison.city.models import Department
from liaison.db import Base, PrimaryKey, choice


class Program(Base):
    """A programme of a department."""

    __tablename__ = "program"

    id: Mapped[PrimaryKey]
    key: Mapped[str] = mapped_column(Text, unique=True)  # parks-outreach: in addresses and commands
    name: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text, default="")
    department_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("department.id"), index=True)
    owner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    is_active: Mapped[bool] = mapped_column(default=True)
    is_invented: Mapped[bool] = mapped_column(default=False)

    department: Mapped[Department] = relationship(lazy="raise_on_sql")
    owner: Mapped[User | None] = relationship(lazy="raise_on_sql")


class PlanYear(Base):
    """A programme in one year: when it runs and what it may spend."""

    __tablename__ = "plan_year"
    __table_args__ = (
        UniqueConstraint("program_id", "year"),
        CheckConstraint("year BETWEEN 1990 AND 2100", name="year"),
        CheckConstraint("budget_cents >= 0", name="budget"),
    )

    id: Mapped[PrimaryKey]
    program_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("program.id"))
    year: Mapped[int]
    budget_cents: Mapped[int | None] = mapped_column(BigInteger)
    aim: Mapped[str] = mapped_column(Text, default="")  # what this year is for, in plain words
    is_invented: Mapped[bool] = mapped_column(default=False)


class ActionState(StrEnum):
    PLANNED = "planned"
    STARTED = "started"
    DONE = "done"
    CHANGED = "changed"
    DROPPED = "dropped"


class Action(Base):
    """Something a programme said it would do: who, by when, and what shows it was done."""

    __tablename__ = "action"
    __table_args__ = (
        CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name="done_when"),
    )

    id: Mapped[PrimaryKey]
    program_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("program.id"), index=True)
    year: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    owner_name: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[ActionState] = mapped_column(default=ActionState.PLANNED)
    is_invented: Mapped[bool] = mapped_column(default=False)


class ActionStep(Base):
    """History of an action; rows are only added."""

    __tablename__ = "action_step"

    id: Mapped[PrimaryKey]
    action_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("action.id"), index=True)
    verb: Mapped[str] = mapped_column(Text)
    from_state: Mapped[ActionState | None] = mapped_column(choice(ActionState, "from_state"))
    to_state: Mapped[ActionState]
    by_id: Mapped[uuid.UUID | None]
    at: Mapped[datetime]
