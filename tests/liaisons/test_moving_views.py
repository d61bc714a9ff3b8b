"""Changing the time of a booking on the desk, and what the liaison sees of it."""

from datetime import UTC, date, datetime

import pytest
from factories.bookings import booking_called, confirm, let_interpret, make_booking
from factories.liaisons import make_liaison
from sqlalchemy import func, select

from liaison.accounts.models import RoleGrant
from liaison.db import db
from liaison.liaisons.models.booking import BookingOffer, BookingState
from liaison.liaisons.operations.offers import decline_offer
from liaison.permissions import SYSTEM, Role

SUNDAY = {"day": ["5", "4", "2026"], "starts": "14:00", "ends": "16:00"}


@pytest.fixture(autouse=True)
def _spring(at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


@pytest.fixture
def linh(cast):
    """A trained liaison who interprets and signs in."""
    user_id = cast.users["liaison"].id
    return let_interpret(make_liaison(trained_on=date(2026, 3, 1), user_id=user_id))


@pytest.fixture
def path(cast, linh):
    booking = confirm(make_booking(cast.outreach, actor=cast.actor("staff")), linh)
    db.session.commit()
    return f"/desk/bookings/{booking.id}"


def typed_in(page, **values):
    """What stands in the form, to be sent with a token of the moment."""
    held = page.values(page.form()) | values
    held.pop("csrf_token")
    return held


def test_a_coordinator_changes_the_time_and_the_liaison_takes_it(client, path):
    coordinator, own = client.sign_in("coordinator"), client.sign_in("liaison")
    assert "Change the time" in coordinator.get(path).text
    coordinator.submit(f"{path}/time", SUNDAY)
    page = coordinator.get(path)
    assert "Moved to another time, and the liaison was asked again" in page.text
    assert "Before: Saturday, April 4, 2026, 12:00" in page.text.replace("\u202f", " ")
    job = path.replace("/desk/bookings", "/field/jobs")
    page = own.get(job)
    assert "The time of this job has changed. Before: Saturday" in page.text
    assert "Sunday, April 5, 2026, 2:00" in page.text.replace("\u202f", " ")
    own.post(f"{job}/accept", {})
    assert "has changed" not in own.get(job).text
    assert "Briefed" not in coordinator.get(path).text


def test_somebody_else_is_looked_for(client, path):
    coordinator = client.sign_in("coordinator")
    coordinator.submit(f"{path}/time", SUNDAY | {"who": "no"})
    page = coordinator.get(path)
    assert "Moved to another time, for which somebody else is looked for" in page.text
    assert "Find somebody" in page.text


def test_who_may_and_who_may_not(client, cast, path):
    staff = client.sign_in("staff")
    assert "Change the time" not in staff.get(path).text
    staff.get(f"{path}/time", status=403)
    client.sign_in("manager").get(f"{path}/time", status=403)
    client.sign_in("liaison").post(f"{path}/time", SUNDAY, status=403)
    where = {"role": Role.COORDINATOR, "program_id": cast.meters.id}
    db.session.add(RoleGrant(user_id=cast.users["staff"].id, **where))
    db.session.commit()
    finds_elsewhere = client.sign_in("staff")
    finds_elsewhere.get(f"{path}/time", status=404)
    finds_elsewhere.post(f"{path}/time", SUNDAY, status=404)
    assert "Change the time" not in finds_elsewhere.get(path).text


def test_what_is_wrong_is_said_and_what_was_typed_stays(client, cast, path, linh):
    other = confirm(make_booking(cast.outreach, title="Fair", starts_at=_sunday()), linh)
    db.session.commit()
    coordinator = client.sign_in("coordinator")
    page = coordinator.submit(f"{path}/time", SUNDAY, status=422)
    assert "Does “Fair” on Sunday" in page.errors()[0]
    assert page.values(page.form())["starts"] == ["14:00"]
    assert "Saturday, April 4" in page.text
    page = coordinator.submit(f"{path}/time", {}, status=422)
    assert page.errors() == ["Enter another day or another time."]
    db.session.refresh(other)
    assert other.state is BookingState.CONFIRMED


def _sunday():
    return datetime(2026, 4, 5, 19, tzinfo=UTC)


def test_pressed_twice_it_is_moved_once(client, path):
    coordinator = client.sign_in("coordinator")
    typed = typed_in(coordinator.get(f"{path}/time"), **SUNDAY)
    for _n in range(2):
        coordinator.post(f"{path}/time", typed)
    assert db.session.scalar(select(func.count(BookingOffer.id))) == 2


def test_two_at_once_see_what_the_other_did(client, path, cast):
    coordinator = client.sign_in("coordinator")
    opened = typed_in(coordinator.get(f"{path}/time"))
    client.sign_in("administrator").submit(f"{path}/time", SUNDAY)
    page = coordinator.post(f"{path}/time", opened | {"starts": "13:00"}, status=422)
    assert "Saving again replaces what they wrote." in page.text
    coordinator.post(f"{path}/time", typed_in(page))
    assert "1:00" in coordinator.get(path).text.replace("\u202f", " ")


def test_who_said_no_meanwhile_is_not_asked_again(client, path, cast, linh):
    coordinator = client.sign_in("coordinator")
    opened = typed_in(coordinator.get(f"{path}/time"), **SUNDAY)
    client.sign_in("administrator").submit(f"{path}/time", {"starts": "11:00", "ends": "12:00"})
    decline_offer(actor=SYSTEM, booking=booking_called("Tenants’ meeting"))
    db.session.commit()
    coordinator.post(f"{path}/time", opened, status=409)
