"""Which population figures are about people a liaison may serve."""

import uuid
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from liaison.db import Base
from liaison.places.models import Measure


class Counted(StrEnum):
    """Whom a figure counts. The three are never added."""

    LIMITED_ENGLISH = "limited_english"  # speak the language, and English less than very well
    AT_HOME = "at_home"  # speak the language at home
    COMMUNITY = "community"


class CoverageMeasure(Base):
    """A measure of the population that counts the speakers of languages, or a community.

    Figures name languages coarsely: liaisons of several (zh-Hans, yue) may serve one of theirs
    (Chinese). Measures of the same languages, or of the same community, are added.
    """

    __tablename__ = "coverage_measure"
    __table_args__ = (
        CheckConstraint("(counts = 'community') = (community <> '')", name="community"),
    )

    measure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("measure.id"), primary_key=True)
    counts: Mapped[Counted]
    community: Mapped[str] = mapped_column(Text, default="")  # as liaisons call it

    measure: Mapped[Measure] = relationship(lazy="raise_on_sql")
    languages: Mapped[list["CoverageLanguage"]] = relationship(
        cascade="all, delete-orphan", lazy="raise_on_sql", order_by="CoverageLanguage.language"
    )


class CoverageLanguage(Base):
    """A language (BCP 47) whose liaisons serve the people a measure counts."""

    __tablename__ = "coverage_language"

    measure_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("coverage_measure.measure_id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(Text, primary_key=True, index=True)
