"""Coverage over HTTP: table, map, file, and the figures behind them."""

import io
from datetime import UTC, date, datetime

import pytest
from factories.coverage import count_speakers
from factories.liaisons import make_liaison
from openpyxl import load_workbook
from sqlalchemy import select

from liaison.db import db
from liaison.liaisons.models.coverage import Counted, CoverageMeasure
from liaison.permissions import SYSTEM
from liaison.places.models import Measure
from liaison.places.operations import AreaRow, add_area_set
from liaison.places.queries import list_areas

PAGE = "/desk/liaisons/coverage/"
FIGURES = "/desk/liaisons/coverage/figures"


@pytest.fixture(autouse=True)
def _spring(at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


@pytest.fixture
def gaps(cast):
    """Spanish is covered in district 1 for now, Vietnamese nowhere."""
    one, two = cast.district_1, cast.district_2
    count_speakers((one, 900, 90), (two, 100, 20))
    count_speakers((one, 500, 60), label="Vietnamese", languages=["vi"])
    make_liaison(areas=[one], languages=["es"], trained_on=date(2025, 5, 1))
    db.session.commit()


@pytest.mark.parametrize(
    ("who", "page", "figures"),
    [("coordinator", 200, 200), ("manager", 200, 403), ("staff", 403, 403), ("liaison", 403, 403)],
)
def test_who_sees_coverage_and_who_its_figures(client, gaps, who, page, figures):
    browser = client.sign_in(who)
    browser.get(PAGE, status=page)
    browser.get(FIGURES, status=figures)


def test_the_widest_gap_is_the_first_row(client, gaps):
    page = client.sign_in("coordinator").get(PAGE)
    rows = [" ".join(" ".join(row.itertext()).split()) for row in page.tree.iter("tr")]
    assert "District 1 1" in rows  # behind the map: groups whom no liaison serves
    first = next(row for row in rows if "No liaison 500" in row)
    assert first == "Tiếng Việt District 1 No liaison 500 ±60 0 0 0"
    assert "Español District 1 Ends soon 900 ±90 1 0 0 900" in page.text
    assert "by June 30, 2026" in page.text
    assert "Sources of the figures: Census (2017-2021)" in page.text


def test_filters_narrow_table_and_file(client, cast, gaps):
    coordinator = client.sign_in("coordinator")
    page = coordinator.get(f"{PAGE}?language=vi")
    assert "Showing 1 to 1 of 1" in page.text
    page = coordinator.get(f"{PAGE}?area={cast.district_1.id}")
    assert "Showing 1 to 2 of 2" in page.text
    ends = coordinator.get(f"{PAGE}?state=ends&format=csv").body.splitlines()
    assert len(ends) == 2
    assert ends[1].startswith("1,District 1,Español,900,90,2017-2021,1,0,0,ends")
    assert "Nothing here" in coordinator.get(f"{PAGE}?community=Nobody&state=covered").text
    coordinator.get(f"{PAGE}?who=nonsense&areas=x&area=y&state=z&page=-1")


def test_what_the_source_withholds_is_said_and_left_empty_in_files(client, cast):
    count_speakers((cast.district_1, None, None), (cast.district_2, 300, None))
    db.session.commit()
    coordinator = client.sign_in("coordinator")
    page = coordinator.get(PAGE)
    assert "1 figure is not published: it stands last, and no sum holds it." in page.text
    assert "Español District 1 No liaison not published" in page.text
    assert "Español District 2 No liaison 300 not published" in page.text
    lines = coordinator.get(f"{PAGE}?format=csv").body.splitlines()
    assert lines[2].startswith("1,District 1,Español,,,2017-2021,0,0,0,none")


def test_the_workbook_opens_and_runs_nothing(client, cast):
    cast.district_1.name = "=1+1"
    aged = {"counts": Counted.COMMUNITY, "community": "@elders", "languages": ()}
    count_speakers((cast.district_1, 500, 50.26), label="65 and over", **aged)
    db.session.commit()
    answer = client.sign_in("coordinator").get(f"{PAGE}?format=xlsx").response
    sheet = load_workbook(io.BytesIO(answer.data)).active
    header, line = sheet.iter_rows(values_only=True)
    assert header[3:5] == ("People", "Margin of error (90 percent)")
    assert line[1:5] == ("'=1+1", "'@elders", 500, 50.3)
    assert {cell.data_type for cell in sheet[2]} <= {"s", "n"}


def test_the_map_has_its_numbers_beside_it(client, gaps):
    coordinator = client.sign_in("coordinator")
    assert "2 areas have people whom no liaison serves." in coordinator.get(PAGE).text
    page = coordinator.get(f"{PAGE}?language=es")
    assert "Español: no liaison in District 2." in page.text
    rows = [" ".join(" ".join(row.itertext()).split()) for row in page.tree.iter("tr")]
    assert {"District 1 Ends soon", "District 2 No liaison"} <= set(rows)


def test_without_figures_the_page_says_what_to_do(client):
    page = client.sign_in("coordinator").get(PAGE)
    assert "Nothing to measure by yet" in page.text
    client.sign_in("coordinator").get(f"{PAGE}map", status=404)


def test_figures_are_chosen_guessed_and_taken_away(client, cast, gaps):
    for tied in db.session.scalars(select(CoverageMeasure)):
        db.session.delete(tied)
    db.session.commit()
    coordinator = client.sign_in("coordinator")
    spanish, vietnamese = db.session.scalars(select(Measure).order_by(Measure.label))
    path = f"{FIGURES}/new"
    typed = {"measure": str(spanish.id), "counts": "at_home"}
    page = coordinator.submit(path, typed, status=422)
    assert page.errors() == ["Choose the languages its people are served in."]
    coordinator.submit(path, typed | {"languages": ["es"]})
    coordinator.post(f"{FIGURES}/guessed", {})
    assert "1 figure was added." in coordinator.get(FIGURES).text
    coordinator.post(f"{FIGURES}/{vietnamese.id}/untie", {})
    coordinator.post(f"{FIGURES}/{vietnamese.id}/untie", {}, status=404)
    client.sign_in("manager").post(f"{FIGURES}/{spanish.id}/untie", {}, status=403)
    assert "Vietnamese" not in coordinator.get(FIGURES).text


def square(west):
    ring = [[west, 0], [west + 1, 0], [west + 1, 1], [west, 1], [west, 0]]
    return {"type": "Polygon", "coordinates": [ring]}


def test_the_map_shows_gaps_and_liaisons_of_the_areas_under_it(client, cast):
    def draw(key, west):
        rows = [AreaRow(code, code, square(at), (at, 0, at + 1, 1)) for code, at in west]
        return add_area_set(actor=SYSTEM, key=key, name=key, singular=key, rows=rows)

    old = list_areas(draw("old", [("north", 0), ("south", 1)]).id)
    new = list_areas(draw("new", [("a", 0.2), ("b", 1.9)]).id)
    count_speakers((new[0], 900, 90), (new[1], 800, 80))
    make_liaison(areas=[old[0]], languages=["es"], trained_on=date(2026, 3, 1))
    db.session.commit()
    coordinator = client.sign_in("coordinator")
    page = coordinator.get(f"{PAGE}?language=es")
    assert "Español: no liaison in b." in page.text
    picture = page.tree.find(".//main//img").get("src")
    drawn = coordinator.get(coordinator.get(picture, status=302).location)
    assert drawn.response.mimetype == "image/svg+xml"
    assert "No liaison" in drawn.body
