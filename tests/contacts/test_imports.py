"""Contacts from files: messy rows, the casework of district offices, our own download."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from factories.contacts import make_contact
from sqlalchemy import func, select

from liaison.contacts import exports
from liaison.contacts.imports import TOPIC_UNTOLD, load_areas, read_contacts
from liaison.contacts.jobs import carry_out_import, flow, take_contacts
from liaison.contacts.models import Channel, Contact, Topic
from liaison.contacts.queries import log as queries
from liaison.contacts.queries.log import ContactFilter
from liaison.db import db
from liaison.errors import InvalidInput, NotFound
from liaison.permissions import SYSTEM
from liaison.web.exports import csv_text

CASEWORK = (
    "unique_key,account,opendate,closedate,complaint_type,descriptor,"
    "zip,borough,city,council_dist\n"
)


@pytest.fixture(autouse=True)
def _spring(at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


def read(cast, *lines, header=CASEWORK):
    content = (header + "".join(f"{line}\n" for line in lines)).encode()
    return read_contacts(SYSTEM, content, program_id=str(cast.outreach.id))


def test_a_casework_row(cast):
    [row] = read(cast, "K1,NYCC03,2023-01-01,2023-02-14,Sanitation,Dirty,10001,Manhattan,NY,2").rows
    assert (row.topic, row.detail, row.channel) == ("Sanitation", "Dirty", Channel.OFFICE)
    assert (str(row.opened_on), str(row.closed_on)) == ("2023-01-01", "2023-02-14")
    assert (row.area_id, row.place) == (cast.district_2.id, "")


@pytest.mark.parametrize(
    "written", ["2", "02", "2.0", "NYCC02", "NYCC2", "NYCC002", "District 2", "district 2"]
)
def test_spellings_of_a_district(cast, written):
    assert load_areas().find(written) == cast.district_2.id


@pytest.mark.parametrize("written", ["NYCC", "NYCC060", "22", "2 or 1", "Brooklyn"])
def test_no_district_is_guessed(cast, written):
    assert load_areas().find(written) is None


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ("K1,NYCC03,2023-01-01,,Parks,,11201,Brooklyn,Brooklyn,NYCC060", "Brooklyn, 11201"),
        ("K1,NYCC03,2023-01-01,,Parks,,,,,NYCC060", "NYCC060"),
        ("K1,NYCC03,2023-01-01,,Parks,,,,,", "not written down; office NYCC03"),
    ],
)
def test_without_a_district_on_the_map_the_place_stays_in_words(cast, cells, place):
    reading = read(cast, cells)
    assert [(row.area_id, row.place) for row in reading.rows] == [(None, place)]
    assert reading.notes["No area that is on the map: the place is kept in words."] == 1


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (",NYCC03,2023-01-01,,Parks,,,,,2", "No key. Give every row one of its own."),
        ("K1,NYCC03,,,Parks,,,,,2", "No opening day. Write it like 2026-03-27."),
        ("K1,,soon,,Parks,,,,,2", "“soon” is no day. Write it like 2026-03-27."),
        ("K1,,1023-01-01,,Parks,,,,,2", "“1023-01-01” is no day. Write it like 2026-03-27."),
        ("K1,,2026-04-02,,Parks,,,,,2", "2026-04-02 is in the future."),
        (
            "K1,,2023-02-01,2023-01-31,Parks,,,,,2",
            "It was closed before it was opened. Mend one of the days.",
        ),
        ("K1,,2023-01-01,,Parks,,,,,", "No area and no place."),
    ],
)
def test_rows_that_are_refused(cast, cells, reason):
    reading = read(cast, cells)
    assert [(row.line, row.reason) for row in reading.refused] == [(2, reason)]
    assert reading.rows == []


def test_a_key_counts_once_in_the_file_and_once_here(cast):
    lines = [f"{key},,2023-01-01,,Parks,,,,,2" for key in ("K1", "K1", "K2")]
    reading = read(cast, *lines)
    assert [row.source_key for row in reading.rows] == ["K1", "K2"]
    assert [(row.line, row.reason) for row in reading.refused] == [
        (3, "A row above has the same key.")
    ]
    take_contacts(SYSTEM, reading, source="a.csv", program_id=str(cast.outreach.id))
    again = read(cast, *lines)
    assert again.rows == []
    assert again.refused[0].reason == "This contact is here already."


def test_topics_are_one_however_they_are_written_and_new_ones_are_reported(cast):
    make_contact(cast.outreach, topic="Mental health")
    topics = ["MENTAL_HEALTH", "Parks", "parks ", "", "Please choose an issue..."]
    lines = [f"K{n},,2023-01-01,,{topic},,,,,2" for n, topic in enumerate(topics)]
    reading = read(cast, *lines)
    take_contacts(SYSTEM, reading, source="a.csv", program_id=str(cast.outreach.id))
    names = set(db.session.scalars(select(Topic.name)))
    assert names == {"Mental health", "Parks", TOPIC_UNTOLD}
    assert reading.notes["New topic: Parks"] == 2
    assert reading.notes[f"New topic: {TOPIC_UNTOLD}"] == 2
    assert "New topic: MENTAL_HEALTH" not in reading.notes


def test_a_file_without_the_needed_columns_is_refused(cast):
    with pytest.raises(InvalidInput) as refusal:
        read(cast, "1,2", header="unique_key,zip\n")
    assert refusal.value.message == "These columns are missing: opened_on and topic."


@pytest.mark.parametrize("who", ["manager", "liaison", "outsider"])
def test_who_may_not_import(cast, who):
    with pytest.raises(NotFound):
        read_contacts(cast.actor(who), CASEWORK.encode(), program_id=str(cast.outreach.id))


def test_our_own_download_comes_back_whole(cast):
    make_contact(cast.outreach, area=cast.district_1, concern='-1, "quoted"\nand more', people=3)
    make_contact(cast.outreach, topic="Noise", place="=here", language="vi", promised="A call")
    found = queries.list_for_download(SYSTEM, ContactFilter(), limit=9)
    text = csv_text(exports.HEADER, exports.rows(found))
    own = read_contacts(SYSTEM, text.encode(), program_id=str(cast.outreach.id))
    assert {row.reason for row in own.refused} == {"This contact is here already."}
    other = read_contacts(SYSTEM, text.encode(), program_id=str(cast.meters.id))
    assert take_contacts(SYSTEM, other, source="x.csv", program_id=str(cast.meters.id)) == 2
    only_meters = ContactFilter(program_id=cast.meters.id)
    back = queries.list_for_download(SYSTEM, only_meters, limit=9)
    first, second = list(exports.rows(found)), list(exports.rows(back))
    strip = {1}  # the programme is another one
    assert sorted(drop(row, strip) for row in first) == sorted(drop(row, strip) for row in second)


def drop(row, places):
    return [str(value) for place, value in enumerate(row) if place not in places]


def test_in_the_browser_with_a_look_before(client, cast):
    rows = "K1,,2023-01-01,,Parks,,,,,2\nK1,,2023-01-02,,Parks,,,,,2\n"
    coordinator = client.sign_in("coordinator")
    page = coordinator.submit("/desk/contacts/import", {}, status=422)
    assert page.errors() == ["Choose a file."]
    file = (BytesIO((CASEWORK + rows).encode()), "casework.csv")
    chosen = {"program": str(cast.outreach.id), "file": file}
    here = coordinator.submit("/desk/contacts/import", chosen).location
    page = coordinator.get(here)
    assert "1 contact can be imported." in page.text
    assert "A row above has the same key." in page.text
    coordinator.submit(here, {}, status=422)
    coordinator.submit(here, {"skip_refused": "y"})
    upload_id = here.rpartition("/")[2]
    owner = str(cast.users["coordinator"].id)
    carry_out_import(owner_id=owner, upload_id=upload_id, skip_refused=True)
    carry_out_import(owner_id=owner, upload_id=upload_id, skip_refused=True)
    assert "1 contact was imported." in coordinator.get(here).text
    assert "A row above" in coordinator.get(f"{here}/refused-rows.csv").body
    assert db.session.scalar(select(func.count(Contact.id))) == 1
    client.sign_in("administrator").get(here, status=404)


def test_from_the_command_line_all_or_nothing(cast, tmp_path: Path):
    path = tmp_path / "casework.csv"
    path.write_text(f"{CASEWORK}K1,,2023-01-01,,Parks,,,,,2\nK2,,,,Parks,,,,,2\n")
    given = {"program_id": str(cast.outreach.id), "actor": SYSTEM}
    assert flow.take_file(path, **given).taken == 0
    summary = flow.take_file(path, **given, skip_refused=True)
    assert (summary.taken, len(summary.refused)) == (1, 1)
    assert "No opening day." in summary.refused_csv
    assert db.session.scalar(select(Contact.source)) == "parks-outreach/casework.csv"
    with pytest.raises(InvalidInput):
        flow.take_file(tmp_path / "none.csv", **given)
