"""Courses, and their runs: a course held once, with its sessions."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from liaison.codes import make_code
from liaison.db import Base, PrimaryKey
from liaison.events.models.event import Event, EventState


class CourseKind(StrEnum):
    SESSION = "session"  # one
    SERIES = "series"
    SELF_PACED = "self_paced"


class RunState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"  # people apply
    RUNNING = "running"
    ENDED = "ended"  # with its graduates
    CANCELLED = "cancelled"


class Selection(StrEnum):
    FIRST_COME = "first_come"
    CHOSEN = "chosen"  # by people, after the closing date


GONE = (EventState.CANCELLED, EventState.DROPPED)  # a session whose event is does not take place


def new_card_code() -> str:
    """The code that opens a run's cards: so long that no two runs will ever draw the same."""
    return make_code(8)


class Course(Base):
    """What is taught. `rule` says who completes it and `eligibility` who may come, as
    `policy.graduation` and `policy.eligibility` read them; a run keeps a copy of both, and of
    `kind`. `plan` says which sessions a new run begins with, as `policy.plan` reads it."""

    __tablename__ = "course"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("valid_months > 0", name="valid_months"),
    )

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[CourseKind]
    minutes: Mapped[int]  # of all its required sessions
    grants_rights: Mapped[bool] = mapped_column(default=False)  # of a liaison
    valid_months: Mapped[int | None]  # of the credential; blank: for good
    refreshes: Mapped[str | None] = mapped_column(ForeignKey("course.key"))  # renews that one
    plan: Mapped[dict[str, Any]] = mapped_column(default=dict)
    rule: Mapped[dict[str, Any]]
    eligibility: Mapped[list[str]] = mapped_column(default=list)  # keys of policy.eligibility
    is_active: Mapped[bool] = mapped_column(default=True)

    texts: Mapped[list["CourseText"]] = relationship(
        lazy="raise_on_sql", order_by="CourseText.language"
    )


class CourseText(Base):
    """Its words in one language."""

    __tablename__ = "course_text"

    course: Mapped[str] = mapped_column(ForeignKey("course.key"), primary_key=True)
    language: Mapped[str] = mapped_column(Text, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text, default="")
    outline: Mapped[list[str]] = mapped_column(default=list)  # a line each


class Session(Base):
    """A session of a run: an event of the calendar. A self-paced part has none."""

    __tablename__ = "course_session"
    __table_args__ = (
        CheckConstraint("number > 0", name="number"),
        UniqueConstraint("run_id", "number"),
    )

    id: Mapped[PrimaryKey]
    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("course_run.id"))
    event_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("event.id"), unique=True)
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(
        Text, default="session"
    )  # as the rule names it: tour, retreat
    title: Mapped[str] = mapped_column(Text)

    event: Mapped[Event | None] = relationship(lazy="raise_on_sql")


class CourseRun(Base):
    """A course held once, by a programme.

    It begins, `starts_at`, with the first of its sessions that takes place, wherever the calendar
    moved that to; where none of them stands in the calendar, when it was planned to. At one's own
    pace it has no first day: people join until it closes or ends, and each completes it by
    themselves.
    """

    __tablename__ = "course_run"
    __table_args__ = (
        CheckConstraint("capacity > 0", name="capacity"),
        Index(None, "state", "closes_on"),
    )

    id: Mapped[PrimaryKey] = mapped_column()
    course: Mapped[str] = mapped_column(ForeignKey("course.key"), index=True)
    kind: Mapped[CourseKind]
    program_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("program.id"), index=True)
    state: Mapped[RunState] = mapped_column(default=RunState.PLANNED)
    language: Mapped[str] = mapped_column(Text)  # it is taught in, BCP 47
    planned_at: Mapped[datetime] = mapped_column()
    closes_on: Mapped[date | None]  # last day to apply
    capacity: Mapped[int | None]
    card_code: Mapped[str] = mapped_column(Text, unique=True, default=new_card_code)
    selection: Mapped[Selection] = mapped_column(default=Selection.FIRST_COME)
    rule: Mapped[dict[str, Any]]
    eligibility: Mapped[list[str]] = mapped_column(default=list)
    # runs count in common results in this order, so that what was shown of them never changes
    ended_at: Mapped[datetime | None]
    is_invented: Mapped[bool] = mapped_column(default=False)

    @property
    def is_self_paced(self) -> bool:
        return self.kind is CourseKind.SELF_PACED

    starts_at: Mapped[datetime] = column_property(
        func.coalesce(
            select(func.min(Event.starts_at))
            .join(Session, Session.event_id == Event.id)
            .where(Session.run_id == id, Event.state.not_in(GONE))  # noqa: A003  # the column above
            .correlate_except(Session, Event)
            .scalar_subquery(),
            planned_at,
        )
    )
