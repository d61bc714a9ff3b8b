"""What the rules of a booking need to know of everybody on the roster, in a few statements.

Ten thousand liaisons may have to be looked at for one page. So their rows come past the mapper,
what many have alike (hours, languages, areas) is made once, and keys become keys where they are
needed.
"""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)

from liaison import clock
from liaison.db import read_rows
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
    Travel,
)
from liaison.liaisons.models.work import EntryState, WorkEntry
from liaison.liaisons.policy.bookings import AT_HOME, PROMISED, visible_to
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
from liaison.liaisons.policy.care import Load, quarter_of
from liaison.liaisons.policy.pay import UNDER_THE_CAP, price
from liaison.liaisons.queries.care import list_loads
from liaison.people.models import Person
from liaison.permissions import Actor

Stored = Any  # a key as the database gives it: text on SQLite
Pairs = list[tuple[str, str]]
Facts = Mapping[str, Mapping[Stored, Pairs]]  # by what they say, then of whom
Fact = Select[*tuple[Any, ...]]
SPEAKS, INTERPRETS, WRITES = 1, 2, 4
NOT_TAKEN = (OfferState.DECLINED, OfferState.EXPIRED)  # one taken back may be made again
NOTHING = Load()


class Quarter(NamedTuple):
    """In which quarter a job counts, and in which year's pay."""

    first_on: date

    @property
    def year(self) -> int:
        return self.first_on.year


def quarter_in(job: Job, city: City) -> Quarter:
    """The quarter in which the job begins."""
    return Quarter(quarter_of(days_of(job.period, city.zone)[0])[0])


def list_people(which: Iterable[ColumnElement[bool]]) -> Sequence[Any]:
    """A row for each liaison, with what every rule needs."""
    said_hours = exists().where(LiaisonHours.liaison_id == Liaison.id)
    return read_rows(
        select(
            type_coerce(Liaison.id, Text).label("id"),
            Person.name,
            type_coerce(Liaison.state, Text).label("state"),
            Liaison.trained_until,
            type_coerce(Liaison.travel, Text).label("travel"),
            Liaison.yearly_cap_cents,
            said_hours.label("said_hours"),
        )
        .join(Person, Liaison.person_id == Person.id)
        .where(*which)
    )


def list_loads_of_quarters(
    quarters: Collection[Quarter], city: City
) -> dict[Quarter, dict[uuid.UUID, Load]]:
    """For each quarter the time in it, and how often they were asked in today's."""
    today = clock.today(city.zone)
    now = list_loads(today)
    return {
        quarter: now
        if quarter.first_on == quarter_of(today)[0]
        else _with_asks(list_loads(quarter.first_on), now)
        for quarter in quarters
    }


def _with_asks(
    then: Mapping[uuid.UUID, Load], now: Mapping[uuid.UUID, Load]
) -> dict[uuid.UUID, Load]:
    return {
        one: Load(then.get(one, NOTHING).minutes, now.get(one, NOTHING).asks)
        for one in now.keys() | then.keys()
    }


# --- Facts: rows of words, so that one statement brings all kinds ---------------------------------


def list_facts(actor: Actor, jobs: Sequence[Job], which: Select[Any], city: City) -> Facts:
    """What else is known of those `which` selects, and bears upon these jobs."""
    facts: dict[str, dict[Stored, Pairs]] = {}
    known = [*_of_profile(jobs, which), *_of_calendar(actor, jobs, which, city)]
    known += _of_money(jobs, city)
    for owner, kind, first, second in read_rows(union_all(*known)):
        facts.setdefault(kind, {}).setdefault(owner, []).append((first, second))
    return facts


def _fact(kind: str, owner: Any, first: Any, second: Any = None) -> Fact:
    last = literal("") if second is None else cast(second, Text)
    return select(type_coerce(owner, Text), literal(kind), cast(first, Text), last)


def _of_profile(jobs: Sequence[Job], which: Select[Any]) -> list[Fact]:
    tags = {job.language for job in jobs if job.language}
    areas = {job.area_id for job in jobs if job.area_id}
    communities = {job.community for job in jobs if job.community}
    programs = {job.program_id for job in jobs}
    departments = {job.department_id for job in jobs}
    does = (
        case((LiaisonLanguage.speaks, SPEAKS), else_=0)
        + case((LiaisonLanguage.interprets, INTERPRETS), else_=0)
        + case((LiaisonLanguage.writes, WRITES), else_=0)
    )
    conflict = func.coalesce(LiaisonConflict.program_id, LiaisonConflict.department_id)
    names = communities | {name.lower() for name in communities}
    return [
        _fact("language", LiaisonLanguage.liaison_id, LiaisonLanguage.language, does).where(
            LiaisonLanguage.language.in_(tags), LiaisonLanguage.liaison_id.in_(which)
        ),
        _fact("area", LiaisonArea.liaison_id, LiaisonArea.area_id).where(
            LiaisonArea.area_id.in_(areas), LiaisonArea.liaison_id.in_(which)
        ),
        _fact("conflict", LiaisonConflict.liaison_id, conflict).where(
            or_(
                LiaisonConflict.program_id.in_(programs),
                LiaisonConflict.department_id.in_(departments),
            )
        ),
        _fact("community", LiaisonCommunity.liaison_id, LiaisonCommunity.community).where(
            or_(
                LiaisonCommunity.community.in_(names),
                func.lower(LiaisonCommunity.community).in_(names),
            )
        ),
    ]


def _of_calendar(actor: Actor, jobs: Sequence[Job], which: Select[Any], city: City) -> list[Fact]:
    days = [days_of(job.period, city.zone) for job in jobs]
    first_on, last_on = min(first for first, _last in days), max(last for _first, last in days)
    weekdays = {
        date.fromordinal(day).isoweekday()
        for first, last in days
        for day in range(first.toordinal(), min(last.toordinal(), first.toordinal() + 6) + 1)
    }
    job_ids = [job.id for job in jobs]
    overlaps = (
        Booking.starts_at < max(job.period.ends_at for job in jobs),
        Booking.ends_at > min(job.period.starts_at for job in jobs),
        Booking.id.not_in(job_ids),
        Booking.task.not_in(AT_HOME),  # a translation due in a week leaves room for a meeting
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
        _fact("thinking", BookingOffer.liaison_id, Booking.starts_at, Booking.ends_at)
        .join(Booking, BookingOffer.booking_id == Booking.id)
        .where(BookingOffer.state == OfferState.OPEN, *overlaps),
        # for the page that says with what: of what the actor may see
        _fact("titled", Booking.liaison_id, Booking.starts_at, Booking.title).where(
            Booking.state.in_(PROMISED), *overlaps, visible_to(actor)
        ),
        _fact("titled", BookingOffer.liaison_id, Booking.starts_at, Booking.title)
        .join(Booking, BookingOffer.booking_id == Booking.id)
        .where(BookingOffer.state == OfferState.OPEN, *overlaps, visible_to(actor)),
        _fact(
            "asked", BookingOffer.liaison_id, BookingOffer.booking_id, BookingOffer.offered_at
        ).where(BookingOffer.booking_id.in_(job_ids), BookingOffer.state.in_(NOT_TAKEN)),
    ]


def _of_money(jobs: Sequence[Job], city: City) -> list[Fact]:
    """What counts towards the cap of each year in which a paid job begins, promised or entered."""
    years = {quarter_in(job, city).year for job in jobs if job.cents is not None}
    return [fact for year in sorted(years) for fact in _of_year(year, city)]


def _of_year(year: int, city: City) -> list[Fact]:
    begins, ends = (datetime(one, 1, 1, tzinfo=city.zone) for one in (year, year + 1))
    entered = exists().where(WorkEntry.booking_id == Booking.id)
    return [
        _fact(f"spent {year}", WorkEntry.liaison_id, func.sum(WorkEntry.cents))
        .where(
            WorkEntry.worked_on.between(date(year, 1, 1), date(year, 12, 31)),
            WorkEntry.state != EntryState.REFUSED,
            WorkEntry.kind.in_(UNDER_THE_CAP),
            WorkEntry.cents.is_not(None),
        )
        .group_by(WorkEntry.liaison_id),
        _fact(f"promised {year}", Booking.liaison_id, Booking.minutes, Booking.cents_an_hour).where(
            Booking.state.in_(PROMISED),
            Booking.is_paid,
            Booking.starts_at >= begins,
            Booking.starts_at < ends,
            ~entered,
        ),
    ]


# --- Candidates -----------------------------------------------------------------------------------


def key_of(stored: Stored) -> uuid.UUID:
    """SQLite keeps 32 digits; PostgreSQL gives a key."""
    return stored if isinstance(stored, uuid.UUID) else uuid.UUID(int=int(stored, 16))


def make_candidates(
    people: Iterable[Any],
    facts: Facts,
    quarter: Quarter,
    loads: Mapping[uuid.UUID, Load],
    city_cap: int,
) -> list[Candidate]:
    """Everybody as the rules look at them for a job in this quarter, in the order of `people`."""
    languages, areas = _reader(facts, "language", _languages), _reader(facts, "area", _keys)
    hours, absences = _reader(facts, "hours", _hours), _reader(facts, "away", _days)
    busy, thinking = _reader(facts, "busy", _periods), _reader(facts, "thinking", _periods)
    conflicts, asked = _reader(facts, "conflict", _keys), _reader(facts, "asked", _keys)
    communities = _reader(facts, "community", _folded)
    spent = _reader(facts, f"spent {quarter.year}", _sum)
    promised = _reader(facts, f"promised {quarter.year}", _prices)
    states = {state.value: state for state in LiaisonState}
    travels = {travel.value: travel for travel in Travel}
    candidates = []
    for stored, _name, state, trained_until, travel, cap, said_hours in people:
        key = key_of(stored)
        candidates.append(
            Candidate(
                id=key,
                state=states[state],
                trained_until=trained_until,
                travel=travels[travel],
                languages=languages(stored),
                communities=communities(stored),
                area_ids=areas(stored),
                said_hours=bool(said_hours),
                hours=hours(stored),
                absences=absences(stored),
                busy=busy(stored),
                thinking=thinking(stored),
                conflicts=conflicts(stored),
                asked_before=asked(stored),
                load=loads.get(key, NOTHING),
                spent_cents=spent(stored) + promised(stored),
                cap_cents=city_cap if cap is None else cap,
            )
        )
    return candidates


def read_titles(facts: Facts) -> dict[tuple[uuid.UUID, datetime], str]:
    """What those who are taken then do or think about: of whom, and when it begins."""
    return {
        (key_of(stored), _instant(begins)): title
        for stored, pairs in facts.get("titled", {}).items()
        for begins, title in pairs
    }


def read_asked_at(facts: Facts) -> dict[tuple[uuid.UUID, uuid.UUID], datetime]:
    """When somebody was asked for a job that they did not take; of several times the last."""
    return {
        (key_of(stored), uuid.UUID(job_id)): _instant(at)
        for stored, pairs in facts.get("asked", {}).items()
        for job_id, at in sorted(pairs, key=lambda pair: pair[1])
    }


def _reader(
    facts: Facts, kind: str, read: Callable[[Iterable[Any]], Any]
) -> Callable[[Stored], Any]:
    """Reads one kind of fact of somebody. What several have alike is read once."""
    once, nothing = cache(read), read(())
    known = {stored: once(tuple(pairs)) for stored, pairs in facts.get(kind, {}).items()}
    return lambda stored: known.get(stored, nothing)


def _languages(pairs: Iterable[tuple[str, str]]) -> dict[str, Ability]:
    does = {tag: int(flags) for tag, flags in pairs}
    return {
        tag: Ability(bool(flags & SPEAKS), bool(flags & INTERPRETS), bool(flags & WRITES))
        for tag, flags in does.items()
    }


def _keys(pairs: Iterable[tuple[str, str]]) -> frozenset[uuid.UUID]:
    return frozenset(uuid.UUID(key) for key, _none in pairs)


def _folded(pairs: Iterable[tuple[str, str]]) -> frozenset[str]:
    return frozenset(name.casefold() for name, _none in pairs)


def _hours(pairs: Iterable[tuple[str, str]]) -> tuple[Hours, ...]:
    parts = [(*first.split(" "), until) for first, until in pairs]
    return tuple(
        Hours(int(weekday), time.fromisoformat(begins), time.fromisoformat(ends))
        for weekday, begins, ends in parts
    )


def _days(pairs: Iterable[tuple[str, str]]) -> tuple[Days, ...]:
    return tuple(Days(date.fromisoformat(first), date.fromisoformat(last)) for first, last in pairs)


def _periods(pairs: Iterable[tuple[str, str]]) -> tuple[Period, ...]:
    return tuple(Period(_instant(first), _instant(last)) for first, last in pairs)


def _instant(text: str) -> datetime:
    """SQLite's has no zone and is UTC; PostgreSQL's has one."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _sum(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(int(cents) for cents, _none in pairs)


def _prices(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(price(int(minutes), int(rate)) for minutes, rate in pairs)
