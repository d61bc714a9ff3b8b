"""Collection points, paper and protected tables on the desk."""

from datetime import date

from sqlalchemy import select

from liaison.db import db
from liaison.demographics.models import CollectionPoint, DemographicResponse, Mode
from liaison.demographics.operations import ResponseRow, store_responses_in_bulk
from liaison.demographics.queries.packs import get_pack

HOME = "/desk/demographics/"


def day(name, value):
    return {name: [str(value.day), str(value.month), str(value.year)]}


def fill(cast, year=2026, **answers):
    """So many forms for each race ticked."""
    rows = [
        ResponseRow(cast.outreach.id, date(year, 5, 1), "en", Mode.PAPER, {"race_ethnicity": races})
        for races, times in answers.values()
        for _form in range(times)
    ]
    store_responses_in_bulk(rows)
    db.session.commit()


def tables(client, cast, who="analyst"):
    path = f"/desk/demographics/tables?program={cast.outreach.id}&year=2026"
    page = client.sign_in(who).get(path)
    rows = page.tree.findall(".//tbody/tr")
    return page, {
        cells[0]: cells[1:] for cells in (["".join(c.itertext()) for c in r] for r in rows)
    }


def test_a_coordinator_makes_a_code_and_hands_it_out(client):
    coordinator = client.sign_in("coordinator")
    opens = date(2026, 5, 1)
    values = {"program_id": str(client.cast.outreach.id), "label": "Block party"}
    sent = values | day("opens_on", opens) | day("closes_on", opens)
    page = coordinator.submit(f"{HOME}points/new", sent)
    point = db.session.scalars(select(CollectionPoint)).one()
    assert point.code in coordinator.get(page.location).text
    picture = coordinator.get(f"{page.location}/code.svg").response
    assert (picture.mimetype, picture.data[:4]) == ("image/svg+xml", b"<svg")
    assert "Block party" in coordinator.get(HOME).text


def test_a_refused_collection_point_keeps_what_was_typed(client):
    values = {"program_id": str(client.cast.outreach.id), "label": "Block party"}
    sent = values | day("opens_on", date(2026, 5, 2)) | day("closes_on", date(2026, 5, 1))
    page = client.sign_in("coordinator").submit(f"{HOME}points/new", sent, status=422)
    assert page.errors() == ["The last day cannot come before the first."]
    assert 'value="Block party"' in page.body


def test_the_sheet_says_why_we_ask_in_every_language(client, point):
    page = client.sign_in("coordinator").get(f"{HOME}points/{point.id}/print")
    sections = page.tree.findall(".//section[@lang]")
    assert [s.get("lang") for s in sections] == ["en", "es", "zh-Hans", "vi", "ar"]
    assert [s.get("dir") for s in sections][-1] == "rtl"
    assert point.code in page.text


def test_offered_forms_are_counted_afterwards(client, point):
    coordinator = client.sign_in("coordinator")
    path = f"{HOME}points/{point.id}"
    coordinator.submit(path, {"forms_offered": "1,200"})
    assert db.session.get(CollectionPoint, point.id).forms_offered == 1200
    page = coordinator.submit(path, {"forms_offered": "many"}, status=422)
    assert page.errors() == ["Enter a whole number, such as 25."]


def test_paper_is_keyed_one_form_after_another(client, point):
    coordinator = client.sign_in("coordinator")
    path = f"{HOME}points/{point.id}/paper"
    ticked = {"lang": "es", "age_band": "unreadable", "disability": ["none"]}
    page = coordinator.submit(path, ticked | {"area": "declined_verbally"})
    assert page.location == f"{path}?lang=es"
    row = db.session.scalars(select(DemographicResponse)).one()
    assert (row.mode, row.language) == (Mode.PAPER, "es")
    assert [row.answers[key] for key in ("age_band", "disability", "area", "lang_home")] == [
        *("unreadable", ["none"], "declined_verbally", "left_blank"),
    ]


def test_the_questions_are_called_by_their_title(client, point):
    page = client.sign_in("coordinator").get(f"{HOME}points/{point.id}")
    assert get_pack(point.pack).title in page.text
    assert point.pack not in page.text


def test_unreviewed_translations_are_named_to_staff(client, point):
    page = client.sign_in("coordinator").get(f"{HOME}points/{point.id}")
    assert "Translations not yet reviewed" in page.text
    assert "Tiếng Việt" in page.text


def test_small_counts_and_what_would_give_them_away_are_not_shown(client, cast):
    fill(cast, a=(["asian"], 40), b=(["white"], 30), c=(["mena"], 4), d=("prefer_not", 20))
    _page, rows = tables(client, cast)
    assert rows["Middle Eastern or North African alone"][0] == "fewer than 11"
    assert rows["White alone"] == ["not shown", ""]
    assert rows["Asian alone"] == ["40", "54%"]
    assert rows["Black or African American alone"] == ["0", "0%"]
    assert rows["Answered this question"][0] == "74"
    assert rows["Filled in a form"][0] == "94"


def test_a_very_small_year_shows_nothing(client, cast):
    fill(cast, a=(["asian"], 5))
    _page, rows = tables(client, cast)
    assert {cells[0] for cells in rows.values()} == {"not shown", "fewer than 11"}


def test_tables_open_at_the_last_year_with_answers(client, cast):
    fill(cast, a=(["asian"], 40))
    analyst = client.sign_in("analyst")
    path = f"/desk/demographics/tables?program={cast.outreach.id}"
    opened, asked = analyst.get(path), analyst.get(f"{path}&year=2026")
    assert "What is your race" in opened.text
    assert opened.tree.findall(".//tbody/tr")[0].text == asked.tree.findall(".//tbody/tr")[0].text
    assert "No answers in this year" in analyst.get(f"{path}&year=2025").text


def test_tables_stay_inside_the_programmes_of_the_reader(client, cast):
    fill(cast, a=(["asian"], 40))
    _page, rows = tables(client, cast, "outsider")
    assert rows == {}


def test_who_may_do_what(client, point):
    path = f"{HOME}points/{point.id}"
    client.sign_in("analyst").get(path, status=403)
    client.sign_in("outsider").get(path, status=404)
    client.sign_in("coordinator").get("/desk/demographics/tables", status=403)
    client.sign_in("liaison").get(HOME, status=403)
