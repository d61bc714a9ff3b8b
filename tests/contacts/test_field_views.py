"""The notebook over HTTP: without scripts, as on an old phone."""

from datetime import UTC, datetime

import pytest
from factories.contacts import make_contact, make_topic
from sqlalchemy import func, select
from statements import counted

from liaison.contacts.models import Contact
from liaison.contacts.operations.topics import add_starter_topics
from liaison.db import db
from liaison.people.models import Person
from liaison.permissions import SYSTEM

NEW = "/field/contacts/new"


@pytest.fixture(autouse=True)
def _spring(certified, at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


@pytest.fixture
def typed(cast):
    """The least a liaison can write down."""
    add_starter_topics(actor=SYSTEM)
    topic = make_topic("Food")
    db.session.commit()
    return {"topic": str(topic.id), "area": str(cast.district_1.id)}


@pytest.mark.parametrize(
    ("who", "status"),
    [("liaison", 200), ("coordinator", 200), ("staff", 200), ("analyst", 403), ("partner", 403)],
)
def test_who_logs(client, typed, who, status):
    client.sign_in(who).get(NEW, status=status)


def test_topic_and_area_are_enough(client, typed):
    liaison = client.sign_in("liaison")
    saved = liaison.submit(NEW, typed).location
    page = liaison.get(saved)
    assert "Saved." in page.text
    assert "Food" in page.text
    assert "District 1" in page.text
    assert "Food" in liaison.get("/field/contacts/").text
    assert "Food" in liaison.get("/field/").text


def test_topic_and_a_place_in_words_are_enough(client, typed):
    liaison = client.sign_in("liaison")
    typed |= {"area": "", "place": "Bus stop at 5th"}
    assert "Bus stop at 5th" in liaison.get(liaison.submit(NEW, typed).location).text


def test_what_is_missing_is_said_and_what_was_typed_stays(client, typed):
    liaison = client.sign_in("liaison")
    page = liaison.submit(NEW, {"concern": "Too dark at night"}, status=422)
    assert page.errors() == ["Choose what it was about."]
    assert page.values(page.form())["concern"] == ["Too dark at night"]
    page = liaison.submit(NEW, {"topic": typed["topic"]}, status=422)
    assert page.errors() == ["Choose the area, or write the place in words."]
    page = liaison.submit(NEW, typed | {"topic": "made up"}, status=422)
    assert page.errors() == ["Choose what it was about."]


def test_sending_twice_stores_once_and_answers_the_same(client, typed):
    liaison = client.sign_in("liaison")
    page = liaison.get(NEW)
    sent = page.values(page.form()) | typed
    del sent["csrf_token"]
    first = liaison.post(NEW, sent).location
    assert liaison.post(NEW, sent).location == first
    assert db.session.scalar(select(func.count(Contact.id))) == 1


def test_the_drop_down_of_other_topics_counts(client, typed):
    other = str(make_topic("Safety").id)
    db.session.commit()
    liaison = client.sign_in("liaison")
    saved = liaison.submit(NEW, typed | {"other_topic": other}).location
    assert "Safety" in liaison.get(saved).text


def test_the_next_entry_starts_where_the_last_was(client, typed, at):
    liaison = client.sign_in("liaison")
    liaison.submit(NEW, typed | {"channel": "phone"})
    page = liaison.get(NEW)
    values = page.values(page.form())
    assert values["area"] == [typed["area"]]
    assert values["channel"] == ["phone"]
    assert "topic" not in values
    at(datetime(2026, 4, 2, 12, tzinfo=UTC))
    page = client.sign_in("liaison").get(NEW)
    values = page.values(page.form())
    assert (values["area"], values["channel"]) == ([""], ["phone"])


def test_without_agreement_no_name_is_kept_and_the_page_says_so(client, typed):
    liaison = client.sign_in("liaison")
    assert "Without this tick the name is not kept." in liaison.get(NEW).text
    name = {"name": "Rosa Díaz", "reach": "rosa@example.org"}
    page = liaison.get(liaison.submit(NEW, typed | name).location)
    assert "The name was not kept, because they did not agree to it." in page.text
    assert db.session.scalar(select(func.count(Person.id))) == 1  # the liaison


def test_with_agreement_the_person_is_kept(client, typed):
    liaison = client.sign_in("liaison")
    agreed = typed | {"name": "Rosa Díaz", "has_agreed": "y"}
    page = liaison.submit(NEW, agreed, status=422)
    assert page.errors() == ["Enter a telephone number or an e-mail address."]
    page = liaison.get(liaison.submit(NEW, agreed | {"reach": "rosa@example.org"}).location)
    assert "Rosa Díaz rosa@example.org" in page.text


def test_mending_my_own(client, cast, typed):
    liaison = client.sign_in("liaison")
    saved = liaison.submit(NEW, typed).location
    liaison.submit(
        f"{saved}/edit", {"area": str(cast.district_2.id), "people": "1,000"}, status=422
    )
    liaison.submit(f"{saved}/edit", {"area": str(cast.district_2.id), "people": "3"})
    assert "District 2" in liaison.get(saved).text


def test_a_liaison_sees_nobody_elses(client, cast):
    other = make_contact(cast.outreach, area=cast.district_1, actor=cast.actor("coordinator"))
    db.session.commit()
    liaison = client.sign_in("liaison")
    liaison.get(f"/field/contacts/{other.id}", status=404)
    liaison.get(f"/field/contacts/{other.id}/edit", status=404)
    liaison.get(f"/desk/contacts/{other.id}", status=403)
    assert "Nothing logged yet" in liaison.get("/field/contacts/").text


def test_topics_come_in_the_readers_language(client, typed):
    page = client.sign_in("liaison").get(f"/ar{NEW}")
    assert page.tree.get("dir") == "rtl"
    assert "الغذاء" in page.text
    assert "Food" not in page.text


def test_the_form_asks_the_database_little(client, typed):
    liaison = client.sign_in("liaison")
    liaison.get(NEW)
    with counted() as statements:
        liaison.get(NEW)
    assert len(statements) <= 6
