"""Before and after: rules that published examples do not show."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, ttest_rel

from liaison.statistics.training import match, mcnemar_exact, normalised_gain, paired

SCORES = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=2, max_size=60)
SLEEP = (
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
)


def test_the_effect_size_is_the_one_its_name_says():
    found = paired(*SLEEP)
    assert round(found.d_z, 3) == 1.285  # the mean over the spread of the differences
    assert round(found.d_av, 3) == 0.832  # over the mean spread of both


@given(SCORES)
def test_the_comparison_is_that_of_scipy(pairs):
    before, after = zip(*pairs, strict=True)
    found = paired(before, after)
    if found.t is None:
        return
    expected = ttest_rel(after, before)
    limits = expected.confidence_interval()
    assert isclose(found.t, expected.statistic, rel_tol=1e-9, abs_tol=1e-9)
    assert isclose(found.p, expected.pvalue, rel_tol=1e-9, abs_tol=1e-12)
    assert isclose(found.interval.low, limits.low, rel_tol=1e-9, abs_tol=1e-9)
    assert isclose(found.interval.high, limits.high, rel_tol=1e-9, abs_tol=1e-9)


@given(SCORES)
def test_turned_around_a_gain_is_a_loss_of_the_same_size(pairs):
    before, after = zip(*pairs, strict=True)
    there, back = paired(before, after), paired(after, before)
    assert isclose(there.mean, -back.mean, abs_tol=1e-12)
    assert isclose(there.interval.low, -back.interval.high, abs_tol=1e-9)


def test_where_all_gain_the_same_there_is_nothing_to_test_with():
    found = paired([1, 2, 3], [2, 3, 4])
    assert (found.mean, found.interval.low, found.interval.high) == (1, 1, 1)
    assert (found.t, found.p, found.d_z) == (None, None, None)


@pytest.mark.parametrize("scores", [([], []), ([1], [2]), ([1, 2], [3])])
def test_what_is_no_two_pairs_is_refused(scores):
    with pytest.raises(ValueError, match="two pairs"):
        paired(*scores)


def test_whoever_knew_all_before_has_no_gain_and_is_counted():
    found = normalised_gain([5, 5, 3], [5, 4, 4], 5)
    assert (found.of_means, found.mean_of_gains, found.at_ceiling) == (0.5, 0.5, 2)
    assert normalised_gain([5, 5], [5, 5], 5).of_means is None


@given(st.integers(0, 40), st.integers(0, 40))
def test_mcnemar_is_the_binomial_test_of_who_changed(learned, unlearned):
    changed = learned + unlearned
    expected = binomtest(learned, changed).pvalue if changed else 1.0
    assert isclose(mcnemar_exact(learned, unlearned), expected, rel_tol=1e-9)


def test_a_count_below_none_is_refused():
    with pytest.raises(ValueError, match="counts"):
        mcnemar_exact(-1, 2)


def test_answers_are_matched_by_code_and_the_others_counted():
    found = match([("a", 1), ("b", 2), (None, 3)], [("b", 4), ("c", 5)])
    assert (found.pairs, found.before_only, found.after_only) == (((2, 4),), 2, 1)


def test_a_code_that_two_people_made_is_nobodys():
    found = match([("a", 1), ("a", 2), ("b", 3)], [("a", 4), ("b", 5)])
    assert (found.pairs, found.before_only, found.after_only) == (((3, 5),), 2, 1)


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 5)), max_size=8),
    st.lists(st.tuples(st.sampled_from("cdef"), st.integers(0, 5)), max_size=8),
)
def test_nobody_is_lost_between_the_tests(before, after):
    found = match(before, after)
    assert len(found.pairs) + found.before_only == len(before)
    assert len(found.pairs) + found.after_only == len(after)
