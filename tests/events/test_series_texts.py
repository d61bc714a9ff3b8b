"""What is translated for one date of a series holds for the others that say the same."""

from datetime import UTC, datetime, timedelta

import pytest
from factories.events import make_event
from sqlalchemy import select
from statements import counted

from liaison.db import db
from liaison.events.models.event import Event, EventText, TextStatus
from liaison.events.queries.texts import text_of

BEGIN = datetime(2026, 2, 24, 23, 0, tzinfo=UTC)
WEEKLY = {"repeats": "weekly", "interval": "1", "times": "5"}
WORDS = {"title": "Reunión", "summary": "Traiga una silla.", "status": "human"}


@pytest.fixture(autouse=True)
def a_day_before(at):
    at(BEGIN - timedelta(days=1))


@pytest.fixture
def coordinator(client):
    return client.sign_in("coordinator")


@pytest.fixture
def weekly(coordinator, cast):
    event = make_event(
        cast.outreach, title="Meeting", summary="Bring a chair.", starts_at=BEGIN, ends_at=None
    )
    coordinator.submit(f"/desk/events/{event.id}/repeats/start", WEEKLY)
    return db.session.scalars(select(Event).order_by(Event.starts_at)).all()


def save(coordinator, event, **words):
    coordinator.submit(f"/desk/events/{event.id}/languages/es", WORDS | words)


def texts(events):
    return [db.session.get(EventText, (event.id, "es")) for event in events]


def titles(events):
    return [text and text.title for text in texts(events)]


def stale(events):
    return [text_of(event.id, "es").is_stale for event in events]


def test_a_translation_of_the_first_is_passed_on_to_all(client, coordinator, weekly):
    save(coordinator, weekly[0])
    assert titles(weekly) == ["Reunión"] * 5
    assert {text.status for text in texts(weekly)} == {TextStatus.HUMAN}
    assert stale(weekly) == [False] * 5
    entry = client.sign_in("privacy_officer").get("/desk/audit/?action=save_text").text
    assert "4" in entry


def test_mended_at_any_date_it_is_mended_at_all_but_where_it_was_changed_alone(coordinator, weekly):
    save(coordinator, weekly[0], status="machine")
    third = texts(weekly)[2]
    third.title = "Asamblea"
    db.session.commit()
    save(coordinator, weekly[4], title="Encuentro")
    assert titles(weekly) == ["Encuentro", "Encuentro", "Asamblea", "Encuentro", "Encuentro"]
    assert [text.status for text in texts(weekly)][1:3] == [TextStatus.HUMAN, TextStatus.MACHINE]


def test_a_date_that_says_something_else_is_left_alone(coordinator, weekly):
    coordinator.submit(f"/desk/events/{weekly[1].id}/edit", {"title": "Assembly"})
    save(coordinator, weekly[0])
    assert titles(weekly) == ["Reunión", None, "Reunión", "Reunión", "Reunión"]


def test_this_and_following_makes_theirs_stale_and_one_saving_puts_all_right(coordinator, weekly):
    save(coordinator, weekly[0])
    sent = {"reach": "following", "summary": "Bring a friend."}
    coordinator.submit(f"/desk/events/{weekly[2].id}/edit", sent)
    assert stale(weekly) == [False, False, True, True, True]
    save(coordinator, weekly[3], summary="Traiga a alguien.")
    assert stale(weekly) == [False] * 5
    said = [text.summary for text in texts(weekly)]
    assert said == ["Traiga una silla."] * 2 + ["Traiga a alguien."] * 3


def test_a_series_that_was_split_without_new_words_is_still_one(coordinator, weekly):
    sent = {"reach": "following", "place_name": "Church"}
    coordinator.submit(f"/desk/events/{weekly[2].id}/edit", sent)
    assert weekly[0].series_id != weekly[4].series_id
    save(coordinator, weekly[0])
    save(coordinator, weekly[4], title="Encuentro")
    assert titles(weekly) == ["Encuentro"] * 5


def test_a_translation_of_an_older_version_is_stale_everywhere(coordinator, weekly):
    save(coordinator, weekly[0], made_of="0" * 32)
    assert stale(weekly) == [True] * 5


def test_notes_of_one_date_stay_there(coordinator, weekly):
    weekly[1].notes = "Forty came."
    db.session.commit()
    save(coordinator, weekly[0])
    assert [text.notes for text in texts(weekly)] == [""] * 5
    assert stale(weekly) == [False, True, False, False, False]  # its notes are not translated
    save(coordinator, weekly[1], notes="Vinieron cuarenta.")
    save(coordinator, weekly[0], title="Encuentro")
    assert texts(weekly)[1].notes == "Vinieron cuarenta."
    assert stale(weekly) == [False] * 5


def test_taken_away_it_is_taken_from_all_that_have_the_same(coordinator, weekly):
    save(coordinator, weekly[0])
    texts(weekly)[2].title = "Asamblea"
    db.session.commit()
    coordinator.post(f"/desk/events/{weekly[0].id}/languages/es/drop", {})
    assert titles(weekly) == [None, None, "Asamblea", None, None]


def test_an_event_that_does_not_repeat_asks_for_no_others(coordinator, cast):
    event = make_event(cast.outreach, title="Meeting")
    other = make_event(cast.outreach, title="Meeting")
    save(coordinator, event)
    assert titles([event, other]) == ["Reunión", None]


def test_a_long_series_takes_few_statements(coordinator, weekly):
    with counted() as few:
        save(coordinator, weekly[0])
    assert (
        len([one for one in few if "event_text" in one]) <= 6
    )  # to ask for the form, and to send it
