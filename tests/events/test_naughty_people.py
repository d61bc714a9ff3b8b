"""Whatever people type about themselves, and staff about an event, breaks no page and no sheet."""

import csv
import io
import json
import logging
import uuid
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest
from factories.events import NOON, make_event
from factories.paper import make_batch
from factories.sign_ups import come
from sqlalchemy import select

from liaison.db import db
from liaison.events.exports.sheets import draw_batch
from liaison.events.models.event import EventText
from liaison.events.models.need import AccessNeed, NeedKind
from liaison.events.models.plan import EventMaterial, EventStaff, EventTemplate
from liaison.events.models.sign_up import SignUp
from liaison.events.operations.needs import NeedDetails
from liaison.people.models import Person
from liaison.web.words import without_controls

FILE = Path(__file__).parents[1] / "naughty_strings" / "blns.json"
RAW = json.loads(FILE.read_text(encoding="utf-8"))
TYPED = [without_controls(text).strip()[:120].strip() for text in RAW]
STRINGS = [text for text in TYPED if text]
PILES = [" ".join(STRINGS[start : start + 4])[:120].strip() for start in range(0, len(STRINGS), 4)]
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@pytest.fixture
def event(cast, at):
    at(NOON - timedelta(days=2))
    return make_event(cast.outreach)


def said(pile):
    """As it is kept: one line."""
    return " ".join(pile.split())


def kept(column):
    return {said(text) for text in db.session.scalars(select(column))}


def test_names_and_needs_of_all_who_sign_up(client, event):
    for text in STRINGS:
        come(event, name=text, needs=(NeedDetails(NeedKind.OTHER, words=text),))
    db.session.commit()
    coordinator, path = client.sign_in("coordinator"), f"/desk/events/{event.id}"
    pages = range(1, -(-len(STRINGS) // 50) + 1)
    told = "".join(coordinator.get(f"{path}/sign-ups?page={number}").text for number in pages)
    plain = [text for text in STRINGS if text.isascii() and text.isprintable()]
    assert [text for text in plain if said(text) not in told] == []
    coordinator.get(f"{path}/needs/")
    coordinator.get(f"{path}/door")
    for part in ("sign-ups", "needs/"):
        text = coordinator.get(f"{path}/{part}?format=csv").body.removeprefix("\ufeff")
        rows = list(csv.reader(io.StringIO(text)))[1:]
        assert len(rows) == len(STRINGS)
        assert [cell for row in rows for cell in row if cell.startswith(FORMULA)] == []
        assert coordinator.get(f"{path}/{part}?format=xlsx").response.data


def test_a_call_and_ones_own_page(client, event):
    coordinator, path = client.sign_in("coordinator"), f"/desk/events/{event.id}/sign-ups"
    for pile in PILES[::4]:
        sent = {"name": pile, "needs": ["other"], "need_words": pile}
        coordinator.submit(f"{path}/new", sent)
    assert {said(pile) for pile in PILES[::4]} == kept(Person.name) == kept(AccessNeed.words)
    for sign_up in db.session.scalars(select(SignUp.id)).all():
        coordinator.get(f"{path}/{sign_up}/change")


def test_what_staff_write_about_an_event(client, cast, event):
    coordinator, path = client.sign_in("coordinator"), f"/desk/events/{event.id}"
    for pile in PILES[::6]:
        coordinator.submit(f"{path}/plan/materials/add", {"name": pile})
        name = pile[:100].strip()
        coordinator.submit(f"/desk/event-templates/from/{event.id}", {"name": name})
        words = {"title": pile, "summary": pile, "notes": pile, "status": "human"}
        coordinator.submit(f"{path}/languages/es", words)
        assert said(db.session.scalars(select(EventText.title)).one()) == said(pile)
        client.get(f"/es/events/{event.id}")
    task = {"who": f"user {cast.users['manager'].id}", "task": PILES[0]}
    coordinator.submit(f"{path}/plan/staff/add", task)
    assert kept(EventStaff.task) == {said(PILES[0])}
    assert kept(EventMaterial.name) == {said(pile) for pile in PILES[::6]}
    assert len(kept(EventTemplate.name)) == len(PILES[::6])
    coordinator.get(f"{path}/plan/")
    coordinator.get("/desk/event-templates/")


@pytest.mark.parametrize("blank", [" ", "\x01\x02", "\u200b", "\ufeff\u2028"])
def test_what_nobody_can_see_is_no_title(client, event, blank):
    db.session.commit()
    desk = client.sign_in("coordinator")
    page = desk.submit(f"/desk/events/{event.id}/edit", {"title": blank}, status=422)
    assert page.errors() == ["Enter what the event is called."]


def test_a_sheet_of_an_event_named_like_that(event, caplog):
    caplog.set_level(logging.ERROR)
    event.title = said(" ".join(STRINGS))[:2000]
    batch = make_batch(event, printed=3)
    pdf = draw_batch(batch, event, paper="a4", with_picture=False)
    words = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert f"{batch.code}-03" in words


def test_who_signs_up_alone_or_walks_in(client, event):
    coordinator, piles = client.sign_in("coordinator"), PILES[::6]
    for number, pile in enumerate(piles):
        sent = {"name": pile, "needs": ["other"], "need_words": pile, "email": f"{number}@a.org"}
        client.submit(f"/events/{event.id}", sent, status=303)
        entry = {"act": "walk_in", "key": str(uuid.uuid4()), "people": "1", "language": ""}
        coordinator.post(f"/desk/events/{event.id}/door", entry | {"name": pile})
    names = [said(name) for name in db.session.scalars(select(Person.name))]
    assert sorted(names) == sorted(2 * [said(pile) for pile in piles])
    for pile in piles:
        coordinator.get(f"/desk/events/{event.id}/door", query_string={"text": pile})


def test_rows_keyed_from_paper(client, event):
    batch = make_batch(event, printed=30)
    coordinator, path = client.sign_in("coordinator"), f"/desk/events/{event.id}/paper/{batch.code}"
    piles = PILES[1::5][:25]
    coordinator.submit(f"{path}/key", {f"name-{n}": pile for n, pile in enumerate(piles, 1)})
    assert kept(Person.name) == {said(pile) for pile in piles}
    odd = dict.fromkeys(("people-30", "reach-30", "language-30"), PILES[0])
    page = coordinator.submit(f"{path}/key", {"name-30": PILES[0]} | odd, status=422)
    assert page.errors()
