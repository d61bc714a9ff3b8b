"""Forms of planning that are sent twice, as by somebody who presses every button twice."""

from datetime import timedelta

import pytest
from factories.events import NOON, TYPED, make_event
from factories.plans import make_training
from sqlalchemy import func, select

from liaison.audit.models import AuditEntry
from liaison.db import db
from liaison.demographics.models import CollectionPoint
from liaison.events.models.door import PaperBatch
from liaison.events.models.event import Event, EventText
from liaison.events.models.need import AccessNeed
from liaison.events.models.plan import EventSeries
from liaison.jobs import BackgroundJob

WEEKLY = {"repeats": "weekly", "weekdays": ["5"], "interval": "1", "times": "4"}


@pytest.fixture(autouse=True)
def before_the_day(at):
    at(NOON - timedelta(days=2))


def how_many(table):
    return db.session.scalar(select(func.count()).select_from(table))


def send_twice(browser, path, changed, then=None):
    """Open the form once and send it two times; where one is led each time."""
    form = browser.get(path)
    sent = form.values(form.form()) | changed
    del sent["csrf_token"]  # the browser of the tests brings its own
    return [browser.post(path, sent | more).location for more in ({}, then or {})]


def test_a_new_event_sent_twice_is_one_draft(client, cast):
    coordinator = client.sign_in("coordinator")
    sent = TYPED | {"program_id": str(cast.outreach.id)}
    first, second = send_twice(coordinator, "/desk/events/new", sent)
    assert first == second
    assert how_many(Event) == 1
    assert "The draft is saved." in coordinator.get(second).text


def test_a_change_sent_twice_is_one(client, cast):
    event = make_event(cast.outreach)
    path = f"/desk/events/{event.id}/edit"
    first, second = send_twice(client.sign_in("coordinator"), path, {"title": ["Open house"]})
    assert first == second == f"/desk/events/{event.id}"
    edits = select(func.count()).where(AuditEntry.action == "edit_event")
    assert (event.title, db.session.scalar(edits)) == ("Open house", 1)


def test_who_goes_back_and_changes_the_day_means_another_event(client, cast):
    sent = TYPED | {"program_id": str(cast.outreach.id)}
    other_day = {"starts_on": ["28", "6", "2026"]}
    coordinator = client.sign_in("coordinator")
    first, second = send_twice(coordinator, "/desk/events/new", sent, other_day)
    assert first != second
    assert how_many(Event) == 2


def test_a_need_asked_twice_is_booked_once_but_two_may_need_the_same(client, cast):
    path = f"/desk/events/{make_event(cast.outreach).id}/needs/new"
    coordinator = client.sign_in("coordinator")
    for _person in range(2):
        send_twice(coordinator, path, {"kind": "childcare"})
    assert how_many(AccessNeed) == 2


def test_a_collection_point_sent_twice_has_one_code(client, cast):
    sent = {"program_id": str(cast.outreach.id), "label": "Block party"}
    path = "/desk/demographics/points/new"
    first, second = send_twice(client.sign_in("coordinator"), path, sent)
    assert first == second
    assert how_many(CollectionPoint) == 1


def test_a_sheet_sent_twice_is_printed_and_drawn_once(client, cast):
    path = f"/desk/events/{make_event(cast.outreach).id}/paper/new"
    first, second = send_twice(client.sign_in("coordinator"), path, {"printed": "25"})
    assert first == second
    assert (how_many(PaperBatch), how_many(BackgroundJob)) == (1, 1)


def test_two_forms_with_the_same_words_print_two_sheets(client, cast):
    path = f"/desk/events/{make_event(cast.outreach).id}/paper/new"
    for _form in range(2):
        client.sign_in("coordinator").submit(path, {"printed": "25"})
    assert how_many(PaperBatch) == 2


def test_a_copy_sent_twice_is_one_with_its_translations_once(client, cast):
    training = make_training(cast.outreach, user=cast.users["coordinator"])
    texts = how_many(EventText)
    first, second = send_twice(
        client.sign_in("coordinator"), f"/desk/events/{training.id}/copy/", {}
    )
    assert first == second
    assert (how_many(Event), how_many(EventText)) == (2, 2 * texts)


def test_a_template_sent_twice_starts_one_event(client, cast):
    training = make_training(cast.outreach, user=cast.users["coordinator"])
    coordinator = client.sign_in("coordinator")
    coordinator.submit(f"/desk/event-templates/from/{training.id}", {"name": "Monthly"})
    links = coordinator.get("/desk/event-templates/").tree.iter("a")
    path = next(link.get("href") for link in links if link.get("href", "").endswith("/start"))
    first, second = send_twice(coordinator, path, {})
    assert first == second
    assert how_many(Event) == 2


def test_a_rule_sent_twice_makes_one_series(client, cast):
    event = make_event(cast.outreach)
    path = f"/desk/events/{event.id}/repeats/start"
    first, second = send_twice(client.sign_in("coordinator"), path, WEEKLY)
    assert first == second
    assert (how_many(EventSeries), how_many(Event)) == (1, 4)


def test_another_rule_for_what_repeats_already_is_refused(client, cast):
    event = make_event(cast.outreach)
    coordinator = client.sign_in("coordinator")
    path = f"/desk/events/{event.id}/repeats/start"
    coordinator.submit(path, WEEKLY)
    coordinator.post(path, WEEKLY | {"times": "5"}, status=409)


def test_somebody_else_with_the_same_form_plans_their_own(client, cast):
    sent = TYPED | {"program_id": str(cast.outreach.id), "key": "of-the-form"}
    for who in ("coordinator", "administrator"):
        client.sign_in(who).post("/desk/events/new", sent)
    assert how_many(Event) == 2
