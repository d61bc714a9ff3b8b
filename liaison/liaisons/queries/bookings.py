"""Reading bookings: of the desk, and of the liaison whom they concern."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from liaison import clock
from liaison.accounts.models import User
from liaison.db import db, read_rows
from liaison.errors import NotFound
from liaison.liaisons.models.booking import (
    Booking,
    BookingOffer,
    BookingState,
    BookingStep,
    Debrief,
    OfferState,
)
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.models.work import EntryState, WorkEntry
from liaison.liaisons.policy.bookings import PROMISED, reached_by, visible_to
from liaison.liaisons.policy.roster import visible_to as on_roster_of
from liaison.lines import SHOWN, Asked, line_columns
from liaison.people.models import Person
from liaison.permissions import Actor, Permission
from liaison.places.models import Area
from liaison.programs.models import Program

ENDED = (BookingState.REPORTED, BookingState.CANCELLED)
Line = Row[*tuple[Any, ...]]


@dataclass(frozen=True)
class BookingFilter:
    """What the list is narrowed to; empty values narrow nothing."""

    program_id: uuid.UUID | None = None
    state: BookingState | None = None
    language: str = ""
    is_open: bool = True  # only those with a step still to take


def list_bookings(
    actor: Actor, wanted: BookingFilter, *, limit: int | None = None, offset: int = 0
) -> Sequence[Line]:
    """Columns of the list, by when they begin."""
    asked = (
        select(
            Booking.id,
            Booking.title,
            Booking.task,
            Booking.state,
            Booking.is_paid,
            Booking.language,
            Booking.starts_at,
            Booking.ends_at,
            Booking.is_invented,
            Program.name.label("program"),
            Person.name.label("liaison"),
        )
        .join(Program, Booking.program_id == Program.id)
        .outerjoin(Liaison, Booking.liaison_id == Liaison.id)
        .outerjoin(Person, Liaison.person_id == Person.id)
        .where(*_conditions(actor, wanted))
        .order_by(Booking.starts_at, Booking.id)
    )
    return read_rows(asked.limit(limit).offset(offset))


def ask_requested(actor: Actor) -> Asked:
    """For which somebody has to be found, the next first, for the front page."""
    columns = line_columns(
        id=Booking.id,
        name=Booking.title,
        words=Booking.language,
        at=Booking.starts_at,
        is_invented=Booking.is_invented,
    )
    return (
        select(*columns)
        .where(*_is_waiting(actor))
        .order_by(Booking.starts_at, Booking.id)
        .limit(SHOWN)
    )


def count_bookings(actor: Actor, wanted: BookingFilter) -> int:
    [(count,)] = read_rows(select(func.count(Booking.id)).where(*_conditions(actor, wanted)))
    return int(count)


def _conditions(actor: Actor, wanted: BookingFilter) -> list[ColumnElement[bool]]:
    conditions = [visible_to(actor)]
    if wanted.program_id:
        conditions.append(Booking.program_id == wanted.program_id)
    if wanted.state:
        conditions.append(Booking.state == wanted.state)
    if wanted.language:
        conditions.append(Booking.language == wanted.language)
    if wanted.is_open and not wanted.state:
        conditions.append(Booking.state.not_in(ENDED))
    return conditions


def get_booking(
    actor: Actor, booking_id: uuid.UUID, permission: Permission | None = None
) -> Booking:
    """Raises NotFound. With `permission` only where the actor holds it."""
    reached = reached_by(actor, permission) if permission else visible_to(actor)
    found = db.session.scalar(select(Booking).where(Booking.id == booking_id, reached))
    if found is None:
        raise NotFound
    return found


def find_booking(actor: Actor, booking_id: uuid.UUID) -> Booking | None:
    """One that the actor sees."""
    return db.session.scalar(select(Booking).where(Booking.id == booking_id, visible_to(actor)))


@dataclass(frozen=True)
class Names:
    """What a booking's keys stand for: a programme or area by its name, people by theirs."""

    program: str
    area: str | None
    liaison: str | None
    requested_by: str | None
    is_matcher: bool  # may the reader find somebody for this one?
    sees_liaison: bool  # is whoever does it on the reader's roster?


def names_of(actor: Actor, booking: Booking) -> Names:
    """In one statement."""
    row = db.session.execute(
        select(
            Program.name,
            Area.name,
            Person.name,
            User.name,
            reached_by(actor, Permission.BOOKING_MATCH),
            on_roster_of(actor),
        )
        .select_from(Booking)
        .join(Program, Booking.program_id == Program.id)
        .outerjoin(Area, Booking.area_id == Area.id)
        .outerjoin(Liaison, Booking.liaison_id == Liaison.id)
        .outerjoin(Person, Liaison.person_id == Person.id)
        .outerjoin(User, Booking.requested_by_id == User.id)
        .where(Booking.id == booking.id)
    ).one()
    return Names(*row)


@dataclass(frozen=True)
class OfferLine:
    """An offer of the booking, to whom, and who made it."""

    offer: BookingOffer
    name: str
    phone: str | None
    email: str | None
    by_name: str | None
    is_seen: bool  # are they on the reader's roster?


def list_offers(actor: Actor, booking_id: uuid.UUID) -> list[OfferLine]:
    """Newest first."""
    found = db.session.execute(
        select(
            BookingOffer,
            Person.name,
            Person.phone,
            Person.email,
            User.name,
            on_roster_of(actor),
        )
        .join(Liaison, BookingOffer.liaison_id == Liaison.id)
        .join(Person, Liaison.person_id == Person.id)
        .outerjoin(User, BookingOffer.offered_by_id == User.id)
        .where(BookingOffer.booking_id == booking_id)
        .order_by(BookingOffer.offered_at.desc(), BookingOffer.id.desc())
    )
    return [OfferLine(*row) for row in found]


def find_open_offer(booking_id: uuid.UUID) -> BookingOffer | None:
    """The one that waits for an answer."""
    return db.session.scalar(
        select(BookingOffer).where(
            BookingOffer.booking_id == booking_id, BookingOffer.state == OfferState.OPEN
        )
    )


def find_accepted_offer(booking_id: uuid.UUID) -> BookingOffer | None:
    """That of whoever does it."""
    return db.session.scalar(
        select(BookingOffer).where(
            BookingOffer.booking_id == booking_id, BookingOffer.state == OfferState.ACCEPTED
        )
    )


def find_debrief(booking_id: uuid.UUID) -> Debrief | None:
    """What was brought back, once it is written."""
    return db.session.get(Debrief, booking_id)


def list_booking_steps(booking_id: uuid.UUID) -> Sequence[Line]:
    """History, newest first: `verb`, `at` and `name` of who did it (None: Liaison itself)."""
    return read_rows(
        select(BookingStep.verb, BookingStep.at, User.name)
        .outerjoin(User, BookingStep.by_id == User.id)
        .where(BookingStep.booking_id == booking_id)
        .order_by(BookingStep.at.desc(), BookingStep.id.desc())
    )


def list_waiting_bookings(actor: Actor, *, limit: int) -> Sequence[Booking]:
    """Those for which somebody has to be found, the soonest first."""
    return db.session.scalars(
        select(Booking)
        .where(
            *_is_waiting(actor),
        )
        .order_by(Booking.starts_at, Booking.id)
        .limit(limit)
    ).all()


def _is_waiting(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        Booking.state == BookingState.REQUESTED,
        Booking.starts_at > clock.now(),
        reached_by(actor, Permission.BOOKING_MATCH),
    )


def list_overdue_offers(now: datetime) -> Sequence[uuid.UUID]:
    """Offers nobody answered in time."""
    return db.session.scalars(
        select(BookingOffer.id)
        .where(BookingOffer.state == OfferState.OPEN, BookingOffer.answer_by <= now)
        .order_by(BookingOffer.answer_by)
    ).all()


def list_settled_bookings(
    booking_ids: Collection[uuid.UUID],
) -> Sequence[Row[Booking, bool]]:
    """Paid jobs among them of which no line is left that costs something; was any line paid?"""
    open_states = (EntryState.SUBMITTED, EntryState.QUERIED, EntryState.APPROVED)
    is_left = exists().where(
        WorkEntry.booking_id == Booking.id,
        WorkEntry.state.in_(open_states),
        WorkEntry.cents.is_not(None),
    )
    was_paid = exists().where(
        WorkEntry.booking_id == Booking.id, WorkEntry.state == EntryState.PAID
    )
    return db.session.execute(
        select(Booking, was_paid)
        .where(
            Booking.id.in_(booking_ids),
            Booking.state == BookingState.DEBRIEFED,
            Booking.is_paid,
            ~is_left,
        )
        .order_by(Booking.id)
        .with_for_update(of=Booking)
    ).all()


# --- What concerns one liaison -------------------------------------------------------------------


def _of_liaison(liaison_id: uuid.UUID) -> ColumnElement[bool]:
    """Theirs to do or done, or offered to them and not answered yet."""
    offered = select(BookingOffer.booking_id).where(
        BookingOffer.liaison_id == liaison_id, BookingOffer.state == OfferState.OPEN
    )
    return or_(Booking.liaison_id == liaison_id, Booking.id.in_(offered))


def _own(liaison_id: uuid.UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Booking.id,
            Booking.title,
            Booking.task,
            Booking.state,
            Booking.is_paid,
            Booking.starts_at,
            Booking.ends_at,
            Booking.reported_at,
            Booking.is_invented,
            BookingOffer.answer_by,
        )
        .outerjoin(
            BookingOffer,
            (BookingOffer.booking_id == Booking.id) & (BookingOffer.state == OfferState.OPEN),
        )
        .where(_of_liaison(liaison_id))
    )


def list_own_bookings(liaison_id: uuid.UUID, *, limit: int = 200) -> Sequence[Line]:
    """What a liaison is offered, does and did, the latest first."""
    return read_rows(_own(liaison_id).order_by(Booking.starts_at.desc(), Booking.id).limit(limit))


def list_jobs_that_wait(user_id: uuid.UUID | None, now: datetime) -> Sequence[Line]:
    """What whoever signs in with this account should answer, or tell how it was."""
    return read_rows(
        select(Booking.id, Booking.title, Booking.starts_at, BookingOffer.answer_by)
        .select_from(Booking)
        .join(Liaison, Liaison.user_id == user_id)
        .outerjoin(
            BookingOffer,
            (BookingOffer.booking_id == Booking.id) & (BookingOffer.state == OfferState.OPEN),
        )
        .where(
            or_(
                BookingOffer.liaison_id == Liaison.id,
                (Booking.liaison_id == Liaison.id)
                & Booking.state.in_(PROMISED)
                & (Booking.starts_at <= now),
            )
        )
        .order_by(Booking.starts_at, Booking.id)
        .limit(5)
    )


def find_last_offer(liaison_id: uuid.UUID, booking_id: uuid.UUID) -> BookingOffer | None:
    """The last one of this booking that was made to them."""
    return db.session.scalar(
        select(BookingOffer)
        .where(BookingOffer.liaison_id == liaison_id, BookingOffer.booking_id == booking_id)
        .order_by(BookingOffer.offered_at.desc(), BookingOffer.id.desc())
        .limit(1)
    )


def get_offered_booking(liaison_id: uuid.UUID, booking_id: uuid.UUID) -> Booking:
    """One they were ever asked for, whatever became of it. Raises NotFound."""
    asked = select(BookingOffer.booking_id).where(BookingOffer.liaison_id == liaison_id)
    found = db.session.scalar(
        select(Booking).where(
            Booking.id == booking_id, or_(_of_liaison(liaison_id), Booking.id.in_(asked))
        )
    )
    if found is None:
        raise NotFound
    return found


def get_own_booking(liaison_id: uuid.UUID, booking_id: uuid.UUID) -> Booking:
    """One of them. Raises NotFound."""
    found = db.session.scalar(
        select(Booking).where(Booking.id == booking_id, _of_liaison(liaison_id))
    )
    if found is None:
        raise NotFound
    return found


def get_with_person(liaison_id: uuid.UUID) -> Liaison:
    """A liaison with the person they are."""
    return db.session.scalars(
        select(Liaison).options(joinedload(Liaison.person)).where(Liaison.id == liaison_id)
    ).one()
