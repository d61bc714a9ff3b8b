"""Reports on the desk: who may read and write, and that the files hold what the page shows."""

import json
import re
from datetime import UTC, datetime
from io import BytesIO
from uuid import uuid4

import pytest
from factories.evaluation import YEAR, live_a_year
from openpyxl import load_workbook

from liaison.db import db
from liaison.evaluation.exports.snapshot import take_snapshot
from liaison.evaluation.models import ReportText
from liaison.files import store
from liaison.jobs import BackgroundJob, run

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@pytest.fixture
def path(cast):
    live_a_year(cast)
    db.session.commit()
    take_snapshot(cast.outreach.id, YEAR)
    return f"/desk/reports/{cast.outreach.id}/{YEAR}"


def test_the_list_leads_to_each_year(client, cast, path):
    page = client.sign_in("analyst").get("/desk/reports/")
    assert f'href="{path}"' in page.body


def test_a_year_that_has_not_begun_has_no_report(client, cast, path, at):
    at(datetime(YEAR, 1, 1, 4, 59, tzinfo=UTC))  # in New York the year before still runs
    assert f'href="{path}"' not in client.sign_in("analyst").get("/desk/reports/").body
    at(datetime(YEAR, 1, 1, 5, 0, tzinfo=UTC))
    assert f'href="{path}"' in client.sign_in("analyst").get("/desk/reports/").body


def test_without_anything_the_list_says_what_to_do(client, cast):
    page = client.sign_in("outsider").get("/desk/reports/")
    assert "There are no reports yet" in page.text


def test_a_department_reads_its_own_reports_only(client, path):
    client.sign_in("outsider").get(path, status=404)
    client.sign_in("outsider").get(f"{path}/report.json", status=404)


@pytest.mark.parametrize("who", ["liaison", "aide_of_2", "staff"])
def test_who_has_no_part_in_reports_is_refused(client, path, who):
    client.sign_in(who).get(path, status=403)


def test_the_json_holds_every_number_of_the_page(client, path):
    reader = client.sign_in("manager")
    told = json.dumps(leaves(json.loads(reader.get(f"{path}/report.json").body)))
    known = {float(text.replace(",", "")) for text in NUMBER.findall(told)}
    # as they are, as percentages, and cents as whole money
    forms = {round(n * by, digits) for n in known for by in (0.01, 1, 100) for digits in (0, 1, 2)}
    printed = {float(text.replace(",", "")) for text in NUMBER.findall(text_of(reader.get(path)))}
    assert printed - forms - known == set()


def text_of(page):
    """The page's words without the moment of counting, which the JSON writes as machines do."""
    return re.sub(r"Numbers as of [^.]*\.", "", page.text)


def leaves(thing):
    if isinstance(thing, dict):
        return [leaf for value in thing.values() for leaf in leaves(value)]
    if isinstance(thing, list):
        return [leaf for value in thing for leaf in leaves(value)]
    return [thing]


def test_the_spreadsheet_has_every_table_whole(client, path):
    reader = client.sign_in("manager")
    tables = [
        table
        for section in json.loads(reader.get(f"{path}/report.json").body)["sections"]
        for table in section["tables"]
    ]
    book = load_workbook(BytesIO(reader.get(f"{path}/report.xlsx").response.data))
    rows = [len(list(sheet.rows)) - 1 for sheet in book.worksheets[1:]]
    assert rows == [len(table["rows"]) for table in tables]


def test_a_picture_is_an_image_at_an_address_nobody_guesses(client, path):
    page = client.sign_in("manager").get(path)
    pictures = [one.get("src") for one in page.tree.findall(".//main//img")]
    assert len(pictures) >= 4
    drawn = client.get(pictures[0])  # whoever has the address: it is the only key
    assert drawn.response.mimetype == "image/svg+xml"
    assert "immutable" in drawn.response.headers["Cache-Control"]
    assert "<text" in drawn.body
    assert len(drawn.body) < 150_000


@pytest.mark.parametrize("name", ["0" * 64, "..%2Fsecret_key", "a", "%00"])
def test_an_unknown_picture_is_not_there(client, name):
    client.get(f"/figures/{name}.svg", status=404)


def test_a_manager_writes_the_summary(client, cast, path):
    manager = client.sign_in("manager")
    page = manager.submit(f"{path}/texts", {"findings": "People came."})
    assert page.location.endswith(path)
    page = manager.get(path)
    assert "People came." in page.text
    assert page.text.count("Nothing written yet.") == 2
    text = db.session.query(ReportText).one()
    assert (text.slot, text.written_by_id) == ("findings", cast.users["manager"].id)


def test_what_people_wrote_runs_in_its_own_direction(client, path):
    manager = client.sign_in("manager")
    manager.submit(f"{path}/texts", {"findings": "جاء الناس."})
    assert '<p class="answer" dir="auto">جاء الناس.</p>' in manager.get(path).body


def test_what_is_too_long_stays_on_the_page(client, path):
    long = "word " * 500
    page = client.sign_in("manager").submit(f"{path}/texts", {"actions": long}, status=422)
    assert page.errors() == ["Use 2,000 characters or fewer."]
    assert page.values(page.form())["actions"] == [long.strip()]


@pytest.mark.parametrize(
    ("who", "status"), [("analyst", 403), ("reviewer", 403), ("outsider", 404)]
)
def test_who_may_not_write(client, path, who, status):
    client.sign_in(who).get(f"{path}/texts", status=status)
    client.sign_in(who).post(f"{path}/texts", {"findings": "Mine"}, status=status)


def test_the_analyst_is_not_shown_the_way_to_write(client, path):
    assert "/texts" not in client.sign_in("analyst").get(path).body


def test_the_pdf_is_made_by_the_worker(client, cast, path):
    client.sign_in("analyst").post(f"{path}/document", {})
    job = db.session.query(BackgroundJob).one()
    assert job.asked_by_id == cast.users["analyst"].id
    run(job.id)
    assert store().read(job.result).startswith(b"%PDF")
    assert job.result.endswith(f"parks-outreach-{YEAR}.pdf")


def test_nobody_asks_for_the_pdf_of_what_they_may_not_read(client, path):
    client.sign_in("outsider").post(f"{path}/document", {}, status=404)
    client.sign_in("manager").get(f"/desk/reports/{uuid4()}/{YEAR}", status=404)
