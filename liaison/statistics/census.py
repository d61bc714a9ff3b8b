"""Margins of error of American Community Survey figures, and sums and shares made of them.

Source: US Census Bureau, "Understanding and Using American Community Survey Data: What All Data
Users Need to Know" (2020), chapter 8. Published margins are 90 %; a margin of None means that none
was published, and everything computed from it has no margin either, never 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import hypot, sqrt

Z_90 = 1.645
"""The constant the Census Bureau prints; margins are divided by this, not by 1.644854."""

_CONTROLLED = -555555555
_SMALLEST_CODE = -111111111  # annotation codes are nine equal digits below this


@dataclass(frozen=True, slots=True)
class Estimate:
    """A survey figure and its 90 % margin of error, both in the figure's own unit."""

    value: float
    moe: float | None

    @property
    def se(self) -> float | None:
        """Standard error, or None without a margin."""
        return None if self.moe is None else self.moe / Z_90

    @property
    def cv(self) -> float | None:
        """Coefficient of variation in percent; None without a margin or for an estimate of 0."""
        return None if self.se is None or self.value == 0 else 100 * self.se / abs(self.value)


class ShareFormula(StrEnum):
    """Which formula gave the margin of a share."""

    PROPORTION = "proportion"
    RATIO = "ratio"


def read_margin(raw: float | None) -> float | None:
    """Margin from a published file: controlled (-555555555) is 0, any other code is None."""
    if raw is None:
        return None
    if raw == _CONTROLLED:
        return 0.0
    return None if raw < 0 else float(raw)


def read_estimate(raw: float | None) -> float | None:
    """Estimate from a published file; annotation codes are None. Real negative figures stay."""
    return None if raw is None or raw <= _SMALLEST_CODE else float(raw)


def add(estimates: Sequence[Estimate], *, zero_rule: bool = True) -> Estimate:
    """Sum of estimates: margins add in quadrature.

    Of several estimates of 0 only the largest margin counts, once (`zero_rule`), because their
    margins come from one model and not from several samples. Ignores covariance between cells.
    """
    total = sum(e.value for e in estimates)
    margins = [e.moe for e in estimates if e.moe is not None]
    if len(margins) < len(estimates):
        return Estimate(total, None)
    if zero_rule:
        zeros = [m for e, m in zip(estimates, margins, strict=True) if e.value == 0]
        others = [m for e, m in zip(estimates, margins, strict=True) if e.value != 0]
        margins = [*others, max(zeros, default=0.0)]
    return Estimate(total, hypot(*margins))


def subtract(a: Estimate, b: Estimate) -> Estimate:
    """Difference a - b."""
    return Estimate(a.value - b.value, _root(a.moe, b.moe, 1, 1))


def share(part: Estimate, whole: Estimate) -> tuple[Estimate, ShareFormula]:
    """Proportion part/whole where the part lies inside the whole.

    A negative radicand means the ratio formula is used instead; a radicand of exactly 0 stays 0.
    Raises ZeroDivisionError for a whole of 0.
    """
    p = part.value / whole.value
    if part.moe is None or whole.moe is None:
        return Estimate(p, None), ShareFormula.PROPORTION
    radicand = part.moe**2 - (p * whole.moe) ** 2
    if radicand < 0:
        return divide(part, whole), ShareFormula.RATIO
    return Estimate(p, sqrt(radicand) / whole.value), ShareFormula.PROPORTION


def divide(a: Estimate, b: Estimate) -> Estimate:
    """Ratio a/b where a is not part of b. Raises ZeroDivisionError for b of 0."""
    ratio = a.value / b.value
    root = _root(a.moe, b.moe, 1, ratio)
    return Estimate(ratio, None if root is None else root / abs(b.value))


def multiply(a: Estimate, b: Estimate) -> Estimate:
    """Product a * b, such as a count and a share of it."""
    return Estimate(a.value * b.value, _root(a.moe, b.moe, b.value, a.value))


def percent_change(old: Estimate, new: Estimate) -> Estimate:
    """Change from old to new in percent of old; the margin is that of the ratio, times 100."""
    ratio = divide(new, old)
    return Estimate(100 * (ratio.value - 1), None if ratio.moe is None else 100 * ratio.moe)


def z_of_difference(a: Estimate, b: Estimate, *, years_in_common: float = 0.0) -> float | None:
    """Z of a - b; None when a margin is missing or both are 0.

    `years_in_common` is the share of years two overlapping periods have in common: 0.2 when one
    of five years is in both.
    """
    se = _root(a.se, b.se, 1, 1)
    return (a.value - b.value) / (se * sqrt(1 - years_in_common)) if se else None


def is_different(a: Estimate, b: Estimate, *, years_in_common: float = 0.0) -> bool | None:
    """Whether a and b differ at 90 % (abs(Z) strictly above 1.645); None when Z is None."""
    z = z_of_difference(a, b, years_in_common=years_in_common)
    return None if z is None else abs(z) > Z_90


def _root(
    a_moe: float | None, b_moe: float | None, a_weight: float, b_weight: float
) -> float | None:
    if a_moe is None or b_moe is None:
        return None
    return hypot(a_weight * a_moe, b_weight * b_moe)
