"""Users, what they may do, and how they get in.

Passwords and the tokens of links and cookies are stored as hashes only; the secret of a second
factor cannot be, because the codes are reckoned from it: it is sealed with the city's secret key.
"""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from liaison.audit.operations import PERSONAL
from liaison.db import Base, PrimaryKey
from liaison.permissions import Grant, Role


class UserState(StrEnum):
    ACTIVE = "active"
    CLOSED = "closed"


class User(Base):
    """Someone with an account. E-mail is kept in lower case."""

    __tablename__ = "user_account"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    id: Mapped[PrimaryKey]
    email: Mapped[str] = mapped_column(Text, unique=True, info=PERSONAL)
    name: Mapped[str] = mapped_column(Text, info=PERSONAL)
    language: Mapped[str | None] = mapped_column(Text)
    state: Mapped[UserState] = mapped_column(default=UserState.ACTIVE)
    password_hash: Mapped[str | None] = mapped_column(Text, info=PERSONAL)  # argon2id
    totp_secret: Mapped[str | None] = mapped_column(Text, info=PERSONAL)  # sealed
    # a code counts once; None with a secret: shown as a QR code, no code given yet
    totp_last_step: Mapped[int | None]
    identity_subject: Mapped[str | None] = mapped_column(Text, unique=True, info=PERSONAL)
    created_at: Mapped[datetime]
    is_invented: Mapped[bool] = mapped_column(default=False)

    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="user", cascade="all, delete-orphan", lazy="raise_on_sql"
    )

    @hybrid_property
    def has_second_factor(self) -> bool:
        return self.totp_secret is not None and self.totp_last_step is not None

    @has_second_factor.inplace.expression
    @classmethod
    def _has_second_factor(cls) -> ColumnElement[bool]:
        return cls.totp_secret.is_not(None) & cls.totp_last_step.is_not(None)


class RoleGrant(Base):
    """A role held by a user in the whole city, or in exactly one department, programme or area."""

    __tablename__ = "role_grant"
    __table_args__ = (
        UniqueConstraint("user_id", "role", "department_id", "program_id", "area_id"),
        CheckConstraint(
            "(department_id IS NULL OR program_id IS NULL)"
            " AND (department_id IS NULL OR area_id IS NULL)"
            " AND (program_id IS NULL OR area_id IS NULL)",
            name="one_place",
        ),
    )

    id: Mapped[PrimaryKey]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    role: Mapped[Role]
    department_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("department.id"))
    program_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("program.id"))
    area_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("area.id"))

    user: Mapped[User] = relationship(back_populates="grants", lazy="raise_on_sql")

    def as_grant(self) -> Grant:
        return Grant(self.role, self.department_id, self.program_id, self.area_id)


class SignIn(Base):
    """One signed-in browser. Deleting the row signs it out, wherever it is."""

    __tablename__ = "sign_in"

    id: Mapped[PrimaryKey]
    token_hash: Mapped[str] = mapped_column(Text, unique=True, info=PERSONAL)
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("user_account.id", ondelete="CASCADE"), index=True
    )
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    browser: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    # a desk role with a second factor has no desk before it is given
    has_second_factor: Mapped[bool] = mapped_column(default=False)

    user: Mapped[User] = relationship(lazy="raise_on_sql")


class Invitation(Base):
    """A link by which someone makes their own account. Used once, for a few days."""

    __tablename__ = "invitation"

    id: Mapped[PrimaryKey]
    token_hash: Mapped[str] = mapped_column(Text, unique=True, info=PERSONAL)
    email: Mapped[str] = mapped_column(Text, info=PERSONAL)
    name: Mapped[str] = mapped_column(Text, info=PERSONAL)
    role: Mapped[Role]
    department_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("department.id"))
    program_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("program.id"))
    area_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("area.id"))
    invited_by_id: Mapped[uuid.UUID | None]
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]


class PasswordReset(Base):
    """A link by which someone sets a new password. Used once, within the hour."""

    __tablename__ = "password_reset"

    id: Mapped[PrimaryKey]
    token_hash: Mapped[str] = mapped_column(Text, unique=True, info=PERSONAL)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Attempt(Base):
    """One try at something protected by a limit (sign-in, reset, demographic code ...).

    `key_hash` stands for an address or an account, keyed with the city's secret.
    """

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "kind", "key_hash", "at"),)

    id: Mapped[PrimaryKey]
    kind: Mapped[str] = mapped_column(Text)
    key_hash: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
