"""Numbers that are kept: the same on the page and in every file, and quick to show."""

import json
from datetime import UTC, datetime

import pytest
from factories.evaluation import YEAR, hold_event, live_a_year
from statements import counted

from liaison import i18n
from liaison.db import db
from liaison.evaluation.exports.pictures import Picture
from liaison.evaluation.exports.snapshot import (
    find_snapshot,
    snapshot_exists,
    take_snapshot,
)
from liaison.evaluation.jobs import refresh_reports
from liaison.files import store
from liaison.jobs import BackgroundJob, run

NIGHT = datetime(YEAR + 1, 2, 1, 9, tzinfo=UTC)


@pytest.fixture
def path(cast):
    live_a_year(cast)
    db.session.commit()
    return f"/desk/reports/{cast.outreach.id}/{YEAR}"


def test_what_is_kept_is_what_was_counted(cast, path):
    taken = take_snapshot(cast.outreach.id, YEAR)
    kept = find_snapshot(cast.outreach.id, YEAR)
    assert kept == taken
    assert isinstance(kept.pictures["work.areas"], Picture)


def test_each_language_has_its_own(cast, path):
    take_snapshot(cast.outreach.id, YEAR)
    with i18n.in_language("zh-Hans"):
        assert find_snapshot(cast.outreach.id, YEAR) is None


def test_the_first_look_asks_the_worker_and_leads_back(client, path):
    reader = client.sign_in("analyst")
    asked = reader.submit(path, {})
    assert f"next={path}" in asked.location.replace("%2F", "/")
    run(db.session.query(BackgroundJob).one().id)
    assert "3 events were held." in reader.get(path).text


def test_the_page_sends_few_statements(client, cast, path):
    take_snapshot(cast.outreach.id, YEAR)
    reader = client.sign_in("manager")
    for page in (path, f"{path}/report.json", f"{path}/texts", "/desk/reports/"):
        with counted() as sent:
            reader.get(page)
        assert len(sent) <= 8, (page, sent)


def test_numbers_stay_until_they_are_updated_and_the_files_agree(client, cast, path):
    take_snapshot(cast.outreach.id, YEAR)
    hold_event(cast, month=2, attendance=7)
    db.session.commit()
    reader = client.sign_in("manager")
    assert "3 events were held." in reader.get(path).text
    told = json.loads(reader.get(f"{path}/report.json").body)
    assert told["made_at"] == find_snapshot(cast.outreach.id, YEAR).made_at.isoformat()
    reader.post(f"{path}/numbers", {})
    run(db.session.query(BackgroundJob).one().id)
    assert "4 events were held." in reader.get(path).text


def test_without_numbers_a_file_leads_to_the_page(client, path):
    page = client.sign_in("manager").get(f"{path}/report.xlsx", status=302)
    assert page.location.endswith(path)


def test_who_may_not_read_the_report_has_nothing_counted(client, cast, path):
    take_snapshot(cast.outreach.id, YEAR)
    client.sign_in("outsider").post(f"{path}/numbers", {}, status=404)
    client.sign_in("outsider").get(path, status=404)
    assert db.session.query(BackgroundJob).count() == 0


def test_what_an_older_version_kept_is_counted_anew(cast, path):
    take_snapshot(cast.outreach.id, YEAR)
    name = f"reports/snapshots/{cast.outreach.id}/{YEAR}/en.json"
    store().write(name, json.dumps({"shape": 0}).encode())
    assert find_snapshot(cast.outreach.id, YEAR) is None


def test_at_night_this_year_and_the_last_are_counted(cast, path, at):
    with i18n.in_language("es"):
        take_snapshot(cast.outreach.id, YEAR)
    at(NIGHT)
    refresh_reports()
    assert snapshot_exists(cast.outreach.id, YEAR)
    with i18n.in_language("es"):
        assert find_snapshot(cast.outreach.id, YEAR).made_at == NIGHT
    with i18n.in_language("vi"):
        assert not snapshot_exists(cast.outreach.id, YEAR)
