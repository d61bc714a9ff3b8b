"""Events that repeat."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from factories.events import make_event
from factories.plans import make_training
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from statements import counted

from liaison.db import db
from liaison.events.models.event import Event, EventState
from liaison.events.models.plan import EventSeries
from liaison.events.operations.series import start_series
from liaison.events.policy.recurrence import Repeats, Repetition
from liaison.events.policy.wall_time import at_wall_time
from liaison.events.queries import plan
from liaison.permissions import SYSTEM

NEW_YORK = ZoneInfo("America/New_York")
BEGIN = datetime(2026, 2, 24, 23, 0, tzinfo=UTC)  # Tuesday at 18:00, before the clocks change
WEEKLY = {"repeats": "weekly", "interval": "1", "times": "5"}


@pytest.fixture(autouse=True)
def a_day_before(at):
    at(BEGIN - timedelta(days=1))


@pytest.fixture
def meeting(cast):
    details = {"starts_at": BEGIN, "ends_at": BEGIN + timedelta(minutes=90)}
    return make_event(cast.outreach, title="Meeting", capacity=20, **details)


@pytest.fixture
def weekly(client, meeting):
    client.sign_in("coordinator").submit(f"/desk/events/{meeting.id}/repeats/start", WEEKLY)
    return dates()


def dates():
    return list(db.session.scalars(select(Event).order_by(Event.starts_at)))


def wall(events):
    return [f"{event.starts_at.astimezone(NEW_YORK):%m-%d %H:%M}" for event in events]


def test_wall_time_stays_when_the_clocks_go_forward(weekly):
    assert wall(weekly) == [f"{day} 18:00" for day in ("02-24", "03-03", "03-10", "03-17", "03-24")]
    assert {event.ends_at - event.starts_at for event in weekly} == {timedelta(minutes=90)}
    assert weekly[2].starts_at - weekly[1].starts_at == timedelta(days=7, hours=-1)
    assert [event.state for event in weekly[1:]] == [EventState.DRAFT] * 4


def test_wall_time_stays_when_the_clocks_go_back(client, cast, at):
    begin = datetime(2026, 10, 20, 22, 0, tzinfo=UTC)
    at(begin - timedelta(days=1))
    event = make_event(cast.outreach, starts_at=begin)
    client.sign_in("coordinator").submit(f"/desk/events/{event.id}/repeats/start", WEEKLY)
    assert {time for _day, time in map(str.split, wall(dates()))} == {"18:00"}
    assert dates()[2].starts_at - dates()[1].starts_at == timedelta(days=7, hours=1)


def test_each_date_has_all_that_belongs_to_the_first(client, cast):
    event = make_training(
        cast.outreach, user=cast.users["coordinator"], starts_at=BEGIN, ends_at=None
    )
    client.sign_in("coordinator").submit(f"/desk/events/{event.id}/repeats/start", WEEKLY)
    last = dates()[-1]
    assert {text.language for text in plan.list_event_texts(last.id)} == {"ar", "es"}
    assert {text.source_hash for text in plan.list_event_texts(last.id)} == {last.text_hash}
    assert len(plan.list_staff_of(last.id)) == 2
    (second_day,) = plan.list_event_dates(last.id)
    assert second_day.starts_at - last.starts_at == timedelta(days=1)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"times": ""}, "Say when it ends: after how many times, or on which day."),
        ({"times": "200"}, "Enter a number from 2 to 104."),
        ({"interval": "26"}, "A series has at most 104 dates within two years. Let it end sooner."),
        ({"weekdays": ["4"]}, "The first day is none of those it repeats on. Choose it, too."),
        ({"interval": "0"}, "Enter a number from 1 to 26."),
    ],
)
def test_a_rule_that_cannot_be_is_refused_at_its_field(client, meeting, sent, said):
    path = f"/desk/events/{meeting.id}/repeats/start"
    sent = WEEKLY | {"times": "30"} | sent
    assert client.sign_in("coordinator").submit(path, sent, status=422).errors() == [said]
    assert len(dates()) == 1


def test_a_day_is_left_out_and_taken_up_again(client, weekly):
    coordinator = client.sign_in("coordinator")
    first, second = weekly[:2]
    coordinator.post(f"/desk/events/{first.id}/repeats/skip", {})
    coordinator.post(f"/desk/events/{second.id}/repeats/skip", {})
    assert (first.state, second.state) == (EventState.CANCELLED, EventState.DROPPED)
    series = db.session.get(EventSeries, first.series_id)
    assert series.skipped == ["2026-02-24", "2026-03-03"]
    coordinator.post(f"/desk/events/{first.id}/repeats/keep", {})
    coordinator.post(f"/desk/events/{second.id}/repeats/keep", {})
    assert (first.state, second.state) == (EventState.PUBLISHED, EventState.DRAFT)
    assert series.skipped == []


def test_one_date_changes_alone(client, weekly):
    third = weekly[2]
    coordinator = client.sign_in("coordinator")
    coordinator.submit(f"/desk/events/{third.id}/edit", {"start_time": "17:00", "end_time": ""})
    assert [line[-5:] for line in wall(weekly)] == ["18:00", "18:00", "17:00", "18:00", "18:00"]
    assert [event.is_changed_alone for event in weekly] == [False, False, True, False, False]
    assert "Changed alone" in coordinator.get(f"/desk/events/{third.id}/repeats/").text


def test_the_parts_of_a_divided_series_lead_to_each_other(client, weekly):
    coordinator = client.sign_in("coordinator")
    for place, begins in ((3, "19:30"), (1, "17:00")):
        sent = {"reach": "following", "start_time": begins, "end_time": "20:00"}
        coordinator.submit(f"/desk/events/{weekly[place].id}/edit", sent)
    first, middle, last = (
        links_to_parts(coordinator.get(f"/desk/events/{weekly[place].id}/repeats/"))
        for place in (0, 2, 4)
    )
    later = ("Later dates, from Tuesday, March 17, 2026 on", weekly[3].id)
    earlier = ("Earlier dates, up to Tuesday, February 24, 2026", weekly[0].id)
    assert first == [("Later dates, from Tuesday, March 3, 2026 on", weekly[1].id), later]
    assert middle == [earlier, later]
    assert last == [earlier, ("Earlier dates, up to Tuesday, March 10, 2026", weekly[1].id)]


def test_a_series_in_one_piece_has_no_other_parts(client, weekly):
    page = client.sign_in("coordinator").get(f"/desk/events/{weekly[0].id}/repeats/")
    assert links_to_parts(page) == []


def test_parts_of_another_department_are_not_shown(client, cast, weekly):
    sent = {"reach": "following", "start_time": "19:30", "end_time": "20:00"}
    client.sign_in("coordinator").submit(f"/desk/events/{weekly[3].id}/edit", sent)
    for event in dates()[:3]:
        event.program_id = cast.meters.id
    db.session.commit()
    outsider = client.sign_in("outsider")
    assert links_to_parts(outsider.get(f"/desk/events/{weekly[0].id}/repeats/")) == []


def links_to_parts(page):
    """What the links to other parts of a series say, and the event they lead to."""
    links = [link for link in page.tree.findall(".//main//a") if "dates," in (link.text or "")]
    return [(link.text, UUID(link.get("href").split("/")[3])) for link in links]


def test_this_and_following_change_and_the_one_changed_alone_stays(client, weekly):
    coordinator = client.sign_in("coordinator")
    coordinator.submit(f"/desk/events/{weekly[3].id}/edit", {"place_name": "Church"})
    sent = {"reach": "following", "start_time": "19:30", "end_time": "20:00", "place_name": "Hall"}
    coordinator.submit(f"/desk/events/{weekly[2].id}/edit", sent)
    assert [line[-5:] for line in wall(weekly)] == ["18:00", "18:00", "19:30", "18:00", "19:30"]
    names = [event.place_name for event in weekly]
    assert names == ["Library", "Library", "Hall", "Church", "Hall"]
    assert weekly[4].ends_at - weekly[4].starts_at == timedelta(minutes=30)
    head, tail = (db.session.get(EventSeries, weekly[place].series_id) for place in (0, 4))
    assert (head.rule[-8:], tail.rule[-7:], tail.after_id) == ("20260309", "COUNT=3", head.id)
    assert (tail.starts_time, tail.minutes) == (time(19, 30), 30)


def test_only_what_was_changed_is_carried_over(client, weekly):
    weekly[4].capacity = 99
    db.session.commit()
    sent = {"reach": "following", "title": "Assembly"}
    client.sign_in("coordinator").submit(f"/desk/events/{weekly[3].id}/edit", sent)
    assert [event.title for event in weekly] == ["Meeting"] * 3 + ["Assembly"] * 2
    assert [event.capacity for event in weekly[3:]] == [20, 99]


def test_a_later_date_that_cannot_follow_is_named(client, weekly):
    weekly[4].seats_promised = 12
    db.session.commit()
    sent = {"reach": "following", "capacity": "10"}
    path = f"/desk/events/{weekly[3].id}/edit"
    page = client.sign_in("coordinator").submit(path, sent, status=422)
    assert page.errors()[0].startswith("March 24, 2026: 12 seats are promised already.")
    assert [event.capacity for event in dates()] == [20] * 5


def test_the_day_of_all_that_follow_is_changed_by_the_rule(client, weekly):
    coordinator = client.sign_in("coordinator")
    sent = {"reach": "following", "starts_on": ["18", "3", "2026"]}
    page = coordinator.submit(f"/desk/events/{weekly[3].id}/edit", sent, status=422)
    assert "change how it repeats from here" in page.errors()[0]
    sent = {"first_on": ["11", "3", "2026"], "weekdays": ["2"], "times": "4"}
    coordinator.submit(f"/desk/events/{weekly[2].id}/repeats/change", sent)
    days = ("02-24", "03-03", "03-11", "03-18", "03-25", "04-01")
    assert wall(dates()) == [f"{day} 18:00" for day in days]
    assert [event.id for event in dates()[:5]] == [event.id for event in weekly]


def test_dates_beyond_a_shorter_rule_are_left_out(client, weekly):
    coordinator = client.sign_in("coordinator")
    sent = {"times": "2", "interval": "2", "weekdays": ["1"]}
    coordinator.submit(f"/desk/events/{weekly[1].id}/repeats/change", sent)
    taking_place = [event for event in dates() if event.state is not EventState.DROPPED]
    assert wall(taking_place) == ["02-24 18:00", "03-03 18:00", "03-17 18:00"]


def test_a_longer_rule_moves_nobody_and_takes_no_day_twice(client, weekly):
    """Neither the day left out nor the date changed alone comes back beside what stands there."""
    coordinator = client.sign_in("coordinator")
    coordinator.post(f"/desk/events/{weekly[1].id}/repeats/skip", {})
    coordinator.submit(f"/desk/events/{weekly[2].id}/edit", {"start_time": "17:00", "end_time": ""})
    coordinator.submit(f"/desk/events/{weekly[0].id}/repeats/change", {"times": "7"})
    days = ("02-24", "03-03", "03-10", "03-17", "03-24", "03-31", "04-07")
    assert [line[:5] for line in wall(dates())] == list(days)
    assert wall(weekly)[2:] == ["03-10 17:00", "03-17 18:00", "03-24 18:00"]
    assert weekly[1].state is EventState.DROPPED


def test_a_second_weekday_leaves_the_dates_of_the_first(client, weekly):
    sent = {"weekdays": ["1", "3"], "times": "8"}
    path = f"/desk/events/{weekly[0].id}/repeats/change"
    client.sign_in("coordinator").submit(path, sent)
    assert [line[:5] for line in wall(weekly)] == ["02-24", "03-03", "03-10", "03-17", "02-26"]
    assert len(dates()) == 8


def test_changing_the_rule_begins_with_the_rule_as_it_is(client, meeting):
    coordinator = client.sign_in("coordinator")
    sent = {"repeats": "weekly", "weekdays": ["1", "3"], "interval": "2", "times": "6"}
    coordinator.submit(f"/desk/events/{meeting.id}/repeats/start", sent)
    third = dates()[2]
    path = f"/desk/events/{third.id}/repeats/change"
    before = wall(dates())
    coordinator.submit(path, {})
    assert wall(dates()) == before
    assert db.session.get(EventSeries, third.series_id).rule.endswith("BYDAY=TU,TH;COUNT=4")


def test_all_drafts_are_published_at_once(client, weekly):
    for event in weekly:
        event.access = ["step_free", "accessible_toilet", "interpreter_on_request"]
    db.session.commit()
    client.sign_in("coordinator").post(f"/desk/events/{weekly[0].id}/repeats/publish", {})
    assert {event.state for event in weekly} == {EventState.PUBLISHED}


def test_who_may_change_a_series(client, weekly):
    path = f"/desk/events/{weekly[0].id}/repeats"
    assert "Leave out" not in client.sign_in("analyst").get(f"{path}/").text
    client.sign_in("analyst").post(f"{path}/skip", {}, status=403)
    client.sign_in("outsider").get(f"{path}/", status=404)
    client.sign_in("outsider").post(f"{path}/skip", {}, status=404)


def test_a_page_of_a_series_asks_little(client, weekly):
    coordinator = client.sign_in("coordinator")
    with counted() as sent:
        coordinator.get(f"/desk/events/{weekly[0].id}/repeats/")
    assert len(sent) <= 8


def test_a_night_with_a_clock_change_is_pointed_at(client, cast, at):
    begin = datetime(2026, 3, 1, 7, 30, tzinfo=UTC)  # Sunday at half past two
    at(begin - timedelta(days=1))
    event = make_event(cast.outreach, starts_at=begin)
    coordinator = client.sign_in("coordinator")
    coordinator.submit(f"/desk/events/{event.id}/repeats/start", WEEKLY)
    assert wall(dates())[:3] == ["03-01 02:30", "03-08 03:30", "03-15 02:30"]
    text = coordinator.get(f"/desk/events/{event.id}/repeats/").text
    assert "March 8, 2026 3:30 AM Draft The clocks change that night: look at the time." in text
    assert text.count("The clocks change") == 1


@settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    first=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    at=st.times(time(4), time(23, 59)).map(lambda one: one.replace(second=0, microsecond=0)),
    repeats=st.sampled_from([Repeats.WEEKLY, Repeats.MONTHLY_WEEKDAY, Repeats.DAILY]),
    times=st.integers(2, 20),
)
def test_every_date_of_any_series_has_the_wall_time_of_the_first(cast, first, at, repeats, times):
    event = make_event(cast.outreach, starts_at=at_wall_time(first, at, NEW_YORK))
    repetition = Repetition(repeats, times=times)
    series = start_series(actor=SYSTEM, event=event, repetition=repetition, zone=NEW_YORK)
    found = db.session.scalars(select(Event).where(Event.series_id == series.id)).all()
    assert len(found) == times
    assert {one.starts_at.astimezone(NEW_YORK).time() for one in found} == {at}
    assert {one.starts_at.astimezone(NEW_YORK).date() for one in found} == {
        one.occurrence_on for one in found
    }
