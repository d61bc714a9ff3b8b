"""Sharing out all bookings that wait, on its page."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from factories.bookings import let_interpret, make_booking
from factories.liaisons import make_liaison

from liaison.db import db
from liaison.liaisons.models.booking import BookingState


@pytest.fixture(autouse=True)
def _spring(at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


@pytest.fixture
def linh(cast):
    """A trained liaison who interprets."""
    return let_interpret(make_liaison(trained_on=date(2026, 3, 1)))


def test_sharing_out_asks_each_of_those_ticked(client, cast, linh):
    mai = let_interpret(make_liaison("Mai", trained_on=date(2026, 3, 1)))
    bookings = [make_booking(cast.outreach, title=f"Meeting {n}") for n in range(3)]
    db.session.commit()
    coordinator = client.sign_in("coordinator")
    page = coordinator.get("/desk/bookings/share-out")
    assert "Ask Linh Tran" in page.text
    assert "Ask Mai" in page.text
    assert "Whoever fits is needed for another booking." in page.text
    boxes = [box.get("value") for box in page.form().iter("input") if box.get("name") == "pair"]
    coordinator.post("/desk/bookings/share-out", {"pair": [*boxes, f"{uuid4()} {mai.id}", "x"]})
    db.session.expire_all()
    states = [booking.state for booking in bookings]
    assert states.count(BookingState.OFFERED) == 2


def test_where_nobody_can_be_asked_there_is_nothing_to_press(client, cast):
    make_booking(cast.outreach, language="ht")
    db.session.commit()
    page = client.sign_in("coordinator").get("/desk/bookings/share-out")
    assert "There is nobody on your roster." in page.text
    assert "Ask all who are ticked" not in page.text
