"""When a result may be shown: never of so few people that somebody could be found in it. Pure."""

from collections.abc import Hashable, Mapping
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


def runs_that_count(people: Mapping[Run, int]) -> frozenset[Run]:
    """Runs in a common result: those shown alone, and the small ones if together they are enough.

    Else the common result less those shown alone would be the result of the small ones.
    """
    shown = {run for run, count in people.items() if enough(count)}
    small = sum(count for run, count in people.items() if run not in shown)
    return frozenset(people) if enough(small) else frozenset(shown)


def people_in_words(count: int) -> str:
    """A number of people as it is printed beside a result."""
    if 0 < count < FEWEST:
        return str(_("fewer than %(number)s", number=FEWEST))
    return number(count)
