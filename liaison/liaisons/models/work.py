"""Hours, expenses and stipends: entered, approved, paid. A correction is a new line."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from liaison.audit.operations import PERSONAL
from liaison.db import Base, PrimaryKey, choice


class EntryKind(StrEnum):
    HOURS = "hours"
    EXPENSE = "expense"
    STIPEND = "stipend"


class EntryState(StrEnum):
    """What waits on a device is no row yet: only what the city has stored counts."""

    SUBMITTED = "submitted"
    QUERIED = "queried"  # the city asks back
    APPROVED = "approved"
    REFUSED = "refused"
    PAID = "paid"


class WorkEntry(Base):
    """A line of somebody's work. Minutes and cents stay as entered; `corrects_id` names the line
    that this one changes, by adding to it or taking from it."""

    __tablename__ = "work_entry"
    __table_args__ = (
        CheckConstraint("minutes IS NOT NULL OR cents IS NOT NULL", name="something"),
        CheckConstraint("kind = 'hours' OR minutes IS NULL", name="minutes_of_hours"),
        CheckConstraint("corrects_id IS NOT NULL OR (minutes IS NULL OR minutes > 0)", name="time"),
        CheckConstraint("corrects_id IS NOT NULL OR (cents IS NULL OR cents >= 0)", name="money"),
        CheckConstraint("(state = 'paid') = (payment_id IS NOT NULL)", name="paid_in_a_batch"),
        CheckConstraint("state NOT IN ('queried', 'refused') OR answer <> ''", name="answer"),
        UniqueConstraint("liaison_id", "entry_key"),
        Index(None, "liaison_id", "worked_on"),
        Index(None, "state", "worked_on"),
    )

    id: Mapped[PrimaryKey]
    liaison_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("liaison.id"))
    program_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("program.id"))
    booking_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("booking.id"), index=True)
    entry_key: Mapped[str] = mapped_column(Text)  # made by the form or device: sent twice, one line
    kind: Mapped[EntryKind]
    state: Mapped[EntryState] = mapped_column(default=EntryState.SUBMITTED)
    worked_on: Mapped[date]
    minutes: Mapped[int | None]
    cents: Mapped[int | None]  # what it costs the city; blank: unpaid work
    words: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    answer: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)  # of the city
    corrects_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("work_entry.id"), index=True)
    payment_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("payment_batch.id"), index=True)
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[uuid.UUID | None]
    is_invented: Mapped[bool] = mapped_column(default=False)


class WorkEntryStep(Base):
    """History of an entry's states; rows are only added."""

    __tablename__ = "work_entry_step"

    id: Mapped[PrimaryKey]
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("work_entry.id"), index=True)
    verb: Mapped[str] = mapped_column(Text)
    from_state: Mapped[EntryState | None] = mapped_column(choice(EntryState, "from_state"))
    to_state: Mapped[EntryState]
    by_id: Mapped[uuid.UUID | None]
    at: Mapped[datetime]


class PaymentBatch(Base):
    """What was handed to finance at once; rows are only added."""

    __tablename__ = "payment_batch"
    __table_args__ = (CheckConstraint("lines > 0", name="lines"),)

    id: Mapped[PrimaryKey]
    number: Mapped[int] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[uuid.UUID | None]
    lines: Mapped[int]
    total_cents: Mapped[int]
