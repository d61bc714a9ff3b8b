"""What gives a liaison rights: a credential that is valid, and the code of conduct accepted."""

import secrets
import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from liaison.audit.operations import PERSONAL
from liaison.db import Base, PrimaryKey

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none look alike


def new_number() -> str:
    """The number printed on a certificate: nobody finds another's by counting on."""
    first, second = ("".join(secrets.choice(LETTERS) for _place in range(5)) for _part in "ab")
    return f"{first}-{second}"


class Level(StrEnum):
    COMPLETED = "completed"
    DISTINGUISHED = "distinguished"


class Credential(Base):
    """Proof that somebody completed a course. What it says never changes; it may be revoked.

    `number` is public: whoever has it sees course and validity, and nothing else. Whose it is says
    the person; one who was never a liaison may hold it. An enrolment issues at most one.
    """

    __tablename__ = "credential"
    __table_args__ = (
        CheckConstraint("expires_on IS NULL OR expires_on >= issued_on", name="order"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_reason = '')", name="revoked"),
        CheckConstraint("minutes >= 0", name="minutes"),
        Index(None, "person_id", "expires_on"),
    )

    id: Mapped[PrimaryKey]
    number: Mapped[str] = mapped_column(Text, unique=True, default=new_number)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    enrolment_id: Mapped[uuid.UUID | None] = mapped_column(unique=True)  # blank: entered by hand
    course: Mapped[str] = mapped_column(Text)  # its key
    titles: Mapped[dict[str, Any]]  # language -> what the course was called on the day of issue
    level: Mapped[Level] = mapped_column(default=Level.COMPLETED)
    grants_rights: Mapped[bool]
    language: Mapped[str] = mapped_column(Text)  # of the training, BCP 47
    minutes: Mapped[int | None]
    issued_on: Mapped[date]
    expires_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[uuid.UUID | None]
    revoked_reason: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    reminded_at: Mapped[datetime | None]  # that it ends soon, once
    is_invented: Mapped[bool] = mapped_column(default=False)


class CodeOfConduct(Base):
    """One version of what liaisons promise; the highest that is published is in force."""

    __tablename__ = "code_of_conduct"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[uuid.UUID | None]


class CodeOfConductText(Base):
    """Its words in one language; once the version is published they stay."""

    __tablename__ = "code_of_conduct_text"

    version: Mapped[int] = mapped_column(ForeignKey("code_of_conduct.version"), primary_key=True)
    language: Mapped[str] = mapped_column(Text, primary_key=True)
    words: Mapped[str] = mapped_column(Text)


class CodeAcceptance(Base):
    """A liaison accepted a version, having read it in this language; rows are only added."""

    __tablename__ = "code_acceptance"

    liaison_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("liaison.id"), primary_key=True)
    version: Mapped[int] = mapped_column(ForeignKey("code_of_conduct.version"), primary_key=True)
    language: Mapped[str] = mapped_column(Text)
    accepted_at: Mapped[datetime]
    entered_by_id: Mapped[uuid.UUID | None]  # who has the signed paper; blank: they did it here
