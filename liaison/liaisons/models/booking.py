"""Bookings: a job for a liaison, from the request to the report-back."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from liaison.audit.operations import PERSONAL
from liaison.db import Base, PrimaryKey, choice

IS_OPEN = "state = 'open'"


class Task(StrEnum):
    INTERPRET = "interpret"
    FACILITATE = "facilitate"
    ADVISE = "advise"  # on messages, before they are sent
    WRITE = "write"  # translate or proofread
    OUTREACH = "outreach"  # door to door, tabling
    FOCUS_GROUP = "focus_group"
    OTHER = "other"


class BookingState(StrEnum):
    REQUESTED = "requested"
    OFFERED = "offered"
    CONFIRMED = "confirmed"
    BRIEFED = "briefed"
    DONE = "done"
    DEBRIEFED = "debriefed"
    PAID = "paid"  # of unpaid jobs: thanked
    REPORTED = "reported"  # the liaison was told what the city did
    CANCELLED = "cancelled"


class OfferState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Booking(Base):
    """A programme asks for a liaison."""

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="order"),
        CheckConstraint("cents_an_hour >= 0 AND minutes > 0", name="amounts"),
        CheckConstraint("is_paid = (cents_an_hour IS NOT NULL)", name="paid_has_a_rate"),
        CheckConstraint("state <> 'cancelled' OR reason <> ''", name="reason"),
        CheckConstraint(
            "state IN ('requested', 'offered', 'cancelled') OR liaison_id IS NOT NULL",
            name="somebody_does_it",
        ),
        CheckConstraint("(reported_at IS NULL) = (report_back = '')", name="reported"),
        Index(None, "state", "starts_at"),
        Index(None, "liaison_id", "starts_at"),
        Index(None, "program_id", "starts_at"),
    )

    id: Mapped[PrimaryKey]
    program_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("program.id"))
    title: Mapped[str] = mapped_column(Text)
    task: Mapped[Task]
    state: Mapped[BookingState] = mapped_column(default=BookingState.REQUESTED)
    liaison_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("liaison.id"))
    language: Mapped[str | None] = mapped_column(Text)  # BCP 47; blank: any
    community: Mapped[str] = mapped_column(Text, default="")  # blank: any
    area_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("area.id"))
    place: Mapped[str] = mapped_column(Text, default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    minutes: Mapped[int]  # of work, the way to it not counted
    is_paid: Mapped[bool]
    cents_an_hour: Mapped[int | None]
    budget_code: Mapped[str] = mapped_column(Text, default="")
    needs_credential: Mapped[bool] = mapped_column(default=True)
    materials: Mapped[str] = mapped_column(Text, default="")
    access: Mapped[str] = mapped_column(Text, default="")  # what the liaison needs to know of it
    brief: Mapped[str] = mapped_column(Text, default="")  # where, with whom, what to say
    report_back: Mapped[str] = mapped_column(Text, default="")  # what the city did with it
    reported_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")  # of cancelling
    requested_by_id: Mapped[uuid.UUID | None]
    requested_at: Mapped[datetime]
    is_invented: Mapped[bool] = mapped_column(default=False)


class BookingOffer(Base):
    """The job was offered to one liaison; one offer of a booking is open at a time."""

    __tablename__ = "booking_offer"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered"),
        # not unique: an offer that was taken back may be made again
        Index(None, "booking_id", "offered_at"),
        Index(
            "uq_booking_offer_open",
            "booking_id",
            unique=True,
            sqlite_where=text(IS_OPEN),
            postgresql_where=text(IS_OPEN),
        ),
        Index(None, "state", "answer_by"),
        Index(None, "liaison_id", "offered_at"),
    )

    id: Mapped[PrimaryKey]
    booking_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("booking.id"))
    liaison_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("liaison.id"))
    state: Mapped[OfferState] = mapped_column(default=OfferState.OPEN)
    why: Mapped[list[str]] = mapped_column(default=list)  # keys of the reasons it was proposed for
    offered_at: Mapped[datetime]
    offered_by_id: Mapped[uuid.UUID | None]
    answer_by: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    words: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)  # of the answer


class Debrief(Base):
    """What a liaison brings back from a job."""

    __tablename__ = "booking_debrief"
    __table_args__ = (
        CheckConstraint("people >= 0", name="people"),
        CheckConstraint("minutes > 0", name="minutes"),
    )

    booking_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    people: Mapped[int | None]  # how many they spoke with
    minutes: Mapped[int]  # it took
    # what people told them, as in the contact log
    said: Mapped[str] = mapped_column(Text, info=PERSONAL)
    unanswered: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    was_worth_it: Mapped[bool | None]  # the community's time
    written_at: Mapped[datetime]


class BookingStep(Base):
    """History of a booking's states; rows are only added."""

    __tablename__ = "booking_step"

    id: Mapped[PrimaryKey]
    booking_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("booking.id"), index=True)
    verb: Mapped[str] = mapped_column(Text)
    from_state: Mapped[BookingState | None] = mapped_column(choice(BookingState, "from_state"))
    to_state: Mapped[BookingState]
    by_id: Mapped[uuid.UUID | None]
    at: Mapped[datetime]
