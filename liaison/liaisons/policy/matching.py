"""Who fits a booking, why, and what keeps the others out: rules a coordinator can read aloud."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from zoneinfo import ZoneInfo

from liaison.liaisons.models.booking import Task
from liaison.liaisons.models.liaison import LiaisonState, Travel
from liaison.liaisons.policy.bookings import AT_HOME
from liaison.liaisons.policy.candidates import (
    Candidate,
    City,
    Hours,
    Job,
    Period,
    days_of,
)
from liaison.liaisons.policy.reasons import Reason, Rule
from liaison.statistics.assignment import assign


@dataclass(frozen=True)
class Proposal:
    """Somebody who fits; of several the one who costs least is asked first."""

    candidate: Candidate
    cost: int
    why: tuple[Reason, ...]


@dataclass(frozen=True)
class Exclusion:
    """Somebody who does not fit, and each rule that keeps them out."""

    candidate: Candidate
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Match:
    """Everybody who was looked at: the best proposals first, the nearest misses first."""

    proposals: list[Proposal]
    exclusions: list[Exclusion]
    without_language: int = 0  # were not looked at closer

    @property
    def binding(self) -> Rule | None:
        """Where nobody fits: the rule without which most would. None where somebody does."""
        if self.proposals:
            return None
        if not self.exclusions:
            return Rule.LANGUAGE
        fewest = min(len(one.rules) for one in self.exclusions)
        nearest = Counter(
            rule for one in self.exclusions if len(one.rules) == fewest for rule in one.rules
        )
        order = list(Rule)
        return min(nearest, key=lambda rule: (-nearest[rule], order.index(rule)))

    def count_kept_out(self) -> dict[Rule, int]:
        """How many each rule keeps out, in the order of the rules."""
        counted = Counter(rule for one in self.exclusions for rule in one.rules)
        counted[Rule.LANGUAGE] += self.without_language
        return {rule: counted[rule] for rule in Rule if counted[rule]}


AT_WORK = frozenset({LiaisonState.TRAINED, LiaisonState.ACTIVE})
ABILITY_WORDS = {Task.INTERPRET: Reason.INTERPRETS, Task.WRITE: Reason.WRITES}
LITTLE = 4  # of the ceiling, a quarter of it


def match(
    job: Job, candidates: Iterable[Candidate], city: City, *, without_language: int = 0
) -> Match:
    """Look at everybody. Equal costs stand by key, so that the same question has one answer."""
    proposals, exclusions = [], []
    for candidate in candidates:
        rules = keeping_out(job, candidate, city)
        if rules:
            exclusions.append(Exclusion(candidate, rules))
        else:
            cost = cost_of(job, candidate, city)
            proposals.append(Proposal(candidate, cost, why(job, candidate, city)))
    proposals.sort(key=lambda one: (one.cost, one.candidate.id))
    exclusions.sort(key=lambda one: (len(one.rules), one.candidate.id))
    return Match(proposals, exclusions, without_language)


def keeping_out(job: Job, candidate: Candidate, city: City) -> tuple[Rule, ...]:
    """Each rule the candidate breaks; none: they fit."""
    return tuple(rule for rule, breaks in RULES.items() if breaks(job, candidate, city))


def share_out(jobs: Sequence[Job], matches: Sequence[Match]) -> dict[uuid.UUID, Proposal]:
    """Many bookings at once, nobody asked for two: first as many filled as can be, then the best.

    By the key of the booking; those for whom nobody is left are missing.
    """
    # of n jobs none ever needs more than its n best: n - 1 of them can be taken by the others
    best = [of_job.proposals[: len(jobs)] for of_job in matches]
    known = {one.candidate.id for proposals in best for one in proposals}
    place = {key: column for column, key in enumerate(sorted(known))}
    costs: list[list[int | None]] = [[None] * len(place) for _job in jobs]
    found: list[dict[int, Proposal]] = [{} for _job in jobs]
    for row, proposals in enumerate(best):
        for proposal in proposals:
            column = place[proposal.candidate.id]
            costs[row][column], found[row][column] = proposal.cost, proposal
    chosen = assign(costs)
    return {
        job.id: found[row][column]
        for row, (job, column) in enumerate(zip(jobs, chosen, strict=True))
        if column is not None
    }


# --- The rules: does the candidate break it? -----------------------------------------------------


def _is_not_at_work(job: Job, one: Candidate, _city: City) -> bool:
    """Who needs no credential may be somebody new; who paused, left or lapsed is not asked."""
    allowed = AT_WORK if job.needs_credential else AT_WORK | {LiaisonState.PROSPECT}
    return one.state not in allowed


def _lacks_language(job: Job, one: Candidate, _city: City) -> bool:
    return job.language is not None and job.language not in one.languages


def _lacks_ability(job: Job, one: Candidate, _city: City) -> bool:
    if job.language is None or job.language not in one.languages:
        return False
    ability = one.languages[job.language]
    needed = {Task.INTERPRET: ability.interprets, Task.WRITE: ability.writes}
    return not needed.get(job.task, ability.speaks)


def _lacks_credential(job: Job, one: Candidate, city: City) -> bool:
    last_on = job.period.ends_at.astimezone(city.zone).date()
    return job.needs_credential and (one.trained_until is None or one.trained_until < last_on)


def _has_conflict(job: Job, one: Candidate, _city: City) -> bool:
    return bool({job.program_id, job.department_id} & one.conflicts)


def _was_asked(job: Job, one: Candidate, _city: City) -> bool:
    return job.id in one.asked_before


def _is_away(job: Job, one: Candidate, city: City) -> bool:
    """On a day of the job; from work done at home only when away all the time."""
    first, last = days_of(job.period, city.zone)
    if job.task in AT_HOME:
        return any(away.first_on <= first and last <= away.last_on for away in one.absences)
    return any(away.first_on <= last and first <= away.last_on for away in one.absences)


def _is_busy(job: Job, one: Candidate, _city: City) -> bool:
    if job.task in AT_HOME:
        return False
    starts_at, ends_at = job.period
    return any(other.starts_at < ends_at and starts_at < other.ends_at for other in one.busy)


def _is_out_of_hours(job: Job, one: Candidate, city: City) -> bool:
    """Outside of the hours they gave; who gave none is asked."""
    if job.task in AT_HOME or not one.said_hours:
        return False
    return not all(
        _is_within(weekday, begins, ends, one.hours)
        for weekday, begins, ends in _pieces(job.period, city.zone)
    )


def _does_not_travel(job: Job, one: Candidate, _city: City) -> bool:
    if job.task in AT_HOME or job.area_id is None or one.travel is Travel.WHOLE_CITY:
        return False
    return job.area_id not in one.area_ids


def _was_asked_enough(_job: Job, one: Candidate, city: City) -> bool:
    return one.load.asks >= city.ceiling.asks


def _works_enough(job: Job, one: Candidate, city: City) -> bool:
    return one.load.minutes + job.minutes > city.ceiling.minutes


def _is_over_cap(job: Job, one: Candidate, _city: City) -> bool:
    return job.cents is not None and one.spent_cents + job.cents > one.cap_cents


Breaks = Callable[[Job, Candidate, City], bool]
RULES: Mapping[Rule, Breaks] = {
    Rule.STATE: _is_not_at_work,
    Rule.LANGUAGE: _lacks_language,
    Rule.ABILITY: _lacks_ability,
    Rule.CREDENTIAL: _lacks_credential,
    Rule.CONFLICT: _has_conflict,
    Rule.ASKED_BEFORE: _was_asked,
    Rule.ABSENCE: _is_away,
    Rule.OTHER_BOOKING: _is_busy,
    Rule.HOURS: _is_out_of_hours,
    Rule.TRAVEL: _does_not_travel,
    Rule.ASKS: _was_asked_enough,
    Rule.MINUTES: _works_enough,
    Rule.CAP: _is_over_cap,
}


def _pieces(period: Period, zone: ZoneInfo) -> Iterable[tuple[int, time, time]]:
    """The part of each day, as weekday and wall time; midnight at the end is the last instant."""
    first, last = days_of(period, zone)
    begins, ends = period.starts_at.astimezone(zone), period.ends_at.astimezone(zone)
    day = first
    while day <= last:
        from_time = begins.time() if day == first else time.min
        is_whole = day < last or ends.date() > last
        yield day.isoweekday(), from_time, time.max if is_whole else ends.time()
        day += timedelta(days=1)


def _is_within(weekday: int, begins: time, ends: time, hours: Iterable[Hours]) -> bool:
    """Hours that touch count as one stretch; 23:59 lasts until midnight."""
    reached = begins
    for one in sorted(hours):
        if one.weekday == weekday and one.from_time <= reached < one.until_time:
            reached = time.max if one.until_time >= time(23, 59) else one.until_time
    return reached >= ends


# --- Whom to ask first ---------------------------------------------------------------------------


def cost_of(job: Job, one: Candidate, city: City) -> int:
    """How much it would be to ask them, in thousandths: what they did and were asked in the
    quarter, and for paid work what they earned in the year, each against its ceiling.

    Less for whom the community knows; more for whom the way is long or the hours are not known.
    """
    cost = (
        1000 * one.load.minutes // city.ceiling.minutes + 1000 * one.load.asks // city.ceiling.asks
    )
    if job.cents is not None and one.cap_cents:
        cost += 1000 * one.spent_cents // one.cap_cents
    if job.community and job.community.casefold() not in one.communities:
        cost += 1000
    if job.task not in AT_HOME:
        cost += 300 * (not one.said_hours)
        cost += 200 * (job.area_id is not None and job.area_id not in one.area_ids)
    return cost


def why(job: Job, one: Candidate, city: City) -> tuple[Reason, ...]:
    """What speaks for somebody who fits."""
    is_at_home = job.task in AT_HOME
    holds = {
        ABILITY_WORDS.get(job.task, Reason.SPEAKS): job.language is not None,
        Reason.COMMUNITY: job.community.casefold() in one.communities,
        Reason.TRAINED: job.needs_credential,
        Reason.FREE: not is_at_home and one.said_hours,
        Reason.HOURS_UNKNOWN: not is_at_home and not one.said_hours,
        Reason.COVERS_AREA: job.area_id in one.area_ids,
        Reason.GOES_EVERYWHERE: not is_at_home
        and job.area_id is not None
        and job.area_id not in one.area_ids,
        Reason.ASKED_LITTLE: one.load.minutes * LITTLE <= city.ceiling.minutes
        and one.load.asks * LITTLE <= city.ceiling.asks,
    }
    return tuple(reason for reason in holds if holds[reason])
