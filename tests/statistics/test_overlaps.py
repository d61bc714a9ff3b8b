"""Which areas lie over which."""

import pytest

from liaison.statistics.overlaps import find_overlaps

pytestmark = pytest.mark.pure


def box(west, south, east, north):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def test_the_share_is_of_the_smaller_of_the_two():
    small, large, apart = box(0, 0, 1, 1), box(0.5, 0, 4, 4), box(8, 8, 9, 9)
    assert find_overlaps([small], [apart, large]) == [(0, 1, pytest.approx(0.5))]
    assert find_overlaps([large], [small]) == [(0, 0, pytest.approx(0.5))]


def test_one_inside_the_other_overlaps_wholly():
    assert find_overlaps([box(1, 1, 2, 2)], [box(0, 0, 4, 4)]) == [(0, 0, 1.0)]


def test_neighbours_and_slivers_do_not_overlap():
    left = box(0, 0, 1, 1)
    assert find_overlaps([left], [box(1, 0, 2, 1), box(0.995, 0, 2, 1)]) == []


def test_a_border_that_crosses_itself_is_mended():
    ring = [[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]
    bow_tie = {"type": "Polygon", "coordinates": [ring]}
    assert find_overlaps([bow_tie], [box(0, 0, 2, 2)]) == [(0, 0, pytest.approx(1.0))]


def test_nothing_lies_over_nothing():
    assert find_overlaps([], [box(0, 0, 1, 1)]) == []
