"""Three answers to each question on access, and publishing, which waits for some of them."""

from datetime import timedelta

import pytest
from factories.events import NOON, make_event
from sqlalchemy import select

from liaison.audit.models import AuditEntry
from liaison.db import db
from liaison.events.models.event import EventState
from liaison.events.models.plan import EventRules

ANSWERED = ["step_free", "accessible_toilet", "interpreter_on_request"]


@pytest.fixture(autouse=True)
def before_the_day(at):
    at(NOON - timedelta(days=20))


def draft(cast, **details):
    return make_event(cast.outreach, state=EventState.DRAFT, **details)


@pytest.mark.parametrize(
    ("there_is", "there_is_not", "sent", "state"),
    [
        # answers before, answers not before; what is sent with "Publish"; the state afterwards
        (ANSWERED, [], {}, EventState.PUBLISHED),
        ([], ANSWERED, {}, EventState.PUBLISHED),
        (ANSWERED[:2], ANSWERED[2:], {}, EventState.PUBLISHED),
        (ANSWERED[:2], [], {}, EventState.DRAFT),
        (ANSWERED[:2], [], {"interpreter_on_request": "no"}, EventState.PUBLISHED),
        (ANSWERED[:2], [], {"interpreter_on_request": ""}, EventState.DRAFT),
        ([], [], {"step_free": "yes"}, EventState.DRAFT),
        ([], [], {"override_reason": "The hall is shut."}, EventState.PUBLISHED),
        ([], [], {"override_reason": "  "}, EventState.DRAFT),
    ],
)
def test_publishing_waits_for_the_answers_or_a_reason(client, there_is, there_is_not, sent, state):
    event = draft(client.cast, access=there_is, access_lacking=there_is_not)
    status = 302 if state is EventState.PUBLISHED else 422
    client.sign_in("coordinator").post(f"/desk/events/{event.id}/publish", sent, status=status)
    assert event.state is state


def test_the_refusal_names_what_is_open_and_keeps_what_was_typed(client, cast):
    event = draft(cast, access=["step_free"])
    coordinator = client.sign_in("coordinator")
    path = f"/desk/events/{event.id}/publish"
    page = coordinator.post(path, {"accessible_toilet": "no"}, status=422)
    assert page.errors() == [
        "Answer what is open, or say why the event is published without the answers."
    ]
    assert "2 questions on access" in page.text
    assert "Accessible toilet" in page.text
    assert "Step-free" not in page.text
    assert page.values(page.form())["accessible_toilet"] == ["no"]
    assert event.access_lacking == []


def test_a_reason_is_kept_with_the_event_and_in_the_audit_log(client, cast):
    event = draft(cast)
    coordinator = client.sign_in("coordinator")
    sent = {"override_reason": "The hall is shut."}
    page = coordinator.post(f"/desk/events/{event.id}/publish", sent)
    assert event.override_reason == "The hall is shut."
    assert "The hall is shut." in coordinator.get(page.location).text
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "publish_event")).one()
    assert entry.changes["override_reason"] == ["", "The hall is shut."]
    assert entry.actor_id == cast.users["coordinator"].id


def test_published_again_with_answers_it_needs_no_reason(client, cast):
    event = draft(cast)
    coordinator = client.sign_in("coordinator")
    path = f"/desk/events/{event.id}"
    coordinator.post(f"{path}/publish", {"override_reason": "The hall is shut."})
    coordinator.post(f"{path}/withdraw", {})
    coordinator.post(f"{path}/publish", dict.fromkeys(ANSWERED, "yes"))
    assert (event.override_reason, event.access) == ("", ANSWERED)


def test_the_city_decides_what_must_be_answered(client, cast):
    db.session.get(EventRules, 1).required_access = []
    event = draft(cast)
    client.sign_in("coordinator").post(f"/desk/events/{event.id}/publish", {})
    assert event.state is EventState.PUBLISHED


def test_all_questions_can_be_answered_at_any_time(client, cast):
    event = make_event(cast.outreach, access=["step_free", "Boat landing"])
    coordinator = client.sign_in("coordinator")
    path = f"/desk/events/{event.id}/access"
    coordinator.submit(path, {"step_free": "no", "childcare": "yes", "captions": "no"})
    assert event.access == ["Boat landing", "childcare"]
    assert event.access_lacking == ["step_free", "captions"]
    page = coordinator.get(path)
    values = page.values(page.form())
    assert (values["step_free"], values["childcare"], values["parking"]) == (["no"], ["yes"], [""])


def test_only_those_who_plan_it_answer(client, cast):
    path = f"/desk/events/{draft(cast).id}"
    for page in ("access", "publish"):
        client.sign_in("analyst").get(f"{path}/{page}", status=403)
        client.sign_in("outsider").get(f"{path}/{page}", status=404)
        client.sign_in("outsider").post(f"{path}/{page}", {}, status=404)


def test_a_published_event_is_not_published_twice(client, cast):
    event = make_event(cast.outreach, access=ANSWERED)
    client.sign_in("coordinator").post(f"/desk/events/{event.id}/publish", {})
    assert db.session.scalar(select(AuditEntry).where(AuditEntry.action == "publish_event")) is None
