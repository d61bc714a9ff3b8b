"""What an event lacks, and until when, as tables a city clerk could read."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from factories.events import NOON, foresee, make_event, make_ready, translate

from liaison.db import db
from liaison.events.models.event import EventState, TextStatus
from liaison.events.models.need import NeedKind, NeedState
from liaison.events.models.plan import EventMaterial, EventRules, EventStaff
from liaison.events.operations.needs import due_day
from liaison.events.policy.events import ACCESS
from liaison.events.queries.events import EventFilter, list_events
from liaison.events.queries.readiness import list_lacking, list_week

ZONE = ZoneInfo("America/New_York")
ANSWERED = ["step_free", "accessible_toilet", "interpreter_on_request"]


@pytest.fixture(autouse=True)
def long_before(at):
    at(NOON - timedelta(days=60))


def lacks_of(event):
    return {item.lack.value for item in list_lacking(event)}


@pytest.mark.parametrize(
    ("said", "lacks"),
    [
        # what is said of an event that is otherwise ready, and what it then lacks
        ({}, set()),
        ({"place_name": ""}, {"place"}),
        ({"place_name": "", "address": "1 Main St"}, set()),
        ({"place_name": "", "access": [*ANSWERED, "remote"]}, set()),
        ({"offered_languages": []}, {"spoken"}),
        ({"access": ANSWERED[:2]}, {"access"}),
        ({"access": ANSWERED[:2], "access_lacking": ANSWERED[2:]}, set()),
        ({"access": [], "access_lacking": list(ACCESS)}, set()),
        ({"offered_languages": ["en", "es"]}, {"translations"}),
        ({"offered_languages": ["en", "so"]}, set()),  # the city does not write in Somali
        ({"interpretation": ["vi"]}, {"translations", "interpreter"}),
        ({"interpretation": ["so"]}, {"interpreter"}),
        ({"language": "es"}, {"translations"}),  # English is spoken there
        ({"state": EventState.DRAFT}, {"publication"}),
        ({"state": EventState.CANCELLED, "place_name": ""}, set()),
    ],
)
def test_what_is_said_of_it(cast, said, lacks):
    event = make_ready(cast.outreach, **said)
    assert lacks_of(event) == lacks


@pytest.mark.parametrize(
    ("status", "is_changed", "lacks"),
    [
        # who vouches for the Spanish text; did the English one change since?
        (None, False, {"translations"}),
        (TextStatus.MACHINE, False, {"translations"}),
        (TextStatus.HUMAN, False, set()),
        (TextStatus.REVIEWED, False, set()),
        (TextStatus.REVIEWED, True, {"translations"}),
    ],
)
def test_translations(cast, status, is_changed, lacks):
    event = make_ready(cast.outreach, offered_languages=["en", "es"])
    if status:
        translate(event, "es", status=status)
    event.summary = "New" if is_changed else event.summary
    db.session.commit()
    assert lacks_of(event) == lacks
    assert [item.languages for item in list_lacking(event)] == [("es",)] * bool(lacks)


@pytest.mark.parametrize(
    ("kind", "language", "state", "lacks"),
    [
        # what somebody asked for, and how far it is; interpreters for Somali are promised
        (None, None, None, {"interpreter"}),
        (NeedKind.INTERPRETER, "so", NeedState.REQUESTED, {"interpreter"}),
        (NeedKind.INTERPRETER, "so", NeedState.BOOKED, set()),
        (NeedKind.INTERPRETER, "so", NeedState.CONFIRMED, set()),
        (NeedKind.INTERPRETER, "so", NeedState.NOT_DELIVERED, {"interpreter"}),
        (NeedKind.INTERPRETER, "am", NeedState.BOOKED, {"interpreter"}),
        (NeedKind.SIGN_LANGUAGE, None, NeedState.REQUESTED, {"interpreter"}),
        (NeedKind.CHILDCARE, None, NeedState.REQUESTED, {"interpreter", "needs"}),
        (NeedKind.CHILDCARE, None, NeedState.BOOKED, {"interpreter"}),
        (NeedKind.FOOD, None, NeedState.REQUESTED, {"interpreter", "needed_things"}),
    ],
)
def test_interpreters_and_other_needs(cast, kind, language, state, lacks):
    event = make_ready(cast.outreach, interpretation=["so"])
    if kind:
        foresee(event, kind, language=language, state=state)
    assert lacks_of(event) == lacks


def test_staff_and_materials(cast):
    event = make_event(cast.outreach, access=ANSWERED, offered_languages=["en"])
    assert lacks_of(event) == {"staff"}
    db.session.add(EventStaff(event_id=event.id, user_id=cast.users["coordinator"].id))
    material = EventMaterial(event_id=event.id, name="Banner")
    db.session.add(material)
    db.session.commit()
    assert lacks_of(event) == {"materials"}
    material.is_ready = True
    db.session.commit()
    assert lacks_of(event) == set()


@pytest.mark.parametrize("kind", NeedKind)
def test_a_need_and_what_the_event_lacks_are_due_on_one_day(cast, kind):
    event = make_ready(cast.outreach)
    foresee(event, kind, language="so" if kind is NeedKind.INTERPRETER else None)
    [lacking] = list_lacking(event)
    assert due_day(event, kind) == lacking.due_on


def test_due_days_are_counted_back_from_the_day_of_the_event(cast):
    event = make_event(cast.outreach, place_name="", interpretation=["es"], state=EventState.DRAFT)
    db.session.add(EventMaterial(event_id=event.id, name="Banner"))
    db.session.commit()
    due = {item.lack.value: item.due_on for item in list_lacking(event)}
    assert due == {
        "place": date(2026, 2, 14),  # the event is on 14 March
        "spoken": date(2026, 2, 14),
        "access": date(2026, 2, 14),
        "staff": date(2026, 2, 28),
        "translations": date(2026, 2, 28),
        "publication": date(2026, 2, 28),
        "interpreter": date(2026, 3, 6),
        "materials": date(2026, 3, 11),
    }


def test_the_city_sets_the_days_the_questions_and_the_languages(cast):
    rules = db.session.get(EventRules, 1)
    rules.place_days, rules.required_access, rules.text_languages = 10, ["childcare"], ["vi"]
    event = make_ready(cast.outreach, place_name="", offered_languages=["en"])
    lacking = {item.lack.value: item for item in list_lacking(event)}
    assert set(lacking) == {"place", "access", "translations"}
    assert lacking["place"].due_on == date(2026, 3, 4)
    assert lacking["translations"].languages == ("vi",)


@pytest.mark.parametrize(
    ("days_before", "listed", "overdue"),
    [
        # the place is due 28 days before, staff 14; the list looks six days ahead
        (40, set(), set()),
        (35, set(), set()),
        (34, {"place"}, set()),
        (28, {"place"}, set()),
        (27, {"place"}, {"place"}),
        (20, {"place", "staff"}, {"place"}),
        (13, {"place", "staff"}, {"place", "staff"}),
        (-1, set(), set()),
    ],
)
def test_what_is_due_this_week_or_overdue(cast, at, days_before, listed, overdue):
    make_event(cast.outreach, place_name="", access=ANSWERED, offered_languages=["en"])
    now = NOON - timedelta(days=days_before)
    at(now)
    due_by = now.date() + timedelta(days=6)
    actor = cast.actor("coordinator")
    week = list_week(actor, today=now.date(), last=due_by, zone=ZONE, size=10)
    assert week.total == len(week.unready) == bool(listed)
    lacking = [item for event in week.unready for item in event.lacking]
    assert {item.lack.value for item in lacking} == listed
    assert {item.lack.value for item in lacking if item.is_overdue} == overdue


def test_the_list_of_the_unready_knows_the_same_events(cast, at):
    make_ready(cast.outreach, title="Ready")
    make_ready(cast.outreach, title="Not ready", place_name="")
    make_ready(cast.outreach, title="Over", place_name="", starts_at=NOON - timedelta(days=90))
    actor = cast.actor("coordinator")
    asked = {"zone": ZONE, "sort": "start", "skip": 0, "size": 10}
    rows, total = list_events(actor, EventFilter(is_unready=True), **asked)
    assert ([row.title for row in rows], total) == (["Not ready"], 1)


def test_nobody_hears_of_events_that_are_not_theirs(cast):
    make_event(cast.outreach, place_name="")
    last, outsider = NOON.date(), cast.actor("outsider")
    week = list_week(outsider, today=last, last=last, zone=ZONE, size=10)
    assert (week.unready, week.total, week.coming) == ([], 0, 0)
