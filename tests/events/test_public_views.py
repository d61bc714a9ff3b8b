"""What residents see of events."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from factories.events import NOON, make_event
from sqlalchemy import func, select
from statements import counted

from liaison.accounts.models import Attempt
from liaison.accounts.operations.attempts import PUBLIC_FORM
from liaison.db import db
from liaison.events.models.event import EventState
from liaison.events.models.sign_up import SignUp

BEFORE = NOON - timedelta(days=2)
DETAILS = {
    "title": "Feria de salud",
    "language": "es",
    "summary": "Ven.\n\nHay comida.",
    "address": "1 Main St",
    "offered_languages": ["es", "ar"],
    "access": ["step_free", "childcare"],
}


@pytest.fixture(autouse=True)
def before_the_day(at):
    at(BEFORE)


def test_list_names_day_place_languages_and_access(client, cast):
    make_event(cast.outreach, area_id=cast.district_1.id, **DETAILS)
    page = client.get("/events/")
    for words in ("Saturday, March 14, 2026", "Library", "District 1", "Español", "Childcare"):
        assert words in page.text
    assert page.tree.find(".//main//h2/a").get("lang") == "es"


def test_list_holds_only_what_is_published_and_to_come(client, cast):
    make_event(cast.outreach, title="Shown")
    make_event(cast.outreach, title="Hidden draft", state=EventState.DRAFT)
    make_event(cast.outreach, title="Hidden past", starts_at=BEFORE - timedelta(days=1))
    make_event(cast.outreach, title="Hidden call-off", state=EventState.CANCELLED)
    text = client.get("/events/").text
    assert "Shown" in text
    assert "Hidden" not in text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("text=feria", "1 event "),
        ("text=100%25", "0 events"),
        ("language=ar", "1 event "),
        ("month=2026-03", "1 event "),
        ("month=2026-04", "1 event "),
        ("month=2026-99", "2 events"),
        ("day=2026-03-14", "1 event "),
        ("area={area}", "1 event "),
        ("area=nonsense&page=0", "2 events"),
    ],
)
def test_filters(client, cast, query, count):
    make_event(cast.outreach, area_id=cast.district_1.id, **DETAILS)
    make_event(cast.outreach, starts_at=NOON + timedelta(days=31))
    assert count in client.get(f"/events/?{query.format(area=cast.district_1.id)}").text


def test_list_pages(client, cast):
    for number in range(21):
        make_event(cast.outreach, title=f"Event {number:02}")
    assert "21 events" in client.get("/events/").text
    assert "Event 20" in client.get("/events/?page=2").text


def test_calendar_of_a_month(client, cast):
    make_event(cast.outreach)
    for number in range(7):
        make_event(cast.outreach, title=f"Talk {number}", starts_at=NOON + timedelta(days=1))
    page = client.get("/events/calendar/2026/3")
    assert "Open day" in page.text
    assert "2 more on March 15, 2026" in page.text
    assert "/events/calendar/2026/4" in page.body
    assert "Open day" not in client.get("/events/calendar/2026/2").text
    assert client.get("/events/calendar").text.startswith("What’s on Events in March 2026")


@pytest.mark.parametrize("month", ["2026/13", "2026/0", "1/1", "9999/12"])
def test_no_calendar_of_months_that_are_none(client, month):
    client.get(f"/events/calendar/{month}", status=404)


def test_page_of_an_event(client, cast):
    event = make_event(cast.outreach, ends_at=NOON + timedelta(hours=2), **DETAILS)
    page = client.get(f"/events/{event.id}")
    for words in ("12:00", "2:00", "Library", "1 Main St", "Step-free entrance", "Parks outreach"):
        assert words in page.text
    assert page.tree.find(".//h1/span").get("lang") == "es"


def test_page_of_a_cancelled_event_says_so(client, cast):
    event = make_event(cast.outreach, state=EventState.CANCELLED)
    page = client.get(f"/events/{event.id}")
    assert "This event does not take place." in page.text
    assert page.tree.findall(".//main//form") == []


def test_a_draft_is_nobodys_business(client, cast):
    event = make_event(cast.outreach, state=EventState.DRAFT)
    client.get(f"/events/{event.id}", status=404)
    client.sign_in("coordinator").get(f"/events/{event.id}/calendar.ics", status=404)


def test_entry_for_ones_own_calendar(client, cast):
    event = make_event(cast.outreach, **DETAILS)
    answer = client.get(f"/events/{event.id}/calendar.ics").response
    entry = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")[0]
    assert answer.mimetype == "text/calendar"
    assert (entry["summary"], entry["location"]) == ("Feria de salud", "Library, 1 Main St")
    assert entry["dtstart"].dt == datetime(2026, 3, 14, 16, tzinfo=UTC)


def test_sign_up(client, cast):
    event = make_event(cast.outreach)
    sent = {"name": "Ana", "email": "ana@example.org", "party_size": "2"}
    page = client.submit(f"/events/{event.id}", sent)
    assert "You are on the list" in client.get(page.location).text
    assert list(db.session.scalars(select(SignUp.party_size))) == [2]


def test_sign_up_sent_twice_counts_once(client, cast):
    event = make_event(cast.outreach)
    path = f"/events/{event.id}"
    page = client.get(path)
    sent = {"name": "Ana", "key": page.values(page.form())["key"], "party_size": "1"}
    client.post(path, sent)
    client.post(path, sent)
    assert db.session.scalar(select(func.count()).select_from(SignUp)) == 1


def test_sign_up_keeps_what_was_typed(client, cast):
    event = make_event(cast.outreach)
    sent = {"name": "", "email": "ana@", "party_size": "21"}
    page = client.submit(f"/events/{event.id}", sent, status=422)
    assert page.errors() == ["Enter your name.", "Enter how many people come, from 1 to 20."]
    assert page.values(page.form())["email"] == ["ana@"]


def test_a_hall_signs_up_from_one_address_and_a_flood_does_not(client, cast, at):
    path = f"/events/{make_event(cast.outreach).id}"
    for number in range(PUBLIC_FORM.tries):
        client.post(path, {"name": f"Guest {number}", "party_size": "1"})
    client.post(path, {"name": "", "party_size": "1"}, status=422)
    page = client.post(f"/es{path}", {"name": "One more", "party_size": "1"}, status=429)
    assert "Muchas personas" in page.text
    assert "cuentas" not in page.text
    client.get(path)
    assert db.session.scalar(select(func.count()).select_from(SignUp)) == PUBLIC_FORM.tries
    assert "127.0.0.1" not in str(db.session.execute(select(Attempt.__table__)).all())
    at(BEFORE + timedelta(minutes=PUBLIC_FORM.minutes, seconds=1))
    client.post(path, {"name": "One more", "party_size": "1"})


def test_sign_up_is_closed_once_it_begins(client, cast, at):
    event = make_event(cast.outreach)
    page = client.get(f"/events/{event.id}")
    sent = {"name": "Ana", "key": page.values(page.form())["key"], "party_size": "1"}
    at(NOON + timedelta(minutes=1))
    client.post(f"/events/{event.id}", sent, status=409)
    assert "This event has begun or is over." in client.get(f"/events/{event.id}").text


@pytest.mark.parametrize("path", ["/ar/events/", "/ar/events/calendar/2026/3", "/zh-Hans/events/"])
def test_pages_in_other_languages(client, cast, path):
    make_event(cast.outreach, **DETAILS)
    assert "Feria de salud" in client.get(path).text


@pytest.mark.parametrize("path", ["/events/", "/events/calendar/2026/3", "/events/{event}"])
def test_public_pages_ask_little_of_the_database(client, cast, path):
    event = make_event(cast.outreach, area_id=cast.district_1.id, **DETAILS)
    for number in range(20):
        make_event(cast.outreach, title=f"Event {number}")
    path = path.format(event=event.id)
    client.get(path)  # the city's settings are remembered from here on
    with counted() as sent:
        client.get(path)
    assert len(sent) <= 3
