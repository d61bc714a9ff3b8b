"""Sign-ups and the waiting list."""

import secrets
import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from liaison.audit.operations import PERSONAL
from liaison.db import Base, PrimaryKey, choice
from liaison.people.models import Person


class SignUpState(StrEnum):
    SIGNED_UP = "signed_up"
    WAITING = "waiting"
    OFFERED = "offered"  # a place is kept until offered_until
    LAPSED = "lapsed"  # the offer was not answered in time
    CANCELLED = "cancelled"


# Their people count in event.seats_promised.
SEATED = (SignUpState.SIGNED_UP, SignUpState.OFFERED)


class SignUpWay(StrEnum):
    """How a sign-up came in."""

    WEB = "web"
    STAFF = "staff"  # taken down by staff: a call, a visit
    DOOR = "door"  # walked in
    PAPER = "paper"  # keyed from a sign-in sheet


CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8  # as many as nobody guesses at a door, and few enough to be read aloud


def new_code() -> str:
    """What somebody shows at the door: letters and digits, none look alike."""
    return "".join(secrets.choice(CODE_LETTERS) for _place in range(CODE_LENGTH))


class SignUp(Base):
    """Somebody said they would come, with how many others. It never carries demographics.

    `code` is what they show at the door. Who left no name and no way to reach them has no person.
    """

    __tablename__ = "sign_up"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        CheckConstraint("party_size BETWEEN 1 AND 20", name="party"),
        CheckConstraint("(state = 'offered') = (offered_until IS NOT NULL)", name="offer_ends"),
        Index(None, "event_id", "state", "waits_since"),
        Index(None, "state", "offered_until"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event.id"))
    # personal: the log of who did what is kept for longer than who it was
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("person.id"), index=True, info=PERSONAL
    )
    code: Mapped[str] = mapped_column(Text, unique=True, default=new_code, info=PERSONAL)
    party_size: Mapped[int] = mapped_column(default=1)
    state: Mapped[SignUpState] = mapped_column(default=SignUpState.SIGNED_UP)
    way: Mapped[SignUpWay] = mapped_column(default=SignUpWay.WEB)
    language: Mapped[str | None] = mapped_column(Text, info=PERSONAL)  # to write to them in
    may_contact: Mapped[bool] = mapped_column(default=False)  # agreed to hear of other events
    # what was given for who came without a seat, and goes back when they are taken off again:
    # seats of those kept for walk-ins, and seats added to the capacity
    seats_kept: Mapped[int] = mapped_column(default=0)
    seats_added: Mapped[int] = mapped_column(default=0)
    # of the seats kept for liaisons: they go back there
    liaison_seats: Mapped[int] = mapped_column(default=0)
    is_unsubscribed: Mapped[bool] = mapped_column(default=False)  # from reminders and thanks
    signed_up_at: Mapped[datetime]
    waits_since: Mapped[datetime | None]  # place in the queue, with the id
    offered_until: Mapped[datetime | None]
    anonymised_at: Mapped[datetime | None]
    is_invented: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class SignUpStep(Base):
    """History of a sign-up's states; rows are only added. Its first state is no step: when it began
    stands in its own row, and who wrote it in the audit log."""

    __tablename__ = "sign_up_step"

    id: Mapped[PrimaryKey]
    sign_up_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sign_up.id"), index=True)
    verb: Mapped[str] = mapped_column(Text)
    from_state: Mapped[SignUpState] = mapped_column(choice(SignUpState, "from_state"))
    to_state: Mapped[SignUpState]
    by_id: Mapped[uuid.UUID | None]  # blank: they themselves, or the clock
    at: Mapped[datetime]
