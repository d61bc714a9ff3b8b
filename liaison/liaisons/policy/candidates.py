"""What the rules of matching know of a job and of whoever might do it."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from liaison.liaisons.models.booking import Task
from liaison.liaisons.models.liaison import LiaisonState, Travel
from liaison.liaisons.policy.bookings import AT_HOME
from liaison.liaisons.policy.care import Ceiling, Load

NO_LOAD = Load()


class Ability(NamedTuple):
    """What somebody does in a language: three things apart."""

    speaks: bool = False
    interprets: bool = False
    writes: bool = False


class Hours(NamedTuple):
    """A part of a week; Monday is 1."""

    weekday: int
    from_time: time
    until_time: time


class Period(NamedTuple):
    """From one instant to another."""

    starts_at: datetime
    ends_at: datetime


class Days(NamedTuple):
    """From one day to another, both counted."""

    first_on: date
    last_on: date


@dataclass(frozen=True)
class Job:
    """What is asked for."""

    id: uuid.UUID
    task: Task
    program_id: uuid.UUID
    department_id: uuid.UUID
    period: Period
    minutes: int
    cents: int | None = None  # what all of it pays; None: unpaid
    language: str | None = None
    community: str = ""
    area_id: uuid.UUID | None = None
    needs_credential: bool = True


@dataclass(slots=True)  # not frozen: ten thousand are made for one page
class Candidate:
    """What the rules need to know of a liaison. Nothing about who they are."""

    id: uuid.UUID
    state: LiaisonState
    trained_until: date | None = None
    travel: Travel = Travel.OWN_AREAS
    languages: Mapping[str, Ability] = field(default_factory=dict)
    communities: frozenset[str] = frozenset()  # case-folded
    area_ids: frozenset[uuid.UUID] = frozenset()
    said_hours: bool = False  # when they usually work
    hours: tuple[Hours, ...] = ()  # on the days of the week that matter
    absences: tuple[Days, ...] = ()
    busy: tuple[Period, ...] = ()  # other bookings of theirs
    thinking: tuple[Period, ...] = ()  # bookings they were asked for and have not answered
    conflicts: frozenset[uuid.UUID] = frozenset()  # programmes and departments
    asked_before: frozenset[uuid.UUID] = frozenset()  # bookings they did not take
    load: Load = NO_LOAD
    spent_cents: int = 0  # this year, with what is promised
    cap_cents: int = 0


@dataclass(frozen=True)
class City:
    """The city's calendar and what it may ask of one person."""

    zone: ZoneInfo
    ceiling: Ceiling


class Piece(NamedTuple):
    """The part of a period that lies on one day, at the wall clock."""

    weekday: int
    begins: time
    ends: time


@dataclass(frozen=True)
class Question:
    """A job, with what the rules need of the calendar worked out once for everybody."""

    job: Job
    city: City
    first_on: date
    last_on: date
    pieces: tuple[Piece, ...]
    is_at_home: bool

    @classmethod
    def about(cls, job: Job, city: City) -> "Question":
        """What is asked of everybody."""
        first, last = days_of(job.period, city.zone)
        pieces = tuple(pieces_of(job.period, city.zone))
        return cls(job, city, first, last, pieces, job.task in AT_HOME)


def days_of(period: Period, zone: ZoneInfo) -> tuple[date, date]:
    """First and last day on the city's calendar; what ends at midnight is of the day before."""
    first = period.starts_at.astimezone(zone).date()
    last = (period.ends_at.astimezone(zone) - timedelta(microseconds=1)).date()
    return first, last


def pieces_of(period: Period, zone: ZoneInfo) -> Iterable[Piece]:
    """Day by day; midnight at the end is the last instant of the day before."""
    first, last = days_of(period, zone)
    begins, ends = period.starts_at.astimezone(zone), period.ends_at.astimezone(zone)
    for number in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(number)
        from_time = begins.time() if day == first else time.min
        until_time = time.max if day < last or ends.date() > last else ends.time()
        # in the hour that comes twice a job may end at an earlier time than it began
        yield Piece(day.isoweekday(), *sorted((from_time, until_time)))
