"""Liaisons from a file: look first, then take, and merge nobody in silence."""

from datetime import date
from io import BytesIO

import pytest
from factories.liaisons import make_liaison
from sqlalchemy import select

from liaison.db import db
from liaison.liaisons.exports import roster as exports
from liaison.liaisons.imports import read_liaisons
from liaison.liaisons.jobs.importing import carry_out_import
from liaison.liaisons.models.liaison import Liaison, LiaisonLanguage, LiaisonState
from liaison.liaisons.operations.importing import import_liaisons
from liaison.liaisons.queries.roster import LiaisonFilter, list_liaisons
from liaison.permissions import SYSTEM
from liaison.web.exports import csv_text

HEADER = "name,email,phone,kind,languages,interprets,communities,areas\n"
IMPORT = "/desk/liaisons/import/"


def read(*rows, actor=SYSTEM):
    return read_liaisons(actor, (HEADER + "\n".join(rows)).encode())


def test_a_row_with_everything(cast):
    reading = read(
        'Rosa Pérez,Rosa@Example.org,206 555 0188,graduate,es; english,es,"A; B",1;District 2'
    )
    (row,) = reading.rows
    assert (row.email, row.phone) == ("rosa@example.org", "+12065550188")
    assert row.languages == ("es", "en")
    assert row.communities == ("A", "B")
    assert row.area_ids == (cast.district_1.id, cast.district_2.id)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",a@example.org,,,,,,", "No name."),
        ("Rosa,a@,,,,,,", "Enter an e-mail address like name@example.com."),
        ("Rosa,,12,,,,,", "Enter a telephone number with its area code."),
        ("Rosa,,,boss,,,,", "“boss” is no kind of liaison."),
        ("Rosa,,,,Klingon,,,", "“Klingon” is no language we know by one name."),
        ("Rosa,,,,,,,District 9", "“District 9” is no area on the map."),
        (f"{'R' * 121},,,,,,,", "The name is too long."),
    ],
)
def test_rows_that_cannot_be_taken(cast, row, reason):
    reading = read(row)
    assert reading.rows == []
    assert reading.refused[0].reason.startswith(reason)


def test_who_is_here_is_refused_and_who_looks_like_it_is_taken_and_counted(cast):
    make_liaison("Nguyễn Thị Mai", email="mai@example.org")
    reading = read(
        "Nguyen Thi Mai,mai@example.org,,,vi,,,",
        "Mai Nguyen,mai@example.org,,,vi,,,",
        "Rosa,rosa@example.org,,,es,,,",
        "rosa,rosa@example.org,,,es,,,",
        "Rosa's daughter,rosa@example.org,,,es,,,",
    )
    assert [row.name for row in reading.rows] == ["Mai Nguyen", "Rosa", "Rosa's daughter"]
    assert [refused.line for refused in reading.refused] == [2, 5]
    (words,) = [words for words in reading.notes if words.startswith("Looks like")]
    assert reading.notes[words] == 2


def test_who_keeps_one_area_brings_nobody_for_another(cast):
    reading = read("Rosa,,,,es,,,District 1", actor=cast.actor("manager"))
    assert reading.refused[0].reason == "Choose at least one area you work in."


def test_what_is_stored(cast):
    reading = read("Rosa,rosa@example.org,,,vi,es,Mothers,1")
    assert import_liaisons(actor=SYSTEM, rows=reading.rows, source="list.csv") == 1
    liaison = db.session.scalars(select(Liaison)).one()
    assert (liaison.state, liaison.joined_through) == (LiaisonState.PROSPECT, "list.csv")
    found = {row.language: row for row in db.session.scalars(select(LiaisonLanguage))}
    assert (found["es"].speaks, found["es"].interprets) == (True, True)
    assert (found["vi"].speaks, found["vi"].interprets) == (True, False)


def test_our_own_download_is_read_again(cast):
    make_liaison("Linh Tran", areas=[cast.district_1], communities=["Elders"])
    lines = list_liaisons(SYSTEM, LiaisonFilter(), today=date(2026, 4, 1))
    reading = read_liaisons(SYSTEM, csv_text(exports.header(), exports.rows(lines)).encode())
    assert reading.refused == []
    assert reading.rows[0].languages == ("vi",)
    assert reading.rows[0].looks_known


def test_no_such_table(client):
    coordinator = client.sign_in("coordinator")
    file = {"file": (BytesIO(b"first,last\n1,2"), "x.csv"), "have_agreed": "y"}
    page = coordinator.post(IMPORT, file, status=422)
    assert page.errors() == ["These columns are missing: name."]


def test_a_wrong_file_and_the_tick_that_is_missing_are_told_at_once(client):
    file = {"file": (BytesIO(b"first,last\n1,2"), "x.csv")}
    page = client.sign_in("coordinator").post(IMPORT, file, status=422)
    assert page.errors() == [
        "These columns are missing: name.",
        "Ask them first, then tick that they agreed.",
    ]


def test_from_the_file_to_the_roster(client):
    coordinator = client.sign_in("coordinator")
    content = HEADER + "Rosa,rosa@example.org,,,es,,,\n,,,,so,,,"
    page = coordinator.post(IMPORT, {"file": (BytesIO(content.encode()), "x.csv")}, status=422)
    assert page.errors() == ["Ask them first, then tick that they agreed."]
    file = {"file": (BytesIO(content.encode()), "x.csv"), "have_agreed": "y"}
    preview = coordinator.post(IMPORT, file).location
    text = coordinator.get(preview).text
    assert "1 liaison can be imported" in text
    assert "No name." in text
    assert "Rosa rosa@example.org Español" in text
    coordinator.submit(preview, {}, status=422)
    coordinator.submit(preview, {"skip_refused": "y"})
    upload_id = preview.rpartition("/")[2]
    owner_id = str(client.cast.users["coordinator"].id)
    carry_out_import(owner_id=owner_id, upload_id=upload_id, skip_refused=True)
    carry_out_import(owner_id=owner_id, upload_id=upload_id, skip_refused=True)
    assert "1 liaison was imported" in coordinator.get(preview).text
    assert "Rosa" in coordinator.get("/desk/liaisons/").text
    assert "No name." in coordinator.get(f"{preview}/refused-rows.csv").body


def test_who_may_import(client):
    client.sign_in("manager").get(IMPORT, status=403)
