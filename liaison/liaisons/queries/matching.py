"""What the rules of matching need to know of everybody on the roster, in a few statements."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)

from liaison import clock
from liaison.db import read_rows
from liaison.i18n import settings
from liaison.liaisons.models.booking import Booking, BookingOffer, OfferState
from liaison.liaisons.models.liaison import (
    Liaison,
    LiaisonAbsence,
    LiaisonArea,
    LiaisonCommunity,
    LiaisonConflict,
    LiaisonHours,
    LiaisonLanguage,
    LiaisonState,
)
from liaison.liaisons.models.work import EntryState, WorkEntry
from liaison.liaisons.policy.bookings import PROMISED
from liaison.liaisons.policy.candidates import (
    Ability,
    Candidate,
    City,
    Days,
    Hours,
    Job,
    Period,
    days_of,
)
from liaison.liaisons.policy.care import Ceiling, Load, quarter_of
from liaison.liaisons.policy.matching import Exclusion, Match, Proposal, match
from liaison.liaisons.policy.pay import UNDER_THE_CAP, price
from liaison.liaisons.policy.roster import visible_to
from liaison.liaisons.queries.care import get_liaison_rules, list_loads
from liaison.people.models import Person
from liaison.permissions import SYSTEM, Actor
from liaison.programs.models import Program

GONE = (LiaisonState.ALUMNI, LiaisonState.REMOVED)
Key = uuid.UUID


@dataclass(frozen=True)
class Looked:
    """What was found for each booking, and what those looked at are called."""

    jobs: list[Job]
    matches: list[Match]
    names: Mapping[Key, str]


def look_for(actor: Actor, bookings: Sequence[Booking], *, only: Key | None = None) -> Looked:
    """Everybody on the actor's roster, against each booking."""
    jobs = _jobs_of(bookings)
    if not jobs:
        return Looked([], [], {})
    rules = get_liaison_rules()
    city = City(settings().zone(), Ceiling(rules.quarter_minutes, rules.quarter_asks))
    among = [visible_to(actor), Liaison.merged_into_id.is_(None), Liaison.state.not_in(GONE)]
    if only:
        among.append(Liaison.id == only)
    tags = {job.language for job in jobs}
    speaking = among
    if None not in tags:
        spoken = select(LiaisonLanguage.liaison_id).where(LiaisonLanguage.language.in_(tags))
        speaking = [*among, Liaison.id.in_(spoken)]
    people = _list_people(speaking, among)
    facts = _list_facts(jobs, select(Liaison.id).where(*speaking), city)
    loads = _list_loads(jobs, city)
    candidates = [
        _candidate(row, facts[row.id], loads.get(row.id, Load()), rules.yearly_cap_cents)
        for row in people
    ]
    others = people[0].everybody - len(people) if people else 0
    matches = [match(job, candidates, city, without_language=others) for job in jobs]
    return Looked(jobs, matches, {row.id: row.name for row in people})


def look_at(booking: Booking, liaison_id: Key) -> Proposal | Exclusion | None:
    """The same for one liaison; None: they are on no list any more, or not with the language."""
    found = look_for(SYSTEM, [booking], only=liaison_id).matches[0]
    if found.proposals:
        return found.proposals[0]
    return found.exclusions[0] if found.exclusions else None


def _jobs_of(bookings: Sequence[Booking]) -> list[Job]:
    programs = {booking.program_id for booking in bookings}
    asked = select(Program.id, Program.department_id).where(Program.id.in_(programs))
    departments = {row.id: row.department_id for row in read_rows(asked)}
    return [
        Job(
            id=booking.id,
            task=booking.task,
            program_id=booking.program_id,
            department_id=departments[booking.program_id],
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


def _list_people(
    which: Iterable[ColumnElement[bool]], among: Iterable[ColumnElement[bool]]
) -> Sequence[Any]:
    everybody = select(func.count(Liaison.id)).where(*among).correlate(None).scalar_subquery()
    said_hours = exists().where(LiaisonHours.liaison_id == Liaison.id)
    return read_rows(
        select(
            Liaison.id,
            Person.name,
            Liaison.state,
            Liaison.trained_until,
            Liaison.travel,
            Liaison.yearly_cap_cents,
            said_hours.label("said_hours"),
            everybody.label("everybody"),
        )
        .join(Person, Liaison.person_id == Person.id)
        .where(*which)
    )


def _list_loads(jobs: Sequence[Job], city: City) -> dict[Key, Load]:
    """Time in the quarter in which the jobs begin; how often they were asked in today's."""
    today = clock.today(city.zone)
    begins = min(days_of(job.period, city.zone)[0] for job in jobs)
    now = list_loads(today)
    then = now if quarter_of(begins) == quarter_of(today) else list_loads(begins)
    nothing = Load()
    return {
        one: Load(then.get(one, nothing).minutes, now.get(one, nothing).asks)
        for one in now.keys() | then.keys()
    }


# --- Facts: rows of words, so that one statement brings all kinds ---------------------------------

Facts = dict[str, list[tuple[str, str]]]
Fact = Select[*tuple[Any, ...]]


def _fact(kind: str, owner: Any, first: Any, second: Any = None) -> Fact:
    last = literal("") if second is None else cast(second, Text)
    return select(owner, literal(kind), cast(first, Text), last)


def _list_facts(jobs: Sequence[Job], which: Select[Any], city: City) -> dict[Key, Facts]:
    facts: dict[Key, Facts] = defaultdict(lambda: defaultdict(list))
    known = [*_of_profile(jobs, which), *_of_calendar(jobs, which, city)]
    known += _of_money(jobs, city)
    for owner, kind, first, second in read_rows(union_all(*known)):
        facts[owner][kind].append((first, second))
    return facts


def _of_profile(jobs: Sequence[Job], which: Select[Any]) -> list[Fact]:
    tags = {job.language for job in jobs if job.language}
    areas = {job.area_id for job in jobs if job.area_id}
    programs = {job.program_id for job in jobs}
    departments = {job.department_id for job in jobs}
    owner = LiaisonLanguage.liaison_id
    does = [
        _fact(kind, owner, LiaisonLanguage.language).where(
            flag, owner.in_(which), LiaisonLanguage.language.in_(tags)
        )
        for kind, flag in (
            ("speaks", LiaisonLanguage.speaks),
            ("interprets", LiaisonLanguage.interprets),
            ("writes", LiaisonLanguage.writes),
        )
    ]
    conflict = func.coalesce(LiaisonConflict.program_id, LiaisonConflict.department_id)
    facts = [
        *does,
        _fact("area", LiaisonArea.liaison_id, LiaisonArea.area_id).where(
            LiaisonArea.area_id.in_(areas), LiaisonArea.liaison_id.in_(which)
        ),
        _fact("conflict", LiaisonConflict.liaison_id, conflict).where(
            or_(
                LiaisonConflict.program_id.in_(programs),
                LiaisonConflict.department_id.in_(departments),
            )
        ),
    ]
    if any(job.community for job in jobs):
        community = LiaisonCommunity.liaison_id
        facts.append(
            _fact("community", community, LiaisonCommunity.community).where(community.in_(which))
        )
    return facts


def _of_calendar(jobs: Sequence[Job], which: Select[Any], city: City) -> list[Fact]:
    days = [days_of(job.period, city.zone) for job in jobs]
    first_on, last_on = min(first for first, _last in days), max(last for _first, last in days)
    starts_at = min(job.period.starts_at for job in jobs)
    ends_at = max(job.period.ends_at for job in jobs)
    weekdays = {
        date.fromordinal(day).isoweekday()
        for first, last in days
        for day in range(first.toordinal(), min(last.toordinal(), first.toordinal() + 6) + 1)
    }
    overlaps = (
        Booking.starts_at < ends_at,
        Booking.ends_at > starts_at,
        Booking.id.not_in([job.id for job in jobs]),
    )
    hours, absence = LiaisonHours.liaison_id, LiaisonAbsence.liaison_id
    starts = cast(LiaisonHours.weekday, Text) + " " + cast(LiaisonHours.from_time, Text)
    return [
        _fact("hours", hours, starts, LiaisonHours.until_time).where(
            LiaisonHours.weekday.in_(weekdays), hours.in_(which)
        ),
        _fact("away", absence, LiaisonAbsence.first_on, LiaisonAbsence.last_on).where(
            LiaisonAbsence.first_on <= last_on, LiaisonAbsence.last_on >= first_on
        ),
        _fact("busy", Booking.liaison_id, Booking.starts_at, Booking.ends_at).where(
            Booking.state.in_(PROMISED), *overlaps
        ),
        _fact("busy", BookingOffer.liaison_id, Booking.starts_at, Booking.ends_at)
        .join(Booking, BookingOffer.booking_id == Booking.id)
        .where(BookingOffer.state == OfferState.OPEN, *overlaps),
        _fact("asked", BookingOffer.liaison_id, BookingOffer.booking_id).where(
            BookingOffer.booking_id.in_([job.id for job in jobs]),
            BookingOffer.state != OfferState.OPEN,
        ),
    ]


def _of_money(jobs: Sequence[Job], city: City) -> list[Fact]:
    """What counts towards the cap of the year in which the jobs begin, promised or entered."""
    if all(job.cents is None for job in jobs):
        return []
    year = min(days_of(job.period, city.zone)[0].year for job in jobs)
    begins, ends = (datetime(one, 1, 1, tzinfo=city.zone) for one in (year, year + 1))
    entered = exists().where(WorkEntry.booking_id == Booking.id)
    return [
        _fact("spent", WorkEntry.liaison_id, func.sum(WorkEntry.cents))
        .where(
            WorkEntry.worked_on.between(date(year, 1, 1), date(year, 12, 31)),
            WorkEntry.state != EntryState.REFUSED,
            WorkEntry.kind.in_(UNDER_THE_CAP),
            WorkEntry.cents.is_not(None),
        )
        .group_by(WorkEntry.liaison_id),
        _fact("promised", Booking.liaison_id, Booking.minutes, Booking.cents_an_hour).where(
            Booking.state.in_(PROMISED),
            Booking.is_paid,
            Booking.starts_at >= begins,
            Booking.starts_at < ends,
            ~entered,
        ),
    ]


def _candidate(row: Any, facts: Facts, load: Load, city_cap: int) -> Candidate:
    interprets = {tag for tag, _none in facts["interprets"]}
    writes = {tag for tag, _none in facts["writes"]}
    speaks = {tag for tag, _none in facts["speaks"]}
    spent = sum(int(cents) for cents, _none in facts["spent"])
    promised = sum(price(int(minutes), int(rate)) for minutes, rate in facts["promised"])
    return Candidate(
        id=row.id,
        state=row.state,
        trained_until=row.trained_until,
        travel=row.travel,
        languages={
            tag: Ability(tag in speaks, tag in interprets, tag in writes)
            for tag in speaks | interprets | writes
        },
        communities=frozenset(name.casefold() for name, _none in facts["community"]),
        area_ids=_keys(facts["area"]),
        said_hours=row.said_hours,
        hours=tuple(_hours(first, until) for first, until in facts["hours"]),
        absences=tuple(
            Days(date.fromisoformat(first), date.fromisoformat(last))
            for first, last in facts["away"]
        ),
        busy=tuple(Period(_instant(first), _instant(last)) for first, last in facts["busy"]),
        conflicts=_keys(facts["conflict"]),
        asked_before=_keys(facts["asked"]),
        load=load,
        spent_cents=spent + promised,
        cap_cents=city_cap if row.yearly_cap_cents is None else row.yearly_cap_cents,
    )


def _keys(facts: Iterable[tuple[str, str]]) -> frozenset[Key]:
    return frozenset(uuid.UUID(key) for key, _none in facts)


def _hours(first: str, until: str) -> Hours:
    weekday, _space, from_time = first.partition(" ")
    return Hours(int(weekday), time.fromisoformat(from_time), time.fromisoformat(until))


def _instant(text: str) -> datetime:
    """SQLite's has no zone and is UTC; PostgreSQL's has one."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
