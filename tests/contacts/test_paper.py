"""Contact sheets of an event, keyed into the log."""

import pytest
from factories.events import make_event
from factories.paper import make_batch
from sqlalchemy import select

from liaison.contacts.models import Channel, Contact, Topic
from liaison.contacts.operations.topics import add_starter_topics
from liaison.db import db
from liaison.events.models.door import PaperKind
from liaison.people.models import Person
from liaison.permissions import SYSTEM


@pytest.fixture
def event(cast):
    add_starter_topics(actor=SYSTEM)
    return make_event(cast.outreach, area_id=cast.district_1.id)


@pytest.fixture
def batch(event):
    return make_batch(event, PaperKind.CONTACT, printed=6)


@pytest.fixture
def path(event, batch):
    return f"/desk/events/{event.id}/paper/{batch.code}/contacts"


@pytest.fixture
def topic(event):
    return str(db.session.scalars(select(Topic).order_by(Topic.sort_order)).first().id)


@pytest.fixture
def coordinator(client):
    return client.sign_in("coordinator")


def contacts():
    return db.session.scalars(select(Contact).order_by(Contact.logged_at)).all()


def counts(batch):
    db.session.refresh(batch)
    return batch.returned, batch.voided


def test_a_row_becomes_a_contact_of_the_event(coordinator, event, batch, path, topic):
    typed = {"topic-1": topic, "area-1": str(event.area_id), "concern-1": "No light.\nHelp"}
    typed |= {"language-1": "zh", "has_agreed-1": "1", "name-1": "Li", "reach-1": "li@example.org"}
    coordinator.submit(path, typed)
    (made,) = contacts()
    assert (made.event_id, made.channel, made.language) == (event.id, Channel.EVENT, "zh-Hans")
    assert made.program_id == event.program_id
    assert made.concern.splitlines() == ["No light.", "Help"]
    assert str(made.opened_on) == "2026-03-14"
    assert db.session.get(Person, made.person_id).email == "li@example.org"
    assert counts(batch) == (1, 0)


def test_what_is_keyed_at_an_invented_event_is_not_invented(coordinator, event, path, topic):
    event.is_invented = True
    db.session.commit()
    typed = {"topic-1": topic, "area-1": str(event.area_id), "language-1": "en"}
    coordinator.submit(path, typed | {"concern-1": "No light."})
    assert [made.is_invented for made in contacts()] == [False]


def test_each_row_says_what_it_lacks_and_nothing_is_lost(coordinator, batch, path, topic):
    typed = {"concern-1": "No topic", "topic-2": topic, "name-3": "Li", "topic-3": topic}
    typed |= {"place-3": "The corner", "language-4": "?", "topic-4": topic, "place-4": "Here"}
    page = coordinator.submit(path, typed, status=422)
    assert page.errors() == [
        f"{batch.code}-01 Choose what it was about.",
        f"{batch.code}-03 Tick that they agree, or leave out the name and how to reach them.",
        f"{batch.code}-04 Enter one language, such as Spanish or es.",
    ]
    assert page.values(page.form())["concern-1"] == ["No topic"]
    page = coordinator.submit(path, {"topic-2": topic}, status=422)
    assert page.errors() == [f"{batch.code}-02 Choose the area, or write the place in words."]
    assert contacts() == []


def test_the_same_form_sent_twice_logs_once(coordinator, batch, path, topic):
    sent = {"row": ["1"], "topic-1": topic, "place-1": "The corner"}
    coordinator.post(path, sent)
    coordinator.post(path, sent)
    assert len(contacts()) == 1
    coordinator.post(path, sent | {"concern-1": "Other words"}, status=422)
    assert counts(batch) == (1, 0)


def test_empty_rows_are_voided_when_asked(coordinator, batch, path, topic):
    coordinator.submit(path, {"topic-1": topic, "place-1": "Here", "void_rest": "1"})
    assert counts(batch) == (1, 5)


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("analyst", 403), ("staff", 404)])
def test_others_do_not_key_it(client, path, who, status):
    client.sign_in(who).get(path, status=status)


def test_a_sign_in_sheet_is_keyed_elsewhere(coordinator, event):
    sheet = make_batch(event)
    coordinator.get(f"/desk/events/{event.id}/paper/{sheet.code}/contacts", status=409)
