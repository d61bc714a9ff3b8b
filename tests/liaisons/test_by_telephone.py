"""What liaisons without an account say on the telephone is taken down at the desk."""

from datetime import UTC, date, datetime, timedelta

import pytest
from factories.bookings import confirm, let_interpret, make_booking
from factories.liaisons import make_liaison
from sqlalchemy import select

from liaison.db import db
from liaison.liaisons.models.work import WorkEntry
from liaison.liaisons.operations.offers import offer_booking
from liaison.permissions import SYSTEM

NOON = datetime(2026, 4, 1, 16, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _spring(at):
    at(NOON)


@pytest.fixture
def mai(cast):
    """A trained liaison who interprets and has no account."""
    return let_interpret(make_liaison("Mai Nguyen", trained_on=date(2026, 3, 1)))


def test_an_answer_on_the_telephone(client, cast, mai):
    booking = make_booking(cast.outreach)
    offer_booking(actor=SYSTEM, booking=booking, liaison=mai)
    db.session.commit()
    path = f"/desk/bookings/{booking.id}/answer"
    coordinator = client.sign_in("coordinator")
    assert coordinator.submit(path, {}, status=422).errors() == ["Choose what they said."]
    coordinator.submit(path, {"answer": "yes"})
    db.session.refresh(booking)
    assert booking.liaison_id == mai.id


def test_a_debrief_on_the_telephone(client, cast, mai, at):
    booking = confirm(make_booking(cast.outreach), mai)
    db.session.commit()
    path = f"/desk/bookings/{booking.id}"
    coordinator = client.sign_in("coordinator")
    assert "Take down how it was" not in coordinator.get(path).text
    at(NOON + timedelta(days=4))
    client.sign_in("staff").get(f"{path}/debrief", status=403)
    coordinator = client.sign_in("coordinator")
    assert "Take down how it was" in coordinator.get(path).text
    assert coordinator.submit(f"{path}/debrief", {}, status=422).errors() == [
        "Enter what people said."
    ]
    for _press in range(2):
        coordinator.post(f"{path}/debrief", {"minutes": "90", "said": "Rents go up."})
    assert "Rents go up." in coordinator.get(path).text
    entry = db.session.scalars(select(WorkEntry)).one()
    entered = (entry.liaison_id, entry.minutes, entry.entered_by_id)
    assert entered == (mai.id, 90, cast.users["coordinator"].id)
