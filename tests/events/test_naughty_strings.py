"""Whatever people type breaks no page, file or feed of events."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from factories.events import NOON, make_event
from ical.calendar_stream import IcsCalendarStream
from openpyxl import load_workbook
from sqlalchemy import select

from liaison.db import db
from liaison.events.models.event import Event, EventState
from liaison.events.operations.events import EventDetails
from liaison.events.operations.importing import HeldEvent, import_events
from liaison.i18n import settings
from liaison.permissions import SYSTEM
from liaison.web.words import without_controls

FILE = Path(__file__).parents[1] / "naughty_strings" / "blns.json"
# as every form and every file that is read hands them on
TYPED = [without_controls(text) for text in json.loads(FILE.read_text(encoding="utf-8"))]
STRINGS = [text for text in TYPED if text.strip()]
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@pytest.fixture
def events(cast, at):
    """One event for each string, which stands in all its texts."""
    at(NOON - timedelta(days=2))
    rows = [
        HeldEvent(
            EventDetails(
                **dict.fromkeys(("title", "summary", "place_name", "address", "room"), text),
                starts_at=NOON + timedelta(minutes=number),
                category=text[:80],
            ),
            EventState.PUBLISHED,
            str(number),
        )
        for number, text in enumerate(STRINGS)
    ]
    zone = settings().zone()
    import_events(actor=SYSTEM, program=cast.outreach, rows=rows, source="list", zone=zone)
    db.session.commit()
    return db.session.scalars(select(Event).order_by(Event.starts_at)).all()


def test_lists_month_and_map_hold_them_all(client, events):
    told = ""
    for number in range(1, -(-len(events) // 20) + 1):
        told += client.get(f"/events/?page={number}").text
    plain = [text for text in STRINGS if text.isascii() and text.isprintable()]
    assert [text for text in plain if " ".join(text.split()) not in told] == []
    client.get("/events/calendar/2026/3")
    client.get("/events/map")


def test_a_feed_can_be_read_back(client, events):
    answer = client.get("/events/feed.ics").response
    assert max(len(line) for line in answer.data.split(b"\r\n")) <= 75
    read = IcsCalendarStream.calendar_from_ics(answer.text).events
    assert [entry.uid for entry in read] == [str(event.id) for event in events]
    safe = [index for index, text in enumerate(STRINGS) if text.isprintable()]
    assert [read[index].summary for index in safe] == [STRINGS[index] for index in safe]


def test_files_run_nothing_and_can_be_read_back(client, events):
    browser = client.sign_in("coordinator")
    text = browser.get("/desk/events/?format=csv&sort=start").body
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1:]
    assert len(rows) == len(events)
    assert [cell for row in rows for cell in row if cell.startswith(FORMULA)] == []
    book = browser.get("/desk/events/?format=xlsx").response.data
    sheet = load_workbook(io.BytesIO(book), read_only=True).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []


def test_page_of_an_event_that_says_them_all(client, cast, at):
    at(NOON - timedelta(days=2))
    everything = "\n\n".join(STRINGS)
    event = make_event(cast.outreach, title=" ".join(STRINGS), summary=everything, room=everything)
    db.session.get(Event, event.id).notes = everything
    db.session.commit()
    page = client.get(f"/events/{event.id}")
    assert "<script>alert" not in page.body
    client.sign_in("coordinator").get(f"/desk/events/{event.id}")
    assert client.get(f"/events/{event.id}/calendar.ics").response.data


def test_what_is_searched_for(client):
    for start in range(0, len(STRINGS), 40):
        text = " ".join(STRINGS[start : start + 40])
        client.get("/events/", query_string={"text": text[:100], "topic": text[50:150]})
