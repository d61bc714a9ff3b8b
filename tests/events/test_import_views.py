"""Importing events in the browser, step by step."""

import io

import pytest
from sqlalchemy import func, select

from liaison import jobs
from liaison.db import db
from liaison.events.models.event import Event
from liaison.jobs import BackgroundJob

GOOD = "Title,Date,Start,Attendance\nPicnic,2025-06-01,10:00,12\n"
MIXED = GOOD + "Picnic,2025-06-01,10:00,12\nLost,someday,10:00,3\n"


@pytest.fixture(autouse=True)
def handed_over(app, monkeypatch):
    """Ids of the jobs handed to the worker, which does not run here."""
    ids = []
    monkeypatch.setitem(app.extensions, "liaison.hand_over", ids.append)
    return ids


def bring(browser, cast, text, *, status=302, name="list.csv"):
    sent = {
        "program_id": str(cast.outreach.id),
        "file": (io.BytesIO(text.encode()), name),
    }
    path = "/desk/events/import"
    return browser.post(path, sent, status=status, content_type="multipart/form-data")


def count_events():
    return db.session.scalar(select(func.count()).select_from(Event))


def test_from_file_to_events(client, cast, handed_over):
    coordinator = client.sign_in("coordinator")
    preview = bring(coordinator, cast, GOOD).location
    assert "1 event can be imported." in coordinator.get(preview).text
    waiting = coordinator.submit(preview, {})
    assert "/desk/jobs/" in waiting.location
    assert count_events() == 0
    jobs.run(db.session.scalars(select(BackgroundJob.id)).one())
    assert count_events() == 1
    assert len(handed_over) == 1
    assert "1 event was imported." in coordinator.get(preview).text


def test_what_would_be_imported_is_shown_first(client, cast):
    rows = "".join(f"Walk <{n}>,2025-06-01,10:{n},Pier\n" for n in range(10, 32))
    coordinator = client.sign_in("coordinator")
    shown = coordinator.get(bring(coordinator, cast, "Title,Date,Start,Place\n" + rows).location)
    assert "Walk <10>" in shown.text
    assert "Jun 1, 2025, 10:29" in shown.text.replace("\u202f", " ")
    assert "Walk <30>" not in shown.text
    assert "These are the first 20 of 22." in shown.text
    assert count_events() == 0


@pytest.mark.parametrize("name", ["list.csv", "list.ics"])
def test_a_title_of_ten_thousand_letters_is_refused(client, cast, name):
    title = "Walk" + "k" * 9996
    table = f"Title,Date,Start\n{title},2025-06-01,10:00\n"
    entry = f"BEGIN:VEVENT\nUID:1\nSUMMARY:{title}\nDTSTART:20250601T100000Z\nEND:VEVENT\n"
    text = table if name == "list.csv" else f"BEGIN:VCALENDAR\n{entry}END:VCALENDAR\n"
    coordinator = client.sign_in("coordinator")
    page = coordinator.get(bring(coordinator, cast, text, name=name).location)
    assert "is too long. Shorten it to 200 letters." in page.text


@pytest.mark.parametrize("name", ["list.csv", "list.ics"])
def test_a_summary_longer_than_the_form_takes_is_refused(client, cast, name):
    words = "So much to say. " * 320
    table = f"Title,Date,Start,Summary\nWalk,2025-06-01,10:00,{words}\n"
    entry = (
        f"BEGIN:VEVENT\nUID:1\nSUMMARY:Walk\nDESCRIPTION:{words}\nDTSTART:20250601T100000Z\n"
        "END:VEVENT\n"
    )
    text = table if name == "list.csv" else f"BEGIN:VCALENDAR\n{entry}END:VCALENDAR\n"
    coordinator = client.sign_in("coordinator")
    page = coordinator.get(bring(coordinator, cast, text, name=name).location)
    assert "“So much to say." in page.text
    assert "is too long. Shorten it to 5,000 letters." in page.text


def test_what_is_read_otherwise_than_written_is_said(client, cast):
    text = "Title,Date,Start,End\nDance,2026-03-08,02:30,01:00\n"
    coordinator = client.sign_in("coordinator")
    page = coordinator.get(bring(coordinator, cast, text).location)
    assert "The end is earlier than the start: taken as on the next day." in page.text
    assert "Mar 8, 2026, 3:30 AM" in page.text.replace("\u202f", " ")


def test_refused_rows_need_a_word_from_the_person(client, cast):
    coordinator = client.sign_in("coordinator")
    preview = bring(coordinator, cast, MIXED).location
    page = coordinator.get(preview)
    assert "2 rows cannot be taken." in page.text
    assert "The same as row 2." in page.text
    refused = coordinator.submit(preview, {}, status=422)
    assert refused.errors()[0].startswith("Tick this to take the other rows")
    coordinator.submit(preview, {"skip_refused": "y"})
    jobs.run(db.session.scalars(select(BackgroundJob.id)).one())
    assert count_events() == 1
    assert "2 rows cannot be taken." in coordinator.get(preview).text


def test_refused_rows_come_back_as_a_file(client, cast):
    coordinator = client.sign_in("coordinator")
    preview = bring(coordinator, cast, MIXED).location
    lines = coordinator.get(f"{preview}/refused-rows.csv").body.splitlines()
    assert lines[1] == "Picnic,2025-06-01,10:00,12,3,The same as row 2."
    assert lines[2].startswith("Lost,someday,10:00,3,4,No start that can be read.")


def test_a_second_click_asks_for_nothing_more(client, cast, handed_over):
    coordinator = client.sign_in("coordinator")
    preview = bring(coordinator, cast, GOOD).location
    first, second = coordinator.submit(preview, {}), coordinator.submit(preview, {})
    assert first.location == second.location
    assert len(handed_over) == 1


def test_a_job_done_again_adds_nothing(client, cast):
    coordinator = client.sign_in("coordinator")
    coordinator.submit(bring(coordinator, cast, GOOD).location, {})
    job = db.session.scalars(select(BackgroundJob)).one()
    jobs.run(job.id)
    job.state = jobs.JobState.WAITING
    db.session.commit()
    jobs.run(job.id)
    assert count_events() == 1


def test_somebody_elses_upload_is_not_there(client, cast):
    preview = bring(client.sign_in("coordinator"), cast, GOOD).location
    client.sign_in("administrator").get(preview, status=404)
    client.sign_in("analyst").get(preview, status=403)


@pytest.mark.parametrize("text", ["", "\0\0"])
def test_what_is_no_table_is_said_at_the_field(client, cast, text):
    page = bring(client.sign_in("coordinator"), cast, text, status=422)
    assert len(page.errors()) == 1


def test_no_file_and_no_programme(client):
    page = client.sign_in("coordinator").submit("/desk/events/import", {}, status=422)
    assert sorted(page.errors()) == ["Choose a file.", "Choose the programme it belongs to."]


def test_a_file_too_big(client, cast, app, monkeypatch):
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 2000)
    bring(client.sign_in("coordinator"), cast, GOOD * 100, status=413)
