"""Sign-ups at the desk: a call is taken down in one short form."""

from datetime import timedelta

import pytest
from factories.events import NOON, make_event
from factories.sign_ups import come, limit
from sqlalchemy import select

from liaison.db import db
from liaison.events.models.need import AccessNeed, NeedKind
from liaison.events.models.sign_up import SignUp, SignUpState, SignUpWay
from liaison.events.operations.needs import NeedDetails

BEFORE = NOON - timedelta(days=2)


@pytest.fixture
def event(cast, at):
    at(BEFORE)
    return make_event(cast.outreach)


@pytest.fixture
def path(event):
    return f"/desk/events/{event.id}/sign-ups"


def test_a_call_is_taken_down_and_the_next_one_follows(client, event, path):
    coordinator = client.sign_in("coordinator")
    sent = {"name": "Nguyễn Thị Hoa", "phone": "212 555 0123", "party_size": "2"}
    page = coordinator.submit(f"{path}/new", sent)
    assert page.location == f"{path}/new"
    assert "There are places for 2 people. Code: " in coordinator.get(page.location).body
    assert event.seats_promised == 2
    assert "Nguyễn Thị Hoa" in coordinator.get(f"{path}?text=hoa&state=signed_up").text
    assert "Nobody like this" in coordinator.get(f"{path}?text=zzz").text
    assert "This address is known" in again(coordinator, path, sent)


def again(coordinator, path, sent):
    return coordinator.get(coordinator.submit(f"{path}/new", sent).location).body


def test_a_call_that_comes_once_it_began_is_told_so_on_the_form(client, event, path, at):
    at(NOON + timedelta(minutes=1))
    coordinator = client.sign_in("coordinator")
    page = coordinator.post(f"{path}/new", {"name": "Hoa", "party_size": "2"}, status=422)
    assert page.errors() == ["Sign-up for this event is closed."]
    assert page.values(page.form())["name"] == ["Hoa"]
    assert event.seats_promised == 0


def test_staff_give_a_place_out_of_turn_only_where_there_is_one(client, event, path):
    limit(event, 2)
    seated, waits = come(event, 2), come(event, 1)
    db.session.commit()
    coordinator = client.sign_in("coordinator")
    coordinator.post(f"{path}/{waits.id}/give-place", {})
    assert "All places are taken." in coordinator.get(path).body
    coordinator.post(f"{path}/{seated.id}/cancel", {})
    coordinator.post(f"{path}/{waits.id}/give-place", {})
    assert db.session.get_one(SignUp, waits.id).state is SignUpState.SIGNED_UP


def test_staff_may_make_room(client, event, path):
    limit(event, 1)
    come(event, 1)
    db.session.commit()
    coordinator = client.sign_in("coordinator")
    coordinator.submit(f"{path}/new", {"name": "Mayor", "party_size": "3", "over_capacity": "y"})
    assert (event.capacity, event.seats_promised) == (4, 4)


@pytest.mark.parametrize(("who", "status"), [("analyst", 403), ("liaison", 403), ("outsider", 404)])
def test_who_may_not(client, event, path, who, status):
    other = client.sign_in(who)
    made = come(event)
    db.session.commit()
    for address in (path, f"{path}/new", f"{path}/{made.id}/change"):
        other.get(address, status=status)
    for act in ("cancel", "give-place"):
        other.post(f"{path}/{made.id}/{act}", {}, status=status)


def test_a_sign_up_of_another_event(client, cast, event, path):
    other = come(make_event(cast.outreach), way=SignUpWay.STAFF)
    db.session.commit()
    client.sign_in("coordinator").post(f"{path}/{other.id}/cancel", {}, status=404)


def test_the_form_of_a_call_speaks_of_somebody_else(client, event, path):
    coordinator = client.sign_in("coordinator")
    page = coordinator.get(f"{path}/new")
    assert "Your" not in page.text
    assert coordinator.submit(f"{path}/new", {}, status=422).errors() == ["Enter a name."]


@pytest.fixture
def guest(event):
    made = come(event, 2, needs=(NeedDetails(NeedKind.CHILDCARE, words="Two children"),))
    db.session.commit()
    return made


def needs():
    asked = select(AccessNeed.kind).where(AccessNeed.state == "requested")
    return sorted(db.session.scalars(asked))


def test_staff_change_how_many_come_and_what_they_need(client, event, path, guest):
    coordinator = client.sign_in("coordinator")
    page = coordinator.get(f"{path}/{guest.id}/change")
    assert "Two children" in page.body
    said = {"party_size": "3", "needs": ["childcare", "food"]}
    assert coordinator.submit(f"{path}/{guest.id}/change", said).location == path
    assert (guest.party_size, event.seats_promised) == (3, 3)
    assert needs() == [NeedKind.CHILDCARE, NeedKind.FOOD]


def test_who_does_not_arrange_needs_sees_and_changes_none(client, path, guest):
    manager = client.sign_in("manager")
    assert "Two children" not in manager.get(f"{path}/{guest.id}/change").body
    manager.submit(f"{path}/{guest.id}/change", {"party_size": "1"})
    assert (guest.party_size, needs()) == (1, [NeedKind.CHILDCARE])


def test_a_change_for_which_there_are_no_places(client, event, path, guest):
    limit(event, 2)
    db.session.commit()
    page = client.sign_in("coordinator").submit(
        f"{path}/{guest.id}/change", {"party_size": "4"}, status=422
    )
    assert page.errors() == ["There are 2 places in all to sign up for."]
