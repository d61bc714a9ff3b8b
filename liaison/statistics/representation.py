"""Who took part, compared with who lives there.

A share of participants is compared with a population share that has its own margin of error.
The rules are argued in docs/statistics.md. Never call this with a count that small-count
protection hides: a printed ratio gives the count back.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import log, sqrt

from liaison.statistics.census import Estimate
from liaison.statistics.intervals import (
    Z_95,
    Interval,
    around_log,
    exact,
    mover_ratio_high,
    require_count_of,
    wilson,
)

LEAST_DENOMINATOR = 30
"""Shares and rates of fewer people are not judged."""
ABOUT_EQUAL = Interval(0.80, 1.25)
"""Ratios that count as "about as expected": within four fifths either way."""
_ALWAYS_RELIABLE_WIDTH = 0.05
_NEVER_RELIABLE_WIDTH = 0.30
_RELIABLE_RELATIVE_WIDTH = 1.30
_ALWAYS_RELIABLE_N = 2000  # the widest exact interval is 0.045 there, so no need to solve for it
_RELIABLE_BENCHMARK_CV = 30.0


class Verdict(StrEnum):
    """What may be said about a group's part in a programme."""

    MORE = "more"
    ABOUT_AS_EXPECTED = "about_as_expected"
    LESS = "less"
    CANNOT_TELL = "cannot_tell"


class Doubt(StrEnum):
    """Why nothing can be said."""

    TOO_FEW_ANSWERS = "too_few_answers"
    UNRELIABLE_SHARE = "unreliable_share"
    NO_BENCHMARK = "no_benchmark"
    UNRELIABLE_BENCHMARK = "unreliable_benchmark"
    WIDE_INTERVAL = "wide_interval"


class RatioMethod(StrEnum):
    """How the interval of the ratio was made."""

    LOG_DELTA = "log-delta"
    MOVER = "MOVER"


@dataclass(frozen=True, slots=True)
class Representation:
    """x of n participants against a population share; intervals are 95 %.

    `gap` is share minus population share (0.02 is two percentage points). `ratio` is their
    quotient; ratio fields are None when the population share is 0 or has no margin.
    """

    x: int
    n: int
    benchmark: Estimate
    share: float
    share_interval: Interval
    gap: float
    gap_interval: Interval | None
    ratio: float | None
    ratio_interval: Interval | None
    ratio_se_log: float | None
    method: RatioMethod


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and, for "cannot tell", the reason."""

    verdict: Verdict
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """Participants per 1,000 residents with a 95 % interval (None without a margin)."""

    per_thousand: float
    interval: Interval | None


def representation(x: int, n: int, benchmark: Estimate) -> Representation:
    """Compare x of n people with a known answer to a population share between 0 and 1.

    The ratio's interval is on the log scale (Katz term for the sample, delta term for the
    benchmark); with x = 0 or x = n it is made by MOVER, as the log method has no spread there.
    Raises ValueError unless 0 <= x <= n and n > 0.
    """
    require_count_of(x, n)
    p, b, limits = x / n, benchmark.value, wilson(x, n)
    known = benchmark.se is not None and b > 0
    se_log = None
    if known and 0 < x < n:
        se_log = sqrt((1 - p) / (n * p) + (_se(benchmark) / b) ** 2)
    return Representation(
        x=x,
        n=n,
        benchmark=benchmark,
        share=p,
        share_interval=limits,
        gap=p - b,
        gap_interval=None if benchmark.se is None else _gap_interval(p, limits, benchmark),
        ratio=p / b if known else None,
        ratio_interval=_ratio_interval(p, limits, benchmark, se_log) if known else None,
        ratio_se_log=se_log,
        method=RatioMethod.MOVER if se_log is None else RatioMethod.LOG_DELTA,
    )


def judge(r: Representation) -> Judgement:
    """Put a comparison into one of four words.

    In this order: doubts about the numbers themselves; "about as expected" when the whole
    interval of the ratio lies within 0.80 to 1.25, even if it excludes 1; "less" or "more" when it
    lies on one side of 1; otherwise "cannot tell", since the interval allows both an ordinary and
    an important difference.
    """
    doubt = _doubt(r)
    if doubt or r.ratio_interval is None:
        return Judgement(Verdict.CANNOT_TELL, doubt or Doubt.NO_BENCHMARK)
    low, high = r.ratio_interval.low, r.ratio_interval.high
    if ABOUT_EQUAL.low <= low and high <= ABOUT_EQUAL.high:
        return Judgement(Verdict.ABOUT_AS_EXPECTED)
    if high < 1:
        return Judgement(Verdict.LESS)
    if low > 1:
        return Judgement(Verdict.MORE)
    return Judgement(Verdict.CANNOT_TELL, Doubt.WIDE_INTERVAL)


def is_reliable_share(x: int, n: int) -> bool:
    """Whether x/n is fit to print as a percentage (NCHS proportion standard, Parker 2017).

    At least 30 people; exact interval narrower than 0.30; above a width of 0.05 it must also be at
    most 130 % of the share. For x = 0 or x = n, which NCHS leaves to a person, only the absolute
    width is used.
    """
    if n < LEAST_DENOMINATOR:
        return False
    if n >= _ALWAYS_RELIABLE_N:
        return True
    width = exact(x, n).width
    if width >= _NEVER_RELIABLE_WIDTH:
        return False
    return (
        width <= _ALWAYS_RELIABLE_WIDTH or x in {0, n} or width <= _RELIABLE_RELATIVE_WIDTH * x / n
    )


def participation_rate(x: int, population: Estimate) -> Rate:
    """Participants per 1,000 residents; the count is Poisson, the population has its margin.

    With x = 0 the interval is 0 to the exact Poisson limit. Raises ZeroDivisionError for a
    population of 0.
    """
    rate = 1000 * x / population.value
    if population.se is None:
        return Rate(rate, None)
    if x == 0:
        return Rate(0.0, Interval(0.0, 1000 * -log(0.025) / population.value))
    return Rate(rate, around_log(rate, 1 / x + (population.se / population.value) ** 2))


def rate_ratio(
    x1: int, population1: Estimate, x2: int, population2: Estimate
) -> tuple[float, Interval | None]:
    """Ratio of two participation rates and its interval on the log scale.

    The interval is None when a count is 0 or a margin is missing. Raises ZeroDivisionError when
    the second rate is 0.
    """
    ratio = (x1 / population1.value) / (x2 / population2.value)
    if x1 == 0 or population1.se is None or population2.se is None:
        return ratio, None
    spread = (population1.se / population1.value) ** 2 + (population2.se / population2.value) ** 2
    return ratio, around_log(ratio, 1 / x1 + 1 / x2 + spread)


def _doubt(r: Representation) -> Doubt | None:
    if r.n < LEAST_DENOMINATOR:
        return Doubt.TOO_FEW_ANSWERS
    if not is_reliable_share(r.x, r.n):
        return Doubt.UNRELIABLE_SHARE
    if r.benchmark.cv is None:
        return Doubt.NO_BENCHMARK
    if r.benchmark.cv > _RELIABLE_BENCHMARK_CV:
        return Doubt.UNRELIABLE_BENCHMARK
    return None


def _gap_interval(p: float, limits: Interval, benchmark: Estimate) -> Interval:
    gap, arm = p - benchmark.value, Z_95 * _se(benchmark)
    return Interval(
        gap - sqrt((p - limits.low) ** 2 + arm**2), gap + sqrt((limits.high - p) ** 2 + arm**2)
    )


def _ratio_interval(
    p: float, limits: Interval, benchmark: Estimate, se_log: float | None
) -> Interval:
    b, arm = benchmark.value, Z_95 * _se(benchmark)
    if se_log is not None:
        return around_log(p / b, se_log**2)
    high = mover_ratio_high(p, limits.high, b, b - arm)
    # The lower limit of p/b is one over the upper limit of b/p.
    low = 1 / mover_ratio_high(b, b + arm, p, limits.low) if limits.low > 0 else 0.0
    return Interval(low, high)


def _se(benchmark: Estimate) -> float:
    return benchmark.se or 0.0
