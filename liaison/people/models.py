"""Persons who gave their details, and organisations."""

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from liaison.audit.operations import PERSONAL
from liaison.db import Base, PrimaryKey


class Person(Base):
    """Somebody the programme knows by their own wish. Erasing empties the row and keeps its key."""

    __tablename__ = "person"

    id: Mapped[PrimaryKey]
    name: Mapped[str] = mapped_column(Text, info=PERSONAL)
    email: Mapped[str | None] = mapped_column(Text, info=PERSONAL, index=True)
    phone: Mapped[str | None] = mapped_column(Text, info=PERSONAL, index=True)  # E.164
    language: Mapped[str | None] = mapped_column(Text, info=PERSONAL)  # BCP 47, to write and speak
    agreed_at: Mapped[datetime | None]  # when they agreed to be kept
    erased_at: Mapped[datetime | None]
    is_invented: Mapped[bool] = mapped_column(default=False)


class Organisation(Base):
    """A community partner or host."""

    __tablename__ = "organisation"

    id: Mapped[PrimaryKey]
    name: Mapped[str] = mapped_column(Text, unique=True)
    is_invented: Mapped[bool] = mapped_column(default=False)
