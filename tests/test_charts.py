"""Pictures: the same numbers give the same picture, and what must not leave a page is not in it."""

import json
import re
from itertools import pairwise

import pytest

from liaison import charts
from liaison.charts import Bar, Look, Shape, Span

pytestmark = pytest.mark.pure

BARS = [Bar("Parks", 1200, "1,200"), Bar("Noise", 0, "0")]
TICKS = {0.5: "0.5", 1: "1", 2: "2"}


def words_of(svg):
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg.decode())


def test_bars_start_at_zero_and_carry_their_numbers():
    spec = charts.bar_chart(BARS, Look())
    assert spec["encoding"]["x"]["scale"]["domain"][0] == 0
    assert set(words_of(charts.draw(spec))) == {"Parks", "Noise", "1,200", "0"}


def test_columns_keep_the_order_of_time():
    svg = charts.draw(charts.column_chart([Bar("Jan", 9, "9"), Bar("Feb", 30, "30")], Look()))
    assert [word for word in words_of(svg) if word in {"Jan", "Feb"}] == ["Jan", "Feb"]


def test_an_interval_that_reaches_zero_is_drawn_to_the_edge():
    spec = charts.interval_chart([Span("Asian", 0.0, 0.0, 0.4, "0.00")], TICKS, Look())
    assert all(value["low"] > 0 for value in spec["data"]["values"])
    assert "0.00" in words_of(charts.draw(spec))


def test_right_to_left_begins_at_the_right():
    spec = charts.bar_chart(BARS, Look("ar", is_rtl=True))
    assert spec["encoding"]["x"]["scale"]["reverse"] is True
    assert spec["encoding"]["y"]["axis"]["orient"] == "right"
    assert "Noto Sans Arabic" in charts.draw(spec).decode()


def test_a_picture_can_stand_under_the_strictest_policy():
    svg = charts.draw(charts.column_chart(BARS, Look())).decode()
    assert not re.search(r"<style|\sstyle=|<script|href=\"http", svg)


def test_map_classes_hold_about_as_many_areas_each():
    assert charts.class_ranges([5, 1, 4, 2, 3], str) == [(n, str(n)) for n in (1, 2, 3, 4, 5)]
    assert charts.class_ranges([7, 7, 7], str) == [(7, "7")]
    assert charts.class_ranges([], str) == []


def test_a_map_class_says_from_where_to_where():
    words = [text for _end, text in charts.class_ranges(list(range(1, 11)), str)]
    assert words == ["1 to 2", "3 to 4", "5 to 6", "7 to 8", "9 to 10"]


def test_areas_with_none_stand_apart_on_a_map():
    counts = [0, 0, 0, 1, 1, 2, 3, 8]
    words = [text for _end, text in charts.class_ranges(counts, str)]
    assert words == ["0", "1", "2", "3", "8"]
    assert charts.class_ranges([0, 0], str) == [(0, "0")]


def test_a_map_leaves_the_unknown_uncoloured():
    east = {"type": "Polygon", "coordinates": [[[1, 0], [1, 1], [2, 1], [2, 0], [1, 0]]]}
    west = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]}
    shapes = [Shape("West", west, 3), Shape("East", east, None)]
    svg = charts.draw(charts.area_map(shapes, [(3, "3")], Look())).decode()
    assert charts.NOTHING in svg
    assert words_of(svg.encode()) == ["3"]


def test_darker_means_more_also_in_grey():
    def lightness(colour):
        return sum(int(colour[i : i + 2], 16) for i in (1, 3, 5))

    values = list(range(5))
    square = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]}
    spec = charts.area_map([Shape("A", square, 1)], [(v, str(v)) for v in values], Look())
    steps = [lightness(colour) for colour in spec["encoding"]["color"]["scale"]["range"]]
    assert all(a - b > 60 for a, b in pairwise(steps))


def test_the_name_of_a_picture_follows_from_numbers_and_secret():
    spec = charts.bar_chart(BARS, Look())
    again = json.loads(charts.canonical(spec))
    assert charts.name_of(spec, "secret") == charts.name_of(again, "secret")
    assert charts.name_of(spec, "secret") != charts.name_of(spec, "another")
    assert charts.name_of(spec, "s") != charts.name_of(charts.bar_chart(BARS[:1], Look()), "s")
