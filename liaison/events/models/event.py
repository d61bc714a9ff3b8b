"""Events: what, when, where, for whom; their texts in other languages; their history."""

import hashlib
import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, inspect
from sqlalchemy.event import listens_for
from sqlalchemy.orm import Mapped, mapped_column, relationship

from liaison import clock
from liaison.db import Base, PrimaryKey, choice
from liaison.languages import found_by
from liaison.permissions import Owner
from liaison.places.models import Area
from liaison.programs.models import Program

_COUNTED_BY = (
    *("program_id", "local_year", "local_month", "area_id"),
    *("state", "starts_at", "attendance"),
)


def hash_text(*, title: str, summary: str = "", notes: str = "", language: str = "en") -> str:
    """Tells two versions of what a translation starts from apart."""
    said = f"{language}\x1f{title}\x1f{summary}\x1f{notes}".replace("\r\n", "\n")
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _hash_new_text(context: Any) -> str:
    """For rows that are inserted many at once, past the mapper."""
    values = context.get_current_parameters()
    return hash_text(**{name: values[name] for name in TEXT_PARTS if name in values})


TEXT_PARTS = ("title", "summary", "notes", "language")
SEARCHED = ("title", "summary", "place_name", "address")


def _found_by_new_words(context: Any) -> str:
    """The same for what rows are found by: whichever of these columns a table has."""
    values = context.get_current_parameters()
    return found_by(*(values.get(name) or "" for name in SEARCHED))


def _searched() -> Mapped[str]:
    """What a row is found by, in any script and however it is typed; kept by whoever changes it."""
    return mapped_column(Text, default=_found_by_new_words, deferred=True)


class EventKind(Base):
    """What sort of event: the city's own list. The name is English; others stand beside it."""

    __tablename__ = "event_kind"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    is_ours: Mapped[bool] = mapped_column(default=True)  # else we are guests of somebody
    is_active: Mapped[bool] = mapped_column(default=True)  # offered for new events
    sort_order: Mapped[int] = mapped_column(default=0)


class EventKindName(Base):
    """A kind's name in another language."""

    __tablename__ = "event_kind_name"

    kind: Mapped[str] = mapped_column(ForeignKey("event_kind.key"), primary_key=True)
    language: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)


class EventState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    DROPPED = "dropped"  # a draft that came to nothing; the public never saw it


def _now() -> datetime:
    return clock.now()  # asked each time: tests set the clock


class Event(Base):
    """An outreach event. Attendance is a head count: blank means nobody wrote it down."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("source", "source_key"),
        CheckConstraint("ends_at IS NULL OR ends_at >= starts_at", name="ends_after_start"),
        CheckConstraint("attendance >= 0", name="attendance"),
        CheckConstraint("local_month BETWEEN 1 AND 12", name="month"),
        CheckConstraint("held_for_walk_ins >= 0 AND held_for_liaisons >= 0", name="held"),
        CheckConstraint("cost_estimated_cents >= 0 AND cost_actual_cents >= 0", name="cost"),
        CheckConstraint("minutes_planned >= 0 AND minutes_worked >= 0", name="minutes"),
        # whoever counts wrongly meets the database: no seat is promised twice
        CheckConstraint(
            "seats_promised >= 0 AND (capacity IS NULL OR "
            "seats_promised + held_for_walk_ins + held_for_liaisons <= capacity)",
            name="never_oversold",
        ),
        UniqueConstraint("series_id", "occurrence_on"),
        Index(None, "state", "starts_at", "ends_at"),  # with the end: what goes on is found in it
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
    kind: Mapped[str] = mapped_column(ForeignKey("event_kind.key"), default="own_event")
    category: Mapped[str] = mapped_column(Text, default="")  # the topic, in the city's words
    state: Mapped[EventState] = mapped_column(default=EventState.DRAFT)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    # the city's wall calendar, written with starts_at, so that figures group without arithmetic
    local_year: Mapped[int]
    local_month: Mapped[int]
    place_name: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(Text, default="")
    room: Mapped[str] = mapped_column(Text, default="")
    area_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("area.id"))
    offered_languages: Mapped[list[str]] = mapped_column(default=list)  # spoken there, BCP 47
    interpretation: Mapped[list[str]] = mapped_column(default=list)  # interpreters come for these
    access: Mapped[list[str]] = mapped_column(default=list)  # keys of policy.ACCESS: there is
    access_lacking: Mapped[list[str]] = mapped_column(default=list)  # there is not; else unanswered
    audiences: Mapped[list[str]] = mapped_column(
        default=list
    )  # keys of policy.AUDIENCES, or what a source says
    attendance: Mapped[int | None]
    attendance_note: Mapped[str] = mapped_column(Text, default="")  # what was odd about the count
    notes: Mapped[str] = mapped_column(Text, default="")  # afterwards, for the public
    # of title, summary, notes and their language: a translation made of another one is stale
    text_hash: Mapped[str] = mapped_column(Text, default=_hash_new_text)
    found_by: Mapped[str] = _searched()
    learned: Mapped[str] = mapped_column(Text, default="")  # afterwards, for staff
    # sign-up; nobody counts seats while capacity is blank
    takes_sign_ups: Mapped[bool] = mapped_column(default=True)
    asks_name: Mapped[bool] = mapped_column(default=True)
    closes_at: Mapped[datetime | None]  # blank: as the rules of events say
    capacity: Mapped[int | None]
    held_for_walk_ins: Mapped[int] = mapped_column(default=0)
    held_for_liaisons: Mapped[int] = mapped_column(default=0)
    # people of sign-ups in SEATED states; kept in the transaction that changes them
    seats_promised: Mapped[int] = mapped_column(default=0)
    # what it takes
    cost_estimated_cents: Mapped[int | None]
    cost_actual_cents: Mapped[int | None]
    minutes_planned: Mapped[int | None]  # of everybody's work
    minutes_worked: Mapped[int | None]
    # why it was published while a required access question was unanswered
    override_reason: Mapped[str] = mapped_column(Text, default="")
    series_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("event_series.id"))
    occurrence_on: Mapped[date | None]  # the day the series' rule gave it, even when moved since
    is_changed_alone: Mapped[bool] = mapped_column(default=False)  # the series leaves it as it is
    # the course it is a session of: people apply there. Training is above events, so no foreign key
    course_run_id: Mapped[uuid.UUID | None]
    collection_point_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("collection_point.id"), unique=True
    )
    # what people's own calendars go by: see count_revision
    revision: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(default=_now)
    source: Mapped[str | None] = mapped_column(Text)  # which file it was imported from
    source_key: Mapped[str | None] = mapped_column(Text)
    is_invented: Mapped[bool] = mapped_column(default=False)

    program: Mapped[Program] = relationship(lazy="raise_on_sql")
    area: Mapped[Area | None] = relationship(lazy="raise_on_sql")

    @property
    def owner(self) -> Owner:
        """Whose it is; the programme must be loaded."""
        return Owner(self.program.department_id, self.program_id, self.area_id)


# What people come by; seats, costs and what is written afterwards are no reason to tell calendars.
TOLD = (
    *("title", "summary", "language", "state", "starts_at", "ends_at"),
    *("place_name", "address", "room"),
)


@listens_for(Event, "before_update")
def count_revision(_mapper: object, _connection: object, event: Event) -> None:
    """Number the versions of what people come by, whoever changes it."""
    seen = inspect(event).attrs
    if any(seen[name].history.has_changes() for name in TOLD):
        event.revision += 1
        event.changed_at = clock.now()


@listens_for(Event, "before_insert")
@listens_for(Event, "before_update")
def _hash_its_text(_mapper: object, _connection: object, event: Event) -> None:
    """Whoever changes the words, their hash goes with them."""
    said = {name: getattr(event, name) for name in TEXT_PARTS}
    event.text_hash = hash_text(
        **{name: words for name, words in said.items() if words is not None}
    )


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


class TextStatus(StrEnum):
    """Who vouches for a translation. That its source changed since is computed: it is stale."""

    MACHINE = "machine"
    HUMAN = "human"
    REVIEWED = "reviewed"  # by people of the community


class EventText(Base):
    """Title, summary and notes in another language than the event's own.

    It is stale when `source_hash` is no longer the event's `text_hash`.
    """

    __tablename__ = "event_text"

    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event.id"), primary_key=True)
    language: Mapped[str] = mapped_column(Text, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[TextStatus]
    source_hash: Mapped[str] = mapped_column(Text)  # of what was translated
    found_by: Mapped[str] = _searched()
    by_id: Mapped[uuid.UUID | None]
    at: Mapped[datetime]


class EventDate(Base):
    """A further date or place of the same event; the first one stands on the event."""

    __tablename__ = "event_date"
    __table_args__ = (
        CheckConstraint("ends_at IS NULL OR ends_at >= starts_at", name="ends_after_start"),
        Index(None, "event_id", "starts_at"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    place_name: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(Text, default="")
    room: Mapped[str] = mapped_column(Text, default="")
    found_by: Mapped[str] = _searched()


_Searched = Event | EventText | EventDate


@listens_for(Event, "before_insert")
@listens_for(Event, "before_update")
@listens_for(EventText, "before_insert")
@listens_for(EventText, "before_update")
@listens_for(EventDate, "before_insert")
@listens_for(EventDate, "before_update")
def _fold_its_words(
    _mapper: object, _connection: object, row: Event | EventText | EventDate
) -> None:
    """Whoever changes the words, what they are found by goes with them."""
    seen = inspect(cast("Base", row)).attrs
    names = [name for name in SEARCHED if name in seen]
    if any(seen[name].history.has_changes() for name in names):
        row.found_by = found_by(*(getattr(row, name) or "" for name in names))
