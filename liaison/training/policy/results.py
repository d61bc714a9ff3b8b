"""When a result may be shown: never of so few people that somebody could be found in it. Pure.

Nor may one result less another be of so few. Results are therefore made of **units** of eleven
people or more, which stay as they are once they are there: whatever is counted is counted of whole
units, so two results differ by whole units, whoever looks, and whenever.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from liaison.i18n import _, number
from liaison.training.models.course import RunState

FEWEST = 11
PASSES = 0.8  # share of right answers from which on somebody knows enough
Run = TypeVar("Run", bound=Hashable)


def has_results(state: RunState) -> bool:
    """Only cards that are closed: of a mean that grows by one answer, that answer can be told."""
    return state is RunState.ENDED


def enough(people: int) -> bool:
    return people >= FEWEST


def nobody_or_enough(people: int) -> bool:
    """May the rest of a group be told from the whole of it, where these are left out?"""
    return people == 0 or enough(people)


def units(runs: Iterable[tuple[Run, int]]) -> list[tuple[Run, ...]]:
    """Runs that count together, of runs with their people in the order in which they ended.

    Whoever is enough alone counts alone. Smaller ones wait until they are enough together; then
    they stay together, and a run that ends later never joins them.
    """
    found: list[tuple[Run, ...]] = []
    waiting: list[Run] = []
    people_waiting = 0
    for run, people in runs:
        if enough(people):
            found.append((run,))
            continue
        waiting.append(run)
        people_waiting += people
        if enough(people_waiting):
            found.append(tuple(waiting))
            waiting, people_waiting = [], 0
    return found


def shown_of(groups: Sequence[Sequence[Run]]) -> list[Run]:
    """All that a question was answered with, but for units in which too few answered it."""
    return [one for group in groups if enough(len(group)) for one in group]


def people_in_words(count: int) -> str:
    """A number of people as it is printed beside a result."""
    if 0 < count < FEWEST:
        return str(_("fewer than %(number)s", number=FEWEST))
    return number(count)
