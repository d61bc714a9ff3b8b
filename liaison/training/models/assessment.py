"""What people learned and how they found it: answers without names, matched by a code of theirs."""

import uuid
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from liaison.audit.operations import PERSONAL
from liaison.db import Base, PrimaryKey


class CardKind(StrEnum):
    KNOWLEDGE = "knowledge"  # right or wrong, before and after
    CONFIDENCE = "confidence"  # 1 to 5, for before and after, both asked afterwards
    REACTION = "reaction"


class Occasion(StrEnum):
    BEFORE = "before"
    AFTER = "after"


class Card(Base):
    """The items of a course's card; a change of items is a new version."""

    __tablename__ = "training_card"
    __table_args__ = (UniqueConstraint("course", "kind", "version"),)

    id: Mapped[PrimaryKey]
    course: Mapped[str] = mapped_column(ForeignKey("course.key"))
    kind: Mapped[CardKind]
    version: Mapped[int] = mapped_column(default=1)
    items: Mapped[dict[str, Any]]  # key -> words by language, choices, which are right


class CardAnswer(Base):
    """One filled-in card. `code_hash` is of a code people make for themselves; nothing else here
    leads to anybody. The key is random, and no time stands here."""

    __tablename__ = "training_card_answer"
    __table_args__ = (
        CheckConstraint("score >= 0 AND score <= most", name="score"),
        Index(None, "run_id", "card_id", "occasion"),
        {"sqlite_with_rowid": False},  # their order would tell who answered when
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid(), primary_key=True, default=uuid.uuid4)
    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("course_run.id"))
    card_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("training_card.id"))
    occasion: Mapped[Occasion]
    code_hash: Mapped[str | None] = mapped_column(Text)
    answers: Mapped[dict[str, Any]]
    score: Mapped[int | None]  # of a knowledge card
    most: Mapped[int | None]


class StaffLearning(Base):
    """A competency training somebody on the staff had: seen only inside their division."""

    __tablename__ = "staff_learning"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes"),
        Index(None, "department_id", "held_on"),
    )

    id: Mapped[PrimaryKey]
    # PERSONAL, all of it: the log is read outside the division, too
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("user_account.id"), index=True, info=PERSONAL
    )
    department_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("department.id"))
    competency: Mapped[str] = mapped_column(Text, info=PERSONAL)
    held_on: Mapped[date] = mapped_column(info=PERSONAL)
    minutes: Mapped[int] = mapped_column(info=PERSONAL)
    # what they would like to follow
    needs_more: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
