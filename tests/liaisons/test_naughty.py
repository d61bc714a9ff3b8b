"""Whatever people type about themselves, or bring in a file, breaks no page and no download."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from factories.liaisons import make_liaison
from sqlalchemy import select

from liaison.db import db
from liaison.errors import InvalidInput
from liaison.liaisons.imports import read_liaisons
from liaison.liaisons.models.liaison import Liaison, LiaisonCommunity, LiaisonState
from liaison.liaisons.operations.importing import import_liaisons
from liaison.people.models import Person
from liaison.permissions import SYSTEM
from liaison.web.words import without_controls

FILE = Path(__file__).parents[1] / "naughty_strings" / "blns.json"
RAW = json.loads(FILE.read_text(encoding="utf-8"))
TYPED = [" ".join(without_controls(text).split())[:100].strip() for text in RAW]
STRINGS = list(dict.fromkeys(text for text in TYPED if text))
HOSTILE = (
    "<script>alert(1)</script>",
    "أميرة حداد 123",
    "Ana \0 Ruiz",
    "{{ 7 * 7 }} %(name)s %s",
    "=1+1",
    "\u202eback to front",
    "🧑🏽‍🌾" * 10,
)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
JOIN, OWN = "/ar/liaisons/join", "/ar/field/profile/"


@pytest.fixture(autouse=True)
def _spring(at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


@pytest.mark.parametrize("text", HOSTILE)
def test_the_form_to_join_keeps_it_as_words(client, text):
    typed = {"name": text, "phone": "206 555 0188", "languages": ["ar"], "has_agreed": "y"}
    client.submit(JOIN, typed | {"communities": f"{text}\n{text}\n\n"}, status=303)
    liaison = db.session.scalars(select(Liaison)).one()
    name = without_controls(text).strip()
    assert [name] == db.session.scalars(select(Person.name)).all()
    assert len(db.session.scalars(select(LiaisonCommunity)).all()) == 1
    coordinator = client.sign_in("coordinator")
    for path in ("/desk/", "/desk/liaisons/", f"/desk/liaisons/{liaison.id}"):
        assert "<script>alert" not in coordinator.get(path).body
    assert name.split()[0] in coordinator.get(f"/desk/liaisons/{liaison.id}").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "R" * 121},
        {"name": " \u200b\u202e "},
        {"name": "\0"},
        {"email": f"{'r' * 190}@example.org"},
        {"email": "<script>@example.org"},
        {"phone": "9" * 41},
        {"communities": "E" * 2001},
        {"languages": ["tlh"]},
        {"area": "not-an-area"},
    ],
)
def test_what_is_no_answer_is_refused_with_a_reason(client, wrong):
    typed = {"name": "Rosa", "phone": "206 555 0188", "languages": ["es"], "has_agreed": "y"}
    assert client.post(JOIN, typed | wrong, status=422).errors()
    assert db.session.scalars(select(Liaison)).all() == []


@pytest.mark.parametrize("text", HOSTILE)
def test_ones_own_profile_and_what_everybody_sees_of_it(client, cast, text):
    liaison = make_liaison(user_id=cast.users["liaison"].id, areas=[cast.district_1])
    liaison.state = LiaisonState.ACTIVE
    db.session.commit()
    own = client.sign_in("liaison")
    own.submit(f"{OWN}reach", {"name": text})
    own.submit(f"{OWN}communities", {"communities": text})
    own.post(f"{OWN}conflicts", {"other": f"program:{cast.meters.id}", "words": text})
    own.post(f"{OWN}map/agree", {})
    shown = " ".join(without_controls(text).split())
    assert shown.split()[0] in own.get(OWN).text
    assert shown.split()[0] in client.get("/ar/liaisons/").text
    for path in (f"{OWN}hours/drop", f"{OWN}conflicts/drop", f"{OWN}languages/drop"):
        own.post(path, {"line": text}, status=404)
    assert own.submit(f"{OWN}reach", {"name": "R" * 121}, status=422).errors()


def test_a_file_of_naughty_names_comes_back_as_it_went_in(client):
    file = io.StringIO()
    csv.writer(file).writerows([["name", "communities"], *([text, text] for text in STRINGS)])
    reading = read_liaisons(SYSTEM, file.getvalue().encode())
    assert len(reading.rows) + len(reading.refused) == len(STRINGS)
    import_liaisons(actor=SYSTEM, rows=reading.rows, source="naughty.csv")
    db.session.commit()
    coordinator = client.sign_in("coordinator")
    coordinator.get("/desk/liaisons/alike")
    for number in range(1, 5):
        coordinator.get(f"/desk/liaisons/?page={number}")
    body = coordinator.get("/desk/liaisons/?format=csv").body.removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(body)))[1:]
    assert len(rows) == len(reading.rows)
    assert [cell for row in rows for cell in row if cell.startswith(FORMULA)] == []


@pytest.mark.parametrize("content", [b"", b"\n\n", b"name\0,email\nA,b", b"PK\x03\x04broken", b"a"])
def test_what_is_no_list_is_refused(content):
    with pytest.raises(InvalidInput) as refusal:
        read_liaisons(SYSTEM, content)
    assert refusal.value.field == "file"


@pytest.mark.parametrize("cell", ["E" * 121, "a\nb", "\u202e\u0007"])
def test_a_cell_holds_one_line_of_words(cast, cell):
    reading = read_liaisons(SYSTEM, f'name,communities\n"R\nP","{cell}"\n'.encode())
    assert all(row.name == "R P" for row in reading.rows)
    stored = [name for row in reading.rows for name in row.communities]
    assert all(len(name) <= 120 and name.isprintable() for name in stored)
    assert [refused.reason for refused in reading.refused] == (
        ["The name of a community is too long."] if len(cell) > 120 else []
    )
