"""An event in other languages, at the desk and for a visitor."""

import pytest
from factories.events import make_event, translate

from liaison.db import db
from liaison.events.models.event import EventText, TextStatus

WORDS = {"title": "Día abierto", "summary": "Traiga una silla.", "status": "human"}


def path_of(event, *more):
    return "/".join(["/desk/events", str(event.id), "languages", *more])


def text_in(event, language="es"):
    return db.session.get(EventText, (event.id, language))


def test_a_translation_stands_beside_its_original(client, cast):
    event = make_event(cast.outreach, summary="Bring a chair.", offered_languages=["en", "es"])
    coordinator = client.sign_in("coordinator")
    assert "Wanted" in coordinator.get(path_of(event, "")).text
    page = coordinator.get(path_of(event, "es"))
    assert "The event in Spanish" in page.text
    assert "Bring a chair." in page.text
    assert page.tree.find(".//*[@name='title']").get("lang") == "es"
    coordinator.submit(path_of(event, "es"), WORDS)
    text = text_in(event)
    assert (text.title, text.summary, text.status) == (
        "Día abierto",
        "Traiga una silla.",
        TextStatus.HUMAN,
    )
    assert text.by_id == cast.users["coordinator"].id
    shown = coordinator.get(path_of(event, "")).text
    assert "Translated by a person" in shown
    assert "Coordinator" in shown
    assert "Wanted" not in shown


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        # who vouches for it before -> what somebody may call it when they save
        (None, "machine", 302),
        (None, "human", 302),
        (None, "reviewed", 422),  # nobody can have read what is not there
        (TextStatus.MACHINE, "reviewed", 302),
        (TextStatus.HUMAN, "reviewed", 302),
        (TextStatus.REVIEWED, "human", 302),
        (TextStatus.REVIEWED, "machine", 302),
        (TextStatus.HUMAN, "perfect", 422),
    ],
)
def test_who_vouches_for_it(client, before, after, status):
    event = make_event(client.cast.outreach)
    if before:
        translate(event, "es", status=before)
    sent = WORDS | {"status": after}
    client.sign_in("coordinator").submit(path_of(event, "es"), sent, status=status)
    text = text_in(event)
    assert (text and text.status) == (TextStatus(after) if status == 302 else before)


def test_notes_may_be_as_long_as_the_original(client, cast):
    event = make_event(cast.outreach)
    event.notes = "n" * 10_000
    db.session.commit()
    client.sign_in("coordinator").submit(path_of(event, "es"), WORDS | {"notes": event.notes})
    assert text_in(event).notes == event.notes


def test_a_stale_text_says_so_until_somebody_reads_it_again(client, cast):
    event = make_event(cast.outreach)
    translate(event, "es")
    event.summary = "Bring a chair."
    db.session.commit()
    coordinator = client.sign_in("coordinator")
    assert "The original changed since" in coordinator.get(path_of(event, "")).text
    coordinator.submit(path_of(event, "es"), WORDS)
    assert "The original changed since" not in coordinator.get(path_of(event, "")).text


def test_a_text_made_of_an_original_that_moved_on_meanwhile_is_stale(client, cast):
    event = make_event(cast.outreach)
    coordinator = client.sign_in("coordinator")
    page = coordinator.get(path_of(event, "es"))
    typed = page.values(page.form()) | WORDS
    del typed["csrf_token"]
    event.summary = "Bring a chair."
    db.session.commit()
    coordinator.post(path_of(event, "es"), typed)
    assert "The original changed since" in coordinator.get(path_of(event, "")).text


def test_who_saves_second_hears_of_the_first(client, cast):
    event = make_event(cast.outreach)
    coordinator = client.sign_in("coordinator")
    page = coordinator.get(path_of(event, "es"))
    late = page.values(page.form()) | WORDS
    del late["csrf_token"]
    coordinator.submit(path_of(event, "es"), WORDS | {"title": "Primero"})
    page = coordinator.post(path_of(event, "es"), late, status=422)
    assert "Somebody changed this text meanwhile." in page.text
    assert "Title Primero Coordinator " in page.text
    assert "You typed: Día abierto" in page.text
    again = page.values(page.form())
    del again["csrf_token"]
    coordinator.post(path_of(event, "es"), again)
    assert text_in(event).title == "Día abierto"


def test_a_text_can_be_taken_away(client, cast):
    event = make_event(cast.outreach)
    translate(event, "es")
    coordinator = client.sign_in("coordinator")
    coordinator.post(path_of(event, "es", "drop"), {})
    assert text_in(event) is None
    coordinator.post(path_of(event, "es", "drop"), {}, status=404)


def test_any_language_can_be_added_but_the_own_and_unknown_ones(client, cast):
    event = make_event(cast.outreach)
    coordinator = client.sign_in("coordinator")
    page = coordinator.get(f"{path_of(event, '')}?language=so", status=302)
    assert page.location.endswith("/languages/so")
    for language in ("en", "xx"):
        coordinator.get(path_of(event, language), status=404)


def test_only_those_who_plan_it_translate(client, cast):
    event = make_event(cast.outreach)
    client.sign_in("analyst").get(path_of(event, "es"), status=403)
    client.sign_in("outsider").get(path_of(event, ""), status=404)
    client.sign_in("outsider").post(path_of(event, "es"), WORDS, status=404)
    client.sign_in("outsider").post(path_of(event, "es", "drop"), {}, status=404)
