"""Confidence intervals for proportions, risks and rates.

All intervals are 95 % and two-sided. The normal deviate is kept to full precision, as SciPy and R
do; the rounded constants belong to the census margins (`census.py`). Shares are between 0 and 1.
"""

from dataclasses import dataclass
from math import exp, inf, lgamma, log, log1p, sqrt

Z_95 = 1.959963984540054
"""Normal deviate of a two-sided 95 % interval."""
_TAIL = 0.025
_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Interval:
    """Lower and upper limit, in the unit of the quantity it belongs to."""

    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low


def require_count_of(x: int, n: int) -> None:
    """Raise ValueError unless 0 <= x <= n and n > 0."""
    if n <= 0 or not 0 <= x <= n:
        msg = f"expected 0 <= x <= n and n > 0, got x={x}, n={n}"
        raise ValueError(msg)


def wilson(x: int, n: int, z: float = Z_95) -> Interval:
    """Score interval of the share x/n, without continuity correction.

    Source: Wilson 1927; Newcombe 1998, Statistics in Medicine 17:857-872, method 3.
    Raises ValueError unless 0 <= x <= n and n > 0.
    """
    require_count_of(x, n)
    p, z2 = x / n, z * z
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = z * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    # At the ends the limit is exactly the end; rounding would put it a hair inside or outside.
    return Interval(0.0 if x == 0 else max(0.0, centre - half), 1.0 if x == n else centre + half)


def exact(x: int, n: int) -> Interval:
    """Clopper-Pearson interval of the share x/n.

    Solved by bisection on the incomplete beta function, to 1e-10. Raises as `wilson` does.
    """
    require_count_of(x, n)
    low = 0.0 if x == 0 else _where_beta_is(_TAIL, x, n - x + 1)
    high = 1.0 if x == n else _where_beta_is(1 - _TAIL, x + 1, n - x)
    return Interval(low, high)


def katz(x1: int, n1: int, x2: int, n2: int) -> tuple[float, Interval]:
    """Relative risk (x1/n1)/(x2/n2) of two independent samples and its log interval.

    Source: Katz et al. 1978, Biometrics 34:469-474. Raises ValueError when x1 or x2 is 0, where
    the interval is not defined.
    """
    require_count_of(x1, n1)
    require_count_of(x2, n2)
    if x1 == 0 or x2 == 0:
        msg = "the Katz interval needs at least one person in each numerator"
        raise ValueError(msg)
    risk = (x1 / n1) / (x2 / n2)
    return risk, around_log(risk, 1 / x1 - 1 / n1 + 1 / x2 - 1 / n2)


def exact_rate_ratio(x1: int, t1: float, x2: int, t2: float) -> tuple[float, Interval]:
    """Ratio of the rates x1/t1 and x2/t2 of two Poisson counts, with the exact interval.

    Given x1 + x2, x1 is binomial, so the limits are those of `exact`, rescaled. `t1`, `t2` are
    times or populations known without error. Raises ValueError when x2 is 0 or a time is not
    positive.
    """
    if t1 <= 0 or t2 <= 0 or x1 < 0 or x2 <= 0:
        msg = "a rate ratio needs positive times and a count in the second group"
        raise ValueError(msg)
    share = exact(x1, x1 + x2)
    return (x1 / t1) / (x2 / t2), Interval(
        share.low / (1 - share.low) * t2 / t1, share.high / (1 - share.high) * t2 / t1
    )


def around_log(value: float, variance_of_log: float, z: float = Z_95) -> Interval:
    """Interval value * exp(-+ z * sqrt(variance)): symmetric on the log scale."""
    factor = exp(z * sqrt(variance_of_log))
    return Interval(value / factor, value * factor)


def mover_ratio_high(p: float, p_high: float, b: float, b_low: float) -> float:
    """Upper limit of p/b from the limits of p and b (Donner and Zou 2012, MOVER).

    Infinite when the lower limit of b is not above 0: then the ratio has no upper limit.
    """
    if b_low <= 0:
        return inf
    inside = (p * b) ** 2 - p_high * b_low * (2 * p - p_high) * (2 * b - b_low)
    return (p * b + sqrt(max(0.0, inside))) / (b_low * (2 * b - b_low))


def _where_beta_is(probability: float, a: float, b: float) -> float:
    low, high = 0.0, 1.0
    while high - low > 1e-10:
        middle = (low + high) / 2
        if _incomplete_beta(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """Regularised incomplete beta function (DLMF 8.17.22, Lentz's method)."""
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    c, d = 1.0, 1 / ((1 - (a + b) * x / (a + 1)) or _TINY)
    fraction, step, m = d, 0.0, 0
    while abs(step - 1) > 1e-14:
        m += 1
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / ((1 + term * d) or _TINY)
            c = (1 + term / c) or _TINY
            step = c * d
            fraction *= step
    return front * fraction
