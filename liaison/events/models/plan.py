"""How an event is planned: series, templates, the city's rules, and who does and brings what."""

import uuid
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from liaison.db import Base, PrimaryKey


class EventSeries(Base):
    """Events that repeat by a rule (RFC 5545), at one wall time whatever the clocks do."""

    __tablename__ = "event_series"
    __table_args__ = (CheckConstraint("minutes >= 0", name="minutes"),)

    id: Mapped[PrimaryKey]
    program_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("program.id"), index=True)
    rule: Mapped[str] = mapped_column(Text)  # RRULE without its name, always with an end
    first_on: Mapped[date]
    starts_time: Mapped[time]  # wall time in the city's zone
    minutes: Mapped[int | None]  # how long each lasts
    skipped: Mapped[list[str]] = mapped_column(default=list)  # ISO days on which none takes place
    # the series this one went on from, when somebody changed "this and following"
    after_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("event_series.id"))
    made_at: Mapped[datetime]


class EventTemplate(Base):
    """What events of a sort have in common, kept to start the next one from."""

    __tablename__ = "event_template"
    __table_args__ = (UniqueConstraint("program_id", "name"),)

    id: Mapped[PrimaryKey]
    program_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("program.id"))
    name: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any]]  # as operations.templates writes and reads them
    is_active: Mapped[bool] = mapped_column(default=True)
    is_invented: Mapped[bool] = mapped_column(default=False)


class EventRules(Base):
    """The city's rules for all events: one row, there from the start.

    Days are counted back from the event's day.
    """

    __tablename__ = "event_rules"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint(
            "place_days >= 0 AND staff_days >= 0 AND materials_days >= 0 AND translations_days >= 0"
            " AND interpreter_days >= 0 AND close_days >= 0",
            name="days",
        ),
        CheckConstraint("offer_hours BETWEEN 1 AND 336", name="offer_hours"),
        CheckConstraint("keep_days BETWEEN 1 AND 730", name="keep_days"),
        CheckConstraint("thank_days BETWEEN 0 AND 60", name="thank_days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place_days: Mapped[int]
    staff_days: Mapped[int]
    materials_days: Mapped[int]
    translations_days: Mapped[int]
    interpreter_days: Mapped[int]  # requests close then
    close_days: Mapped[int]  # sign-up closes so many days before ...
    close_time: Mapped[time]  # ... at this wall time
    offer_hours: Mapped[int]  # to answer when a place is offered
    thank_days: Mapped[int]  # promised for thanks, materials and notes
    keep_days: Mapped[int]  # personal details, after the event
    # keys of policy.ACCESS that must be answered before an event is published
    required_access: Mapped[list[str]]
    # every event's text is wanted in these, whatever is spoken there
    text_languages: Mapped[list[str]]


class EventOrganisation(Base):
    """Who holds the event with us. It counts once for the city and once for each of them."""

    __tablename__ = "event_organisation"

    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event.id"), primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("organisation.id"), primary_key=True, index=True
    )
    is_host: Mapped[bool] = mapped_column(default=False)


class EventStaff(Base):
    """Somebody who works at the event: an account or a liaison."""

    __tablename__ = "event_staff"
    __table_args__ = (
        CheckConstraint("(user_id IS NULL) <> (liaison_id IS NULL)", name="one_of_two"),
        UniqueConstraint("event_id", "user_id"),
        UniqueConstraint("event_id", "liaison_id"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event.id"))
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    liaison_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("liaison.id"), index=True)
    task: Mapped[str] = mapped_column(Text, default="")


class EventMaterial(Base):
    """A thing that has to be there, and who brings it."""

    __tablename__ = "event_material"
    __table_args__ = (CheckConstraint("quantity >= 1", name="quantity"),)

    id: Mapped[PrimaryKey]
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    quantity: Mapped[int] = mapped_column(default=1)
    brought_by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("event_staff.id", ondelete="SET NULL")
    )
    is_ready: Mapped[bool] = mapped_column(default=False)
