"""One-way tables of people: which counts may be printed.

A reader is taken to know the rules: "fewer than k" means 1 to k - 1, a withheld count is at least
k, zeros are shown. With one known total everything that follows from a table is closed
arithmetic, so these functions need no solver; the tests check them against it.
"""

from collections.abc import Mapping
from math import inf

from liaison.statistics.disclosure.cells import (
    DEFAULT_THRESHOLD,
    LEAST_WIDTH,
    Cell,
    Hidden,
    ProtectedAnswers,
    ProtectedCounts,
    Shown,
    Withheld,
    is_small,
    mark,
    require_counts,
)


def protect_counts(
    counts: Mapping[str, int], *, total_is_shown: bool, k: int = DEFAULT_THRESHOLD
) -> ProtectedCounts:
    """Protect categories that exclude each other and add up to the total.

    "Prefer not to say" and "left blank" are categories like any other. With `total_is_shown` the
    next smallest counts are withheld until no small number follows from the total; a total under
    `k` withholds every category. Raises ValueError for negative counts or a `k` under 5.
    """
    require_counts(counts, k)
    total = sum(counts.values())
    if is_small(total, k):
        return ProtectedCounts(_all_withheld(counts), Hidden(k) if total_is_shown else Withheld())
    cells = {name: mark(count, k) for name, count in counts.items()}
    if not total_is_shown:
        return ProtectedCounts(cells, Withheld())
    while not _remainder_is_safe(cells, total, k):
        name = smallest_shown(counts, cells)
        if name is None:
            cells = _all_withheld(counts)
            break
        cells[name] = Withheld()
    return ProtectedCounts(cells, Shown(total))


def protect_answers(
    answers: Mapping[str, int], non_answers: Mapping[str, int], *, k: int = DEFAULT_THRESHOLD
) -> ProtectedAnswers:
    """Protect one question: answers, non-answers, how many answered, and how many were asked.

    A percentage of "those who answered" gives that number away, and with it the non-answers. So
    it is shown only when neither it nor the rest is small; otherwise all categories are protected
    together and percentages, if any, are of everyone. A name may not be in both mappings.
    """
    require_counts({**answers, **non_answers}, k)
    answered, silent = sum(answers.values()), sum(non_answers.values())
    if answers.keys() & non_answers.keys():
        msg = "a category is either an answer or a non-answer"
        raise ValueError(msg)
    if is_small(answered, k) or is_small(silent, k):
        both = protect_counts({**answers, **non_answers}, total_is_shown=True, k=k)
        return ProtectedAnswers(
            {name: both.cells[name] for name in answers},
            {name: both.cells[name] for name in non_answers},
            Withheld(),
            both.total,
        )
    return ProtectedAnswers(
        protect_counts(answers, total_is_shown=True, k=k).cells,
        protect_counts(non_answers, total_is_shown=True, k=k).cells,
        Shown(answered),
        Shown(answered + silent),
    )


def protect_overlapping(
    counts: Mapping[str, int], base: int, *, covers_base: bool, k: int = DEFAULT_THRESHOLD
) -> ProtectedCounts:
    """Protect groups of a "select all that apply" question; a person may be in several.

    Neither a group nor the rest of the base may be small. `covers_base` says that everyone in the
    base is in at least one group (as when the base is "those who answered"): then what the counts
    add up to beyond the base tells how many ticked more than one, and that may not be small either.
    Raises ValueError when a group is larger than the base or the groups cannot cover it.
    """
    require_counts(counts, k)
    if any(x > base for x in counts.values()) or (covers_base and sum(counts.values()) < base):
        msg = "the groups do not fit the base"
        raise ValueError(msg)
    if is_small(base, k):
        return ProtectedCounts(_all_withheld(counts), Hidden(k))
    cells = {
        name: Withheld() if is_small(base - x, k) and not is_small(x, k) else mark(x, k)
        for name, x in counts.items()
    }
    while covers_base and not _overlap_is_safe(cells, base, k):
        name = smallest_shown(counts, cells)
        if name is None:
            cells = _all_withheld(counts)
            break
        cells[name] = Withheld()
    return ProtectedCounts(cells, Shown(base))


def smallest_shown(counts: Mapping[str, int], cells: Mapping[str, Cell]) -> str | None:
    """The next count to withhold: the smallest shown one that is not 0, or None."""
    shown = [name for name in counts if counts[name] and isinstance(cells[name], Shown)]
    return min(shown, key=lambda name: (counts[name], name), default=None)


def limits(cell: Cell, k: int) -> tuple[float, float]:
    """What a cell by itself tells its reader."""
    if isinstance(cell, Shown):
        return cell.value, cell.value
    return (1, cell.below - 1) if isinstance(cell, Hidden) else (k, inf)


def _all_withheld(counts: Mapping[str, int]) -> dict[str, Cell]:
    # Zeros too: in a very small group "none of them" says something about each person.
    return dict.fromkeys(counts, Withheld())


def _remainder_is_safe(cells: Mapping[str, Cell], total: int, k: int) -> bool:
    """Whether total minus shown counts keeps every hidden one uncertain and is not small."""
    remainder = total - sum(cell.value for cell in cells.values() if isinstance(cell, Shown))
    hidden = _unknown(cells, remainder, k)
    lows, highs = sum(low for low, _ in hidden), sum(high for _, high in hidden)
    widths = (
        min(high, remainder - (lows - low)) - max(low, remainder - (highs - high))
        for low, high in hidden
    )
    return not is_small(remainder, k) and min(widths, default=inf) >= LEAST_WIDTH


def _overlap_is_safe(cells: Mapping[str, Cell], base: int, k: int) -> bool:
    """Whether "together they cover the base" keeps hidden groups and the overlap uncertain."""
    hidden = _unknown(cells, base, k)
    shown = sum(cell.value for cell in cells.values() if isinstance(cell, Shown))
    highs = shown + sum(high for _, high in hidden)
    widths = (high - max(low, base - (highs - high)) for low, high in hidden)
    if not hidden:
        return not is_small(shown - base, k)
    return min(widths) >= LEAST_WIDTH


def _unknown(cells: Mapping[str, Cell], most: int, k: int) -> list[tuple[float, float]]:
    """Limits of the cells not shown, none of which can exceed `most`."""
    pairs = [limits(cell, k) for cell in cells.values() if not isinstance(cell, Shown)]
    return [(low, min(high, most)) for low, high in pairs]
