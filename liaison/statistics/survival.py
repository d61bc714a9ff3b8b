"""Time to close when some requests are still open (Kaplan and Meier 1958).

An open request counts as "not closed by its present age", so slow ones are not forgotten. Plain
Python: the estimate is one product, and SciPy's version of it serves as the check in the tests.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True)
class SurvivalStep:
    """At `time`, the share still open after it and its Greenwood standard error."""

    time: float
    at_risk: int
    closed: int
    still_open: float
    se: float


def survival(ages: Sequence[float], closed: Sequence[bool]) -> tuple[SurvivalStep, ...]:
    """Kaplan-Meier curve: one step for each time at which something closed, in order.

    `ages` are durations of closed requests and ages of open ones. The standard error is 0 once
    nothing is left open, where Greenwood's formula has no value.
    """
    leaving = Counter(ages)
    closing = Counter(age for age, is_closed in zip(ages, closed, strict=True) if is_closed)
    at_risk, still_open, greenwood = len(ages), 1.0, 0.0
    steps = []
    for time in sorted(leaving):
        if d := closing[time]:
            still_open *= 1 - d / at_risk
            greenwood += d / (at_risk * (at_risk - d)) if at_risk > d else 0.0
            steps.append(SurvivalStep(time, at_risk, d, still_open, still_open * sqrt(greenwood)))
        at_risk -= leaving[time]
    return tuple(steps)


def time_until(share_closed: float, steps: Sequence[SurvivalStep]) -> float | None:
    """First time by which at least `share_closed` (0 to 1) has closed; None if not reached.

    Other programs differ where the curve is flat at exactly that share; this is the earliest.
    """
    limit = 1 - share_closed + 1e-12  # a product such as 0.75 * (2/3) may miss 0.5 by one bit
    return next((step.time for step in steps if step.still_open <= limit), None)
