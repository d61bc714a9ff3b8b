"""Events from files as cities keep them."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from factories.events import NOON, make_event
from sqlalchemy import select

from liaison.db import db, new_id
from liaison.errors import InvalidInput
from liaison.events.exports.lists import header, list_cells
from liaison.events.imports.files import read_events
from liaison.events.jobs.importing import flow
from liaison.events.models.event import Event, EventState
from liaison.events.operations.events import EventDetails
from liaison.events.queries.events import EventFilter, list_events_to_export
from liaison.i18n import _ as gettext
from liaison.i18n import in_language, settings
from liaison.places.models import Area, AreaSet
from liaison.web.exports import csv_text, xlsx_bytes

PARKS = (
    "Unit,Date and Time,Borough,Location,Event Name,Event Type,Category,Attendance,Audience\r\n"
    'Recreation,05/06/2023 04:00:00 PM,Bronx,Poe Park,Salsa,Local Event,--None--,"1,200",'
    "Children;#Young Adult\r\n"
    'Recreation,05/06/2023 08:00:00 PM,Bronx,Poe Park,Salsa,Local Event,--None--,"1,200",'
    '"Children, Young Adult"\r\n'
    ",05/07/2023 12:30:00 AM,Queens,Pool,,Open House,Academic/Out of School time,,\r\n"
    ",05/08/2023 01:00:00 PM,Queens,Pool,Swim,Open House,,0,Everybody\r\n"
    ",05/09/2023 01:00:00 PM,Queens,Pool,Film,Open House,,-42,\r\n"
    ",05/09/2023 01:00:00 PM,Queens,Pool,Film,Open House,,-42,\r\n"
    ",13/13/2023 01:00:00 PM,Queens,Pool,Lost,Open House,,3,\r\n"
)


def read(cast, content=PARKS, program=None):
    text = content.encode() if isinstance(content, str) else content
    program_id = str((program or cast.outreach).id)
    return read_events(cast.actor("coordinator"), text, program_id=program_id)


@pytest.fixture
def load(cast, tmp_path):
    """Import a file's content into a programme: load("...", skip_refused=True)."""

    def load_file(content=PARKS, program=None, **options):
        path = Path(tmp_path / "list.csv")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        program_id = str((program or cast.outreach).id)
        return flow.take_file(
            path, actor=cast.actor("coordinator"), program_id=program_id, **options
        )

    return load_file


def test_what_is_read_from_a_row(cast):
    salsa = read(cast).rows[0]
    assert salsa.details.title == "Salsa"
    assert salsa.details.starts_at == datetime(2023, 5, 6, 20, 0, tzinfo=UTC)
    assert salsa.details.audiences == ["children", "young_adults"]
    assert (salsa.details.kind, salsa.details.category) == ("own_event", "")
    assert (salsa.attendance, salsa.attendance_note) == (1200, "")


def test_rows_refused_with_line_and_reason(cast):
    assert [(row.line, row.reason) for row in read(cast).refused] == [
        (7, "The same as row 6."),
        (8, "No start that can be read. Write it like 2026-03-27 18:30."),
    ]


def test_odd_counts_are_kept_apart_and_told(cast):
    reading = read(cast)
    counts = [(row.attendance, row.attendance_note) for row in reading.rows[2:]]
    assert counts == [(None, ""), (0, "The file says 0."), (None, "The file says “-42”.")]
    assert reading.notes == {
        "Attendance written like 1,200 is read as 1200.": 2,
        "The same as another row but for the hour or the audience: both kept.": 1,
        "Attendance is blank: nobody wrote it down.": 1,
        "No title: the category, kind or place stands for it.": 1,
        "It began between midnight and five: kept, but look at the hour.": 1,
        "Attendance is 0: kept as a count of nobody.": 1,
        "Attendance is no head count: the event is taken without one.": 1,
        "No map has the part of the city named: the event has no area.": 5,
        "Columns that are not taken over: Unit.": 5,
    }


def test_a_part_of_the_city_on_another_map_is_the_area(cast):
    boroughs = AreaSet(key="borough", name="Boroughs", singular="Borough")
    db.session.add(boroughs)
    db.session.flush()
    bronx = Area(area_set_id=boroughs.id, code="BX", name="The Bronx")
    db.session.add(bronx)
    db.session.flush()
    areas = {row.details.area_id for row in read(cast).rows}
    assert bronx.id in areas


def test_all_or_nothing(load):
    summary = load()
    assert (summary.taken, len(summary.refused)) == (0, 2)
    assert db.session.scalar(select(Event.id)) is None


def test_the_others_when_the_person_says_so(load):
    summary = load(skip_refused=True)
    assert summary.taken == 5
    assert summary.refused_csv.count("\r\n") == 3
    assert "The same as row 6." in summary.refused_csv


def test_a_file_brought_twice_adds_nothing(load):
    load(skip_refused=True)
    again = load(skip_refused=True)
    assert again.taken == 0
    assert {row.reason for row in again.refused} >= {"This event is already here."}


def test_the_same_file_in_two_programmes(cast, load):
    assert load(skip_refused=True).taken == load(program=cast.meters, skip_refused=True).taken


def test_coming_events_become_drafts_to_look_at(cast):
    reading = read(
        cast,
        "Title,Date,Start,State\n"
        "Picnic,2099-06-01,10:00,\n"
        "Dance,2099-06-01,10:00,Published\n"
        "Market,2099-06-01,10:00,Cancelled\n",
    )
    states = [row.state for row in reading.rows]
    assert states == [EventState.DRAFT, EventState.DRAFT, EventState.CANCELLED]


def test_a_time_on_the_night_the_clocks_change_is_noted(cast):
    reading = read(
        cast,
        "Title,Date,Start,End\n"
        "Twice,2026-11-01,01:30,03:00\n"
        "Never,2026-03-08,01:00,02:30\n"
        "Once,2026-03-07,02:30,04:00\n",
    )
    assert reading.notes["The clocks change that night: look at the time."] == 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",2026-01-02,10:00,,", "No title, and nothing that could stand for it."),
        ("A,2026-01-02,,,", "No start that can be read. Write it like 2026-03-27 18:30."),
        ("A,0026-01-02,10:00,,", "No start that can be read. Write it like 2026-03-27 18:30."),
        ("A,2026-01-02,10:00,late,", "The end cannot be read. Write it like 20:30."),
        ("A,2026-01-02,10:00,,Atlantis", "There is no area “Atlantis”."),
    ],
)
def test_why_a_row_is_refused(cast, line, reason):
    reading = read(cast, f"Title,Date,Start,End,Area\n{line}\n")
    assert [row.reason for row in reading.refused] == [reason]


def test_areas_by_code_or_name_and_an_end_after_midnight(cast):
    lines = "Title,Date,Start,End,Area\nA,2026-01-02,22:00,01:00,district 2\nB,2026-01-02,9:00,,1\n"
    first, second = (row.details for row in read(cast, lines).rows)
    assert (first.area_id, second.area_id) == (cast.district_2.id, cast.district_1.id)
    assert (first.ends_at - first.starts_at).total_seconds() == 3 * 3600


@pytest.mark.parametrize(
    ("last_day", "words"),
    [("2026-01-01", "It ends before it starts."), ("soon", "The day it ends on cannot be read.")],
)
def test_a_last_day_that_cannot_be(cast, last_day, words):
    lines = f"Title,Date,Start,End,Ends on\nA,2026-01-02,22:00,23:00,{last_day}\n"
    [refused] = read(cast, lines).refused
    assert refused.reason.startswith(words)


def test_an_area_of_another_map_goes_out_and_comes_home(cast):
    boroughs = AreaSet(key="borough", name="Boroughs", singular="Borough")
    db.session.add(boroughs)
    db.session.flush()
    bronx = Area(area_set_id=boroughs.id, code="1", name="Bronx")
    db.session.add(bronx)
    db.session.flush()
    event = make_event(cast.outreach, area_id=bronx.id)
    went_out = elsewhere(export(cast), event)
    assert read(cast, went_out).rows[0].details.area_id == bronx.id
    assert read(cast).rows[0].details.area_id == bronx.id


def test_a_file_that_is_no_table(cast):
    with pytest.raises(InvalidInput):
        read(cast, b"\0\0\0")


@pytest.mark.parametrize(("language", "last_day"), [("en", 14), ("es", 16)])
def test_our_own_file_comes_home(cast, language, last_day):
    event = make_event(
        cast.outreach,
        title="=SUM(A1) picnic",
        summary="Two\nlines",
        ends_at=datetime(2026, 3, last_day, 18, tzinfo=UTC),
        access=["step_free", "quiet_room"],
        audiences=["seniors"],
        offered_languages=["es", "zh-Hans"],
        area_id=cast.district_1.id,
        attendance=12,
        room="Gym",
        interpretation=["vi"],
        capacity=40,
    )
    with in_language(language):
        went_out = export(cast)
        known = [*read(cast, went_out).refused, *read(cast, went_out, cast.meters).refused]
        details = {name: getattr(event, name) for name in vars(EventDetails("", NOON))}
        home = read(cast, elsewhere(went_out, event)).rows[0]
        said = str(gettext("This event is already here."))
    assert [row.reason for row in known] == [said, said]
    assert home.attendance == 12
    assert vars(home.details) == details


def elsewhere(text, event):
    """The file as another city reads it, which never heard of the event."""
    return text.replace(str(event.id), str(new_id()))


def export(cast):
    zone = settings().zone()
    events = list_events_to_export(
        cast.actor("coordinator"), EventFilter(), zone=zone, sort="start"
    )
    return csv_text(header(), list_cells(events, zone))


def test_a_workbook(cast):
    rows = [["Picnic", date(2026, 6, 1), "10:00", 25]]
    book = xlsx_bytes(["Title", "Date", "Start", "Attendance"], rows)
    assert io.BytesIO(book).read(2) == b"PK"
    assert [(row.details.title, row.attendance) for row in read(cast, book).rows] == [
        ("Picnic", 25)
    ]


@pytest.mark.parametrize("header", ["a,b", "title,starts_at,place", "Title,Date,Place"])
def test_a_table_without_the_column_of_the_start_is_refused_as_a_whole(cast, header):
    with pytest.raises(InvalidInput, match=r"These columns are missing: .*Start\."):
        read(cast, f"{header}\r\nx,2023-05-06,y\r\n")
