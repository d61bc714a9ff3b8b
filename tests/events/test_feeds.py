"""Calendars to subscribe to, read back by a library that is not ours and is strict."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from factories.events import NOON, add_date, make_event, translate
from ical.calendar_stream import IcsCalendarStream
from statements import counted

from liaison.db import db
from liaison.events.exports.calendar import calendar_file
from liaison.events.exports.zones import time_zone_lines
from liaison.events.models.event import EventState, TextStatus

NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture(autouse=True)
def before_the_day(at):
    at(NOON - timedelta(days=2))


def read(client, path):
    answer = client.get(path).response
    assert answer.mimetype == "text/calendar"
    assert max(len(line) for line in answer.data.split(b"\r\n")) <= 75
    return IcsCalendarStream.calendar_from_ics(answer.text)


def test_feed_holds_what_the_list_does_and_keeps_to_its_filters(client, cast):
    make_event(cast.outreach, title="Fair", category="Health", offered_languages=["es"])
    make_event(cast.outreach, title="Talk")
    make_event(cast.outreach, title="A draft", state=EventState.DRAFT)
    assert [entry.summary for entry in read(client, "/events/feed.ics").events] == ["Fair", "Talk"]
    narrowed = read(client, "/events/feed.ics?topic=Health&language=es")
    assert [entry.summary for entry in narrowed.events] == ["Fair"]
    assert read(client, "/events/feed.ics?month=2026-04").events == []


def test_an_entry_says_all_that_one_comes_by(client, cast):
    event = make_event(
        cast.outreach,
        ends_at=NOON + timedelta(hours=2),
        address="1 Main St; second floor, left",
        summary="Bring a friend.\r\n\r\nThere is food; and 100 % fun, \\o/",
        category="Health",
    )
    [entry] = read(client, f"/events/{event.id}/calendar.ics").events
    assert (entry.uid, entry.status, entry.sequence) == (str(event.id), "CONFIRMED", event.revision)
    assert entry.dtstart == NOON.astimezone(NEW_YORK)
    assert str(entry.dtstart.tzinfo) == "America/New_York"
    assert entry.dtend == NOON + timedelta(hours=2)
    assert entry.last_modified == event.changed_at.replace(microsecond=0)
    assert entry.location == "Library, 1 Main St; second floor, left"
    assert entry.description == "Bring a friend.\n\nThere is food; and 100 % fun, \\o/"
    assert entry.categories == ["Health"]
    assert str(entry.url) == f"http://localhost/events/{event.id}"


def test_the_second_of_two_equal_times_is_not_read_as_the_first(client, cast):
    twice = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # 1:30 EDT; an hour later 1:30 EST
    late = make_event(cast.outreach, starts_at=twice, ends_at=twice + timedelta(hours=1))
    [entry] = read(client, f"/events/{late.id}/calendar.ics").events
    assert entry.dtstart.timestamp() == twice.timestamp()
    assert entry.dtend.timestamp() == twice.timestamp() + 3600


def test_what_is_cancelled_stays_and_says_so(client, cast, at):
    event = make_event(cast.outreach)
    before = event.revision
    at(NOON - timedelta(days=1))
    event.state = EventState.CANCELLED
    db.session.commit()
    [entry] = read(client, "/events/feed.ics").events
    assert (entry.status, entry.sequence) == ("CANCELLED", before + 1)
    assert entry.last_modified == NOON - timedelta(days=1)


def test_what_is_over_stays_for_a_month(client, cast):
    make_event(cast.outreach, title="Last week", starts_at=NOON - timedelta(days=9))
    make_event(cast.outreach, title="Last year", starts_at=NOON - timedelta(days=365))
    assert [entry.summary for entry in read(client, "/events/feed.ics").events] == ["Last week"]


def test_each_date_of_an_event_is_an_entry(client, cast):
    event = make_event(cast.outreach)
    add_date(event, starts_at=NOON + timedelta(days=240), place_name="School", room="Gym")
    first, second = read(client, f"/events/{event.id}/calendar.ics").events
    assert (first.location, second.location) == ("Library", "School, Gym")
    assert first.uid != second.uid
    assert second.dtstart.hour == 11  # winter by then
    assert len(read(client, "/events/feed.ics").events) == 2


def test_words_are_in_the_language_of_the_address(client, cast):
    event = make_event(cast.outreach)
    translate(event, "es", title="Puertas abiertas", status=TextStatus.MACHINE)
    [entry] = read(client, "/es/events/feed.ics").events
    assert entry.summary == "Puertas abiertas"
    assert "traducido" in entry.description.lower() or "máquina" in entry.description.lower()


def test_who_asks_again_is_told_that_nothing_changed(client, cast):
    make_event(cast.outreach)
    tag = client.get("/events/feed.ics").response.headers["ETag"]
    answer = client.get("/events/feed.ics", status=304, headers={"If-None-Match": tag})
    assert answer.response.data == b""


def test_an_empty_calendar_is_a_calendar():
    read_back = IcsCalendarStream.calendar_from_ics(
        calendar_file([], name="Events", zone=NEW_YORK).decode()
    )
    assert read_back.events == []


@pytest.mark.parametrize(
    ("zone", "changes"),
    [("America/New_York", 2), ("America/Phoenix", 0), ("Australia/Lord_Howe", 2), ("UTC", 0)],
)
def test_a_zone_is_told_with_its_changes_of_the_clock(zone, changes):
    lines = time_zone_lines(ZoneInfo(zone), 2026, 2026)
    assert sum(line.startswith("BEGIN:") for line in lines) == 2 + changes
    if zone == "America/New_York":
        assert lines[lines.index("BEGIN:DAYLIGHT") + 1 :][:4] == (
            *("DTSTART:20260308T020000", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400"),
            "TZNAME:EDT",
        )


@pytest.mark.parametrize("path", ["/events/feed.ics", "/events/feed.ics?month=2026-03"])
def test_a_feed_asks_little_of_the_database(client, cast, path):
    for day in range(30):
        make_event(cast.outreach, starts_at=NOON + timedelta(days=day), title=f"{date(2026, 3, 1)}")
    client.get(path)
    with counted() as sent:
        client.get(path)
    assert len(sent) <= 4
