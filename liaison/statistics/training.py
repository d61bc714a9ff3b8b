"""What people knew before a course and after it, compared person by person.

Nothing here says what caused a gain: without people who were not taught, it may be anything that
happened meanwhile, the first test among it. The pages say so beside every number.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import comb, sqrt
from statistics import fmean, stdev
from typing import Generic, TypeVar

from liaison.statistics.intervals import Interval

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """After minus before, of the same people, in the unit of the scores.

    Where all differ by the same there is no spread to compare with: `t`, `p` and `d_z` are None and
    the interval has no width.
    """

    n: int
    mean_before: float
    mean_after: float
    mean: float
    interval: Interval
    t: float | None
    p: float | None
    d_z: float | None
    d_av: float | None

    @property
    def df(self) -> int:
        return self.n - 1


def paired(before: Sequence[float], after: Sequence[float]) -> PairedDifference:
    """Mean difference with its 95 % interval from Student's t, and two named effect sizes.

    d_z is the mean over the standard deviation of the differences; d_av the mean over the root of
    the mean of both variances (Cumming 2012; Lakens 2013). Raises ValueError under two pairs.
    """
    from scipy.special import stdtr, stdtrit  # noqa: PLC0415 - a web worker starts without SciPy

    n = len(before)
    if n < 2 or len(after) != n:
        msg = f"a paired difference needs two pairs at least, got {n} and {len(after)} scores"
        raise ValueError(msg)
    differences = [late - early for early, late in zip(before, after, strict=True)]
    mean, spread = fmean(differences), stdev(differences)
    both = sqrt((stdev(before) ** 2 + stdev(after) ** 2) / 2)
    error = spread / sqrt(n)
    half = float(stdtrit(n - 1, 0.975)) * error
    t = mean / error if error else None
    return PairedDifference(
        n=n,
        mean_before=fmean(before),
        mean_after=fmean(after),
        mean=mean,
        interval=Interval(mean - half, mean + half),
        t=t,
        p=None if t is None else 2 * float(stdtr(n - 1, -abs(t))),
        d_z=mean / spread if spread else None,
        d_av=mean / both if both else None,
    )


@dataclass(frozen=True, slots=True)
class Gain:
    """Shares of what could still be gained that was gained; None when nobody could gain.

    `of_means` is that of the class (Hake 1998), `mean_of_gains` the mean of each person's. They
    differ, so each is called by its name. `at_ceiling` had all points before and are in neither.
    """

    of_means: float | None
    mean_of_gains: float | None
    at_ceiling: int


def normalised_gain(before: Sequence[float], after: Sequence[float], most: float) -> Gain:
    """(after - before) / (most - before), without those who had `most` points before."""
    pairs = list(zip(before, after, strict=True))
    could_gain = [(early, late) for early, late in pairs if early < most]
    at_ceiling = len(pairs) - len(could_gain)
    if not could_gain:
        return Gain(None, None, at_ceiling)
    gained = sum(late - early for early, late in could_gain)
    room = sum(most - early for early, _late in could_gain)
    each = fmean((late - early) / (most - early) for early, late in could_gain)
    return Gain(gained / room, each, at_ceiling)


def mcnemar_exact(learned: int, unlearned: int) -> float:
    """Two-sided exact p of McNemar's test on who changed: wrong to right, and right to wrong.

    Those who did not change say nothing about a change. Without anybody who did, p is 1.
    """
    if learned < 0 or unlearned < 0:
        msg = f"expected counts, got {learned} and {unlearned}"
        raise ValueError(msg)
    changed = learned + unlearned
    tail = sum(comb(changed, k) for k in range(min(learned, unlearned) + 1))
    return float(min(1.0, 2 * tail / 2**changed))


@dataclass(frozen=True, slots=True)
class Matched(Generic[Answer]):
    """Answers of the same people before and after, and how many could not be matched."""

    pairs: tuple[tuple[Answer, Answer], ...]
    before_only: int
    after_only: int


def match(
    before: Iterable[tuple[str | None, Answer]], after: Iterable[tuple[str | None, Answer]]
) -> Matched[Answer]:
    """Pair by code. A code that stands twice on one side could be either's, so it is nobody's."""
    early, late = list(before), list(after)
    first, second = _by_code(early), _by_code(late)
    common = sorted(first.keys() & second.keys())
    return Matched(
        tuple((first[code], second[code]) for code in common),
        before_only=len(early) - len(common),
        after_only=len(late) - len(common),
    )


def _by_code(answers: Iterable[tuple[str | None, Answer]]) -> dict[str, Answer]:
    listed = [(code, answer) for code, answer in answers if code]
    times = Counter(code for code, _answer in listed)
    return {code: answer for code, answer in listed if times[code] == 1}
