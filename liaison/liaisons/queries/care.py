"""How much was asked of liaisons, and the city's rules for them."""

import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from liaison import clock
from liaison.accounts.models import User, UserState
from liaison.db import db
from liaison.errors import NotFound
from liaison.i18n import settings
from liaison.liaisons.models.booking import Booking, BookingState
from liaison.liaisons.models.care import Ask, HardContact, LiaisonRules, Recognition
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.models.work import EntryKind, EntryState, WorkEntry
from liaison.liaisons.policy.care import Ceiling, Load, quarter_of, supported_by, turn_to
from liaison.lines import SHOWN, Asked, line_columns
from liaison.people.models import Person
from liaison.permissions import Actor

PROMISED = (
    BookingState.CONFIRMED,
    BookingState.BRIEFED,
    BookingState.DONE,
    BookingState.DEBRIEFED,
    BookingState.PAID,
    BookingState.REPORTED,
)


def get_liaison_rules() -> LiaisonRules:
    """The city's rules for all liaisons."""
    return db.session.get_one(LiaisonRules, 1)


def load_of(liaison_ids: Collection[uuid.UUID], today: date) -> dict[uuid.UUID, Load]:
    """What each did, promised and was asked in today's quarter; in one statement."""
    if not liaison_ids:
        return {}
    loads = list_loads(today, liaison_ids)
    return {one: loads.get(one, Load()) for one in liaison_ids}


def list_loads(
    today: date, liaison_ids: Collection[uuid.UUID] | None = None
) -> dict[uuid.UUID, Load]:
    """The same of everybody of whom anything was asked, without naming thousands of keys."""
    minutes: Counter[uuid.UUID] = Counter()
    asks: Counter[uuid.UUID] = Counter()
    counted = {"minutes": minutes, "asks": asks}
    for liaison_id, what, amount in db.session.execute(_parts_of_loads(today, liaison_ids)):
        counted[what][liaison_id] += int(amount or 0)
    return {one: Load(minutes[one], asks[one]) for one in minutes.keys() | asks.keys()}


def _parts_of_loads(
    today: date, liaison_ids: Collection[uuid.UUID] | Select[uuid.UUID] | None
) -> CompoundSelect[*tuple[Any, ...]]:
    """A booking counts with its planned time until its work is entered: none counts twice."""
    first, last = quarter_of(today)
    zone = settings().zone()
    begins = datetime.combine(first, time.min, zone)
    ends = datetime.combine(last + timedelta(days=1), time.min, zone)
    worked = select(
        WorkEntry.liaison_id.label("liaison_id"),
        literal("minutes").label("what"),
        func.sum(WorkEntry.minutes).label("amount"),
    ).where(
        _among(WorkEntry.liaison_id, liaison_ids),
        WorkEntry.worked_on.between(first, last),
        WorkEntry.kind == EntryKind.HOURS,
        WorkEntry.state != EntryState.REFUSED,
    )
    entered = select(WorkEntry.booking_id).where(WorkEntry.booking_id == Booking.id)
    promised = select(Booking.liaison_id, literal("minutes"), func.sum(Booking.minutes)).where(
        _among(Booking.liaison_id, liaison_ids),
        Booking.starts_at >= begins,
        Booking.starts_at < ends,
        Booking.state.in_(PROMISED),
        ~entered.exists(),
    )
    asked = select(Ask.liaison_id, literal("asks"), func.count(Ask.id)).where(
        _among(Ask.liaison_id, liaison_ids), Ask.asked_on.between(first, last)
    )
    return union_all(
        worked.group_by(WorkEntry.liaison_id),
        promised.group_by(Booking.liaison_id),
        asked.group_by(Ask.liaison_id),
    )


def _among(
    column: InstrumentedAttribute[Any],
    liaison_ids: Collection[uuid.UUID] | Select[uuid.UUID] | None,
) -> ColumnElement[bool]:
    return column.is_not(None) if liaison_ids is None else column.in_(liaison_ids)


def get_ceiling() -> Ceiling:
    """What may be asked of one person in a quarter."""
    rules = get_liaison_rules()
    return Ceiling(rules.quarter_minutes, rules.quarter_asks)


def ask_worn_liaisons(actor: Actor) -> Asked:
    """Those whom this actor supports and of whom the city asked all that it may this quarter.

    By name: nobody stands first for having done most.
    """
    theirs = select(Liaison.id).where(turn_to(actor))
    parts = _parts_of_loads(clock.today(settings().zone()), theirs).subquery()

    def reaches(what: str, ceiling: InstrumentedAttribute[int]) -> ColumnElement[bool]:
        done = func.sum(case((parts.c.what == what, parts.c.amount), else_=0))
        return done >= select(ceiling).scalar_subquery()

    named = (Liaison.id, Person.name, Liaison.is_invented)
    return (
        select(*line_columns(**{one.key: one for one in named}))
        .join(Person, Liaison.person_id == Person.id)
        .join(parts, parts.c.liaison_id == Liaison.id)
        .group_by(*named, Liaison.sort_name)
        .having(
            or_(
                reaches("minutes", LiaisonRules.quarter_minutes),
                reaches("asks", LiaisonRules.quarter_asks),
            )
        )
        .order_by(Liaison.sort_name, Liaison.id)
        .limit(SHOWN)
    )


def quiet_hours_of(liaison: Liaison) -> tuple[time, time]:
    """When this liaison is left in peace: their own hours, else the city's."""
    if liaison.quiet_from is not None and liaison.quiet_until is not None:
        return liaison.quiet_from, liaison.quiet_until
    rules = get_liaison_rules()
    return rules.quiet_from, rules.quiet_until


@dataclass(frozen=True)
class RecognitionLine:
    """Something worth remembering, and who wrote it down."""

    id: uuid.UUID
    noted_on: date
    words: str
    by_name: str | None


def list_recognitions(liaison_id: uuid.UUID) -> list[RecognitionLine]:
    """The newest first."""
    asked = (
        select(Recognition.id, Recognition.noted_on, Recognition.words, User.name)
        .outerjoin(User, Recognition.by_id == User.id)
        .where(Recognition.liaison_id == liaison_id)
        .order_by(Recognition.noted_on.desc(), Recognition.id.desc())
    )
    return [RecognitionLine(*row) for row in db.session.execute(asked)]


def list_own_hard_contacts(liaison_id: uuid.UUID) -> Sequence[HardContact]:
    """What this liaison flagged, the newest first."""
    return db.session.scalars(
        select(HardContact)
        .where(HardContact.liaison_id == liaison_id)
        .order_by(HardContact.flagged_at.desc())
    ).all()


@dataclass(frozen=True)
class HardContactLine:
    """A hard contact as the supporter reads it."""

    id: uuid.UUID
    liaison_id: uuid.UUID
    name: str
    words: str
    flagged_at: datetime
    talked_on: date | None


def list_hard_contacts(actor: Actor) -> list[HardContactLine]:
    """What was flagged for this actor to see, what nobody spoke about yet first."""
    asked = (
        select(
            HardContact.id,
            HardContact.liaison_id,
            Person.name,
            HardContact.words,
            HardContact.flagged_at,
            HardContact.talked_on,
        )
        .join(Liaison, HardContact.liaison_id == Liaison.id)
        .join(Person, Liaison.person_id == Person.id)
        .where(supported_by(actor))
        .order_by(HardContact.talked_on.is_not(None), HardContact.flagged_at.desc())
    )
    return [HardContactLine(*row) for row in db.session.execute(asked)]


def ask_hard_contacts(actor: Actor) -> Asked:
    """Those nobody spoke about with the liaison yet, for the front page of this actor."""
    columns = line_columns(id=HardContact.id, name=Person.name, at=HardContact.flagged_at)
    return (
        select(*columns)
        .join(Liaison, HardContact.liaison_id == Liaison.id)
        .join(Person, Liaison.person_id == Person.id)
        .where(supported_by(actor), HardContact.talked_on.is_(None))
        .order_by(HardContact.flagged_at.desc())
        .limit(SHOWN)
    )


def get_hard_contact(actor: Actor, flag_id: uuid.UUID) -> HardContact:
    """Raises NotFound."""
    found = db.session.scalar(
        select(HardContact).where(HardContact.id == flag_id, supported_by(actor))
    )
    if found is None:
        raise NotFound
    return found


def find_supporter_name(liaison: Liaison) -> str | None:
    """Whom this liaison turns to; nobody who no longer works here would read it."""
    named = User.id == liaison.supporter_id
    return db.session.scalar(select(User.name).where(named, User.state == UserState.ACTIVE))
