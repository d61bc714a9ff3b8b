"""Calendars that other programs write: what can be read is taken, the rest named line by line."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from factories.events import NOON, add_date, make_event

from liaison.db import db
from liaison.errors import InvalidInput
from liaison.events.imports.files import read_events
from liaison.events.jobs.importing import take_events
from liaison.events.models.event import Event, EventState

HERE = Path(__file__).parent / "calendars"
CITY = ZoneInfo("America/New_York")


def read(cast, content):
    text = content.encode() if isinstance(content, str) else content
    return read_events(cast.actor("coordinator"), text, program_id=str(cast.outreach.id))


def entry(*lines):
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    )


@pytest.mark.parametrize(
    ("file", "taken", "lines"),
    [
        ("america_new_york", 1, []),
        ("big_bad_calendar", 0, [*range(2, 42, 2)]),
        ("created_calendar_with_unicode_fields", 2, [20]),
        ("issue_1081_event_with_rrule", 10, []),
        ("issue_1081_invalid_rrule_freq", 0, [7]),
        ("issue_127_categories_with_commas", 1, []),
        ("issue_165_missing_event", 14, []),
        ("issue_237_fail_to_parse_timezone_with_non_ascii_tzid", 0, [19]),
        ("issue_348_exception_parsing_value", 1, []),
        ("issue_722_missing_timezones", 2, [9, 15]),
        ("issue_836_do_not_quote_tzid", 1, []),
        ("multiple_timezones", 0, [23, 28, 33]),
        ("pacific_fiji", 0, [49]),
        ("parsing_error", 20, [19]),
        ("rfc_7986_conferences", 0, [2]),
        ("school_board", 2, []),
        ("timezone_rdate", 0, [53]),
        ("two_zones_in_one", 2, []),
        ("x_location", 366, []),
    ],
)
def test_files_as_they_are_found(cast, file, taken, lines):
    reading = read(cast, (HERE / f"{file}.ics").read_bytes())
    assert len(reading.rows) == taken
    assert [row.line for row in reading.refused] == lines


def test_a_file_of_parts_without_end_is_refused(cast):
    with pytest.raises(InvalidInput, match="Line 10: too many parts"):
        read(cast, entry(*["BEGIN:A"] * 2000))


def test_a_zone_of_endless_names_is_none(cast):
    reading = read(cast, entry(f"DTSTART;TZID={'/' * 10_000}:20260301T100000", "SUMMARY:A"))
    assert [row.line for row in reading.refused] == [4]


@pytest.mark.parametrize(
    ("lines", "number", "reason"),
    [
        (("DTSTART:20260314T100000Z", "SUMMARY"), 5, "no name and colon"),
        (("DTSTART:20260231T100000Z", "SUMMARY:A"), 4, "“20260231T100000Z” is no day"),
        (("DTSTART:02260301T100000Z", "SUMMARY:A"), 4, "is no day"),
        (("DTSTART;TZID=Mars/Rim:20260301T100000", "SUMMARY:A"), 4, "no time zone “Mars/Rim”"),
        (("DTSTART:20260301T100000Z", "DTEND:20260301T090000Z", "SUMMARY:A"), 5, "ends before"),
        (("DTSTART:20260301T100000Z", "DURATION:soon", "SUMMARY:A"), 5, "no duration"),
        (("DTSTART:20260301T100000Z", "SUMMARY:A", "SUMMARY:B"), 6, "SUMMARY stands in the entry"),
        (("DTSTART:20260301", "SUMMARY:A", "RRULE:FREQ=SECONDLY"), 6, "cannot be read"),
        (("DTSTART:20260301", "SUMMARY:A", "RRULE:FREQ=DAILY;INTERVAL=0"), 6, "cannot be read"),
        (("DTSTART:20260301", "SUMMARY:A", "RDATE;VALUE=TIME:083000"), 6, "is no day"),
        (("SUMMARY:A",), 2, "does not say when it starts"),
    ],
)
def test_the_line_that_is_wrong_is_named(cast, lines, number, reason):
    reading = read(cast, entry(*lines))
    assert reading.rows == []
    assert [row.line for row in reading.refused] == [number]
    assert reason in reading.refused[0].reason


def test_an_entry_is_read_as_it_is_meant(cast):
    lines = ("DTSTART;TZID=Eastern Standard Time:20260314T100000", "DURATION:PT1H30M")
    words = (
        "SUMMARY:Fair\\, with",
        "  food",
        "DESCRIPTION:One\\nTwo",
        "CATEGORIES:Health\\, care,B",
    )
    place = ("LOCATION:Library\\, 1 Main St",)
    [held] = read(cast, entry(*lines, *words, *place)).rows
    said = held.details
    assert said.starts_at == datetime(2026, 3, 14, 10, tzinfo=CITY)
    assert said.ends_at == datetime(2026, 3, 14, 11, 30, tzinfo=CITY)
    assert (said.title, said.summary, said.category) == (
        "Fair, with food",
        "One\nTwo",
        "Health, care",
    )
    assert (said.place_name, said.address) == ("Library", "1 Main St")


def test_a_series_keeps_its_hour_when_the_clocks_change(cast):
    rule = ("RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=America/New_York:20260315T100000")
    start = "DTSTART;TZID=America/New_York:20260301T100000"
    rows = read(cast, entry(start, "SUMMARY:Walk", *rule)).rows
    starts = [row.details.starts_at.astimezone(CITY) for row in rows]
    assert [f"{start:%m-%d %H}" for start in starts] == ["03-01 10", "03-08 10", "03-22 10"]


def test_a_date_that_was_moved_is_taken_once(cast):
    start = "DTSTART:20260301T100000Z"
    series = entry(start, "SUMMARY:Walk", "RRULE:FREQ=WEEKLY;COUNT=2").split("END:VCALENDAR")[0]
    moved = (
        *("BEGIN:VEVENT", "UID:1", "RECURRENCE-ID:20260308T100000Z", "DTSTART:20260309T110000Z"),
        *("SUMMARY:Walk", "END:VEVENT", "END:VCALENDAR"),
    )
    rows = read(cast, series + "\r\n".join(moved)).rows
    starts = [f"{row.details.starts_at:%m-%d %H}" for row in rows]
    assert starts == ["03-01 10", "03-09 11"]


def test_a_rule_that_never_applies_takes_no_time(cast):
    rule = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31"
    assert len(read(cast, entry("DTSTART:20260301T100000Z", "SUMMARY:A", rule)).rows) == 1


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("STATUS:CANCELLED", EventState.CANCELLED),
        ("STATUS:TENTATIVE", EventState.DRAFT),
        ("STATUS:CONFIRMED", EventState.PUBLISHED),
    ],
)
def test_states(cast, line, state):
    [held] = read(cast, entry("DTSTART:20200301T100000Z", "SUMMARY:A", line)).rows
    assert held.state is state


def test_what_is_to_come_is_a_draft_and_a_day_is_one_from_midnight_on(cast, at):
    at(NOON)
    [later] = read(cast, entry("DTSTART:20260401T100000Z", "SUMMARY:A")).rows
    [whole] = read(cast, entry("DTSTART;VALUE=DATE:20260301", "SUMMARY:A")).rows
    assert (later.state, whole.state) == (EventState.DRAFT, EventState.DRAFT)
    assert whole.details.ends_at - whole.details.starts_at == timedelta(hours=23, minutes=59)


def test_a_calendar_brought_twice_changes_nothing(cast):
    actor, content = cast.actor("coordinator"), (HERE / "issue_165_missing_event.ics").read_bytes()
    first = read(cast, content)
    options = {"source": "a.ics", "program_id": str(cast.outreach.id)}
    assert take_events(actor, first, **options) == 14
    db.session.flush()
    again = read(cast, content)
    assert again.rows == []
    assert [row.reason for row in again.refused] == ["This event is already here."]


def test_our_own_feed_brought_back_changes_nothing(client, cast, at):
    at(NOON - timedelta(days=2))
    event = make_event(cast.outreach)
    add_date(event, starts_at=NOON + timedelta(days=2))
    imported = make_event(cast.outreach, title="From a file")
    db.session.get(Event, imported.id).source_key = "abc"
    db.session.commit()
    reading = read(cast, client.get("/events/feed.ics").response.data)
    assert reading.rows == []
    assert {row.reason for row in reading.refused} == {"This event is already here."}
    assert len(reading.refused) == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('[{"Name": "Board"}]', "Line 1: this is neither a table nor a calendar"),
        ("BEGIN:VCARD\nEND:VCARD\n", "Line 1: this is no calendar file"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\nHello", "Line 3: this is no calendar file"),
    ],
)
def test_what_is_no_calendar_says_at_which_line(cast, content, words):
    with pytest.raises(InvalidInput, match=words):
        read(cast, content)


def test_import_at_the_desk_shows_the_wrong_line(client, cast):
    browser = client.sign_in("coordinator")
    file = (HERE / "parsing_error.ics").open("rb"), "meetings.ics"
    page = browser.submit(
        "/desk/events/import", {"program_id": str(cast.outreach.id), "file": file}
    )
    text = browser.get(page.location).text
    assert "20 events can be imported." in text
    assert "19 “” is no day and no time that can be read." in text
