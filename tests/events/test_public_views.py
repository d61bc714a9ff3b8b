"""What residents see of events."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from factories.events import NOON, add_date, make_event
from microdata import read_microdata
from statements import counted

from liaison.db import db
from liaison.events.models.event import EventState

BEFORE = NOON - timedelta(days=2)
SVG = "{http://www.w3.org/2000/svg}"
DETAILS = {
    "title": "Feria de salud",
    "language": "es",
    "summary": "Ven.\n\nHay comida.",
    "address": "1 Main St",
    "offered_languages": ["es", "ar"],
    "access": ["step_free", "childcare"],
}


@pytest.fixture(autouse=True)
def before_the_day(at):
    at(BEFORE)


def test_list_names_day_place_languages_and_access(client, cast):
    make_event(cast.outreach, area_id=cast.district_1.id, **DETAILS)
    page = client.get("/events/")
    for words in ("Saturday, March 14, 2026", "Library", "District 1", "Español", "Childcare"):
        assert words in page.text
    assert page.tree.find(".//main//h2/a").get("lang") == "es"


def test_list_holds_only_what_is_published_and_to_come(client, cast):
    make_event(cast.outreach, title="Shown")
    make_event(cast.outreach, title="Hidden draft", state=EventState.DRAFT)
    make_event(cast.outreach, title="Hidden past", starts_at=BEFORE - timedelta(days=1))
    make_event(cast.outreach, title="Hidden call-off", state=EventState.CANCELLED)
    text = client.get("/events/").text
    assert "Shown" in text
    assert "Hidden" not in text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("text=feria", "1 event "),
        ("text=100%25", "0 events"),
        ("language=ar", "1 event "),
        ("month=2026-03", "1 event "),
        ("month=2026-04", "1 event "),
        ("month=2026-99", "2 events"),
        ("day=2026-03-14", "1 event "),
        ("area={area}", "1 event "),
        ("access=childcare", "1 event "),
        ("access=child", "0 events"),
        ("topic=Health", "1 event "),
        ("program={program}", "2 events"),
        ("program={other}", "0 events"),
        ("from=2026-03-20", "1 event "),
        ("from=2026-03-10&to=2026-03-20", "1 event "),
        ("to=2026-03-20", "1 event "),
        ("to=2025-12-31", "1 event "),
        ("language=vi", "1 event "),
        ("area=nonsense&page=0", "2 events"),
    ],
)
def test_filters(client, cast, query, count):
    event = make_event(cast.outreach, area_id=cast.district_1.id, category="Health", **DETAILS)
    event.interpretation = ["vi"]
    db.session.commit()
    make_event(cast.outreach, starts_at=NOON + timedelta(days=31))
    make_event(cast.outreach, starts_at=NOON - timedelta(days=365))
    ids = {"area": cast.district_1.id, "program": cast.outreach.id, "other": cast.parks.id}
    assert count in client.get(f"/events/?{query.format(**ids)}").text


def test_filters_go_along_from_page_to_page(client, cast):
    make_event(cast.outreach, category="Health & care", **DETAILS)
    page = client.get("/events/?topic=Health+%26+care&language=es&month=2026-03")
    hrefs = [link.get("href") for link in page.tree.findall(".//nav[@class='sections']//a")]
    assert hrefs == [
        f"/events/{place}?language=es&topic=Health+%26+care" for place in ("", "calendar", "map")
    ]
    assert "Feria de salud" in client.get(hrefs[1]).text
    feed = page.tree.find(".//input[@id='feed-address']").get("value")
    query = "language=es&topic=Health+%26+care&month=2026-03"
    assert feed == f"http://localhost/en/events/feed.ics?{query}"
    assert f'href="{feed.replace("http", "webcal")}"'.replace("&", "&amp;") in page.body


def test_a_further_date_is_on_the_list_the_calendar_and_the_page(client, cast):
    event = make_event(cast.outreach, starts_at=BEFORE - timedelta(days=30), title="Tax help")
    later = {"place_name": "School", "address": "2 Oak St", "room": "Gym"}
    add_date(event, starts_at=NOON, ends_at=NOON + timedelta(hours=2), **later)
    page = client.get("/events/")
    assert "1 event " in page.text
    assert "Tax help Saturday, March 14, 2026 · 12:00" in page.text
    assert "School" in page.text
    assert "Tax help" in client.get("/events/calendar/2026/3").text
    assert "School , Gym 2 Oak St" in client.get(f"/events/{event.id}").text


def test_map_says_how_many_there_are_in_each_area(client, cast):
    for area in (cast.district_1, cast.district_1, None):
        make_event(cast.outreach, area_id=area.id if area else None)
    page = client.get("/events/map?language=")
    rows = [" ".join("".join(row.itertext()).split()) for row in page.tree.findall(".//tbody/tr")]
    assert rows == ["District 1 2", "District 2 0", "In no area yet, or online 1"]
    assert "Something is on in 1 of 2 areas, the most in District 1: 2." in page.text
    assert page.tree.find(".//tbody//a").get("href") == f"/events/?area={cast.district_1.id}"
    assert "Nothing is planned here yet" in client.get("/events/map?text=nothing").text


def test_picture_of_the_map(client, cast):
    for number, area in enumerate((cast.district_1, cast.district_2)):
        west = [[number, 0], [number + 1, 0], [number + 1, 1], [number, 1], [number, 0]]
        area.boundary = {"type": "Polygon", "coordinates": [west]}
    db.session.commit()
    make_event(cast.outreach, area_id=cast.district_1.id)
    answer = client.get("/events/map.svg").response
    picture = ET.fromstring(answer.data)  # noqa: S314  # our own
    assert answer.mimetype == "image/svg+xml"
    assert [title.text for title in picture.iter(f"{SVG}title")] == [
        "District 1: 1",
        "District 2: 0",
    ]
    assert [number.text for number in picture.iter(f"{SVG}text")] == ["1"]
    assert "style" not in answer.text


def test_code_for_a_camera(client, cast):
    event = make_event(cast.outreach)
    answer = client.get(f"/events/{event.id}/code.svg").response
    assert answer.mimetype == "image/svg+xml"
    assert f"/events/{event.id}/code.svg" in client.get(f"/events/{event.id}").body


def test_schema_org_is_what_the_page_says(client, cast):
    event = make_event(cast.outreach, ends_at=NOON + timedelta(hours=2), **DETAILS)
    add_date(event, starts_at=NOON + timedelta(days=7), place_name="School")
    items = read_microdata(client.get(f"/events/{event.id}").tree)
    assert len(items) == 1
    said = items[0]
    assert said["@type"] == "https://schema.org/Event"
    assert (said["name"], said["startDate"]) == ("Feria de salud", "2026-03-14T12:00:00-04:00")
    assert said["endDate"] == "2026-03-14T14:00:00-04:00"
    assert said["eventStatus"] == "https://schema.org/EventScheduled"
    place = {"name": "Library", "address": "1 Main St"}
    assert said["location"] == {"@type": "https://schema.org/Place"} | place
    assert said["description"].split() == ["Ven.", "Hay", "comida."]
    assert said["inLanguage"] == ["es", "ar"]
    assert said["organizer"]["name"] == "Parks outreach"
    assert said["subEvent"]["startDate"] == "2026-03-21T12:00:00-04:00"


def test_a_time_that_would_be_taken_for_another_stands_with_its_zone(client, cast):
    event = make_event(cast.outreach, ends_at=NOON + timedelta(hours=2))
    add_date(event, starts_at=datetime(2026, 11, 1, 6, 30, tzinfo=UTC))  # the second 1:30
    page = client.get(f"/events/{event.id}")
    assert page.text.count("(Eastern") == 1
    assert "Sunday, November 1, 2026 1:30 AM (Eastern Standard Time)" in page.text
    event.access = ["remote"]
    db.session.commit()
    assert "2:00 PM (Eastern Daylight Time)" in client.get(f"/events/{event.id}").text


def test_list_pages(client, cast):
    for number in range(21):
        make_event(cast.outreach, title=f"Event {number:02}")
    assert "21 events" in client.get("/events/").text
    assert "Event 20" in client.get("/events/?page=2").text


def test_calendar_of_a_month(client, cast):
    make_event(cast.outreach)
    for number in range(7):
        make_event(cast.outreach, title=f"Talk {number}", starts_at=NOON + timedelta(days=1))
    page = client.get("/events/calendar/2026/3")
    assert "Open day" in page.text
    assert "2 more on March 15, 2026" in page.text
    assert "/events/calendar/2026/4" in page.body
    assert "Open day" not in client.get("/events/calendar/2026/2").text
    assert client.get("/events/calendar").text.startswith("Events in March 2026")


def days_with(page, words):
    cells = [" ".join("".join(cell.itertext()).split()) for cell in page.tree.iter("td")]
    return [re.sub(r"\D*(\d+).*", r"\1", cell) for cell in cells if words in cell]


def test_an_event_of_several_days_is_on_each_of_them(client, cast):
    start = NOON + timedelta(days=15)  # March 29
    make_event(cast.outreach, title="Fair", starts_at=start, ends_at=start + timedelta(days=4))
    make_event(cast.outreach, title="Ball", starts_at=NOON, ends_at=NOON + timedelta(hours=15))
    march, april = (client.get(f"/events/calendar/2026/{month}") for month in (3, 4))
    assert days_with(march, "Fair") == ["29", "30", "31"]
    assert days_with(march, "Goes on Fair") == ["30", "31"]
    assert days_with(april, "Goes on Fair") == ["1", "2"]
    assert days_with(march, "Ball") == ["14"]  # over at three in the morning


def test_the_list_of_a_day_has_what_goes_on_then(client, cast):
    make_event(cast.outreach, title="Fair", ends_at=NOON + timedelta(days=3))
    add_date(make_event(cast.outreach, title="Talk"), starts_at=NOON + timedelta(days=2))
    page = client.get("/events/?day=2026-03-16")
    assert "Fair Saturday, March 14, 2026 · 12:00" in page.text
    assert "until Tuesday, March 17, 2026" in page.text
    assert "2 events" in page.text
    assert "Fair" not in client.get("/events/?day=2026-03-18").text
    assert "Fair" not in client.get("/events/?day=2026-03-13").text


@pytest.mark.parametrize("month", ["2026/13", "2026/0", "1/1", "9999/12"])
def test_no_calendar_of_months_that_are_none(client, month):
    client.get(f"/events/calendar/{month}", status=404)


def test_page_of_an_event(client, cast):
    event = make_event(cast.outreach, ends_at=NOON + timedelta(hours=2), **DETAILS)
    page = client.get(f"/events/{event.id}")
    for words in ("12:00", "2:00", "Library", "1 Main St", "Step-free entrance", "Parks outreach"):
        assert words in page.text
    assert page.tree.find(".//h1/span").get("lang") == "es"


def test_page_of_a_cancelled_event_says_so(client, cast):
    event = make_event(cast.outreach, state=EventState.CANCELLED)
    page = client.get(f"/events/{event.id}")
    assert "This event does not take place." in page.text
    assert page.tree.findall(".//main//form") == []


def test_a_draft_is_nobodys_business(client, cast):
    event = make_event(cast.outreach, state=EventState.DRAFT)
    client.get(f"/events/{event.id}", status=404)
    client.sign_in("coordinator").get(f"/events/{event.id}/calendar.ics", status=404)


@pytest.mark.parametrize("path", ["/ar/events/", "/ar/events/calendar/2026/3", "/zh-Hans/events/"])
def test_pages_in_other_languages(client, cast, path):
    make_event(cast.outreach, **DETAILS)
    assert "Feria de salud" in client.get(path).text


@pytest.mark.parametrize("path", ["/events/", "/events/calendar/2026/3", "/events/{event}"])
def test_public_pages_ask_little_of_the_database(client, cast, path):
    event = make_event(cast.outreach, area_id=cast.district_1.id, **DETAILS)
    for number in range(20):
        make_event(cast.outreach, title=f"Event {number}")
    path = path.format(event=event.id)
    client.get(path)  # the city's settings are remembered from here on
    with counted() as sent:
        client.get(path)
    assert len(sent) <= 5
