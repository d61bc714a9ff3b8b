"""What people who signed up are told, before and after an event."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from liaison.db import Base, PrimaryKey


class MessageKind(StrEnum):
    REMINDER = "reminder"
    THANKS = "thanks"
    MATERIALS = "materials"
    NOTES = "notes"
    CHANGED = "changed"  # another time or place
    CANCELLED = "cancelled"
    RESTORED = "restored"  # it takes place after all


class Audience(StrEnum):
    """To whom."""

    SIGNED_UP = "signed_up"
    CAME = "came"
    DID_NOT_COME = "did_not_come"
    EVERYONE = "everyone"  # the waiting list too


class PlanState(StrEnum):
    PLANNED = "planned"
    SENT = "sent"
    DROPPED = "dropped"


class EventMessage(Base):
    """A message planned for an event, or sent. `minutes` counts as policy.dates.counted_from;
    where it is set, `send_at` moves with the event."""

    __tablename__ = "event_message"
    __table_args__ = (Index(None, "state", "send_at"),)

    id: Mapped[PrimaryKey]
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event.id"), index=True)
    kind: Mapped[MessageKind]
    audience: Mapped[Audience] = mapped_column(default=Audience.SIGNED_UP)
    minutes: Mapped[int | None]
    send_at: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text, default="")  # of the sender, below the fixed text
    state: Mapped[PlanState] = mapped_column(default=PlanState.PLANNED)
    sent_at: Mapped[datetime | None]
    recipients: Mapped[int | None]


class EventMessageText(Base):
    """The sender's own words in another language."""

    __tablename__ = "event_message_text"

    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event_message.id"), primary_key=True)
    language: Mapped[str] = mapped_column(Text, primary_key=True)
    words: Mapped[str] = mapped_column(Text)


class EventMessageReceipt(Base):
    """That a message was queued for a sign-up: the key makes a second time impossible."""

    __tablename__ = "event_message_receipt"

    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event_message.id"), primary_key=True)
    sign_up_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("sign_up.id"), primary_key=True, index=True
    )
    at: Mapped[datetime]
