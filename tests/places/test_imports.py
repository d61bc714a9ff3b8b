"""Reading boundaries and population figures."""

import json

import pytest

from liaison.db import db
from liaison.errors import Conflict, InvalidInput
from liaison.permissions import SYSTEM
from liaison.places.imports import read_areas, read_figures
from liaison.places.operations import add_area_set, store_figures
from liaison.places.queries import find_area_at, find_area_set, list_figures

SQUARE = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
HOLE = [[0.5, 0.5], [1.5, 0.5], [1.5, 1.5], [0.5, 1.5], [0.5, 0.5]]
BOW_TIE = [[4, 0], [6, 2], [6, 0], [4, 2], [4, 0]]
LONG = (
    "geo_level,geo_id,code,label,estimate,moe,pct,pct_moe\n"
    'ward,1,B01,"People, all","1,200",50,100,\n'
    "ward,2,B01,People,300,-555555555,,\n"
    "ward,9,B01,People,300,5,,\n"
    "ward,1,B02,Elders,many,5,,\n"
    "ward,2,B02,Elders,,,,\n"
)


def feature(code, *rings):
    geometry = {"type": "Polygon", "coordinates": list(rings)} if rings else None
    properties = {"ward": code, "code": code, "name": f"Ward {code}"}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(*features):
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.fixture
def wards(session):
    content = geojson(feature("1", SQUARE, HOLE), feature("2", [[x + 2, y] for x, y in SQUARE]))
    rows = read_areas(SYSTEM, content).rows
    add_area_set(actor=SYSTEM, key="ward", name="Wards", singular="Ward", rows=rows, is_main=True)


def test_refused_areas_say_why(session):
    reading = read_areas(
        SYSTEM,
        geojson(feature("1", SQUARE), feature("1", SQUARE), feature(None, SQUARE), feature("4")),
    )
    assert [row.code for row in reading.rows] == ["1"]
    assert [row.reason for row in reading.refused] == [
        "Another area has this code.",
        "The area has no code.",
        "The boundary cannot be read.",
    ]


def test_a_boundary_that_crosses_itself_is_mended_and_said(session):
    reading = read_areas(SYSTEM, geojson(feature("1", BOW_TIE)))
    assert reading.rows[0].boundary["type"] == "MultiPolygon"
    assert sum(reading.notes.values()) == 1


def test_a_spike_of_no_width_is_taken_off(session):
    spiked = [[0, 0], [2, 0], [2, 2], [1, 2], [1, 3], [1, 2], [0, 2], [0, 0]]
    reading = read_areas(SYSTEM, geojson(feature("1", spiked)))
    assert [row.box for row in reading.rows] == [(0, 0, 2, 2)]


def test_boundaries_that_are_nowhere_on_earth_are_refused(session):
    in_feet = [[987000, 200000], [988000, 200000], [988000, 201000], [987000, 200000]]
    unknown = [[float("nan"), 0], [1, 0], [1, 1], [float("nan"), 0]]
    reading = read_areas(SYSTEM, geojson(feature("1", in_feet), feature("2", unknown)))
    assert [row.reason for row in reading.refused] == [
        "The boundary is not in longitude and latitude. Save the file as WGS 84.",
        "The boundary cannot be read.",
    ]


def test_codes_are_read_as_people_write_them(session):
    square = feature("", SQUARE)
    areas = [square | {"properties": {"code": code}} for code in (0, 7.0, " 8 ", None)]
    reading = read_areas(SYSTEM, geojson(square | {"properties": None}, *areas))
    assert [row.code for row in reading.rows] == ["0", "7", "8"]
    assert [row.line for row in reading.refused] == [1, 5]


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"not json", b"{}", b'{"features": []}', b"\xff\xfe", b"[" * 100_000),
        *(
            b'{"features": [null]}',
            b'{"features": [{"properties": [1]}]}',
            b'{"features": {"a": 1}}',
        ),
    ],
)
def test_what_is_no_geojson_is_refused(session, content):
    with pytest.raises(InvalidInput):
        read_areas(SYSTEM, content)


@pytest.mark.parametrize(
    ("point", "ward"),
    [((0.1, 0.1), "1"), ((1, 1), None), ((3, 1), "2"), ((9, 9), None), ((1.7, 1), "1")],
)
def test_the_area_of_a_point_and_a_hole_is_outside(wards, point, ward):
    found = find_area_at(*point)
    assert (found.code if found else None) == ward


def test_a_drawing_of_the_map_never_changes(wards):
    with pytest.raises(Conflict):
        add_area_set(actor=SYSTEM, key="ward", name="Wards", singular="Ward", rows=[])


def test_long_csv(wards):
    reading = read_figures(SYSTEM, LONG.encode())
    assert [row.line for row in reading.refused] == [4, 5]
    store_figures(actor=SYSTEM, rows=reading.rows, period="2017-2021", source="Test")
    rows = list_figures(find_area_set("ward").id, "B01", "2017-2021")
    assert [(figure.estimate, figure.margin, figure.share) for _area, figure in rows] == [
        (1200, 50, 1.0),
        (300, 0, None),  # a controlled total has no sampling error
    ]


def test_figures_of_the_same_period_replace_each_other(wards):
    for estimate in (10, 20):
        content = f"geo_level,geo_id,code,estimate,moe\nward,1,B01,{estimate},1\n".encode()
        rows = read_figures(SYSTEM, content).rows
        store_figures(actor=SYSTEM, rows=rows, period="2020", source="Test")
    db.session.expire_all()
    rows = list_figures(find_area_set("ward").id, "B01", "2020")
    assert [figure.estimate for _area, figure in rows] == [20]


def test_census_api_array(wards):
    header = ["NAME", "DP05_0071E", "DP05_0071M", "DP05_0071EA", "state", "ward"]
    rows = [["One", "812", "44", None, "", "1"], ["Two", "-666666666", "-222222222", None, "", "2"]]
    reading = read_figures(SYSTEM, json.dumps([header, *rows]).encode(), level="ward")
    assert [(row.code, row.estimate, row.margin) for row in reading.rows] == [
        ("DP05_0071E", 812, 44),
        ("DP05_0071E", None, None),
    ]


@pytest.mark.parametrize(
    "content",
    [
        *(b"[]", b"[" * 100_000, b'["NAME", "x"]'),
        *(b'[["NAME", "B1E", "B1M", "ward"], 5]', b'[["NAME", "B1E", "B1M", "ward"], ["x", 1]]'),
    ],
)
def test_what_is_no_census_array_is_refused(wards, content):
    with pytest.raises(InvalidInput):
        read_figures(SYSTEM, content, level="ward")


def test_a_census_array_saved_by_an_editor_is_read(wards):
    content = b'\xef\xbb\xbf[["NAME", "B1E", "B1M", "ward"], ["x", 1, 2, "1"]]'
    assert len(read_figures(SYSTEM, content, level="ward").rows) == 1


@pytest.mark.parametrize("estimate", ["inf", "NaN", "1e999"])
def test_a_figure_without_an_end_is_refused(wards, estimate):
    content = f"geo_level,geo_id,code,estimate,moe\nward,1,B01,{estimate},1\n".encode()
    assert [row.reason for row in read_figures(SYSTEM, content).refused] == [
        "A figure is not a number."
    ]


def test_census_array_needs_its_areas(wards):
    with pytest.raises(InvalidInput) as refusal:
        read_figures(SYSTEM, b'[["NAME", "B1E", "B1M", "ward"], ["x", 1, 1, "1"]]')
    assert refusal.value.field == "level"
