"""Collection points, unlinkable responses, and the tally that reports read."""

import uuid
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from liaison.db import Base, PrimaryKey


class Mode(StrEnum):
    """How the form was filled in."""

    PHONE = "phone"  # the person's own phone or computer
    TABLET = "tablet"
    PAPER = "paper"  # keyed later


class NonAnswer(StrEnum):
    """Why a question has no answer. These are data too, and different from each other."""

    PREFER_NOT = "prefer_not"
    LEFT_BLANK = "left_blank"
    NOT_OFFERED = "not_offered"
    DECLINED_VERBALLY = "declined_verbally"
    UNREADABLE = "unreadable"


class CollectionPoint(Base):
    """A place where the form is offered, under a short random code. Counts, never people."""

    __tablename__ = "collection_point"
    __table_args__ = (CheckConstraint("forms_offered >= 0", name="offered"),)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(Text, unique=True)  # 6 letters and digits, none look alike
    program_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("program.id"), index=True)
    pack: Mapped[str] = mapped_column(Text)  # key@version of the question pack
    label: Mapped[str] = mapped_column(Text, default="")  # what staff call it
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    # how many people were offered the form, entered afterwards; blank: nobody counted
    forms_offered: Mapped[int | None]
    is_invented: Mapped[bool] = mapped_column(default=False)


class DemographicResponse(Base):
    """One filled-in form. The key is random and no time finer than the plan month is kept.

    `answers` maps question key to a list of codes, or to one non-answer code such as `prefer_not`.
    """

    __tablename__ = "demographic_response"
    __table_args__ = (
        Index(None, "program_id", "plan_month"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid(), primary_key=True, default=uuid.uuid4)
    program_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("program.id"))
    plan_month: Mapped[date]  # first day of the month
    pack: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    mode: Mapped[Mode]
    answers: Mapped[dict[str, Any]]
    is_invented: Mapped[bool] = mapped_column(default=False)


class DemographicTally(Base):
    """How many responses gave one answer: the summary that reports read.

    `answer` is the set of codes ticked, sorted and joined with `+` (asian+white), or a non-answer.
    Kept up with each response in the same transaction; a test recomputes it from the responses.
    """

    __tablename__ = "demographic_tally"
    __table_args__ = (CheckConstraint("responses >= 0", name="responses"),)

    program_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("program.id"), primary_key=True)
    plan_month: Mapped[date] = mapped_column(primary_key=True)
    pack: Mapped[str] = mapped_column(Text, primary_key=True)
    question: Mapped[str] = mapped_column(Text, primary_key=True)
    answer: Mapped[str] = mapped_column(Text, primary_key=True)
    responses: Mapped[int]
