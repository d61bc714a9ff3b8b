"""Planning, publishing, cancelling, counting and signing up."""

from datetime import UTC, datetime, timedelta

import pytest
from factories.events import NOON, make_event
from factories.sign_ups import come
from sqlalchemy import select

from liaison.audit.models import AuditEntry
from liaison.db import db
from liaison.errors import InvalidInput, WrongState
from liaison.events.models.event import EventState, EventStep
from liaison.events.operations import events as operations
from liaison.events.operations.events import EventDetails
from liaison.i18n import settings

BEFORE = NOON - timedelta(days=2)


def create(cast, who="coordinator", **details):
    values = {"title": "Open day", "starts_at": NOON} | details
    return operations.create_event(
        actor=cast.actor(who),
        program=cast.outreach,
        details=EventDetails(**values),
        zone=settings().zone(),
    )


def test_new_event_is_a_draft_with_its_month_on_the_wall_calendar(cast):
    event = create(cast, starts_at=datetime(2027, 1, 1, 3, 0, tzinfo=UTC))
    assert (event.state, event.local_year, event.local_month) == (EventState.DRAFT, 2026, 12)


def test_history_and_audit_log_tell_each_step(cast):
    coordinator, event = cast.actor("coordinator"), create(cast)
    reason = "The hall is shut."
    operations.publish_event(actor=coordinator, event=event, override_reason=reason)
    operations.cancel_event(actor=coordinator, event=event)
    steps = db.session.scalars(select(EventStep).order_by(EventStep.id)).all()
    assert [step.verb for step in steps] == ["create_event", "publish_event", "cancel_event"]
    told = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.subject_type == "event").order_by(AuditEntry.id)
    )
    assert list(told) == [step.verb for step in steps]


def test_the_log_tells_that_an_event_went_to_another_programme(cast):
    administrator, event = cast.actor("administrator"), create(cast)
    operations.edit_event(
        actor=administrator,
        event=event,
        program=cast.meters,
        details=EventDetails(title=event.title, starts_at=event.starts_at),
        zone=settings().zone(),
    )
    last = select(AuditEntry.changes).where(AuditEntry.action == "edit_event")
    assert db.session.scalar(last)["program_id"] == [str(cast.outreach.id), str(cast.meters.id)]


def test_a_step_taken_twice_is_taken_once(cast):
    coordinator, event = cast.actor("coordinator"), create(cast)
    for _press in range(2):
        operations.publish_event(actor=coordinator, event=event, override_reason="Later")
    for _press in range(2):
        operations.cancel_event(actor=coordinator, event=event)
    verbs = db.session.scalars(select(EventStep.verb).order_by(EventStep.id)).all()
    assert verbs == ["create_event", "publish_event", "cancel_event"]


def test_a_step_from_the_wrong_state_is_refused(cast):
    with pytest.raises(WrongState):
        operations.cancel_event(actor=cast.actor("coordinator"), event=create(cast))


def test_an_end_before_the_start_is_refused(cast):
    with pytest.raises(InvalidInput) as refusal:
        create(cast, ends_at=NOON - timedelta(hours=1))
    assert refusal.value.field == "end_time"


def test_nobody_plans_outside_their_scope(cast):
    with pytest.raises(InvalidInput) as refusal:
        create(cast, who="outsider")
    assert refusal.value.field == "area_id"


def test_an_event_people_count_on_is_not_withdrawn(cast, at):
    at(BEFORE)
    event = make_event(cast.outreach)
    come(event)
    with pytest.raises(WrongState):
        operations.withdraw_event(actor=cast.actor("coordinator"), event=event)


def test_attendance_is_entered_only_after_the_start(cast, at):
    at(BEFORE)
    event = make_event(cast.outreach)
    counted = {"actor": cast.actor("coordinator"), "event": event, "note": ""}
    with pytest.raises(WrongState):
        operations.record_attendance(attendance=12, **counted)
    at(NOON + timedelta(hours=3))
    operations.record_attendance(attendance=0, **counted)
    assert event.attendance == 0
