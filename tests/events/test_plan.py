"""What an event takes, and what else happens when it does."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from factories.events import NOON, make_event
from factories.liaisons import make_liaison
from factories.plans import make_training
from sqlalchemy import select
from statements import counted

from liaison.db import db
from liaison.events.figures import count_events_with_partners
from liaison.events.forms.wall_time import key_of
from liaison.events.models.event import EventDate, EventState
from liaison.events.models.plan import EventMaterial, EventOrganisation, EventStaff
from liaison.events.queries import plan
from liaison.people.models import Organisation


@pytest.fixture(autouse=True)
def two_days_before(at):
    at(NOON - timedelta(days=2))


@pytest.fixture
def event(cast):
    return make_event(cast.outreach, ends_at=NOON + timedelta(hours=2), room="Room 1")


def page_of(event):
    return f"/desk/events/{event.id}/plan"


def work_at(event, **who):
    db.session.add(EventStaff(event_id=event.id, **who))
    db.session.commit()


def test_who_works_there_and_who_brings_what(client, cast, event):
    coordinator, path = client.sign_in("coordinator"), page_of(event)
    liaison = make_liaison(trained_on=NOON.date() - timedelta(days=9))
    db.session.commit()
    coordinator.submit(f"{path}/staff/add", {"who": f"user {cast.users['manager'].id}"})
    coordinator.submit(f"{path}/staff/add", {"who": f"liaison {liaison.id}", "task": "Welcomes"})
    twice = coordinator.submit(f"{path}/staff/add", {"who": f"liaison {liaison.id}"}, status=422)
    assert twice.errors() == ["They are there already."]
    brings = next(row.id for row in plan.list_staff_of(event.id) if row.liaison_id)
    sent = {"name": "Chairs", "quantity": "20", "brought_by_id": str(brings)}
    coordinator.submit(f"{path}/materials/add", sent)
    text = coordinator.get(f"{path}/").text
    assert "Welcomes" in text
    assert "Chairs × 20" in text


def test_a_thing_is_ready_and_stays_when_who_brings_it_leaves(client, cast):
    training = make_training(cast.outreach, user=cast.users["coordinator"])
    coordinator, path = client.sign_in("coordinator"), page_of(training)
    (chairs,) = plan.list_materials_of(training.id)
    coordinator.submit(f"{path}/materials/{chairs.id}", {"is_ready": "y"})
    assert chairs.is_ready
    coordinator.post(f"{path}/staff/{chairs.brought_by_id}/remove", {})
    assert chairs.brought_by_id is None
    coordinator.post(f"{path}/materials/{chairs.id}/remove", {})
    assert db.session.scalars(select(EventMaterial)).all() == []


def test_partners_old_and_new(client, cast, event):
    coordinator, path = client.sign_in("coordinator"), page_of(event)
    page = coordinator.submit(f"{path}/partners/add", {}, status=422)
    assert page.errors() == ["Choose an organisation or enter its name."]
    coordinator.submit(f"{path}/partners/add", {"name": "Elm Street church", "is_host": "y"})
    other = make_event(cast.outreach)
    coordinator.submit(f"{page_of(other)}/partners/add", {"name": "elm street CHURCH"})
    assert len(db.session.scalars(select(Organisation)).all()) == 1
    (host,) = plan.list_organisations_of(event.id)
    assert (host.name, host.is_host) == ("Elm Street church", True)
    assert "Elm Street church Host" in coordinator.get(f"/desk/events/{event.id}").text
    coordinator.post(f"{path}/partners/{host.organisation_id}/remove", {})
    assert plan.list_organisations_of(event.id) == []


def test_further_dates(client, event):
    coordinator, path = client.sign_in("coordinator"), page_of(event)
    sent = {"starts_on": ["15", "3", "2026"], "start_time": "10:00", "place_name": "School"}
    page = coordinator.submit(f"{path}/dates/add", sent | {"end_time": "9:00"}, status=422)
    assert page.errors() == ["Enter an end that is after the start."]
    coordinator.submit(f"{path}/dates/add", sent)
    (second,) = plan.list_event_dates(event.id)
    assert second.starts_at == datetime(2026, 3, 15, 14, 0, tzinfo=UTC)
    assert "School" in client.get(f"/events/{event.id}").text
    coordinator.post(f"{path}/dates/{second.id}/remove", {})
    assert plan.list_event_dates(event.id) == []


def test_a_further_date_in_the_hour_that_comes_twice_says_which_it_is(client, event):
    coordinator, path = client.sign_in("coordinator"), page_of(event)
    sent = {"starts_on": ["1", "11", "2026"], "start_time": "1:30"}
    page = coordinator.submit(f"{path}/dates/add", sent, status=422)
    assert "comes twice" in page.errors()[0]
    second = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    coordinator.submit(f"{path}/dates/add", sent | {"start_choice": key_of(second)})
    shown = "Nov 1, 2026, 1:30\u202fAM (Eastern Standard Time)"
    assert shown in coordinator.get(f"{path}/").body


@pytest.mark.parametrize("page", ["/desk/events/", "/desk/events/{}", "/desk/events/{}/sign-ups"])
def test_every_page_of_the_desk_says_which_hour_is_meant(client, cast, page):
    night = make_event(cast.outreach, starts_at=datetime(2026, 11, 1, 5, 30, tzinfo=UTC))
    shown = client.sign_in("coordinator").get(page.format(night.id))
    assert "Nov 1, 2026, 1:30\u202fAM (Eastern Daylight Time)" in shown.body


@pytest.mark.parametrize("typed", [["13", "3", "2026"], ["14", "3", "2026"]])
def test_a_further_date_is_not_before_the_first(client, event, typed):
    path, coordinator = f"{page_of(event)}/dates/add", client.sign_in("coordinator")
    sent = {"starts_on": typed, "start_time": "11:59", "place_name": "School"}
    page = coordinator.submit(path, sent, status=422)
    (said,) = page.errors()
    assert said.startswith("Enter a time that is not before the first date")
    assert "14" in said
    kept = page.values(page.form())
    assert (kept["starts_on"], kept["place_name"]) == (typed, ["School"])
    assert plan.list_event_dates(event.id) == []
    coordinator.submit(path, sent | {"starts_on": ["14", "3", "2026"], "start_time": "12:00"})


def test_the_first_date_is_not_moved_past_a_further_one(client, event):
    coordinator = client.sign_in("coordinator")
    sent = {"starts_on": ["15", "3", "2026"], "start_time": "10:00"}
    coordinator.submit(f"{page_of(event)}/dates/add", sent)
    edit = f"/desk/events/{event.id}/edit"
    page = coordinator.submit(edit, sent | {"starts_on": ["16", "3", "2026"]}, status=422)
    (said,) = page.errors()
    assert said.startswith("A further date is on")
    assert page.values(page.form())["starts_on"] == ["16", "3", "2026"]
    coordinator.submit(edit, sent | {"start_time": "9:00"})
    assert event.starts_at == datetime(2026, 3, 15, 13, 0, tzinfo=UTC)


def test_costs_and_hours(client, event):
    coordinator, path = client.sign_in("coordinator"), page_of(event)
    coordinator.submit(f"{path}/costs", {"cost_estimated_cents": "1,200", "minutes_planned": "4.5"})
    assert (event.cost_estimated_cents, event.minutes_planned) == (120_000, 270)
    assert event.cost_actual_cents is None
    coordinator.submit(f"{path}/costs", {"cost_actual_cents": "$1,234.05"})
    assert event.cost_actual_cents == 123_405
    page = coordinator.submit(f"{path}/costs", {"cost_actual_cents": "1.005"}, status=422)
    assert page.errors() == ["Enter an amount, such as 1200 or 12.50."]
    page = coordinator.submit(f"{path}/costs", {"minutes_worked": "long"}, status=422)
    assert page.errors() == ["Enter hours, such as 4 or 4.5."]
    page = coordinator.get(f"{path}/costs")
    assert page.values(page.form())["minutes_planned"] == ["4.5"]
    assert page.values(page.form())["cost_actual_cents"] == ["1,234.05"]
    assert "$1,234.05" in coordinator.get(f"{path}/").text
    assert "$1,200" in coordinator.get(f"{path}/").text


def test_what_is_not_theirs_is_not_there(client, cast, event):
    other = make_training(cast.outreach, user=cast.users["coordinator"])
    (chairs,) = plan.list_materials_of(other.id)
    client.sign_in("outsider").get(f"{page_of(event)}/", status=404)
    client.sign_in("analyst").get(f"{page_of(event)}/costs", status=403)
    coordinator = client.sign_in("coordinator")
    coordinator.get(f"{page_of(event)}/materials/{chairs.id}", status=404)
    coordinator.post(f"{page_of(event)}/materials/{chairs.id}/remove", {}, status=404)


@pytest.mark.parametrize(
    ("minutes", "where", "is_shown"),
    [
        (0, ("library", "room 1"), True),
        (119, ("Library", ""), True),
        (120, ("Library", "Room 1"), False),
        (-120, ("Library", "Room 1"), False),
        (0, ("Library", "Room 2"), False),
        (0, ("School", "Room 1"), False),
    ],
)
def test_the_same_room_at_the_same_time(client, event, minutes, where, is_shown):
    start, (place, room) = NOON + timedelta(minutes=minutes), where
    make_event(event.program, title="Choir", starts_at=start, place_name=place, room=room)
    text = client.sign_in("coordinator").get(f"{page_of(event)}/").text
    assert ("At the same place at the same time: Choir" in text) is is_shown


def test_somebody_at_two_places_at_once(client, cast, event):
    manager = cast.users["manager"]
    other = make_event(cast.meters, title="Choir", place_name="School")
    work_at(event, user_id=manager.id)
    work_at(other, user_id=manager.id)
    coordinator, path = client.sign_in("coordinator"), f"{page_of(event)}/"
    page = coordinator.get(path)
    assert "Manager also works at: Choir" in page.text
    assert re.search(r"also works at:\s+<a ", page.body), "the words run into the name"
    other.starts_at = NOON + timedelta(hours=3)
    db.session.commit()
    assert "Choir" not in coordinator.get(path).text
    db.session.add(EventDate(event_id=other.id, starts_at=NOON + timedelta(minutes=30)))
    db.session.commit()
    assert "Manager also works at: Choir" in coordinator.get(path).text


@pytest.mark.parametrize(("days", "is_shown"), [(-6, True), (0, True), (1, False), (-7, False)])
def test_another_department_in_the_same_area_and_week(client, cast, days, is_shown):
    area = cast.district_1.id
    event = make_event(cast.outreach, area_id=area)  # a Saturday, the last day of the week
    elsewhere = {"starts_at": NOON + timedelta(days=days), "place_name": "School"}
    make_event(cast.meters, title="Meter day", area_id=area, **elsewhere)
    make_event(cast.outreach, title="Our own", area_id=area, **elsewhere)
    make_event(cast.meters, title="Far away", area_id=cast.district_2.id, **elsewhere)
    text = client.sign_in("coordinator").get(f"{page_of(event)}/").text
    assert ("Meter day · Water" in text) is is_shown
    assert "Our own" not in text
    assert "Far away" not in text


def test_a_draft_of_others_is_not_told_by_its_name(client, cast):
    area = cast.district_1.id
    theirs = make_event(cast.meters, area_id=area)
    make_event(cast.outreach, title="Secret", area_id=area, state=EventState.DRAFT)
    make_event(cast.outreach, title="Called off", area_id=area, state=EventState.CANCELLED)
    text = client.sign_in("outsider").get(f"{page_of(theirs)}/").text
    assert "an event that is not public yet · Parks" in text
    assert "Secret" not in text
    assert "Called off" not in text


def test_a_page_asks_little_of_the_database(client, cast):
    training = make_training(cast.outreach, user=cast.users["coordinator"])
    for number in range(20):
        make_event(cast.meters, title=f"Choir {number}")
    coordinator = client.sign_in("coordinator")
    with counted() as sent:
        coordinator.get(f"{page_of(training)}/")
    assert len(sent) <= 8


def test_an_event_counts_once_and_for_each_partner(cast, at):
    church, school = Organisation(name="Church"), Organisation(name="School")
    db.session.add_all([church, school])
    db.session.flush()
    both, one = make_event(cast.outreach), make_event(cast.outreach)
    make_event(cast.outreach)
    credit(both, church, is_host=True)
    credit(both, school)
    credit(one, church)
    credit(make_event(cast.outreach, state=EventState.DRAFT), church)
    at(NOON + timedelta(days=1))
    found = count_events_with_partners(
        cast.actor("coordinator"), program_id=cast.outreach.id, year=2026
    )
    assert found.events == 2
    counts = [(row.name, row.events, row.hosted) for row in found.partners]
    assert counts == [("Church", 2, 1), ("School", 1, 0)]


def credit(event, organisation, *, is_host=False):
    db.session.add(
        EventOrganisation(event_id=event.id, organisation_id=organisation.id, is_host=is_host)
    )
    db.session.flush()
