"""The roster."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

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


class Liaison(Base):
    """A liaison. Name and ways to reach them are the person's."""

    __tablename__ = "liaison"
    __table_args__ = (
        CheckConstraint("trained_until IS NULL OR trained_on IS NOT NULL", name="trained_first"),
        CheckConstraint("trained_until >= trained_on", name="trained_order"),
        Index(None, "state", "sort_name"),
        Index(None, "sort_name", "id"),  # the roster, a page at a time
        Index(None, "trained_until", "sort_name", "id"),  # whose training ends next
    )

    id: Mapped[PrimaryKey]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"), unique=True)
    sort_name: Mapped[str] = mapped_column(Text, info={"personal": True})  # name, case-folded
    kind: Mapped[LiaisonKind]
    state: Mapped[LiaisonState] = mapped_column(default=LiaisonState.PROSPECT)
    joined_on: Mapped[date]
    trained_on: Mapped[date | None]
    trained_until: Mapped[date | None]
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
    """A language the liaison works in (BCP 47)."""

    __tablename__ = "liaison_language"

    liaison_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("liaison.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(Text, primary_key=True, index=True)


class LiaisonCommunity(Base):
    """A community the liaison links with, in the words the liaison chose. Work, not identity."""

    __tablename__ = "liaison_community"

    liaison_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("liaison.id", ondelete="CASCADE"), primary_key=True
    )
    community: Mapped[str] = mapped_column(Text, primary_key=True, info={"personal": True})


class LiaisonArea(Base):
    """An area the liaison covers."""

    __tablename__ = "liaison_area"

    liaison_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("liaison.id", ondelete="CASCADE"), primary_key=True
    )
    area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("area.id"), primary_key=True, index=True)

    area: Mapped[Area] = relationship(lazy="raise_on_sql")


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
