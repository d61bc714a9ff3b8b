"""The audit log. The migration adds triggers that refuse UPDATE and DELETE on it."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from liaison.db import Base, PrimaryKey


class AuditEntry(Base):
    """One act. Ids only, no foreign keys: what was deleted keeps its history."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "subject_type", "subject_id"), Index(None, "at"))

    id: Mapped[PrimaryKey]
    at: Mapped[datetime]
    actor_id: Mapped[uuid.UUID | None] = mapped_column(index=True)  # None: a visitor or the system
    action: Mapped[str] = mapped_column(Text)  # verb_noun, the name of the operation
    subject_type: Mapped[str] = mapped_column(Text)  # table name
    subject_id: Mapped[str | None] = mapped_column(Text)
    changes: Mapped[dict[str, Any]]  # column -> [before, after], or "changed" for personal fields
