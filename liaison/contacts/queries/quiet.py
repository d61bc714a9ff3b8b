"""Who has logged nothing for a while."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, ScalarSelect, case, func, select

from liaison.contacts.models import Contact
from liaison.db import db
from liaison.i18n import settings
from liaison.liaisons.models.booking import Booking, Debrief
from liaison.liaisons.models.liaison import Liaison, LiaisonAbsence, LiaisonState
from liaison.liaisons.models.work import WorkEntry
from liaison.liaisons.policy.roster import visible_to
from liaison.lines import SHOWN, Asked, line_columns
from liaison.people.models import Person
from liaison.permissions import Actor


@dataclass(frozen=True)
class QuietLine:
    """A liaison who logged nothing for a while; `last_on` None: nothing ever."""

    id: uuid.UUID
    name: str
    trained_until: date | None
    is_invented: bool
    last_on: date | None


def list_quiet_liaisons(
    actor: Actor, *, since: date, today: date, limit: int, offset: int = 0
) -> list[QuietLine]:
    """Active liaisons without a sign of life since that day, by name: nobody stands first for
    being last.

    Whoever is away on purpose is not on the list, nor who joined since.
    """
    asked = (
        select(*(Liaison.id, Person.name, Liaison.trained_until, Liaison.is_invented))
        .add_columns(_last_contact(), _last_writing())
        .join(Person, Liaison.person_id == Person.id)
        .where(*_are_quiet(actor, since, today))
        .order_by(Liaison.sort_name, Liaison.id)
    )
    found = db.session.execute(asked.limit(limit).offset(offset))
    return [
        QuietLine(liaison_id, name, trained_until, is_invented, last_day(day, at))
        for liaison_id, name, trained_until, is_invented, day, at in found
    ]


def ask_quiet_liaisons(actor: Actor, *, since: date, today: date) -> Asked:
    """The first of them, for the front page; the last entry is `last_day` of `day` and `at`."""
    columns = line_columns(
        id=Liaison.id,
        name=Person.name,
        day=_last_contact(),
        at=_last_writing(),
        is_invented=Liaison.is_invented,
    )
    return (
        select(*columns)
        .join(Person, Liaison.person_id == Person.id)
        .where(*_are_quiet(actor, since, today))
        .order_by(Liaison.sort_name, Liaison.id)
        .limit(SHOWN)
    )


def last_day(day: date | None, at: datetime | None) -> date | None:
    """The later of a day and a moment, on the city's calendar."""
    days = [day] if day else []
    if at:
        days.append(at.astimezone(settings().zone()).date())
    return max(days, default=None)


def count_quiet_liaisons(actor: Actor, *, since: date, today: date) -> int:
    counted = select(func.count(Liaison.id)).where(*_are_quiet(actor, since, today))
    return db.session.scalar(counted) or 0


def _last_contact() -> ScalarSelect[date]:
    last = select(func.max(Contact.opened_on)).where(Contact.liaison_id == Liaison.id)
    return last.scalar_subquery()


def _last_writing() -> ColumnElement[datetime | None]:
    """When work was last entered, by or for them, or a debrief written. Nobody enters work before
    it is done, so the day of the work is never later."""
    entered = (
        select(func.max(WorkEntry.entered_at))
        .where(WorkEntry.liaison_id == Liaison.id)
        .scalar_subquery()
    )
    written = (
        select(func.max(Debrief.written_at))
        .join(Booking, Debrief.booking_id == Booking.id)
        .where(Booking.liaison_id == Liaison.id)
        .scalar_subquery()
    )
    return case((written > entered, written), else_=func.coalesce(entered, written))


def _are_quiet(actor: Actor, since: date, today: date) -> list[ColumnElement[bool]]:
    since_at = datetime.combine(since, time(), settings().zone())
    logged = select(Contact.id).where(Contact.liaison_id == Liaison.id, Contact.opened_on >= since)
    # the day of the work stands in the index, so it is asked first and spares reading the rows
    worked = select(WorkEntry.id).where(
        WorkEntry.liaison_id == Liaison.id, WorkEntry.worked_on >= since
    )
    entered = select(WorkEntry.id).where(
        WorkEntry.liaison_id == Liaison.id, WorkEntry.entered_at >= since_at
    )
    debriefed = (
        select(Debrief.booking_id)
        .join(Booking, Debrief.booking_id == Booking.id)
        .where(Booking.liaison_id == Liaison.id, Debrief.written_at >= since_at)
    )
    away = select(LiaisonAbsence.id).where(
        LiaisonAbsence.liaison_id == Liaison.id,
        LiaisonAbsence.first_on <= today,
        LiaisonAbsence.last_on >= today,
    )
    return [
        Liaison.state == LiaisonState.ACTIVE,
        Liaison.joined_on < since,
        visible_to(actor),
        *(~sign.exists() for sign in (logged, worked, entered, debriefed)),
        ~away.exists(),
    ]
