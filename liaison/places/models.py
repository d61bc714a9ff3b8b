"""Areas and the figures about the people who live in them."""

import uuid
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from liaison.db import Base, PrimaryKey


class AreaSet(Base):
    """One drawing of the map: council districts of 2023, tracts of 2020, the city itself."""

    __tablename__ = "area_set"

    id: Mapped[PrimaryKey]
    key: Mapped[str] = mapped_column(Text, unique=True)  # council_district_2023
    name: Mapped[str] = mapped_column(Text)
    singular: Mapped[str] = mapped_column(Text)  # what one of them is called: Council district
    source: Mapped[str] = mapped_column(Text, default="")
    licence: Mapped[str] = mapped_column(Text, default="")
    # the set in which events, contacts and people are placed; at most one
    is_main: Mapped[bool] = mapped_column(default=False)


class Area(Base):
    """A district, neighbourhood or tract. The box around it narrows the search for a point."""

    __tablename__ = "area"
    __table_args__ = (
        UniqueConstraint("area_set_id", "code"),
        Index(None, "area_set_id", "sort_order"),
    )

    id: Mapped[PrimaryKey]
    area_set_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("area_set.id"))
    code: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    sort_order: Mapped[int] = mapped_column(default=0)
    boundary: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)  # GeoJSON, WGS84
    west: Mapped[float | None]
    south: Mapped[float | None]
    east: Mapped[float | None]
    north: Mapped[float | None]

    area_set: Mapped[AreaSet] = relationship(lazy="raise")


class AreaOverlap(Base):
    """Two areas of different drawings that lie over each other; both ways round, no slivers.

    Stored with the drawing: to find it takes the boundaries, and those never change.
    """

    __tablename__ = "area_overlap"
    __table_args__ = (CheckConstraint("share > 0 AND share <= 1", name="share"),)

    area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("area.id"), primary_key=True)
    other_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("area.id"), primary_key=True, index=True)
    share: Mapped[float]  # of the land of the smaller of the two that lies in both


class Measure(Base):
    """What a population figure counts, such as DP05_0071E, Hispanic or Latino."""

    __tablename__ = "measure"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(Text, unique=True)
    label: Mapped[str] = mapped_column(Text)


class PopulationFigure(Base):
    """An estimate for an area with its 90 % margin of error; blank margin: not published."""

    __tablename__ = "population_figure"
    __table_args__ = (
        UniqueConstraint("area_id", "measure_id", "period"),
        Index(None, "measure_id", "period"),
        CheckConstraint("margin IS NULL OR margin >= 0", name="margin"),
    )

    id: Mapped[PrimaryKey]
    area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("area.id"))
    measure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("measure.id"))
    period: Mapped[str] = mapped_column(Text)  # 2017-2021
    source: Mapped[str] = mapped_column(Text)
    estimate: Mapped[float | None]  # people or households; blank for pure percentages
    margin: Mapped[float | None]
    share: Mapped[float | None]  # 0..1, of the universe the source names
    share_margin: Mapped[float | None]
