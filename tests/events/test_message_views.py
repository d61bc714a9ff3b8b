"""Messages of an event at the desk, and the link that stops them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from factories.afterwards import make_guest
from factories.events import NOON, make_event
from sqlalchemy import select
from statements import counted

from liaison.db import db
from liaison.events.messages.notices import UNSUBSCRIBE
from liaison.events.models.event import EventState
from liaison.events.models.message import EventMessage, EventMessageText, PlanState
from liaison.events.models.sign_up import SignUp
from liaison.events.operations.events import publish_event
from liaison.events.policy.own_links import make_token
from liaison.permissions import SYSTEM

MONDAY = datetime(2026, 3, 9, 14, tzinfo=UTC)
MATERIALS = {"kind": "materials", "audience": "came", "amount": "2", "unit": "days"}


@pytest.fixture
def event(cast, at):
    at(MONDAY)
    made = make_event(cast.outreach, state=EventState.DRAFT)
    publish_event(actor=SYSTEM, event=made, override_reason="The hall is not known yet")
    db.session.commit()
    return made


@pytest.fixture
def guest(event):
    return make_guest(event, email="ana@example.org")


def page_of(event):
    return f"/desk/events/{event.id}/messages/"


def newest():
    return db.session.scalar(select(EventMessage).order_by(EventMessage.id.desc()).limit(1))


def test_the_tab_says_what_is_planned_and_who_is_reached(client, event, guest):
    coordinator = client.sign_in("coordinator")
    with counted() as statements:
        page = coordinator.get(page_of(event))
    assert len(statements) <= 8
    assert "Reminder Mar 12, 2026, 12:00" in page.text
    assert "1 get e-mail" in page.text


@pytest.mark.parametrize(
    ("gateway", "said"),
    [
        ("https://texts.example", "1 a text message, and 0 left"),
        ("", "0 a text message, and 1 left"),
    ],
)
def test_a_number_reaches_somebody_where_the_city_sends_texts(app, client, event, gateway, said):
    make_guest(event, phone="+16125550123")
    known = app.extensions["liaison.settings"]
    app.extensions["liaison.settings"] = replace(
        known, smtp_url="smtp://mail.example", text_gateway_url=gateway
    )
    try:
        assert said in client.sign_in("coordinator").get(page_of(event)).text
    finally:
        app.extensions["liaison.settings"] = known


def test_who_only_looks_plans_nothing(client, event):
    page = client.sign_in("analyst").get(page_of(event))
    assert "Plan a message" not in page.text
    client.sign_in("analyst").get(f"{page_of(event)}new", status=403)
    client.sign_in("outsider").get(page_of(event), status=404)


def test_planning_one_with_words_in_each_language(client, event):
    words = {"words": "The slides", "words_es": "Las diapositivas", "direction": "after"}
    client.sign_in("coordinator").submit(f"{page_of(event)}new", MATERIALS | words)
    made = newest()
    assert (made.minutes, made.send_at) == (2880, NOON + timedelta(days=2))
    texts = db.session.execute(select(EventMessageText.language, EventMessageText.words)).all()
    assert [tuple(text) for text in texts] == [("es", "Las diapositivas")]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"amount": ""}, "Enter how long before or after, or a day below."),
        ({"direction": "before"}, "Enter a time after the event starts."),
        ({"amount": "400", "direction": "before"}, "Enter a time that is still to come."),
        (
            {"kind": "reminder", "direction": "after"},
            "Enter a time before the event starts.",
        ),
        ({"amount": "soon"}, "Enter a whole number, such as 25."),
    ],
)
def test_what_cannot_be_sent_is_explained_and_what_was_typed_stays(client, event, typed, error):
    sent = MATERIALS | {"words": "The slides", "direction": "after"} | typed
    page = client.sign_in("coordinator").submit(f"{page_of(event)}new", sent, status=422)
    assert error in page.errors()
    assert page.values(page.form())["words"] == ["The slides"]


def test_a_message_may_have_a_day_and_time_of_its_own(client, event):
    coordinator = client.sign_in("coordinator")
    day = {"amount": "", "send_on": ["20", "3", "2026"], "send_time": "9:30"}
    coordinator.submit(f"{page_of(event)}new", MATERIALS | day)
    made = newest()
    assert (made.minutes, made.send_at) == (None, datetime(2026, 3, 20, 13, 30, tzinfo=UTC))
    edited = {"send_time": "10:30"}
    coordinator.submit(f"{page_of(event)}{made.id}/edit", edited)
    assert newest().send_at == datetime(2026, 3, 20, 14, 30, tzinfo=UTC)


def test_one_that_is_not_wanted_is_not_sent(client, event):
    message = newest()
    path = f"{page_of(event)}{message.id}/drop"
    client.sign_in("coordinator").post(path, {})
    assert newest().state is PlanState.DROPPED
    client.sign_in("coordinator").post(path, {}, status=409)


def test_what_was_promised_and_not_sent_is_overdue(client, event, guest, at):
    at(NOON + timedelta(days=3, minutes=1))
    page = client.sign_in("coordinator").get(page_of(event))
    assert "Overdue Thanks, materials or notes were promised" in page.text


def link(guest):
    return f"/unsubscribe/{make_token(guest.id, UNSUBSCRIBE)}"


def test_the_link_stops_messages_with_one_button_and_looking_at_it_does_not(client, guest):
    page = client.get(link(guest))
    assert "Open day" in page.text
    assert not stopped(guest)
    done = client.post(link(guest), {}, status=200)
    assert "The messages are stopped" in done.text
    assert stopped(guest)
    client.post(link(guest), {"again": "1"}, status=200)
    assert not stopped(guest)


def stopped(guest):
    return db.session.scalar(select(SignUp.is_unsubscribed).where(SignUp.id == guest.id))


def test_a_mail_program_stops_them_by_itself(client, guest):
    sent = {"List-Unsubscribe": "One-Click"}
    client.browser.delete_cookie("session")
    answer = client._send("POST", f"/es{link(guest)}", status=200, data=sent)
    assert "Set-Cookie" not in answer.response.headers
    assert stopped(guest)


@pytest.mark.parametrize("change", ["x", "", "-"])
def test_a_link_somebody_made_up_opens_nothing(client, guest, change):
    client.get(f"{link(guest)[:-1]}{change}", status=404)
    client.get(f"/unsubscribe/{make_token(guest.id)}", status=404)
