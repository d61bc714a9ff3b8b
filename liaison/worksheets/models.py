"""Template versions, worksheets and their answers."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from liaison.db import Base, PrimaryKey, choice
from liaison.programs.models import Action, Program


class TemplateVersion(Base):
    """A published worksheet template: never changed, never deleted (triggers refuse both)."""

    __tablename__ = "template_version"
    __table_args__ = (UniqueConstraint("key", "version"),)

    id: Mapped[PrimaryKey]
    key: Mapped[str] = mapped_column(Text)
    version: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]


class WorksheetState(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"


class Worksheet(Base):
    """One filled copy, pinned to the template version it was started with."""

    __tablename__ = "worksheet"

    id: Mapped[PrimaryKey]
    template_version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("template_version.id"))
    program_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("program.id"), index=True)
    year: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    state: Mapped[WorksheetState] = mapped_column(default=WorksheetState.DRAFT)
    started_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    started_at: Mapped[datetime]
    approved_by_name: Mapped[str] = mapped_column(Text, default="")
    approved_on: Mapped[date | None]
    answers_sha256: Mapped[str | None] = mapped_column(Text)  # of the answers as approved
    revisit_on: Mapped[date | None]
    is_invented: Mapped[bool] = mapped_column(default=False)

    template: Mapped[TemplateVersion] = relationship(lazy="raise_on_sql")
    program: Mapped[Program] = relationship(lazy="raise_on_sql")


class EvidenceStrength(StrEnum):
    NONE = "none"
    ANECDOTAL = "anecdotal"
    PARTIAL = "partial"
    SOLID = "solid"


class Answer(Base):
    """The answer to one question. `revision` guards against two people saving over each other."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("worksheet_id", "question_key"),
        CheckConstraint("NOT (is_not_applicable AND is_unknown)", name="one_way"),
        CheckConstraint("NOT is_not_applicable OR reason <> ''", name="reason"),
    )

    id: Mapped[PrimaryKey]
    worksheet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("worksheet.id", ondelete="CASCADE"))
    question_key: Mapped[str] = mapped_column(Text)
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)  # {"value": ...}; rows for a table
    is_not_applicable: Mapped[bool] = mapped_column(default=False)
    is_unknown: Mapped[bool] = mapped_column(default=False)  # "we do not know yet"
    reason: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")  # file, link or note behind it
    evidence_strength: Mapped[EvidenceStrength] = mapped_column(default=EvidenceStrength.NONE)
    language: Mapped[str] = mapped_column(Text, default="en")
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)


class AnswerRevision(Base):
    """What an answer was before each change; rows are only added."""

    __tablename__ = "answer_revision"
    __table_args__ = (Index(None, "worksheet_id", "question_key"),)

    id: Mapped[PrimaryKey]
    worksheet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("worksheet.id", ondelete="CASCADE"))
    question_key: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    value: Mapped[dict[str, Any]]
    by_id: Mapped[uuid.UUID | None]
    at: Mapped[datetime]


class WorksheetStep(Base):
    """History of a worksheet's states; rows are only added."""

    __tablename__ = "worksheet_step"

    id: Mapped[PrimaryKey]
    worksheet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("worksheet.id"), index=True)
    verb: Mapped[str] = mapped_column(Text)
    from_state: Mapped[WorksheetState | None] = mapped_column(choice(WorksheetState, "from_state"))
    to_state: Mapped[WorksheetState]
    note: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[uuid.UUID | None]
    at: Mapped[datetime]


class WorksheetAction(Base):
    """Joins a worksheet to the programme's actions that came out of it."""

    __tablename__ = "worksheet_action"

    worksheet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("worksheet.id"), primary_key=True)
    action_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("action.id"), primary_key=True)
    sort_order: Mapped[int] = mapped_column(default=0)

    action: Mapped[Action] = relationship(lazy="raise_on_sql")
