"""What came of an event: for staff, for everybody, and what is still owed."""

from datetime import timedelta

import pytest
from factories.events import NOON, make_event
from statements import counted

from liaison.db import db
from liaison.events.models.event import EventState


@pytest.fixture
def event(cast, at):
    at(NOON + timedelta(hours=1))
    return make_event(cast.outreach)


def page_of(event):
    return f"/desk/events/{event.id}/afterwards/"


def test_what_was_learned_and_said_is_written_down(client, event):
    typed = {"learned": "Bring more chairs", "notes": "We talked about lamps."}
    client.sign_in("coordinator").submit(page_of(event), typed)
    db.session.refresh(event)
    assert (event.learned, event.notes) == ("Bring more chairs", "We talked about lamps.")
    analyst = client.sign_in("analyst")
    with counted() as statements:
        page = analyst.get(page_of(event))
    assert len(statements) <= 8
    assert "Bring more chairs" in page.text
    analyst.post(page_of(event), typed, status=403)


def test_the_public_never_reads_what_staff_learned(client, event):
    client.sign_in("coordinator").submit(page_of(event), {"learned": "Bring more chairs"})
    assert "chairs" not in client.get(f"/events/{event.id}").text


def test_notes_are_owed_within_the_days_promised(client, event, at):
    assert "Overdue" not in client.sign_in("coordinator").get(page_of(event)).text
    at(NOON + timedelta(days=3, minutes=1))
    assert "Overdue" in client.sign_in("coordinator").get(page_of(event)).text


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.CANCELLED])
def test_nothing_came_of_what_did_not_take_place(client, cast, event, state):
    other = make_event(cast.outreach, state=state)
    page = client.sign_in("coordinator").get(page_of(other))
    assert "once the event has begun" in page.text
    client.sign_in("coordinator").post(page_of(other), {"learned": "x"}, status=409)
