"""Seats kept for liaisons: the public cannot take them, a liaison can, and they go back."""

from datetime import timedelta

import pytest
from factories.events import NOON, make_event
from factories.sign_ups import come, limit

from liaison.db import db
from liaison.events.models.sign_up import SignUpState
from liaison.events.operations.seats import keep_room
from liaison.events.operations.sign_ups import cancel_sign_up, change_sign_up
from liaison.permissions import SYSTEM, VISITOR


@pytest.fixture
def event(cast, at):
    at(NOON - timedelta(days=2))
    event = make_event(cast.outreach)
    limit(event, 3, held_for_liaisons=2)
    return event


def counts(event):
    return event.seats_promised, event.held_for_liaisons, event.capacity


def test_the_public_waits_while_a_liaison_has_a_place(event):
    come(event)
    assert come(event).state is SignUpState.WAITING
    assert come(event, as_liaison=True).state is SignUpState.SIGNED_UP
    assert counts(event) == (2, 1, 3)


def test_when_none_is_left_a_liaison_waits_like_everybody(event):
    come(event, 2, as_liaison=True)
    assert come(event, as_liaison=True).state is SignUpState.SIGNED_UP
    assert come(event, as_liaison=True).state is SignUpState.WAITING
    assert counts(event) == (3, 0, 3)


def test_a_place_that_is_left_is_kept_for_liaisons_again(event):
    come(event)
    waits = come(event)
    liaison = come(event, 2, as_liaison=True)
    change_sign_up(actor=SYSTEM, event=event, sign_up=liaison, party_size=1, language=None)
    assert counts(event) == (2, 1, 3)
    cancel_sign_up(actor=SYSTEM, sign_up=liaison)
    assert counts(event) == (1, 2, 3)
    assert waits.state is SignUpState.WAITING


def test_nothing_goes_back_from_what_staff_said_since(event):
    liaison = come(event, as_liaison=True)
    event.held_for_liaisons = 0
    keep_room(event)
    db.session.refresh(liaison)
    cancel_sign_up(actor=VISITOR, sign_up=liaison)
    assert counts(event) == (0, 0, 3)


@pytest.mark.parametrize(
    ("who", "is_asked"), [("liaison", True), ("coordinator", False), (None, False)]
)
def test_only_a_liaison_is_asked_on_the_public_page(client, event, who, is_asked):
    come(event)
    db.session.commit()
    reader = client.sign_in(who) if who else client
    page = reader.get(f"/events/{event.id}")
    assert ("as a liaison" in page.text) is is_asked
    sent = {"name": "Linh", "as_liaison": "y"}  # whoever is not asked gains nothing by saying so
    reader.submit(f"/events/{event.id}", sent, status=303)
    db.session.refresh(event)
    assert counts(event) == ((2, 1, 3) if is_asked else (1, 2, 3))


def test_staff_say_that_they_sign_up_a_liaison(client, event):
    come(event)
    db.session.commit()
    path = f"/desk/events/{event.id}/sign-ups/new"
    client.sign_in("coordinator").submit(path, {"name": "Linh", "as_liaison": "y"})
    db.session.refresh(event)
    assert counts(event) == (2, 1, 3)
