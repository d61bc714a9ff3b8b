"""Events and sign-ups."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from liaison.db import Base, PrimaryKey, choice
from liaison.people.models import Person
from liaison.places.models import Area
from liaison.programs.models import Program

_COUNTED_BY = (
    *("program_id", "local_year", "local_month", "area_id"),
    *("state", "starts_at", "attendance"),
)


class EventState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Event(Base):
    """An outreach event. Attendance is a head count: blank means nobody wrote it down."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("source", "source_key"),
        CheckConstraint("ends_at IS NULL OR ends_at >= starts_at", name="ends_after_start"),
        CheckConstraint("attendance >= 0", name="attendance"),
        CheckConstraint("local_month BETWEEN 1 AND 12", name="month"),
        Index(None, "state", "starts_at"),
        Index(None, "starts_at"),  # the desk's list of all events, newest first
        # all that the figures read, so that a year is counted without touching the rows
        Index("ix_event_figures", *_COUNTED_BY),
        Index(None, "area_id", "starts_at"),
    )

    id: Mapped[PrimaryKey]
    program_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("program.id"))
    title: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(
        Text, default=""
    )  # plain text, blank lines part paragraphs
    language: Mapped[str] = mapped_column(Text, default="en")  # of title and summary
    kind: Mapped[str] = mapped_column(Text, default="own_event")  # key of policy.KINDS
    category: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[EventState] = mapped_column(default=EventState.DRAFT)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    # the city's wall calendar, written with starts_at, so that figures group without arithmetic
    local_year: Mapped[int]
    local_month: Mapped[int]
    place_name: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(Text, default="")
    area_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("area.id"))
    offered_languages: Mapped[list[str]] = mapped_column(default=list)  # spoken there, BCP 47
    access: Mapped[list[str]] = mapped_column(default=list)  # keys of policy.ACCESS
    audiences: Mapped[list[str]] = mapped_column(
        default=list
    )  # keys of policy.AUDIENCES, or what a source says
    attendance: Mapped[int | None]
    attendance_note: Mapped[str] = mapped_column(Text, default="")  # what was odd about the count
    collection_point_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("collection_point.id"), unique=True
    )
    source: Mapped[str | None] = mapped_column(Text)  # which file it was imported from
    source_key: Mapped[str | None] = mapped_column(Text)
    is_invented: Mapped[bool] = mapped_column(default=False)

    program: Mapped[Program] = relationship(lazy="raise_on_sql")
    area: Mapped[Area | None] = relationship(lazy="raise_on_sql")


class EventStep(Base):
    """History of an event's states; rows are only added."""

    __tablename__ = "event_step"

    id: Mapped[PrimaryKey]
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event.id"), index=True)
    verb: Mapped[str] = mapped_column(Text)
    from_state: Mapped[EventState | None] = mapped_column(choice(EventState, "from_state"))
    to_state: Mapped[EventState]
    by_id: Mapped[uuid.UUID | None]
    at: Mapped[datetime]


class SignUpState(StrEnum):
    SIGNED_UP = "signed_up"
    CANCELLED = "cancelled"


class SignUp(Base):
    """Somebody said they would come, with how many others."""

    __tablename__ = "sign_up"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        CheckConstraint("party_size BETWEEN 1 AND 20", name="party"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    party_size: Mapped[int] = mapped_column(default=1)
    state: Mapped[SignUpState] = mapped_column(default=SignUpState.SIGNED_UP)
    signed_up_at: Mapped[datetime]
    is_invented: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
