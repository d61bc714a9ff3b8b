"""What somebody did for the city, as a letter of service tells it."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from liaison import clock
from liaison.db import db
from liaison.i18n import settings
from liaison.liaisons.models.liaison import Liaison, LiaisonLanguage, LiaisonState, LiaisonStep
from liaison.liaisons.models.work import WorkEntry
from liaison.liaisons.policy.pay import GRANTED
from liaison.people.models import Person
from liaison.programs.models import Program

GONE = (LiaisonState.ALUMNI, LiaisonState.REMOVED)


@dataclass(frozen=True)
class Service:
    """From when until when, how long, in which languages, for which programmes."""

    name: str
    language: str | None
    first_on: date
    last_on: date
    has_left: bool
    minutes: int
    languages: tuple[str, ...]
    programs: tuple[str, ...]
    is_invented: bool


def count_approved_minutes(liaison_id: uuid.UUID) -> int:
    """How long somebody worked in all, as far as the city has approved it."""
    approved = select(func.sum(WorkEntry.minutes)).where(
        WorkEntry.liaison_id == liaison_id, WorkEntry.state.in_(GRANTED)
    )
    return db.session.scalar(approved) or 0


def find_service(liaison_id: uuid.UUID) -> Service:
    """Hours count once the city has approved them."""
    liaison, person, left_at = db.session.execute(
        select(
            Liaison,
            Person,
            select(func.max(LiaisonStep.at))
            .where(LiaisonStep.liaison_id == Liaison.id, LiaisonStep.to_state.in_(GONE))
            .scalar_subquery(),
        )
        .join(Person, Liaison.person_id == Person.id)
        .where(Liaison.id == liaison_id)
    ).one()
    worked = db.session.execute(
        select(Program.name, func.sum(WorkEntry.minutes))
        .join(Program, WorkEntry.program_id == Program.id)
        .where(WorkEntry.liaison_id == liaison_id, WorkEntry.state.in_(GRANTED))
        .group_by(Program.id, Program.name)
        .order_by(Program.name)
    ).all()
    spoken = select(LiaisonLanguage.language).where(LiaisonLanguage.liaison_id == liaison_id)
    zone = settings().zone()
    has_left = liaison.state in GONE and left_at is not None
    return Service(
        name=person.name,
        language=person.language,
        first_on=liaison.joined_on,
        last_on=left_at.astimezone(zone).date() if has_left else clock.today(zone),
        has_left=has_left,
        minutes=sum(minutes or 0 for _name, minutes in worked),
        languages=tuple(db.session.scalars(spoken.order_by(LiaisonLanguage.language))),
        programs=tuple(name for name, _minutes in worked),
        is_invented=liaison.is_invented,
    )
