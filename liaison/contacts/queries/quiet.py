"""Who has logged nothing for a while."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select

from liaison.contacts.models import Contact
from liaison.db import db
from liaison.liaisons.models.liaison import Liaison, LiaisonAbsence, LiaisonState
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
    """Active liaisons without an entry since that day, by name: nobody stands first for being last.

    Whoever is away on purpose is not on the list, nor who joined since.
    """
    last = select(func.max(Contact.opened_on)).where(Contact.liaison_id == Liaison.id)
    asked = (
        select(*(Liaison.id, Person.name, Liaison.trained_until, Liaison.is_invented))
        .add_columns(last.scalar_subquery())
        .join(Person, Liaison.person_id == Person.id)
        .where(*_are_quiet(actor, since, today))
        .order_by(Liaison.sort_name, Liaison.id)
    )
    return [QuietLine(*row) for row in db.session.execute(asked.limit(limit).offset(offset))]


def ask_quiet_liaisons(actor: Actor, *, since: date, today: date) -> Asked:
    """The first of them, with the day of the last entry, for the front page."""
    last = select(func.max(Contact.opened_on)).where(Contact.liaison_id == Liaison.id)
    columns = line_columns(
        id=Liaison.id,
        name=Person.name,
        day=last.scalar_subquery(),
        is_invented=Liaison.is_invented,
    )
    return (
        select(*columns)
        .join(Person, Liaison.person_id == Person.id)
        .where(*_are_quiet(actor, since, today))
        .order_by(Liaison.sort_name, Liaison.id)
        .limit(SHOWN)
    )


def count_quiet_liaisons(actor: Actor, *, since: date, today: date) -> int:
    counted = select(func.count(Liaison.id)).where(*_are_quiet(actor, since, today))
    return db.session.scalar(counted) or 0


def _are_quiet(actor: Actor, since: date, today: date) -> list[ColumnElement[bool]]:
    logged = select(Contact.id).where(Contact.liaison_id == Liaison.id, Contact.opened_on >= since)
    away = select(LiaisonAbsence.id).where(
        LiaisonAbsence.liaison_id == Liaison.id,
        LiaisonAbsence.first_on <= today,
        LiaisonAbsence.last_on >= today,
    )
    return [
        Liaison.state == LiaisonState.ACTIVE,
        Liaison.joined_on < since,
        visible_to(actor),
        ~logged.exists(),
        ~away.exists(),
    ]
