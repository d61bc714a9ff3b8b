"""Events at the desk, for each role."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from factories.events import NOON, TYPED, make_event
from factories.sign_ups import come
from sqlalchemy import select
from statements import counted

from liaison.db import db
from liaison.demographics.models import CollectionPoint
from liaison.events.models.event import Event, EventState
from liaison.events.queries.events import NEXT_FIRST, EventFilter, list_events
from liaison.places.models import Area, AreaSet

MORE_TYPED = TYPED | {
    "end_time": "20:00",
    "access": ["step_free", "accessible_toilet", "interpreter_on_request"],
    "offered_languages": ["en", "es"],
}


@pytest.fixture(autouse=True)
def before_the_day(at):
    at(NOON - timedelta(days=2))


def the_event():
    return db.session.scalars(select(Event)).one()


@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 200), ("manager", 200), ("analyst", 403), ("partner", 403), ("liaison", 403)],
)
def test_who_may_plan(client, who, status):
    client.sign_in(who).get("/desk/events/new", status=status)


def test_plan_and_publish(client, cast):
    coordinator = client.sign_in("coordinator")
    sent = MORE_TYPED | {"program_id": str(cast.outreach.id), "area_id": str(cast.district_1.id)}
    shown = coordinator.submit("/desk/events/new", sent)
    event = the_event()
    assert event.starts_at.isoformat() == "2026-06-27T22:30:00+00:00"
    assert (event.access, event.offered_languages) == (MORE_TYPED["access"], ["en", "es"])
    page = coordinator.post(f"{shown.location}/publish", {})
    page = coordinator.get(page.location)
    assert "The event is published." in page.text
    assert "Block party" in client.get("/events/").text
    assert "Published," in page.text


def test_cancel_and_undo(client, cast):
    event = make_event(cast.outreach)
    coordinator = client.sign_in("coordinator")
    page = coordinator.get(coordinator.post(f"/desk/events/{event.id}/cancel", {}).location)
    assert the_event().state is EventState.CANCELLED
    undo = page.form().get("action")
    coordinator.post(undo, {})
    assert the_event().state is EventState.PUBLISHED


def test_a_step_too_late_is_a_conflict(client, cast):
    event = make_event(cast.outreach, state=EventState.CANCELLED)
    client.sign_in("coordinator").post(f"/desk/events/{event.id}/publish", {}, status=409)


def test_form_with_errors_keeps_what_was_typed(client):
    sent = MORE_TYPED | {"title": "", "starts_on": ["31", "2", "2026"], "start_time": "late"}
    page = client.sign_in("coordinator").submit("/desk/events/new", sent, status=422)
    assert page.errors() == [
        "Enter what the event is called.",
        "Choose the programme it belongs to.",
        "Enter a day, a month and a year, such as 27 3 2026.",
        "Enter a time, such as 18:30 or 6:30 pm.",
    ]
    typed = page.values(page.form())
    assert (typed["place_name"], typed["start_time"]) == (["Elm Street"], ["late"])


def test_an_end_before_the_start_is_said_at_the_field(client, cast):
    sent = MORE_TYPED | {"program_id": str(cast.outreach.id), "end_time": "17:00"}
    page = client.sign_in("coordinator").submit("/desk/events/new", sent, status=422)
    assert page.errors() == ["Enter an end that is after the start."]


def test_edit_keeps_what_an_import_brought(client, cast):
    event = make_event(cast.outreach, audiences=["Dog owners"], ends_at=NOON + timedelta(hours=1))
    client.sign_in("coordinator").submit(f"/desk/events/{event.id}/edit", {"title": "Open house"})
    event = the_event()
    assert (event.title, event.audiences, event.starts_at) == ("Open house", ["Dog owners"], NOON)
    assert event.ends_at == NOON + timedelta(hours=1)


def test_edit_keeps_the_category_that_no_form_asks_for(client, cast):
    event = make_event(cast.outreach, category="Film")
    client.sign_in("coordinator").submit(f"/desk/events/{event.id}/edit", {"title": "Open house"})
    assert (the_event().title, the_event().category) == ("Open house", "Film")


def test_who_saves_second_hears_of_the_first_before_replacing_it(client, cast):
    path = f"/desk/events/{make_event(cast.outreach).id}/edit"
    coordinator = client.sign_in("coordinator")
    opened = coordinator.get(path)
    late = opened.values(opened.form()) | {"title": ["Second"]}
    del late["csrf_token"]  # the client sends one of its own
    coordinator.submit(path, {"title": "First"})
    page = coordinator.post(path, late, status=422)
    assert "Somebody changed this event meanwhile." in page.text
    again = page.values(page.form())
    del again["csrf_token"]
    assert (again["title"], the_event().title) == (["Second"], "First")
    coordinator.post(path, again, status=302)
    assert the_event().title == "Second"


def test_a_counted_event_offers_to_change_the_count(client, cast):
    held = NOON - timedelta(days=9)
    uncounted = make_event(cast.outreach, starts_at=held)
    counted = make_event(cast.outreach, starts_at=held, attendance=0)
    coordinator = client.sign_in("coordinator")
    assert "Enter how many came" in coordinator.get(f"/desk/events/{uncounted.id}").text
    page = coordinator.get(f"/desk/events/{counted.id}")
    assert "Change how many came" in page.text
    assert "Enter how many came" not in page.text


def test_edit_keeps_an_area_of_another_map(client, cast):
    boroughs = AreaSet(key="borough", name="Boroughs", singular="Borough")
    db.session.add(boroughs)
    db.session.flush()
    bronx = Area(area_set_id=boroughs.id, code="1", name="Bronx")
    db.session.add(bronx)
    event = make_event(cast.outreach)
    event.area = bronx
    db.session.commit()
    client.sign_in("coordinator").submit(f"/desk/events/{event.id}/edit", {})
    assert the_event().area_id == bronx.id


def test_what_is_not_theirs_is_not_there(client, cast):
    event = make_event(cast.outreach)
    outsider = client.sign_in("outsider")
    outsider.get(f"/desk/events/{event.id}", status=404)
    outsider.get(f"/desk/events/{event.id}/edit", status=404)
    outsider.post(f"/desk/events/{event.id}/cancel", {}, status=404)


def test_attendance(client, cast, at):
    event = make_event(cast.outreach)
    path = f"/desk/events/{event.id}/attendance"
    client.sign_in("coordinator").post(path, {"attendance": "30"}, status=409)
    at(NOON + timedelta(hours=3))
    coordinator = client.sign_in("coordinator")
    page = coordinator.submit(path, {"attendance": "-3"}, status=422)
    assert page.errors() == ["Enter how many people came, 0 or more."]
    coordinator.submit(path, {"attendance": "1,030", "attendance_note": "two doors"})
    assert (the_event().attendance, the_event().attendance_note) == (1030, "two doors")


def test_only_those_who_run_it_see_who_comes(client, cast):
    event = make_event(cast.outreach)
    come(event, 3, name="Ana Ruiz", email="ana@example.org")
    db.session.commit()
    path = f"/desk/events/{event.id}/sign-ups"
    assert "Ana Ruiz" in client.sign_in("coordinator").get(path).text
    client.sign_in("analyst").get(path, status=403)
    client.sign_in("outsider").get(path, status=404)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Alpha", "Beta", "Gamma"}),
        ("?state=draft", {"Beta"}),
        ("?program={meters}", {"Gamma"}),
        ("?area={area}", {"Alpha"}),
        ("?from=2026-03-15", {"Beta"}),
        ("?to=2026-03-14", {"Alpha", "Gamma"}),
        ("?text=alp&sort=title", {"Alpha"}),
        ("?sort=-attendance&state=odd&from=never", {"Alpha", "Beta", "Gamma"}),
    ],
)
def test_list_is_filtered_by_the_address(client, cast, query, shown):
    make_event(cast.outreach, title="Alpha", area_id=cast.district_1.id, attendance=4)
    later = NOON + timedelta(days=1)
    make_event(cast.outreach, title="Beta", state=EventState.DRAFT, starts_at=later)
    make_event(cast.meters, title="Gamma")
    query = query.format(meters=cast.meters.id, area=cast.district_1.id)
    text = client.sign_in("coordinator").get(f"/desk/events/{query}").text
    assert {name for name in ("Alpha", "Beta", "Gamma") if name in text} == shown


def test_list_starts_with_what_is_next_then_what_was_last(client, cast, at):
    names = ("Long ago", "Last week", "This morning", "Tomorrow", "Next month")
    for name, days in zip(names, (-400, -7, 0, 1, 30), strict=True):
        make_event(cast.outreach, title=name, starts_at=NOON + timedelta(days=days))
    at(NOON + timedelta(hours=5))
    in_order = ["This morning", "Tomorrow", "Next month", "Last week", "Long ago"]
    coordinator = client.sign_in("coordinator")
    text = coordinator.get("/desk/events/").text
    assert sorted(names, key=text.index) == in_order
    lines = coordinator.get("/desk/events/?format=csv").body.splitlines()[1:]
    assert [next(name for name in names if name in line) for line in lines] == in_order


@pytest.mark.parametrize("size", [2, 3, 5])
def test_the_next_first_are_paged_without_a_gap(cast, at, size):
    for days in (-400, -7, 0, 1, 30):
        make_event(cast.outreach, title=f"{days}", starts_at=NOON + timedelta(days=days))
    at(NOON + timedelta(hours=5))
    asked = {"zone": ZoneInfo("America/New_York"), "sort": NEXT_FIRST, "size": size}
    actor, titles = cast.actor("coordinator"), []
    for skip in range(0, 5, size):
        rows, total = list_events(actor, EventFilter(), skip=skip, **asked)
        titles += [row.title for row in rows]
        assert (total, len(rows) <= size) == (5, True)
    assert titles == ["0", "1", "30", "-7", "-400"]


def test_download_holds_what_is_shown_and_no_formula(client, cast):
    make_event(cast.outreach, title="=1+1", attendance=5)
    make_event(cast.meters, title="Gamma")
    query = f"/desk/events/?program={cast.outreach.id}"
    coordinator = client.sign_in("coordinator")
    lines = coordinator.get(f"{query}&format=csv").body.splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("'=1+1,Parks outreach,Our own event,,Published,2026-03-14,12:00,")
    assert coordinator.get(f"{query}&format=xlsx").response.data.startswith(b"PK")


@pytest.mark.parametrize("path", ["", "{event}", "{event}/edit", "new", "import"])
def test_desk_pages_ask_little_of_the_database(client, cast, path):
    for number in range(30):
        event = make_event(cast.outreach, title=f"Event {number}", area_id=cast.district_1.id)
    coordinator = client.sign_in("coordinator")
    with counted() as sent:
        coordinator.get(f"/desk/events/{path.format(event=event.id)}")
    assert len(sent) <= 8


def test_the_form_is_offered_once_on_the_day_of_the_event(client):
    event = make_event(client.cast.outreach)
    coordinator = client.sign_in("coordinator")
    path = f"/desk/events/{event.id}/offer-form"
    first, second = coordinator.post(path, {}), coordinator.post(path, {})
    assert first.location == second.location
    point = db.session.get(CollectionPoint, event.collection_point_id)
    assert (point.opens_on, point.closes_on) == (NOON.date(), NOON.date())
    assert first.location in coordinator.get(f"/desk/events/{event.id}").body
    client.sign_in("staff").post(path, {}, status=403)
    client.sign_in("outsider").post(path, {}, status=404)
