"""Holding an event again, and starting one from a template."""

from datetime import date, timedelta

import pytest
from factories.events import NOON, make_event
from factories.plans import make_training
from sqlalchemy import select
from statements import counted

from liaison.db import db
from liaison.events.models.event import Event, EventState
from liaison.events.models.plan import EventTemplate
from liaison.events.policy.recurrence import next_month_after, same_weekday_next_month
from liaison.events.queries import plan


@pytest.fixture(autouse=True)
def two_days_before(at):
    at(NOON - timedelta(days=2))


@pytest.fixture
def training(cast):
    return make_training(cast.outreach, user=cast.users["coordinator"])


def the_other(event):
    return db.session.scalars(select(Event).where(Event.id != event.id)).one()


def test_a_copy_has_everything_on_the_same_weekday_of_the_next_month(client, training):
    client.sign_in("coordinator").submit(f"/desk/events/{training.id}/copy/", {})
    copy = the_other(training)
    assert (copy.title, copy.kind, copy.state) == ("Training", "training", EventState.DRAFT)
    assert copy.starts_at - training.starts_at == timedelta(weeks=4)  # the second Saturday
    assert copy.ends_at - copy.starts_at == timedelta(hours=2)
    texts = {text.language: text for text in plan.list_event_texts(copy.id)}
    assert {tag: (text.title, text.status) for tag, text in texts.items()} == {
        "es": ("Taller", "human"),
        "ar": ("ورشة", "reviewed"),
    }
    assert {text.source_hash for text in texts.values()} == {copy.text_hash}


def test_people_things_partners_and_further_dates_come_along(client, training):
    client.sign_in("coordinator").submit(f"/desk/events/{training.id}/copy/", {})
    copy = the_other(training)
    staff = {row.id: row for row in plan.list_staff_of(copy.id)}
    assert sorted(row.task for row in staff.values()) == ["", "Leads"]
    (chairs,) = plan.list_materials_of(copy.id)
    assert (chairs.quantity, staff[chairs.brought_by_id].task) == (20, "Leads")
    assert [row.is_host for row in plan.list_organisations_of(copy.id)] == [True]
    (second,) = plan.list_event_dates(copy.id)
    assert second.starts_at - copy.starts_at == timedelta(days=1)


def test_a_translation_of_other_words_is_stale(client, training):
    sent = {"title": "Training for leaders", "place_name": "New hall"}
    client.sign_in("coordinator").submit(f"/desk/events/{training.id}/copy/", sent)
    copy = the_other(training)
    assert copy.place_name == "New hall"
    assert all(text.source_hash != copy.text_hash for text in plan.list_event_texts(copy.id))


def test_notes_written_afterwards_stay_behind_and_age_no_translation(client, training):
    training.notes = "Forty came."
    for text in plan.list_event_texts(training.id):
        db.session.flush()
        text.source_hash = training.text_hash
    db.session.commit()
    client.sign_in("coordinator").submit(f"/desk/events/{training.id}/copy/", {})
    copy = the_other(training)
    assert copy.notes == ""
    assert {text.source_hash for text in plan.list_event_texts(copy.id)} == {copy.text_hash}


def test_a_template_starts_the_next_event(client, cast, training):
    coordinator = client.sign_in("coordinator")
    coordinator.submit(f"/desk/event-templates/from/{training.id}", {"name": "Monthly"})
    assert "Monthly" in coordinator.get("/desk/events/new").text
    template = db.session.scalars(select(EventTemplate)).one()
    coordinator.submit(f"/desk/event-templates/{template.id}/start", {"place_name": "New hall"})
    event = the_other(training)
    assert (event.title, event.place_name) == ("Training", "New hall")
    assert len(plan.list_event_texts(event.id)) == 2
    assert len(plan.list_materials_of(event.id)) == 1


def test_templates_are_named_once_renamed_and_retired(client, training):
    coordinator = client.sign_in("coordinator")
    keep = f"/desk/event-templates/from/{training.id}"
    coordinator.submit(keep, {"name": "Monthly"})
    page = coordinator.submit(keep, {"name": "monthly"}, status=422)
    assert page.errors() == ["The programme has a template of this name. Enter another name."]
    path = f"/desk/event-templates/{db.session.scalars(select(EventTemplate.id)).one()}"
    coordinator.submit(f"{path}/rename", {"name": "Each month"})
    coordinator.post(f"{path}/retire", {})
    assert "Retired" in coordinator.get("/desk/event-templates/").text
    assert "Each month" not in coordinator.get("/desk/events/new").text
    coordinator.post(f"{path}/restore", {})
    assert "Each month" in coordinator.get("/desk/events/new").text


def test_what_is_not_theirs_is_not_there(client, cast, training):
    client.sign_in("coordinator").submit(
        f"/desk/event-templates/from/{training.id}", {"name": "Monthly"}
    )
    template = db.session.scalars(select(EventTemplate.id)).one()
    outsider = client.sign_in("outsider")
    outsider.get(f"/desk/events/{training.id}/copy/", status=404)
    outsider.get(f"/desk/event-templates/{template}/start", status=404)
    assert "Monthly" not in outsider.get("/desk/event-templates/").text
    client.sign_in("analyst").get(f"/desk/events/{training.id}/copy/", status=403)


@pytest.mark.parametrize("part", ["events/{event}/copy/", "event-templates/", "events/new"])
def test_pages_ask_little_of_the_database(client, training, part):
    coordinator = client.sign_in("coordinator")
    with counted() as sent:
        coordinator.get(f"/desk/{part.format(event=training.id)}")
    assert len(sent) <= 8


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 3, 14), date(2026, 4, 11)),  # second Saturday
        (date(2026, 3, 31), date(2026, 4, 28)),  # fifth Tuesday: the last
        (date(2026, 12, 2), date(2027, 1, 6)),
    ],
)
def test_the_same_weekday_of_the_next_month(day, following):
    assert same_weekday_next_month(day) == following
    assert next_month_after(day, following - timedelta(days=1)) == following


def test_a_copy_of_something_long_ago_is_still_to_come(client, cast):
    event = make_event(cast.outreach, starts_at=NOON - timedelta(days=900))
    client.sign_in("coordinator").submit(f"/desk/events/{event.id}/copy/", {})
    assert NOON < the_other(event).starts_at < NOON + timedelta(days=35)
