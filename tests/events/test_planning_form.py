"""What the form of an event refuses, asks and keeps."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from factories.events import NOON, make_event
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from liaison.db import db
from liaison.events.models.event import Event
from liaison.events.policy.wall_time import at_wall_time, is_shown, move_days, readings

NEW_YORK = ZoneInfo("America/New_York")
FORWARD, BACK = date(2026, 3, 8), date(2026, 11, 1)  # the clocks change at two


def typed(cast, day, **fields):
    written = {
        "title": "Night walk",
        "program_id": str(cast.outreach.id),
        "starts_on": [str(day.day), str(day.month), str(day.year)],
        "start_time": "01:30",
    }
    return written | fields


def start():
    return db.session.scalars(select(Event.starts_at)).one()


def test_a_time_that_comes_twice_is_asked_about(client, cast):
    coordinator = client.sign_in("coordinator")
    page = coordinator.submit("/desk/events/new", typed(cast, BACK), status=422)
    assert page.errors() == [
        "The clocks go back that night, and this time comes twice. Choose which you mean."
    ]
    assert "(EDT, UTC-0400)" in page.text
    assert "(EST, UTC-0500)" in page.text
    answer = page.values(page.form()) | {"start_choice": "2026-11-01T06:30:00+00:00"}
    coordinator.post("/desk/events/new", {k: v for k, v in answer.items() if k != "csrf_token"})
    assert start() == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize("year", ["27", "1", "0027"])
def test_a_year_is_typed_in_full(client, cast, year):
    sent = typed(cast, BACK) | {"starts_on": ["14", "3", year]}
    page = client.sign_in("coordinator").submit("/desk/events/new", sent, status=422)
    assert page.errors() == ["Enter a day, a month and a year, such as 27 3 2026."]


def test_sign_up_does_not_close_after_the_event(client, cast):
    """As it would where an event is moved forward and its last day to sign up is forgotten."""
    sent = typed(cast, date(2026, 6, 27), closes_on=["28", "6", "2026"])
    coordinator = client.sign_in("coordinator")
    page = coordinator.submit("/desk/events/new", sent, status=422)
    assert page.errors() == ["Enter a day that is not after the event, or leave it blank."]
    coordinator.submit("/desk/events/new", sent | {"closes_on": ["27", "6", "2026"]})


def test_an_event_may_end_on_another_day(client, cast):
    day = date(2026, 6, 27)
    coordinator = client.sign_in("coordinator")
    sent = typed(cast, day, start_time="22:00", end_time="1:00")
    page = coordinator.submit("/desk/events/new", sent, status=422)
    assert page.errors() == ["Enter an end that is after the start."]
    sent |= {"ends_on": ["28", "6", "2026"]}
    page = coordinator.submit("/desk/events/new", sent | {"end_time": ""}, status=422)
    assert page.errors() == ["Enter the time it ends."]
    shown = coordinator.get(coordinator.submit("/desk/events/new", sent).location)
    assert "Jun 28, 2026, 1:00 AM" in shown.text.replace("\u202f", " ")


def test_an_event_of_several_days_keeps_its_end_when_its_title_changes(client, cast):
    details = {"starts_at": NOON, "ends_at": NOON + timedelta(days=2, hours=-5)}
    event = make_event(cast.outreach, **details)
    coordinator = client.sign_in("coordinator")
    coordinator.submit(f"/desk/events/{event.id}/edit", {"title": "Fair"})
    assert (event.title, event.ends_at) == ("Fair", details["ends_at"])
    first, last = NOON.astimezone(NEW_YORK), details["ends_at"].astimezone(NEW_YORK)
    assert f"to {last:%A, %B} {last.day}, 2026," in client.get(f"/events/{event.id}").text
    assert f"{first:%A, %B} {first.day}, 2026" in client.get(f"/events/{event.id}").text


def test_a_mistake_does_not_hide_that_somebody_changed_the_event(client, cast):
    event = make_event(cast.outreach, title="Walk")
    path = f"/desk/events/{event.id}/edit"
    coordinator, manager = client.sign_in("coordinator"), client.sign_in("manager")
    page = coordinator.get(path)
    opened = {k: v for k, v in page.values(page.form()).items() if k != "csrf_token"}
    manager.submit(path, {"title": "Walk of the manager"})
    page = coordinator.post(path, opened | {"title": ""}, status=422)
    again = {k: v for k, v in page.values(page.form()).items() if k != "csrf_token"}
    page = coordinator.post(path, again | {"title": "Walk of the coordinator"}, status=422)
    assert page.errors()[0].startswith("Somebody changed this event meanwhile.")
    assert event.title == "Walk of the manager"


def test_what_somebody_else_wrote_stands_beside_what_was_typed(client, cast, at):
    at(datetime(2026, 3, 9, 14, 5, tzinfo=UTC))
    event = make_event(cast.outreach, title="Walk", access=["step_free"], room="Hall")
    path, coordinator = f"/desk/events/{event.id}/edit", client.sign_in("coordinator")
    opened = coordinator.get(path)
    late = opened.values(opened.form()) | {"title": "Run", "capacity": "5"}
    del late["csrf_token"]  # the client sends one of its own
    at(datetime(2026, 3, 9, 15, 5, tzinfo=UTC))
    theirs = {"start_time": "6:30 pm", "access": [], "takes_sign_ups": "y", "capacity": "1200"}
    client.sign_in("manager").submit(path, theirs)
    page = coordinator.post(path, late, status=422)
    rows = differences(page)
    assert list(rows) == ["Title", "Starts at", "Access", "Seats"]
    who = "Manager, Mar 9, 2026, 11:05 AM"
    assert rows["Starts at"] == f"6:30 PM {who} You typed: 12:00 PM"
    assert rows["Access"] == f"Nothing is written here. {who} You typed: Step-free entrance"
    assert rows["Seats"] == f"1,200 {who} You typed: 5"
    assert rows["Title"].endswith("You typed: Run")


def differences(page):
    """The words of each row of what is stored now, by the name of its field."""
    rows = page.tree.findall(".//main//dl[@class='govuk-summary-list']/div")
    return {words(row.find("dt")): words(row.find("dd")) for row in rows}


def words(element):
    return " ".join("".join(element.itertext()).split())


def test_a_time_the_clocks_jump_over_is_asked_about(client, cast):
    sent = typed(cast, FORWARD, start_time="02:30")
    coordinator = client.sign_in("coordinator")
    page = coordinator.submit("/desk/events/new", sent, status=422)
    assert "jump over this time" in page.errors()[0]
    sent["start_choice"] = "2026-03-08T07:30:00+00:00"
    coordinator.submit("/desk/events/new", sent)
    assert start().astimezone(NEW_YORK).time() == time(3, 30)


def test_an_end_is_asked_about_too(client, cast):
    sent = typed(cast, BACK, start_time="00:30", end_time="01:30")
    page = client.sign_in("coordinator").submit("/desk/events/new", sent, status=422)
    assert len(page.errors()) == 1
    assert len(page.tree.findall(".//input[@name='end_choice']")) == 2


def test_who_changes_such_an_event_is_not_asked_again(client, cast):
    at = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    event = make_event(cast.outreach, starts_at=at)
    client.sign_in("coordinator").submit(f"/desk/events/{event.id}/edit", {"title": "Owls"})
    assert (event.title, event.starts_at) == ("Owls", at)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"capacity": "0"}, "Enter the number of seats."),
        ({"capacity": "many"}, "Enter a whole number, such as 25."),
        ({"capacity": "5", "held_for_walk_ins": "4", "held_for_liaisons": "2"}, "Enter at least"),
        ({"held_for_walk_ins": "-1"}, "Enter how many, 0 or more."),
    ],
)
def test_seats_that_cannot_be(client, cast, sent, said):
    sent = typed(cast, BACK, start_time="10:00") | sent
    page = client.sign_in("coordinator").submit("/desk/events/new", sent, status=422)
    assert page.errors()[0].startswith(said)


def test_there_are_never_fewer_seats_than_are_promised(client, cast):
    event = make_event(cast.outreach, capacity=20, held_for_walk_ins=2)
    event.seats_promised = 12
    db.session.commit()
    coordinator = client.sign_in("coordinator")
    path = f"/desk/events/{event.id}/edit"
    page = coordinator.submit(path, {"capacity": "13"}, status=422)
    assert page.errors() == [
        "12 seats are promised already. With those that are kept, enter 14 or more."
    ]
    coordinator.submit(path, {"capacity": "14"})
    assert event.capacity == 14


def test_when_sign_up_closes(client, cast):
    coordinator = client.sign_in("coordinator")
    path = f"/desk/events/{make_event(cast.outreach).id}/edit"
    closes = select(Event.closes_at)
    coordinator.submit(path, {"closes_on": ["12", "3", "2026"]})
    assert db.session.scalar(closes) == datetime(2026, 3, 13, 4, 0, tzinfo=UTC)
    coordinator.submit(path, {})
    assert db.session.scalar(closes) == datetime(2026, 3, 13, 4, 0, tzinfo=UTC)
    coordinator.submit(path, {"closes_time": "17:00"})
    assert db.session.scalar(closes) == datetime(2026, 3, 12, 21, 0, tzinfo=UTC)


ZONES = st.sampled_from(
    [ZoneInfo(name) for name in ("America/New_York", "Europe/London", "Australia/Lord_Howe")]
)
DAYS, CLOCK = (
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.times().map(lambda at: at.replace(microsecond=0)),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(day=DAYS, at=CLOCK, zone=ZONES)
def test_every_wall_time_means_one_instant_or_two(day, at, zone):
    possible = readings(day, at, zone)
    shown = [p.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, at) for p in possible]
    assert len(possible) in {1, 2}
    assert possible == tuple(sorted(possible))
    assert all(shown) if is_shown(day, at, zone) else not any(shown)
    assert at_wall_time(day, at, zone) in possible


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(day=DAYS, at=CLOCK, zone=ZONES, days=st.integers(-400, 400))
def test_moving_by_days_keeps_the_wall_time(day, at, zone, days):
    moved = move_days(at_wall_time(day, time(12), zone), days, zone).astimezone(zone)
    assert (moved.date(), moved.time()) == (day + timedelta(days=days), time(12))


def test_a_week_with_a_clock_change_is_an_hour_longer_or_shorter():
    assert move_days(NOON, -7, NEW_YORK) - NOON == timedelta(days=-7, hours=1)
