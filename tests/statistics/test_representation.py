"""Intervals, rates and the four words of the verdict."""

import random
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, binomtest, ecdf

from liaison.statistics import census, intervals
from liaison.statistics.census import Estimate
from liaison.statistics.quantiles import median, quantile
from liaison.statistics.representation import (
    Doubt,
    Judgement,
    Verdict,
    is_reliable_share,
    judge,
    participation_rate,
    rate_ratio,
    representation,
)
from liaison.statistics.survival import survival

COUNT_OF = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(COUNT_OF)
def test_wilson_holds_the_share_and_stays_between_0_and_1(count: tuple[int, int]) -> None:
    x, n = count
    interval = intervals.wilson(x, n)
    assert 0 <= interval.low <= x / n <= interval.high <= 1


@pytest.mark.parametrize(("x", "n"), [(0, 20), (1, 29), (15, 148), (41, 56), (900, 5000), (30, 30)])
def test_exact_interval_agrees_with_scipy(x: int, n: int) -> None:
    interval, theirs = intervals.exact(x, n), binomtest(x, n).proportion_ci()
    assert (interval.low, interval.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=6), st.floats(0, 1e6))
def test_another_term_never_makes_a_sum_more_certain(moes: list[float], more: float) -> None:
    terms = [Estimate(10, moe) for moe in moes]
    assert census.add([*terms, Estimate(5, more)]).moe >= census.add(terms).moe


def test_a_missing_margin_stays_missing() -> None:
    known, unknown = Estimate(10, 2), Estimate(5, census.read_margin(-222222222))
    assert census.add([known, unknown]).moe is None
    assert census.share(unknown, known)[0].moe is None
    assert census.is_different(known, unknown) is None


@pytest.mark.parametrize(
    ("raw", "margin"), [(-555555555, 0.0), (-666666666, None), (None, None), (12, 12.0)]
)
def test_annotation_codes_of_margins(raw: int | None, margin: float | None) -> None:
    assert census.read_margin(raw) == margin


@pytest.mark.parametrize(
    ("x", "n", "benchmark", "judgement"),
    [
        (18, 240, Estimate(0.152, 0.014), Judgement(Verdict.LESS)),
        (80, 240, Estimate(0.152, 0.014), Judgement(Verdict.MORE)),
        (500, 1000, Estimate(0.5, 0.01), Judgement(Verdict.ABOUT_AS_EXPECTED)),
        (24000, 50000, Estimate(0.5, 0.001), Judgement(Verdict.ABOUT_AS_EXPECTED)),
        (24, 240, Estimate(0.10, 0.01), Judgement(Verdict.CANNOT_TELL, Doubt.WIDE_INTERVAL)),
        (12, 29, Estimate(0.10, 0.01), Judgement(Verdict.CANNOT_TELL, Doubt.TOO_FEW_ANSWERS)),
        (2, 60, Estimate(0.30, 0.01), Judgement(Verdict.CANNOT_TELL, Doubt.UNRELIABLE_SHARE)),
        (50, 200, Estimate(0.20, None), Judgement(Verdict.CANNOT_TELL, Doubt.NO_BENCHMARK)),
        (50, 200, Estimate(0.0, 0.01), Judgement(Verdict.CANNOT_TELL, Doubt.NO_BENCHMARK)),
        (50, 200, Estimate(0.2, 0.15), Judgement(Verdict.CANNOT_TELL, Doubt.UNRELIABLE_BENCHMARK)),
        (0, 64, Estimate(0.061, 0.009), Judgement(Verdict.LESS)),
        (0, 64, Estimate(0.02, 0.005), Judgement(Verdict.CANNOT_TELL, Doubt.WIDE_INTERVAL)),
        (64, 64, Estimate(0.5, 0.02), Judgement(Verdict.MORE)),
    ],
)
def test_verdicts(x: int, n: int, benchmark: Estimate, judgement: Judgement) -> None:
    assert judge(representation(x, n, benchmark)) == judgement


@given(COUNT_OF, st.floats(0.01, 0.9), st.floats(0, 0.05))
def test_a_clear_verdict_has_its_interval_on_one_side(
    count: tuple[int, int], b: float, moe: float
) -> None:
    r = representation(*count, Estimate(b, moe))
    verdict = judge(r).verdict
    hair = 1e-12 * r.ratio
    assert r.ratio_interval.low - hair <= r.ratio <= r.ratio_interval.high + hair
    assert r.gap_interval.low <= r.gap <= r.gap_interval.high
    assert (verdict != Verdict.LESS) or r.ratio_interval.high < 1
    assert (verdict != Verdict.MORE) or r.ratio_interval.low > 1


@pytest.mark.parametrize(("n", "share"), [(60, 0.2), (300, 0.1), (300, 0.45)])
def test_intervals_hold_the_truth_about_19_times_in_20(n: int, share: float) -> None:
    dice = random.Random(20230401)  # noqa: S311 - a repeatable simulation
    true_b, trials, hits = 0.25, 1500, [0, 0]
    for _ in range(trials):
        x = sum(dice.random() < share for _ in range(n))
        r = representation(x, n, Estimate(dice.gauss(true_b, 0.01), 0.01 * census.Z_90))
        hits[0] += r.ratio_interval.low <= share / true_b <= r.ratio_interval.high
        hits[1] += r.gap_interval.low <= share - true_b <= r.gap_interval.high
    assert all(0.93 <= hit / trials <= 0.975 for hit in hits), hits


@pytest.mark.parametrize(
    ("x", "n", "reliable"), [(10, 29, False), (15, 31, False), (40, 100, True), (3, 100, False)]
)
def test_which_shares_are_fit_to_print(x: int, n: int, reliable: bool) -> None:
    assert is_reliable_share(x, n) is reliable


def test_rates_per_thousand() -> None:
    here, there = Estimate(10_000, 500), Estimate(20_000, 400)
    assert participation_rate(50, here).per_thousand == pytest.approx(5)
    assert participation_rate(0, here).interval.high == pytest.approx(0.368888, abs=1e-6)
    assert participation_rate(50, Estimate(10_000, None)).interval is None
    ratio, interval = rate_ratio(50, here, 50, there)
    assert ratio == pytest.approx(2)
    assert interval.low < 2 < interval.high
    assert rate_ratio(0, here, 50, there) == (0.0, None)


def test_survival_agrees_with_scipy() -> None:
    dice = random.Random(7)  # noqa: S311 - a repeatable simulation
    ages = [dice.randint(1, 30) for _ in range(200)]
    closed = [dice.random() < 0.6 for _ in ages]
    observed = [a for a, c in zip(ages, closed, strict=True) if c]
    open_ages = [a for a, c in zip(ages, closed, strict=True) if not c]
    theirs = ecdf(CensoredData(uncensored=observed, right=open_ages)).sf
    steps = survival(ages, closed)
    expected = theirs.evaluate([step.time for step in steps])
    assert [step.still_open for step in steps] == pytest.approx(list(expected))
    assert all(a.still_open > b.still_open for a, b in pairwise(steps))


def test_quantiles_interpolate_between_neighbours() -> None:
    assert median([1, 2, 3, 4]) == 2.5
    assert quantile([10, 20, 30], 0.9) == pytest.approx(28)
    assert median([]) is None


def test_a_one_way_table_loads_neither_scipy_nor_numpy() -> None:
    program = (
        "import sys; from liaison.statistics.disclosure.counts import protect_counts;"
        "protect_counts({'a': 3, 'b': 40, 'c': 50}, total_is_shown=True);"
        "sys.exit(bool({'scipy', 'numpy'} & sys.modules.keys()))"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
