"""Medians, percentiles and promises kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor


def quantile(values: Iterable[float], q: float) -> float | None:
    """Quantile by linear interpolation between neighbours (R type 7, numpy's default).

    `q` is between 0 and 1; the answer has the unit of `values`, None when there are none.
    """
    ordered = sorted(values)
    if not 0 <= q <= 1:
        msg = f"a quantile lies between 0 and 1, got {q}"
        raise ValueError(msg)
    if not ordered:
        return None
    place = (len(ordered) - 1) * q
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def median(values: Iterable[float]) -> float | None:
    """The middle value, or the mean of the two middle ones; None when there are none."""
    return quantile(values, 0.5)


@dataclass(frozen=True, slots=True)
class OnTime:
    """Requests against a target. Undecided ones are open and still younger than the target."""

    on_time: int
    late: int
    undecided: int

    @property
    def decided(self) -> int:
        return self.on_time + self.late

    @property
    def share(self) -> float | None:
        """Share on time of the decided, between 0 and 1; None when nothing is decided."""
        return self.on_time / self.decided if self.decided else None


def on_time(ages: Sequence[float], closed: Sequence[bool], target: float) -> OnTime:
    """Count requests on time, late and undecided at `target`.

    `ages` are durations of closed requests and ages of open ones, in the unit of `target`; an open
    request older than the target is already late. A share of closed requests alone flatters.
    """
    pairs = list(zip(ages, closed, strict=True))
    kept = sum(is_closed and age <= target for age, is_closed in pairs)
    late = sum(age > target for age, _ in pairs)
    return OnTime(kept, late, len(pairs) - kept - late)
