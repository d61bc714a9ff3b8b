"""The attack on what would be printed; publishing waits until it finds nothing."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from liaison.statistics.disclosure.cells import DEFAULT_THRESHOLD, LEAST_WIDTH, is_small
from liaison.statistics.disclosure.feasibility import Fact, Knowledge


class FailureKind(StrEnum):
    """How a small count gets out."""

    PRIMARY = "primary"  # printed as it is
    EXACT = "exact"  # follows by arithmetic
    NARROW = "narrow"  # follows to within fewer than LEAST_WIDTH
    REMAINDER = "remainder"  # a small group, though no printed cell, has a known size


@dataclass(frozen=True, slots=True)
class Failure:
    """A cell (or, for a remainder, an atom) that is not protected, and what a reader learns."""

    kind: FailureKind
    name: Hashable
    low: float
    high: float


def audit(
    facts: Mapping[Hashable, Fact],
    *,
    k: int = DEFAULT_THRESHOLD,
    least_width: int = LEAST_WIDTH,
    counts: Mapping[Any, int] | None = None,
) -> tuple[Failure, ...]:
    """Everything a reader can work out that should stay hidden; empty means safe to print.

    `facts` is all that is or was printed about these people, by name of cell. With the true
    `counts` of every atom, sets of any shape are searched for remainders under `k`; without them
    only single atoms are. Raises SolverFailedError when the solver is not certain.
    """
    knowledge = Knowledge(facts.values())
    failures = []
    for name, fact in facts.items():
        if fact.is_exact:
            if is_small(fact.low, k):
                failures.append(Failure(FailureKind.PRIMARY, name, fact.low, fact.high))
            continue
        if knowledge.is_uncertain(fact.people, least_width):
            continue
        low, high = knowledge.interval(fact.people)
        if high > 0 and high - low < least_width:
            kind = FailureKind.EXACT if low == high else FailureKind.NARROW
            failures.append(Failure(kind, name, low, high))
    return (*failures, *_remainders(knowledge, k, counts))


def _remainders(knowledge: Knowledge, k: int, counts: Mapping[Any, int] | None) -> list[Failure]:
    failures = []
    for atom in knowledge.index:
        if counts is None:
            low, high = knowledge.interval(frozenset([atom]))
            if low > 0 and high < k and high - low < LEAST_WIDTH:
                failures.append(Failure(FailureKind.REMAINDER, atom, low, high))
        elif is_small(counts[atom], k) and knowledge.has_small_remainder(atom, counts, k):
            failures.append(Failure(FailureKind.REMAINDER, atom, 1, k - 1))
    return failures
