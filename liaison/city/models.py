"""The city and its departments."""

from sqlalchemy import CheckConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from liaison.db import Base, PrimaryKey


class City(Base):
    """The one row of the city's settings."""

    __tablename__ = "city"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("plan_year_starts BETWEEN 1 AND 12", name="month"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str] = mapped_column(Text)
    accent: Mapped[str] = mapped_column(Text, default="#005ea2")  # CSS colour #rrggbb
    plan_year_starts: Mapped[int] = mapped_column(default=1)  # month in which a plan year begins
    contact_email: Mapped[str | None] = mapped_column(Text)
    contact_phone: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool] = mapped_column(default=False)  # pages say what was invented


class Department(Base):
    """A department of the city: owns programmes, and roles may be limited to it."""

    __tablename__ = "department"

    id: Mapped[PrimaryKey]
    name: Mapped[str] = mapped_column(Text, unique=True)
