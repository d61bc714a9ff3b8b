"""Concerns voiced at an event go into the contact log, ten at once."""

import re
from datetime import timedelta

import pytest
from factories.contacts import make_topic
from factories.events import NOON, make_event
from sqlalchemy import select
from statements import counted

from liaison.contacts.models import Channel, Contact
from liaison.contacts.operations.entries import ContactDetails, edit_contact, step_contact
from liaison.db import db
from liaison.permissions import SYSTEM


@pytest.fixture
def event(cast, at):
    at(NOON + timedelta(hours=1))
    make_topic("Parks")
    return make_event(cast.outreach, area_id=cast.district_1.id)


@pytest.fixture
def path(event):
    return f"/desk/events/{event.id}/concerns/"


def typed(number, words):
    return {f"topic_{number}": str(make_topic("Parks").id), f"concern_{number}": words}


def concerns():
    return db.session.scalars(select(Contact).order_by(Contact.id)).all()


def test_ten_in_a_row_without_another_page(client, event, path, cast):
    sent = {}
    for number in range(1, 11):
        sent |= typed(number, f"Concern {number}")
    client.sign_in("coordinator").submit(path, sent)
    found = concerns()
    assert [row.concern for row in found] == [f"Concern {n}" for n in range(1, 11)]
    first = found[0]
    assert (first.event_id, first.channel) == (event.id, Channel.EVENT)
    assert (first.area_id, first.program_id) == (cast.district_1.id, cast.outreach.id)
    assert first.opened_on == NOON.date()


def test_sent_twice_it_is_there_once(client, path):
    coordinator = client.sign_in("coordinator")
    page = coordinator.get(path)
    sent = {"key": page.values(page.form())["key"]} | typed(1, "The lamp is broken")
    coordinator.post(path, sent)
    coordinator.post(path, sent)
    assert len(concerns()) == 1


def test_a_row_without_a_topic_is_explained_and_nothing_is_lost(client, path):
    sent = typed(1, "The lamp is broken") | {"concern_2": "Too loud"}
    page = client.sign_in("coordinator").submit(path, sent, status=422)
    assert page.errors() == ["Choose what it was about, in row 2."]
    assert page.values(page.form())["concern_2"] == ["Too loud"]
    assert concerns() == []


def test_nothing_typed_is_said_too(client, path):
    page = client.sign_in("coordinator").submit(path, {}, status=422)
    assert page.errors() == ["Write down at least one concern."]


def test_the_chain_from_concern_to_outcome(client, path):
    coordinator = client.sign_in("coordinator")
    said = {"promised_1": "Ask the lamp team"}
    coordinator.submit(path, typed(1, "The lamp is broken") | said)
    assert "1 of them is still open" in coordinator.get(path).text
    step_contact(actor=SYSTEM, contact=concerns()[0], verb="close_contact")
    db.session.commit()
    with counted() as statements:
        page = coordinator.get(path)
    assert len(statements) <= 8
    assert "The lamp is broken Ask the lamp team Closed Mar 14, 2026" in page.text


def test_what_is_invented_says_so_beside_its_topic_not_in_it(client, path):
    coordinator = client.sign_in("coordinator")
    coordinator.submit(path, typed(1, "The lamp is broken"))
    concerns()[0].is_invented = True
    db.session.commit()
    assert re.search(r"</a>\s+<span class=\"invented-note", coordinator.get(path).body)


def test_mending_a_concern_keeps_where_it_was_said(client, event, path):
    client.sign_in("coordinator").submit(path, typed(1, "The lamp is broken"))
    contact = concerns()[0]
    details = ContactDetails(
        program_id=contact.program_id, topic_id=contact.topic_id, place="Corner"
    )
    edit_contact(actor=SYSTEM, contact=contact, details=details)
    assert contact.event_id == event.id


def test_who_may(client, path, at):
    client.sign_in("analyst").get(path, status=403)
    client.sign_in("liaison").get(path, status=404)
    client.sign_in("outsider").get(path, status=404)
    at(NOON - timedelta(hours=1))
    assert "once the event has begun" in client.sign_in("coordinator").get(path).text
