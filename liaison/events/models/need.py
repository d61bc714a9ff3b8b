"""Access needs: what somebody asked for so that they can take part, and what became of it."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from liaison.audit.operations import PERSONAL
from liaison.db import Base, PrimaryKey, choice


class NeedKind(StrEnum):
    INTERPRETER = "interpreter"
    SIGN_LANGUAGE = "sign_language"
    CAPTIONS = "captions"
    STEP_FREE = "step_free"
    CHILDCARE = "childcare"
    TRANSPORT = "transport"
    FOOD = "food"
    OTHER = "other"


class NeedState(StrEnum):
    REQUESTED = "requested"
    BOOKED = "booked"
    CONFIRMED = "confirmed"
    DELIVERED = "delivered"
    NOT_DELIVERED = "not_delivered"  # with the reason
    WITHDRAWN = "withdrawn"  # nobody needs it any more


class AccessNeed(Base):
    """One need for one event: of a sign-up, or foreseen by staff (then both links are blank).

    On schedule all that was typed freely is emptied: words and reason speak of who asked, and who
    provided it may be their neighbour. Kind, language, state, days, minutes and cost stay.
    """

    __tablename__ = "access_need"
    __table_args__ = (
        CheckConstraint("minutes >= 0 AND cost_cents >= 0", name="amounts"),
        CheckConstraint(
            "state <> 'not_delivered' OR reason <> '' OR erased_at IS NOT NULL", name="reason"
        ),
        Index(None, "event_id", "state"),
        Index(None, "state", "due_on"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event.id"))
    # personal: no log may keep who asked for what
    sign_up_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("sign_up.id"), index=True, info=PERSONAL
    )
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("person.id"), index=True, info=PERSONAL
    )
    kind: Mapped[NeedKind]
    language: Mapped[str | None] = mapped_column(Text)  # of an interpreter, BCP 47
    words: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)  # as they said it
    state: Mapped[NeedState] = mapped_column(default=NeedState.REQUESTED)
    due_on: Mapped[date | None]  # to be booked by
    # personal: the neighbour who drives says who was driven, and the log is kept for longer
    vendor: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    minutes: Mapped[int | None]
    cost_cents: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    asked_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]  # when words, reason, vendor and links were
    is_invented: Mapped[bool] = mapped_column(default=False)


class AccessNeedStep(Base):
    """History of a need's states; rows are only added."""

    __tablename__ = "access_need_step"

    id: Mapped[PrimaryKey]
    need_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("access_need.id"), index=True)
    verb: Mapped[str] = mapped_column(Text)
    from_state: Mapped[NeedState | None] = mapped_column(choice(NeedState, "from_state"))
    to_state: Mapped[NeedState]
    by_id: Mapped[uuid.UUID | None]
    at: Mapped[datetime]
