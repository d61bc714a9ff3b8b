"""Links on the pages of an event: none leads whoever reads it to a page that is closed to them."""

from datetime import timedelta

import pytest
from factories.events import NOON, make_event
from factories.paper import make_batch

from liaison.accounts.operations.users import create_user
from liaison.db import db
from liaison.events.models.door import PaperKind
from liaison.events.models.event import EventState
from liaison.events.models.plan import EventStaff
from liaison.permissions import SYSTEM, Grant, Role


@pytest.fixture(autouse=True)
def before_the_day(at):
    at(NOON - timedelta(days=2))


def hire(cast, who, *grants):
    address = f"{who}@example.org"
    cast.users[who] = create_user(actor=SYSTEM, email=address, name=who, grants=grants)
    db.session.commit()


def links(page, start):
    found = (element.get("href") or "" for element in page.tree.iter() if element.tag == "a")
    return {href.partition("#")[0] for href in found if href.startswith(start)}


@pytest.mark.parametrize("path", ["/desk/", "/desk/events/{event.id}"])
def test_whoever_plans_elsewhere_is_not_led_to_pages_that_plan_this_event(client, cast, path):
    in_water = Grant(Role.COORDINATOR, department_id=cast.water.id)
    hire(cast, "planner of water", Grant(Role.ANALYST), in_water)
    event = make_event(cast.outreach, place_name="", state=EventState.DRAFT, interpretation=["es"])
    planner = client.sign_in("planner of water")
    page = planner.get(path.format(event=event))
    assert "the place" in page.text
    for href in links(page, f"/desk/events/{event.id}"):
        planner.get(href)
    assert f"/desk/events/{event.id}/edit" not in page.body


def test_whoever_works_at_the_door_of_another_department_sees_no_way_into_its_plans(client, cast):
    event = make_event(cast.meters)
    db.session.add(EventStaff(event_id=event.id, user_id=cast.users["staff"].id))
    db.session.commit()
    page = client.sign_in("staff").get(f"/desk/events/{event.id}/door")
    assert not links(page, f"/desk/events/{event.id}")
    assert "About this event" not in page.body


def test_a_form_is_offered_by_those_who_collect_for_the_whole_programme(client, cast):
    in_2 = Grant(Role.COORDINATOR, area_id=cast.district_2.id)
    hire(cast, "coordinator of 2", in_2)
    event = make_event(cast.outreach, area_id=cast.district_2.id)
    batch = make_batch(event, PaperKind.SIGN_IN)
    coordinator = client.sign_in("coordinator of 2")
    assert "demographic form" not in coordinator.get(f"/desk/events/{event.id}").text
    offered = coordinator.get(f"/desk/events/{event.id}/paper/new").text
    assert "Sign-in sheet" in offered
    assert "Demographic cards" not in offered
    coordinator.get(f"/desk/events/{event.id}/paper/{batch.code}")
