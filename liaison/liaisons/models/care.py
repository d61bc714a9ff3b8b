"""Care for liaisons: how much is asked of them, what was hard, what is worth a thank-you."""

import uuid
from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from liaison.audit.operations import PERSONAL
from liaison.db import Base, PrimaryKey


class LiaisonRules(Base):
    """The city's rules for all liaisons: one row, there from the start."""

    __tablename__ = "liaison_rules"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("quarter_minutes > 0 AND quarter_asks > 0", name="ceilings"),
        CheckConstraint("yearly_cap_cents >= 0", name="cap"),
        CheckConstraint("renew_days BETWEEN 1 AND 365", name="renew_days"),
        CheckConstraint("idle_days BETWEEN 1 AND 365", name="idle_days"),
        CheckConstraint("answer_hours BETWEEN 1 AND 336", name="answer_hours"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    quarter_minutes: Mapped[int] = mapped_column(default=2400)  # 40 hours
    quarter_asks: Mapped[int] = mapped_column(default=12)
    quiet_from: Mapped[time] = mapped_column(default=time(20))
    quiet_until: Mapped[time] = mapped_column(default=time(8))
    yearly_cap_cents: Mapped[int] = mapped_column(default=50_000)  # paid to one person a year
    renew_days: Mapped[int] = mapped_column(default=60)  # before the training ends
    idle_days: Mapped[int] = mapped_column(default=30)
    answer_hours: Mapped[int] = mapped_column(default=48)  # to answer an offer


class AskKind(StrEnum):
    OFFER = "offer"
    INVITATION = "invitation"
    SURVEY = "survey"
    OTHER = "other"


class Ask(Base):
    """Something the city asked of a liaison: too many wear people out. Rows are only added."""

    __tablename__ = "liaison_ask"
    __table_args__ = (Index(None, "liaison_id", "asked_on"),)

    id: Mapped[PrimaryKey]
    liaison_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("liaison.id"))
    kind: Mapped[AskKind]
    asked_on: Mapped[date]
    booking_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("booking.id"))
    by_id: Mapped[uuid.UUID | None]


class HardContact(Base):
    """A contact that was hard: seen by whoever wrote it and by their supporter, by nobody else."""

    __tablename__ = "hard_contact"

    id: Mapped[PrimaryKey]
    liaison_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("liaison.id"), index=True)
    supporter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    words: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    flagged_at: Mapped[datetime]
    talked_on: Mapped[date | None]  # the two spoke about it


class Recognition(Base):
    """Something somebody connected or learned, worth remembering. Nothing counts these."""

    __tablename__ = "recognition"

    id: Mapped[PrimaryKey]
    liaison_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("liaison.id"), index=True)
    noted_on: Mapped[date]
    words: Mapped[str] = mapped_column(Text, info=PERSONAL)
    by_id: Mapped[uuid.UUID | None]
