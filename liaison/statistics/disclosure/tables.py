"""Two-way tables of people with row and column totals: which counts may be printed.

"Two hidden cells in each row and column" is not enough, so each choice is audited with a solver
and more is withheld until the audit finds nothing. The choice is greedy: safe, not the fewest.
"""

from collections.abc import Hashable, Iterable, Mapping
from math import inf

from liaison.statistics.disclosure.audit import audit
from liaison.statistics.disclosure.cells import (
    DEFAULT_THRESHOLD,
    Cell,
    Hidden,
    ProtectedTable,
    Shown,
    Withheld,
    is_small,
    mark,
    require_counts,
)
from liaison.statistics.disclosure.counts import limits
from liaison.statistics.disclosure.feasibility import Fact

Key = tuple[str | None, str | None]
"""(row, column); None stands for the total over rows or columns."""
_ALL: Key = (None, None)


def protect_table(
    counts: Mapping[tuple[str, str], int], *, k: int = DEFAULT_THRESHOLD
) -> ProtectedTable:
    """Protect a complete table (every row with every column) and its totals.

    A row or column of fewer than `k` people is withheld whole, zeros too. Merge categories first:
    a table with few small lines loses little. Raises ValueError for missing cells, negative counts
    or a `k` under 5, SolverFailedError when the audit has no certain answer.
    """
    require_counts(counts, k)
    sizes = _with_totals(counts)
    if is_small(sizes[_ALL], k):
        return _table({**dict.fromkeys(sizes, Withheld()), _ALL: Hidden(k)})
    cells = {key: _first_mark(key, sizes, k) for key in sizes}
    while failing := _failing(cells, sizes, counts, k):
        chosen = _choose(failing, cells, sizes)
        if not chosen:
            cells = dict.fromkeys(sizes, Withheld())
            cells[_ALL] = Shown(sizes[_ALL])
            break
        cells.update(dict.fromkeys(chosen, Withheld()))
    return _table(cells)


def facts_of(
    cells: Mapping[Key, Cell], atoms: Iterable[tuple[str, str]], k: int
) -> dict[Hashable, Fact]:
    """What each printed cell tells a reader who knows the rules, for the audit."""
    atoms = list(atoms)
    return {
        key: Fact(frozenset(atom for atom in atoms if _covers(key, atom)), *_limits(key, cells, k))
        for key in cells
    }


def _with_totals(counts: Mapping[tuple[str, str], int]) -> dict[Key, int]:
    rows = dict.fromkeys(row for row, _ in counts)
    columns = dict.fromkeys(column for _, column in counts)
    if len(rows) * len(columns) != len(counts):
        msg = "a table needs every row with every column"
        raise ValueError(msg)
    keys: list[Key] = [*counts, *((r, None) for r in rows), *((None, c) for c in columns), _ALL]
    return {key: sum(n for atom, n in counts.items() if _covers(key, atom)) for key in keys}


def _covers(key: Key, atom: Key) -> bool:
    return key[0] in {None, atom[0]} and key[1] in {None, atom[1]}


def _first_mark(key: Key, sizes: Mapping[Key, int], k: int) -> Cell:
    row, column = key
    if row and column and (is_small(sizes[row, None], k) or is_small(sizes[None, column], k)):
        return Withheld()
    return mark(sizes[key], k)


def _limits(key: Key, cells: Mapping[Key, Cell], k: int) -> tuple[float, float]:
    row, column = key
    lines = () if row is None or column is None else (cells[row, None], cells[None, column])
    if isinstance(cells[key], Withheld) and any(isinstance(line, Hidden) for line in lines):
        return 0, inf  # withheld with its whole line, so nothing is known of it alone
    return limits(cells[key], k)


def _failing(
    cells: Mapping[Key, Cell],
    sizes: Mapping[Key, int],
    counts: Mapping[tuple[str, str], int],
    k: int,
) -> list[Key]:
    if lone := _alone_in_line(cells, sizes, k):
        return lone
    found = audit(facts_of(cells, counts, k), k=k, counts=counts)
    names = {failure.name for failure in found}
    return [key for key in sizes if key in names]


def _alone_in_line(cells: Mapping[Key, Cell], sizes: Mapping[Key, int], k: int) -> list[Key]:
    """Cells that fall by one subtraction in one line: found without the solver, to save rounds."""
    lone = []
    for line in (key for key in cells if None in key and isinstance(cells[key], Shown)):
        inside = [key for key in cells if None not in key and _covers(line, key)]
        unknown = [key for key in inside if not isinstance(cells[key], Shown)]
        if line != _ALL and (len(unknown) == 1 or is_small(sum(sizes[x] for x in unknown), k)):
            lone.append(unknown[0])
    return lone


def _choose(
    failing: Iterable[Key], cells: Mapping[Key, Cell], sizes: Mapping[Key, int]
) -> set[Key]:
    """At most one more cell per line and round, the smallest that stands beside the failing one."""
    chosen: set[Key] = set()
    for key in failing:
        if any(_share_a_line(key, other) for other in chosen):
            continue
        shown = [
            other
            for other in cells
            if other != _ALL and sizes[other] and isinstance(cells[other], Shown)
        ]
        if shown:
            chosen.add(min(shown, key=lambda other: _distance(key, other, cells, sizes)))
    return chosen


def _share_a_line(a: Key, b: Key) -> bool:
    return a[0] == b[0] or a[1] == b[1]


def _distance(
    key: Key, other: Key, cells: Mapping[Key, Cell], sizes: Mapping[Key, int]
) -> tuple[bool, bool, int, str]:
    """Order of preference: same line, then the right kind of cell, then the smallest.

    A hidden total is protected by another total; any other cell by a cell inside the table, also
    a withheld total, which follows from its line while that is shown in full.
    """
    is_total = None in key and isinstance(cells[key], Hidden)
    return (None in other) != is_total, not _share_a_line(key, other), sizes[other], repr(other)


def _table(cells: Mapping[Key, Cell]) -> ProtectedTable:
    return ProtectedTable(
        cells={(r, c): cell for (r, c), cell in cells.items() if r is not None and c is not None},
        row_totals={r: cell for (r, c), cell in cells.items() if r is not None and c is None},
        column_totals={c: cell for (r, c), cell in cells.items() if r is None and c is not None},
        total=cells[_ALL],
    )
