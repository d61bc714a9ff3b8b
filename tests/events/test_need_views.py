"""Access needs over HTTP."""

from datetime import UTC, datetime, timedelta

import pytest
from factories.events import NOON, make_event
from sqlalchemy import select
from statements import counted

from liaison.accounts.operations.users import create_user
from liaison.db import db
from liaison.events.models.need import AccessNeed, NeedKind, NeedState
from liaison.events.operations.needs import NeedDetails, ask_need
from liaison.permissions import SYSTEM, Grant, Role

CITY = "/desk/needs/"


@pytest.fixture
def event(cast, at):
    at(datetime(2026, 3, 2, 14, tzinfo=UTC))
    return make_event(cast.outreach, ends_at=NOON + timedelta(hours=2))


@pytest.fixture
def need(event):
    details = NeedDetails(NeedKind.INTERPRETER, "es", "My mother speaks Spanish")
    made = ask_need(actor=SYSTEM, event=event, sign_up=None, details=details)
    db.session.commit()
    return made


def page_of(event):
    return f"/desk/events/{event.id}/needs/"


def state_of(need):
    return db.session.scalar(select(AccessNeed.state).where(AccessNeed.id == need.id))


@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 200), ("administrator", 200), ("manager", 403), ("analyst", 403)],
)
def test_only_those_who_fulfil_needs_see_them(client, event, who, status):
    client.sign_in(who).get(CITY, status=status)
    client.sign_in(who).get(page_of(event), status=status)


def test_others_do_not_even_see_the_tab(client, event):
    overview = f"/desk/events/{event.id}"
    assert "Access needs" in client.sign_in("coordinator").get(overview).text
    assert "Access needs" not in client.sign_in("manager").get(overview).text


def test_the_city_sees_what_is_due_this_week_first(client, event, need):
    page = client.sign_in("coordinator").get(CITY)
    assert "Español" in page.text
    assert "Mar 6, 2026 This week" in page.text
    assert "My mother" not in page.text


def test_the_list_takes_few_statements_however_long_it_is(client, event, need):
    for kind in (NeedKind.CHILDCARE, NeedKind.FOOD, NeedKind.CAPTIONS) * 4:
        ask_need(actor=SYSTEM, event=event, sign_up=None, details=NeedDetails(kind))
    db.session.commit()
    coordinator = client.sign_in("coordinator")
    for path in (CITY, page_of(event), f"{page_of(event)}{need.id}"):
        with counted() as statements:
            coordinator.get(path)
        assert len(statements) <= 8, path


def test_booking_starts_from_the_last_booking_and_the_length_of_the_event(client, event, need):
    coordinator = client.sign_in("coordinator")
    path = f"{page_of(event)}{need.id}/book?from=city"
    filled = {"vendor": "Words Ltd", "cost_cents": "180.50"}
    assert coordinator.submit(path, filled).location.endswith(CITY)
    db.session.refresh(need)
    assert (need.state, need.minutes, need.cost_cents) == (NeedState.BOOKED, 120, 18_050)
    details = NeedDetails(NeedKind.INTERPRETER, "es")
    second = ask_need(actor=SYSTEM, event=event, sign_up=None, details=details)
    db.session.commit()
    page = coordinator.get(f"{page_of(event)}{second.id}/book")
    held = page.values(page.form())
    assert held["vendor"] == ["Words Ltd"]
    assert held["cost_cents"] == ["180.50"]


def test_what_another_department_booked_is_not_shown(client, cast, need):
    in_water = Grant(Role.COORDINATOR, department_id=cast.water.id)
    cast.users["planner of water"] = create_user(
        actor=SYSTEM, email="water@example.org", name="Planner", grants=(in_water,)
    )
    need.state, need.vendor, need.cost_cents = NeedState.BOOKED, "Words Ltd", 18000
    theirs = make_event(cast.meters)
    details = NeedDetails(NeedKind.INTERPRETER, "es")
    asked = ask_need(actor=SYSTEM, event=theirs, sign_up=None, details=details)
    db.session.commit()
    page = client.sign_in("planner of water").get(f"{page_of(theirs)}{asked.id}/book")
    assert page.values(page.form())["vendor"] == [""]


def test_from_requested_to_there(client, event, need, at):
    coordinator = client.sign_in("coordinator")
    path = f"{page_of(event)}{need.id}"
    coordinator.submit(f"{path}/book", {"vendor": "Words Ltd"})
    coordinator.post(f"{path}/steps/confirm_need", {})
    at(NOON + timedelta(minutes=5))
    coordinator = client.sign_in("coordinator")
    coordinator.post(f"{path}/steps/deliver_need", {})
    assert state_of(need) is NeedState.DELIVERED
    assert "Was there" in coordinator.get(path).text


def test_a_reason_is_asked_for_and_kept_while_it_is_missing(client, event, need):
    coordinator = client.sign_in("coordinator")
    path = f"{page_of(event)}{need.id}/fail"
    for nothing in ("", "  \n "):
        page = coordinator.submit(path, {"reason": nothing}, status=422)
        assert page.errors() == ["Enter why it was not there."]
    coordinator.submit(path, {"reason": "The interpreter fell ill"})
    assert state_of(need) is NeedState.NOT_DELIVERED


def test_what_a_person_enters_at_an_invented_event_is_not_invented(client, event):
    event.is_invented = True
    db.session.commit()
    path = f"/desk/events/{event.id}/needs/new"
    client.sign_in("coordinator").submit(path, {"kind": "childcare"})
    made = db.session.scalars(select(AccessNeed).where(AccessNeed.kind == NeedKind.CHILDCARE)).one()
    assert not made.is_invented


def test_staff_may_add_what_nobody_asked_for(client, event):
    coordinator = client.sign_in("coordinator")
    path = f"{page_of(event)}new"
    page = coordinator.submit(path, {"kind": "interpreter"}, status=422)
    assert page.errors() == ["Choose the language the interpreter should speak."]
    coordinator.submit(path, {"kind": "interpreter", "language": "so"})
    made = db.session.scalar(select(AccessNeed))
    assert (made.language, made.sign_up_id) == ("so", None)


@pytest.mark.parametrize("verb", ["book_need", "erase_everything"])
def test_no_other_step_by_a_button(client, event, need, verb):
    client.sign_in("coordinator").post(f"{page_of(event)}{need.id}/steps/{verb}", {}, status=404)


def test_a_need_of_another_event_is_not_found(client, cast, event, need):
    other = make_event(cast.meters)
    client.sign_in("coordinator").get(f"{page_of(other)}{need.id}", status=404)


def test_the_front_page_of_the_desk_says_what_is_due(client, event, need):
    assert "1 has to be booked this week." in client.sign_in("coordinator").get("/desk/").text
    assert "has to be booked" not in client.sign_in("manager").get("/desk/").text
