"""A reader with pencil, paper and the rules must not learn a small count."""

from itertools import chain, combinations, product
from math import prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from liaison.statistics.disclosure import feasibility
from liaison.statistics.disclosure.audit import audit
from liaison.statistics.disclosure.cells import Cell, Hidden, Shown, Withheld, share
from liaison.statistics.disclosure.counts import (
    limits,
    protect_answers,
    protect_counts,
    protect_overlapping,
)
from liaison.statistics.disclosure.feasibility import Fact, Knowledge, SolverFailedError
from liaison.statistics.disclosure.tables import facts_of, protect_table

K = 5  # small, so that every table that fits can be tried
SMALL_COUNTS = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 9), min_size=2)
SMALL_TABLES = st.lists(st.integers(0, 9), min_size=6, max_size=6).map(
    lambda numbers: dict(zip(product("rs", "xyz"), numbers, strict=True))
)


def readings(cell: Cell, most: int, *, least_withheld: int = 0) -> range:
    """Counts a reader thinks possible; who knows the rules knows the least of a withheld one."""
    if isinstance(cell, Shown):
        return range(cell.value, cell.value + 1)
    return range(1, cell.below) if isinstance(cell, Hidden) else range(least_withheld, most + 1)


def subsets(names: list) -> list[tuple]:
    return list(chain.from_iterable(combinations(names, n) for n in range(1, len(names) + 1)))


def known_small_sums(worlds: list[dict]) -> list[tuple]:
    """Sets of categories that have the same small sum in every world the reader thinks possible."""
    sums = {
        names: {sum(world[n] for n in names) for world in worlds}
        for names in subsets(list(worlds[0]))
    }
    return [names for names, seen in sums.items() if len(seen) == 1 and 0 < min(seen) < K]


@given(SMALL_COUNTS)
@settings(max_examples=80, deadline=None)
def test_every_sum_in_a_one_way_table_stays_hidden(counts: dict[str, int]) -> None:
    printed = protect_counts(counts, total_is_shown=True, k=K)
    total = sum(counts.values())
    # Nothing is known of the cells when all are withheld; otherwise withheld ones are not small.
    least = 0 if set(printed.cells.values()) <= {Withheld(), Shown(0)} else K
    readers = (readings(c, total, least_withheld=least) for c in printed.cells.values())
    possible = product(*readers)
    totals = readings(printed.total, total)
    worlds = [dict(zip(counts, world, strict=True)) for world in possible if sum(world) in totals]
    assert counts in worlds
    assert known_small_sums(worlds) == []


@given(SMALL_COUNTS)
@settings(max_examples=60, deadline=None)
def test_one_way_arithmetic_agrees_with_the_solver(counts: dict[str, int]) -> None:
    printed = protect_counts(counts, total_is_shown=True, k=K)
    if not isinstance(printed.total, Shown) or set(printed.cells.values()) == {Withheld()}:
        return  # nothing is printed but the total at most
    facts = {n: Fact(frozenset([n]), *limits(cell, K)) for n, cell in printed.cells.items()}
    facts["total"] = Fact(frozenset(counts), printed.total.value, printed.total.value)
    assert audit(facts, k=K, counts=counts) == ()


@given(SMALL_TABLES)
@settings(max_examples=15, deadline=None)
def test_every_sum_in_a_two_way_table_stays_hidden(counts: dict[tuple[str, str], int]) -> None:
    printed = protect_table(counts, k=K)
    top = sum(counts.values())
    rows = {r: readings(printed.row_totals[r], top) for r in "rs"}
    columns = {c: readings(printed.column_totals[c], top) for c in "xyz"}
    lines = {}
    for r in "rs":
        # A reader knows of a withheld cell no more than that its row and column hold it.
        cells = [readings(printed.cells[r, c], min(rows[r][-1], columns[c][-1])) for c in columns]
        assume(prod(map(len, cells)) < 30_000)
        lines[r] = [line for line in product(*cells) if sum(line) in rows[r]]
    assume(len(lines["r"]) * len(lines["s"]) < 200_000)
    worlds = [
        dict(zip(product("rs", "xyz"), (*a, *b), strict=True))
        for a, b in product(lines["r"], lines["s"])
        if sum(a) + sum(b) in readings(printed.total, top)
        and all(x + y in columns[c] for x, y, c in zip(a, b, columns, strict=True))
    ]
    assert counts in worlds
    assert known_small_sums(worlds) == []


@given(SMALL_TABLES)
@settings(max_examples=25, deadline=None)
def test_two_way_tables_pass_an_audit_of_their_own(counts: dict[tuple[str, str], int]) -> None:
    printed = protect_table(counts, k=K)
    cells = {
        **printed.cells,
        **{(r, None): cell for r, cell in printed.row_totals.items()},
        **{(None, c): cell for c, cell in printed.column_totals.items()},
        (None, None): printed.total,
    }
    if all(cell == Withheld() for key, cell in cells.items() if key != (None, None)):
        return
    assert audit(facts_of(cells, counts, K), k=K, counts=counts) == ()


@given(st.lists(st.sampled_from(["a", "b", "c", "ab", "ac", "bc", "abc"]), min_size=1, max_size=16))
@settings(max_examples=25, deadline=None)
def test_overlapping_groups_reveal_no_small_set_of_people(people: list[str]) -> None:
    counts = {g: sum(g in person for person in people) for g in "abc"}
    printed = protect_overlapping(counts, len(people), covers_base=True, k=K)
    if not isinstance(printed.total, Shown):
        assert set(printed.cells.values()) == {Withheld()}
        return
    kinds = ["a", "b", "c", "ab", "ac", "bc", "abc"]
    facts = [Fact(frozenset(kinds), len(people), len(people))]
    for g, cell in printed.cells.items():
        ends = (0, len(people)) if isinstance(cell, Withheld) else limits(cell, K)
        facts.append(Fact(frozenset(kind for kind in kinds if g in kind), *ends))
    knowledge = Knowledge(facts)
    for group in map(frozenset, subsets(kinds)):
        if knowledge.is_uncertain(group, 1):
            continue
        low, high = knowledge.interval(group)
        assert low < high or low == 0 or low >= K, (printed, group, low)


def test_an_eleventh_person_alone_hides_both_groups() -> None:
    printed = protect_counts({"yes": 11, "no": 1}, total_is_shown=True)
    assert printed.cells == {"yes": Withheld(), "no": Withheld()}
    assert printed.total == Shown(12)


def test_the_next_smallest_count_covers_a_single_hidden_one() -> None:
    printed = protect_counts({"a": 40, "b": 3, "none": 0, "d": 15}, total_is_shown=True)
    assert list(printed.cells.values()) == [Shown(40), Hidden(11), Shown(0), Withheld()]


def test_without_a_total_only_the_small_count_is_hidden() -> None:
    printed = protect_counts({"a": 40, "b": 3}, total_is_shown=False)
    assert printed.cells == {"a": Shown(40), "b": Hidden(11)}
    assert printed.total == Withheld()


def test_zeros_are_withheld_in_a_population_under_the_threshold() -> None:
    printed = protect_counts({"a": 7, "b": 0}, total_is_shown=True)
    assert set(printed.cells.values()) == {Withheld()}
    assert printed.total == Hidden(11)


def test_few_non_answers_hide_how_many_answered() -> None:
    printed = protect_answers({"a": 40, "b": 30}, {"prefer not": 3, "blank": 2})
    assert printed.answered == Withheld()
    assert share(printed.answers["a"], printed.answered) is None
    assert share(printed.answers["a"], printed.total) == pytest.approx(40 / 75)


def test_many_non_answers_leave_a_base_for_percentages() -> None:
    printed = protect_answers({"a": 40, "b": 30}, {"prefer not": 20, "blank": 12})
    assert share(printed.answers["a"], printed.answered) == pytest.approx(40 / 70)


def test_the_rest_of_the_base_may_not_be_small_either() -> None:
    printed = protect_overlapping({"a": 95, "b": 50, "c": 3}, 100, covers_base=False)
    assert list(printed.cells.values()) == [Withheld(), Shown(50), Hidden(11)]


def test_one_person_with_two_answers_is_not_given_away_by_the_sum() -> None:
    printed = protect_overlapping({"a": 60, "b": 41}, 100, covers_base=True)
    assert printed.cells == {"a": Shown(60), "b": Withheld()}


@pytest.mark.parametrize("counts", [{"a": -1}, {"a": 5, "b": -3}])
def test_negative_counts_are_refused(counts: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="negative"):
        protect_counts(counts, total_is_shown=True)


def test_contradicting_tables_are_never_called_safe() -> None:
    facts = {"a": Fact(frozenset("a"), 20, 20), "all": Fact(frozenset("ab"), 15, 15)}
    with pytest.raises(SolverFailedError):
        audit(facts)


def test_a_solver_that_gives_up_is_never_called_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    class GaveUp:
        status, message, fun, x = 1, "time limit", 0.0, None

    monkeypatch.setattr("scipy.optimize.milp", lambda *_, **__: GaveUp())
    table = {("r", "x"): 3, ("r", "y"): 20, ("s", "x"): 30, ("s", "y"): 40}
    with pytest.raises(feasibility.SolverFailedError):
        protect_table(table)
