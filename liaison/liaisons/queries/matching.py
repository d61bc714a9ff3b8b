"""Who fits a booking: everybody on the roster against the rules."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, func, select

from liaison import clock
from liaison.db import db, read_rows
from liaison.i18n import settings
from liaison.liaisons.models.booking import Booking
from liaison.liaisons.models.liaison import Liaison, LiaisonLanguage, LiaisonState
from liaison.liaisons.policy.candidates import Candidate, City, Job, Period
from liaison.liaisons.policy.care import Ceiling
from liaison.liaisons.policy.explaining import Told
from liaison.liaisons.policy.matching import Exclusion, Match, Proposal, match
from liaison.liaisons.policy.pay import can_see_account, price
from liaison.liaisons.policy.roster import visible_to
from liaison.liaisons.queries.candidates import (
    list_facts,
    list_loads_of_quarters,
    list_people,
    make_candidates,
    quarter_in,
    read_asked_at,
    read_titles,
)
from liaison.liaisons.queries.care import get_liaison_rules
from liaison.permissions import SYSTEM, Actor
from liaison.places.models import Area
from liaison.programs.models import Program

GONE = (LiaisonState.ALUMNI, LiaisonState.REMOVED)
Key = uuid.UUID


@dataclass(frozen=True)
class Looked:
    """What was found for each booking, and what those looked at are called."""

    jobs: list[Job]
    city: City
    matches: list[Match]
    names: Mapping[Key, str]
    told: Told  # for the words of the reasons


def look_for(actor: Actor, bookings: Sequence[Booking], *, only: Key | None = None) -> Looked:
    """Everybody on the actor's roster, against each booking."""
    jobs, areas = _jobs_of(bookings)
    rules = get_liaison_rules()
    told = Told(clock.today(settings().zone()), can_see_account(actor), areas)
    city = City(settings().zone(), Ceiling(rules.quarter_minutes, rules.quarter_asks))
    if not jobs:
        return Looked([], city, [], {}, told)
    among = [visible_to(actor), Liaison.state.not_in(GONE)]
    if only:
        among.append(Liaison.id == only)
    tags = {job.language for job in jobs}
    speaking = among
    if None not in tags:
        spoken = select(LiaisonLanguage.liaison_id).where(LiaisonLanguage.language.in_(tags))
        speaking = [*among, Liaison.id.in_(spoken)]
    people = list_people(speaking)
    facts = list_facts(actor, jobs, select(Liaison.id).where(*speaking), city)
    everybody = len(people) if speaking is among else _count(among)
    quarters = {job.id: quarter_in(job, city) for job in jobs}
    loads = list_loads_of_quarters(set(quarters.values()), city)
    groups = {
        quarter: make_candidates(people, facts, quarter, loads[quarter], rules.yearly_cap_cents)
        for quarter in loads
    }
    matches = [_match(job, groups[quarters[job.id]], city, everybody) for job in jobs]
    known = next(iter(groups.values()))
    names = {one.id: row.name for one, row in zip(known, people, strict=True)}
    told = replace(told, titles=read_titles(facts), asked_at=read_asked_at(facts))
    return Looked(jobs, city, matches, names, told)


def _count(which: Sequence[ColumnElement[bool]]) -> int:
    return db.session.scalar(select(func.count(Liaison.id)).where(*which)) or 0


def _match(job: Job, candidates: Sequence[Candidate], city: City, everybody: int) -> Match:
    """Who does not work in the language is counted, but not looked at closer."""
    speaking = [one for one in candidates if job.language is None or job.language in one.languages]
    return match(job, speaking, city, without_language=everybody - len(speaking))


def look_at(booking: Booking, liaison_id: Key) -> Proposal | Exclusion | None:
    """The same for one liaison; None: they are on no list any more, or not with the language."""
    found = look_for(SYSTEM, [booking], only=liaison_id).matches[0]
    if found.proposals:
        return found.proposals[0]
    return found.exclusions[0] if found.exclusions else None


def _jobs_of(bookings: Sequence[Booking]) -> tuple[list[Job], dict[Key, str]]:
    """The jobs, and the names of their areas."""
    asked = (
        select(Booking.id, Program.department_id, Area.name)
        .join(Program, Booking.program_id == Program.id)
        .outerjoin(Area, Booking.area_id == Area.id)
        .where(Booking.id.in_([booking.id for booking in bookings]))
    )
    found = read_rows(asked)
    departments = {key: department for key, department, _area in found}
    areas = {key: area for key, _department, area in found if area}
    jobs = [
        Job(
            id=booking.id,
            task=booking.task,
            program_id=booking.program_id,
            department_id=departments[booking.id],
            period=Period(booking.starts_at, booking.ends_at),
            minutes=booking.minutes,
            cents=None
            if booking.cents_an_hour is None
            else price(booking.minutes, booking.cents_an_hour),
            language=booking.language,
            community=booking.community,
            area_id=booking.area_id,
            needs_credential=booking.needs_credential,
        )
        for booking in bookings
    ]
    return jobs, areas
