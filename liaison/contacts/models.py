"""Topics and contacts."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from liaison.audit.operations import PERSONAL
from liaison.db import Base, PrimaryKey
from liaison.people.models import Person
from liaison.places.models import Area


class Channel(StrEnum):
    IN_PERSON = "in_person"
    EVENT = "event"
    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    WEB = "web"
    SOCIAL = "social"
    OFFICE = "office"  # a district or council office
    PARTNER = "partner"


class ContactState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Topic(Base):
    """What contacts are about: the city's own list."""

    __tablename__ = "topic"

    id: Mapped[PrimaryKey]
    key: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    sort_order: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)


class TopicName(Base):
    """A topic's name in another language."""

    __tablename__ = "topic_name"

    topic_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)


class Contact(Base):
    """One conversation. A place in words or an area says where."""

    __tablename__ = "contact"
    __table_args__ = (
        UniqueConstraint("source", "source_key"),
        CheckConstraint("area_id IS NOT NULL OR place <> ''", name="somewhere"),
        CheckConstraint("people BETWEEN 1 AND 500", name="people"),
        CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name="closed_after"),
        CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed_when"),
        Index(None, "program_id", "local_year", "topic_id", "channel", "area_id", "local_month"),
        Index(None, "opened_on", "id"),
        Index(None, "area_id", "opened_on", "id"),
        Index(None, "logged_by_id", "opened_on", "id"),
        Index(None, "state", "opened_on", "id"),
    )

    id: Mapped[PrimaryKey]
    program_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("program.id"))
    topic_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("topic.id"), index=True)
    # sub-topic, as the source words it; anybody may write into it
    detail: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    area_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("area.id"))
    place: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    channel: Mapped[Channel]
    language: Mapped[str | None] = mapped_column(Text)
    people: Mapped[int] = mapped_column(default=1)
    concern: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)  # as it was said
    promised: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    local_year: Mapped[int]
    local_month: Mapped[int]
    state: Mapped[ContactState] = mapped_column(default=ContactState.OPEN)
    logged_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    liaison_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("liaison.id"), index=True)
    # the event at which it was said
    event_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("event.id"), index=True)
    logged_at: Mapped[datetime]
    # made by the form before it is sent, so that a second sending stores nothing twice
    entry_key: Mapped[str | None] = mapped_column(Text, unique=True)
    source: Mapped[str | None] = mapped_column(Text)
    source_key: Mapped[str | None] = mapped_column(Text)
    is_invented: Mapped[bool] = mapped_column(default=False)

    topic: Mapped[Topic] = relationship(lazy="raise_on_sql")
    area: Mapped[Area | None] = relationship(lazy="raise_on_sql")
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")
