"""The roster: who a liaison is, what they work in, when and where."""

import uuid
from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from liaison.audit.operations import PERSONAL
from liaison.db import Base, PrimaryKey, choice
from liaison.people.models import Person
from liaison.places.models import Area


class LiaisonKind(StrEnum):
    """Four different things that the word means; they are never merged."""

    VOLUNTEER = "volunteer"
    CONTRACTED = "contracted"
    GRADUATE = "graduate"  # of a civic academy
    ADVOCATE = "advocate"


class LiaisonState(StrEnum):
    PROSPECT = "prospect"
    TRAINED = "trained"
    ACTIVE = "active"
    PAUSED = "paused"
    LAPSED = "lapsed"
    ALUMNI = "alumni"
    REMOVED = "removed"


class Travel(StrEnum):
    """How far somebody goes for a job."""

    OWN_AREAS = "own_areas"
    WHOLE_CITY = "whole_city"


class ReachBy(StrEnum):
    """The way somebody would like to be asked first."""

    EMAIL = "email"
    TEXT = "text"
    CALL = "call"


class Liaison(Base):
    """A liaison. The name they go by and the ways to reach them are the person's.

    A row that was merged into another keeps its history and stands on no list.
    """

    __tablename__ = "liaison"
    __table_args__ = (
        CheckConstraint("trained_until IS NULL OR trained_on IS NOT NULL", name="trained_first"),
        CheckConstraint("trained_until >= trained_on", name="trained_order"),
        CheckConstraint("merged_into_id <> id", name="merged_into_another"),
        CheckConstraint("yearly_cap_cents >= 0", name="cap"),
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet"),
        Index(None, "state", "sort_name"),
        Index(None, "sort_name", "id"),  # the roster, a page at a time
        Index(None, "trained_until", "sort_name", "id"),  # whose training ends next
    )

    id: Mapped[PrimaryKey]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"), unique=True)
    sort_name: Mapped[str] = mapped_column(Text, info=PERSONAL)  # name, as it is searched
    kind: Mapped[LiaisonKind]
    state: Mapped[LiaisonState] = mapped_column(default=LiaisonState.PROSPECT)
    joined_on: Mapped[date]
    joined_through: Mapped[str] = mapped_column(Text, default="")  # an event's title, a file
    # of the valid credential that ends last, kept with it in one transaction
    trained_on: Mapped[date | None]
    trained_until: Mapped[date | None]
    travel: Mapped[Travel] = mapped_column(default=Travel.OWN_AREAS)
    reach_by: Mapped[ReachBy] = mapped_column(default=ReachBy.EMAIL)
    # wall time between which nobody asks them anything; blank: the city's
    quiet_from: Mapped[time | None] = mapped_column(info=PERSONAL)
    quiet_until: Mapped[time | None] = mapped_column(info=PERSONAL)
    # they agreed to be shown on the public map; blank: they did not, or no longer do
    on_map_since: Mapped[datetime | None]
    # whom they turn to, and who sees what was hard
    supporter_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    yearly_cap_cents: Mapped[int | None]  # blank: the city's
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("liaison.id"), index=True)
    is_invented: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    languages: Mapped[list["LiaisonLanguage"]] = relationship(
        cascade="all, delete-orphan", lazy="raise_on_sql", order_by="LiaisonLanguage.language"
    )
    communities: Mapped[list["LiaisonCommunity"]] = relationship(
        cascade="all, delete-orphan", lazy="raise_on_sql", order_by="LiaisonCommunity.community"
    )
    areas: Mapped[list["LiaisonArea"]] = relationship(
        cascade="all, delete-orphan", lazy="raise_on_sql"
    )


class LiaisonLanguage(Base):
    """A language the liaison works in (BCP 47), and what they do in it: three things apart."""

    __tablename__ = "liaison_language"
    __table_args__ = (
        CheckConstraint("speaks OR interprets OR writes", name="does_something"),
        CheckConstraint("speaks OR NOT interprets", name="who_interprets_speaks"),
    )

    liaison_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("liaison.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(Text, primary_key=True, index=True)
    speaks: Mapped[bool] = mapped_column(default=True)
    interprets: Mapped[bool] = mapped_column(default=False)
    writes: Mapped[bool] = mapped_column(default=False)


class LiaisonCommunity(Base):
    """A community the liaison links with, in the words the liaison chose. Work, not identity."""

    __tablename__ = "liaison_community"

    liaison_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("liaison.id", ondelete="CASCADE"), primary_key=True
    )
    community: Mapped[str] = mapped_column(Text, primary_key=True, info=PERSONAL)


class LiaisonArea(Base):
    """An area the liaison covers."""

    __tablename__ = "liaison_area"

    liaison_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("liaison.id", ondelete="CASCADE"), primary_key=True
    )
    area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("area.id"), primary_key=True, index=True)

    area: Mapped[Area] = relationship(lazy="raise_on_sql")


class LiaisonHours(Base):
    """A part of the week in which they can usually work, at the city's wall clock."""

    __tablename__ = "liaison_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"),
        CheckConstraint("from_time < until_time", name="order"),
    )

    liaison_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("liaison.id", ondelete="CASCADE"), primary_key=True
    )
    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 1 is Monday
    from_time: Mapped[time] = mapped_column(primary_key=True)
    until_time: Mapped[time]


class LiaisonAbsence(Base):
    """Days on which they cannot work. Why is nobody's business, so it is not asked."""

    __tablename__ = "liaison_absence"
    __table_args__ = (CheckConstraint("first_on <= last_on", name="order"),)

    id: Mapped[PrimaryKey]
    liaison_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("liaison.id", ondelete="CASCADE"), index=True
    )
    first_on: Mapped[date]
    last_on: Mapped[date]


class LiaisonConflict(Base):
    """A programme or department they should not work for, with the reason they or staff gave."""

    __tablename__ = "liaison_conflict"
    __table_args__ = (
        CheckConstraint("(program_id IS NULL) <> (department_id IS NULL)", name="one_of_them"),
        UniqueConstraint("liaison_id", "program_id"),
        UniqueConstraint("liaison_id", "department_id"),
    )

    id: Mapped[PrimaryKey]
    liaison_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("liaison.id", ondelete="CASCADE"))
    program_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("program.id"))
    department_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("department.id"))
    words: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)


class ToldApart(Base):
    """Two entries that look alike, and of which somebody found out that they are two people.

    Which of the two stands first means nothing.
    """

    __tablename__ = "liaison_told_apart"
    __table_args__ = (CheckConstraint("one_id <> other_id", name="two_entries"),)

    one_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("liaison.id"), primary_key=True)
    other_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("liaison.id"), primary_key=True, index=True
    )
    by_id: Mapped[uuid.UUID | None]
    at: Mapped[datetime]


class LiaisonStep(Base):
    """History of a liaison's states; rows are only added."""

    __tablename__ = "liaison_step"

    id: Mapped[PrimaryKey]
    liaison_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("liaison.id"), index=True)
    verb: Mapped[str] = mapped_column(Text)
    from_state: Mapped[LiaisonState | None] = mapped_column(choice(LiaisonState, "from_state"))
    to_state: Mapped[LiaisonState]
    by_id: Mapped[uuid.UUID | None]
    at: Mapped[datetime]
