"""Who fits a booking, in which order they are asked, and how many bookings are shared out."""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from liaison.liaisons.models.booking import Task
from liaison.liaisons.policy.bookings import AT_HOME
from liaison.liaisons.policy.candidates import Candidate, City, Job, Question
from liaison.liaisons.policy.fitting import keeping_out
from liaison.liaisons.policy.reasons import Reason, Rule
from liaison.statistics.assignment import assign


class Proposal(NamedTuple):
    """Somebody who fits; of several the one who costs least is asked first."""

    candidate: Candidate
    cost: int
    why: tuple[Reason, ...]


class Exclusion(NamedTuple):
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
        """Where nobody fits: the rule without which most would. None where somebody does, or
        where nobody is on the roster at all."""
        if self.proposals:
            return None
        if not self.exclusions:
            return Rule.LANGUAGE if self.without_language else None
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


ABILITY_WORDS = {Task.INTERPRET: Reason.INTERPRETS, Task.WRITE: Reason.WRITES}
LITTLE = 4  # of the ceiling, a quarter of it
UNKNOWN = 3500  # to the community: as much as all else together could cost


def match(
    job: Job, candidates: Iterable[Candidate], city: City, *, without_language: int = 0
) -> Match:
    """Look at everybody. Equal costs stand by key, so that the same question has one answer."""
    question = Question.about(job, city)
    proposals, exclusions = [], []
    for candidate in candidates:
        rules = keeping_out(question, candidate)
        if rules:
            exclusions.append(Exclusion(candidate, rules))
        else:
            cost = cost_of(job, candidate, city)
            proposals.append(Proposal(candidate, cost, why(job, candidate, city)))
    proposals.sort(key=lambda one: (one.cost, one.candidate.id.int))
    exclusions.sort(key=lambda one: (len(one.rules), one.candidate.id.int))
    return Match(proposals, exclusions, without_language)


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


# --- Whom to ask first ---------------------------------------------------------------------------


def cost_of(job: Job, one: Candidate, city: City) -> int:
    """How much it would be to ask them, in thousandths: what they did and were asked in the
    quarter, and for paid work what they earned in the year, each against its ceiling.

    Whom the community knows comes before all others; more for whom the way is long or the hours
    are not known.
    """
    cost = (
        1000 * one.load.minutes // city.ceiling.minutes + 1000 * one.load.asks // city.ceiling.asks
    )
    if job.cents is not None and one.cap_cents:
        cost += 1000 * one.spent_cents // one.cap_cents
    if job.community and job.community.casefold() not in one.communities:
        cost += UNKNOWN
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
