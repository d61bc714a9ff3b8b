"""At the door, and on paper: who came, and which sheets went out and came back."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from liaison.db import Base, PrimaryKey


class CameBy(StrEnum):
    """How somebody was checked in."""

    SEARCH = "search"
    CODE = "code"
    WALK_IN = "walk_in"
    KIOSK = "kiosk"
    COUNT = "count"  # the plus button: nobody was asked who they are
    PAPER = "paper"


class CheckIn(Base):
    """People who came, at once. The key is made by the device, so that sent twice it counts once.

    Undoing keeps the row. A sign-up is checked in at most once at a time.
    """

    __tablename__ = "check_in"
    __table_args__ = (
        CheckConstraint("people BETWEEN 1 AND 20", name="people"),
        Index(
            "uq_check_in_sign_up_id",
            "sign_up_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
        Index(None, "event_id", "undone_at", "people"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event.id"))
    sign_up_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("sign_up.id"))
    people: Mapped[int] = mapped_column(default=1)
    came_by: Mapped[CameBy]
    at: Mapped[datetime]  # by the device's clock
    stored_at: Mapped[datetime]  # by ours
    by_id: Mapped[uuid.UUID | None]
    undone_at: Mapped[datetime | None]


class CardCount(Base):
    """Demographic cards of an event: counted, never tied to anybody."""

    __tablename__ = "card_count"
    __table_args__ = (
        CheckConstraint("offered >= 0 AND taken >= 0 AND answered >= 0", name="counts"),
    )

    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event.id"), primary_key=True)
    offered: Mapped[int] = mapped_column(default=0)
    taken: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)


class CardReceipt(Base):
    """The key under which a device handed in a count of cards: sent twice it counts once.

    Neither what nor when: beside the check-ins that would say who took a card.
    """

    __tablename__ = "card_receipt"

    key: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event.id"), index=True)


class PaperKind(StrEnum):
    SIGN_IN = "sign_in"
    CONTACT = "contact"
    CARD = "card"  # demographic


class PaperBatch(Base):
    """Sheets or cards printed at once. Each row carries the batch's code and its number."""

    __tablename__ = "paper_batch"
    __table_args__ = (
        CheckConstraint("printed >= 1", name="printed"),
        CheckConstraint("returned >= 0 AND voided >= 0", name="counts"),
        CheckConstraint("returned + voided <= printed", name="no_more_than_printed"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event.id"), index=True)
    kind: Mapped[PaperKind]
    code: Mapped[str] = mapped_column(Text, unique=True)  # 4 letters and digits, as K7MQ
    languages: Mapped[list[str]] = mapped_column(default=list)
    printed: Mapped[int]  # rows of a sheet, or cards
    returned: Mapped[int] = mapped_column(default=0)
    voided: Mapped[int] = mapped_column(default=0)
    printed_at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None]


class PaperRow(Base):
    """A row that was keyed, or voided. Cards have none: an answer must not be known by its card."""

    __tablename__ = "paper_row"

    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paper_batch.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    is_void: Mapped[bool] = mapped_column(default=False)
    sign_up_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("sign_up.id"), index=True)
    keyed_at: Mapped[datetime]
    keyed_by_id: Mapped[uuid.UUID | None]
