"""How much was asked of liaisons, and the city's rules for them."""

import uuid
from collections import Counter
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from liaison.db import db
from liaison.i18n import settings
from liaison.liaisons.models.booking import Booking, BookingState
from liaison.liaisons.models.care import Ask, LiaisonRules
from liaison.liaisons.models.work import EntryKind, EntryState, WorkEntry
from liaison.liaisons.policy.care import Load, quarter_of

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
    """The same of everybody of whom anything was asked, without naming thousands of keys.

    A booking counts with its planned time until its work is entered, so that no time counts twice.
    """
    first, last = quarter_of(today)
    zone = settings().zone()
    begins = datetime.combine(first, time.min, zone)
    ends = datetime.combine(last + timedelta(days=1), time.min, zone)
    worked = select(WorkEntry.liaison_id, literal("minutes"), func.sum(WorkEntry.minutes)).where(
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
    minutes: Counter[uuid.UUID] = Counter()
    asks: Counter[uuid.UUID] = Counter()
    counted = {"minutes": minutes, "asks": asks}
    rows: CompoundSelect[*tuple[Any, ...]] = union_all(
        worked.group_by(WorkEntry.liaison_id),
        promised.group_by(Booking.liaison_id),
        asked.group_by(Ask.liaison_id),
    )
    for liaison_id, what, amount in db.session.execute(rows):
        counted[what][liaison_id] += int(amount or 0)
    return {one: Load(minutes[one], asks[one]) for one in minutes.keys() | asks.keys()}


def _among(
    column: InstrumentedAttribute[Any], liaison_ids: Collection[uuid.UUID] | None
) -> ColumnElement[bool]:
    return column.is_not(None) if liaison_ids is None else column.in_(liaison_ids)
