"""What is printed in place of a count of people."""

from collections.abc import Mapping
from dataclasses import dataclass

DEFAULT_THRESHOLD = 11
"""No count of 1 to 10 people by a personal trait is printed (CMS cell size policy, 2024)."""
SMALLEST_THRESHOLD = 5
"""Below this "fewer than k" says nearly the number itself."""
LEAST_WIDTH = 3
"""A count that is not shown must stay uncertain by at least this many people."""
LEAST_PERCENT_BASE = 30
"""Percentages of fewer people are not printed."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The count itself: 0, or at least the threshold."""

    value: int


@dataclass(frozen=True, slots=True)
class Hidden:
    """Printed as "fewer than 11": the reader knows it is between 1 and `below` - 1."""

    below: int


@dataclass(frozen=True, slots=True)
class Withheld:
    """Not printed, so that a hidden count cannot be worked out by subtraction."""


Cell = Shown | Hidden | Withheld


@dataclass(frozen=True, slots=True)
class ProtectedCounts:
    """A one-way table as it may be printed; the keys and their order are those given."""

    cells: Mapping[str, Cell]
    total: Cell


@dataclass(frozen=True, slots=True)
class ProtectedAnswers:
    """A question's answers and non-answers; `answered` is the base of percentages when shown."""

    answers: Mapping[str, Cell]
    non_answers: Mapping[str, Cell]
    answered: Cell
    total: Cell


@dataclass(frozen=True, slots=True)
class ProtectedTable:
    """A two-way table as it may be printed; `cells` has (row, column) keys."""

    cells: Mapping[tuple[str, str], Cell]
    row_totals: Mapping[str, Cell]
    column_totals: Mapping[str, Cell]
    total: Cell


def share(cell: Cell, base: Cell, *, least_base: int = LEAST_PERCENT_BASE) -> float | None:
    """Share of the base, between 0 and 1, or None where no percentage may be printed.

    Only a shown count of a shown base of at least `least_base` people has one.
    """
    if isinstance(cell, Shown) and isinstance(base, Shown) and base.value >= least_base:
        return cell.value / base.value
    return None


def require_counts(counts: Mapping[str, int] | Mapping[tuple[str, str], int], k: int) -> None:
    """Raise ValueError for a negative count or a threshold too small to protect."""
    if k < SMALLEST_THRESHOLD:
        msg = f"the threshold must be at least {SMALLEST_THRESHOLD}, got {k}"
        raise ValueError(msg)
    if any(count < 0 for count in counts.values()):
        msg = "counts of people cannot be negative"
        raise ValueError(msg)


def is_small(count: float, k: int) -> bool:
    """Whether a count may not be printed."""
    return 0 < count < k


def mark(count: int, k: int) -> Cell:
    """The cell by its own size alone, before any complementary suppression."""
    return Hidden(k) if is_small(count, k) else Shown(count)
