"""Where people at the desk meet what events lack: front page, list, the event's page."""

from datetime import timedelta

import pytest
from factories.events import NOON, make_event, make_ready
from statements import counted

from liaison.events.models.event import EventState


@pytest.fixture(autouse=True)
def before_the_day(at):
    at(NOON - timedelta(days=2))


def test_the_front_page_lists_what_is_due_without_a_filter(client, cast):
    make_ready(cast.outreach, title="Prepared")
    make_ready(cast.outreach, place_name="", title="Placeless", state=EventState.DRAFT)
    text = client.sign_in("coordinator").get("/desk/").text
    assert "2 events in the next seven days." in text
    assert "Placeless , Saturday, March 14, 2026" in text
    assert "the place : was due on February 14, 2026" in text
    assert "publication : was due on February 28, 2026" in text
    assert "Prepared" not in text


def test_the_front_page_looks_further_than_a_week_for_what_is_due_early(client, cast):
    make_event(cast.outreach, place_name="", title="Far", starts_at=NOON + timedelta(days=25))
    text = client.sign_in("coordinator").get("/desk/").text
    assert "0 events in the next seven days." in text
    assert "the place : was due on March 11, 2026" in text
    assert "staff" not in text


def test_the_front_page_says_when_nothing_is_due(client, cast):
    make_ready(cast.outreach)
    assert "Nothing is due for any event this week." in client.sign_in("analyst").get("/desk/").text


def test_the_front_page_counts_what_it_does_not_show(client, cast):
    for number in range(12):
        make_event(cast.outreach, title=f"Event {number:02}")
    coordinator = client.sign_in("coordinator")
    coordinator.get("/desk/")  # the city's settings are kept for a while
    with counted() as sent:
        page = coordinator.get("/desk/")
    assert "And 2 more events." in page.text
    assert "Event 09" in page.text
    assert "Event 10" not in page.text
    assert len(sent) <= 8


def test_the_list_is_narrowed_to_those_that_lack_something(client, cast):
    make_ready(cast.outreach, title="Prepared")
    make_ready(cast.outreach, title="Placeless", place_name="")
    coordinator = client.sign_in("coordinator")
    with counted() as sent:
        page = coordinator.get("/desk/events/?lacks=yes")
    assert "Lacks: the place" in page.text
    assert "Prepared" not in page.text
    assert len(sent) <= 8
    assert "Prepared" in coordinator.get("/desk/events/").text


def test_the_page_of_an_event_says_what_it_lacks_until_it_begins(client, cast, at):
    event = make_ready(cast.outreach, offered_languages=["en", "es", "vi"])
    coordinator = client.sign_in("coordinator")
    text = coordinator.get(f"/desk/events/{event.id}").text
    assert "translations (Spanish and Vietnamese): was due on February 28, 2026" in text
    at(NOON + timedelta(minutes=1))
    coordinator = client.sign_in("coordinator")
    assert "Still lacking" not in coordinator.get(f"/desk/events/{event.id}").text


def test_the_form_keeps_for_whom_interpreters_come(client, cast):
    event = make_event(cast.outreach, interpretation=["so"])
    coordinator = client.sign_in("coordinator")
    coordinator.submit(f"/desk/events/{event.id}/edit", {"interpretation": ["so", "am"]})
    assert set(event.interpretation) == {"am", "so"}
    assert "Interpreters come for" in coordinator.get(f"/desk/events/{event.id}").text


def test_the_public_finds_an_event_by_a_language_interpreted_there(client, cast):
    make_event(cast.outreach, title="Spoken", offered_languages=["so"])
    make_event(cast.outreach, title="Interpreted", interpretation=["so"])
    make_event(cast.outreach, title="Other", offered_languages=["en"])
    text = client.get("/events/?language=so").text
    assert {name for name in ("Spoken", "Interpreted", "Other") if name in text} == {
        "Spoken",
        "Interpreted",
    }


@pytest.mark.parametrize("path", ["/desk/", "/desk/events/{event.id}"])
def test_what_is_lacking_leads_to_where_it_is_mended(client, cast, path):
    event = make_event(cast.outreach, place_name="", state=EventState.DRAFT, interpretation=["es"])
    coordinator = client.sign_in("coordinator")
    page = coordinator.get(path.format(event=event))
    for end in ("edit", "access", "plan/staff/add", "languages/", "publish", "needs/"):
        assert f'href="/desk/events/{event.id}/{end}"' in page.body
        coordinator.get(f"/desk/events/{event.id}/{end}")
    page = client.sign_in("analyst").get(path.format(event=event))
    assert f'href="/desk/events/{event.id}/edit"' not in page.body
