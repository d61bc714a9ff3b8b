"""Who takes part in a run, who was there, and what else they did for it."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from liaison.audit.operations import PERSONAL
from liaison.db import Base, Json, PrimaryKey, choice
from liaison.people.models import Person


class EnrolmentState(StrEnum):
    APPLIED = "applied"
    WAITLISTED = "waitlisted"
    ADMITTED = "admitted"
    DECLINED = "declined"  # with the reason
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"


class Mark(StrEnum):
    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    MADE_UP = "made_up"
    ABSENT = "absent"


class MarkedBy(StrEnum):
    SIGN_IN = "sign_in"  # a sheet
    CODE = "code"  # scanned or typed at the door
    STAFF = "staff"


class Enrolment(Base):
    """Somebody in a run, once.

    `statements` keeps the answers to its yes-or-no questions: "I am 18 or older on the first day"
    is kept as yes or no, and no birth date anywhere. `needs` is what they asked for so that they
    can take part, for the doors of sessions that are added later; it goes when the run is over.
    `reasons` says why it was declined, withdrawn or completed all the same: `words`, each by the
    `step` of the history it belongs to. They are about a person, and history is never rewritten.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("run_id", "person_id"),
        Index(None, "run_id", "state", "applied_at"),
    )

    id: Mapped[PrimaryKey]
    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("course_run.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[EnrolmentState] = mapped_column(default=EnrolmentState.APPLIED)
    applied_at: Mapped[datetime]
    language: Mapped[str | None] = mapped_column(Text)  # to write to them in
    statements: Mapped[dict[str, Any]] = mapped_column(default=dict)
    needs: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list, info=PERSONAL)
    reasons: Mapped[list[dict[str, str]]] = mapped_column(Json, default=list, info=PERSONAL)
    is_invented: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class EnrolmentStep(Base):
    """History of an enrolment's states; rows are only added."""

    __tablename__ = "enrolment_step"

    id: Mapped[PrimaryKey]
    enrolment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("enrolment.id"), index=True)
    verb: Mapped[str] = mapped_column(Text)
    from_state: Mapped[EnrolmentState | None] = mapped_column(choice(EnrolmentState, "from_state"))
    to_state: Mapped[EnrolmentState]
    by_id: Mapped[uuid.UUID | None]
    at: Mapped[datetime]


class Attendance(Base):
    """The mark of one person at one session. A session that was missed is made up once."""

    __tablename__ = "session_attendance"
    __table_args__ = (
        CheckConstraint("mark = 'made_up' OR made_up_on IS NULL", name="made_up"),
        Index(None, "session_id", "mark"),
    )

    enrolment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("course_session.id"), primary_key=True)
    mark: Mapped[Mark]
    marked_by: Mapped[MarkedBy]
    made_up_on: Mapped[date | None]
    marked_at: Mapped[datetime]  # as the server's clock says, whatever the tablet's did


class ExtraDeed(Base):
    """What a rule asks for beside sessions: a public meeting visited, hours volunteered."""

    __tablename__ = "extra_deed"

    id: Mapped[PrimaryKey]
    enrolment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("enrolment.id"), index=True)
    kind: Mapped[str] = mapped_column(Text)  # as the rule names it
    done_on: Mapped[date]
    amount: Mapped[int] = mapped_column(default=1)
    words: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
