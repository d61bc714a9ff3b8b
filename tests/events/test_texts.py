"""An event's words in the best language there is for a reader."""

from datetime import UTC, datetime

import pytest
from factories.events import make_event, translate
from statements import counted

from liaison.db import db
from liaison.events.models.event import TextStatus
from liaison.events.queries.texts import text_of, texts_for


@pytest.mark.parametrize(
    ("own", "translated_into", "reader", "shown"),
    [
        # the event's own language, its translations, the reader's language -> what they see
        ("en", (), "en", "en"),
        ("en", ("es", "vi"), "es", "es"),
        ("en", ("es",), "vi", "en"),
        ("es", (), "en", "es"),
        ("es", ("en",), "en", "en"),
        ("so", ("en",), "vi", "en"),
        ("so", ("es",), "vi", "so"),
        ("es", ("en",), "es", "es"),
    ],
)
def test_best_language(cast, own, translated_into, reader, shown):
    event = make_event(cast.outreach, title=own, language=own)
    for language in translated_into:
        translate(event, language, title=language)
    text = text_of(event.id, reader)
    assert (text.title, text.language, text.as_wanted) == (shown, shown, shown == reader)


def test_one_statement_for_many_events(cast):
    events = [make_event(cast.outreach, title=f"Event {n}") for n in range(3)]
    translate(events[0], "es", title="Uno")
    ids = [event.id for event in events]
    with counted() as statements:
        texts = texts_for(ids, "es")
    assert len(statements) == 1
    assert [texts[event_id].title for event_id in ids] == ["Uno", "Event 1", "Event 2"]
    assert texts_for([], "es") == {}


def test_a_translation_is_stale_once_its_source_says_something_else(cast):
    event = make_event(cast.outreach)
    translate(event, "es")
    assert not text_of(event.id, "es").is_stale
    event.starts_at = datetime(2026, 3, 15, 16, tzinfo=UTC)
    db.session.commit()
    assert not text_of(event.id, "es").is_stale
    event.summary = "Bring a chair."
    db.session.commit()
    assert text_of(event.id, "es").is_stale


@pytest.mark.parametrize(
    ("status", "change", "note"),
    [
        (TextStatus.HUMAN, "", ""),
        (TextStatus.REVIEWED, "", ""),
        (TextStatus.MACHINE, "", "Translated by a machine; nobody has checked it yet."),
        (TextStatus.HUMAN, "New", "The original was changed after this was translated."),
    ],
)
def test_what_a_reader_is_told(cast, status, change, note):
    event = make_event(cast.outreach)
    translate(event, "es", status=status)
    event.summary = change
    db.session.commit()
    assert text_of(event.id, "es").note == note


def test_a_reader_is_told_which_language_it_is_instead(cast):
    event = make_event(cast.outreach)
    expected = "Not translated into Spanish yet; shown in English."
    assert text_of(event.id, "es").note == expected
