"""What people write into a report, and the files made of it."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from liaison.db import Base, PrimaryKey


class ReportText(Base):
    """One summary slot of a programme's report of a year."""

    __tablename__ = "report_text"
    __table_args__ = (UniqueConstraint("program_id", "year", "slot"),)

    id: Mapped[PrimaryKey]
    program_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("program.id"))
    year: Mapped[int]
    slot: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text, default="")
    written_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    written_at: Mapped[datetime]
    is_invented: Mapped[bool] = mapped_column(default=False)
