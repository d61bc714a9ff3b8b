"""What somebody planned for a fixed time, while an event is cancelled and when it is restored."""

from datetime import UTC, datetime, timedelta

import pytest
from factories.afterwards import make_guest
from factories.events import make_event
from sqlalchemy import select

from liaison.db import db
from liaison.events.jobs import messages as job
from liaison.events.models.message import Audience, MessageKind, PlanState
from liaison.events.operations.events import cancel_event, restore_event
from liaison.events.operations.planning_messages import MessageDetails, drop_message, plan_message
from liaison.mail import OutboxMessage
from liaison.permissions import SYSTEM

MONDAY = datetime(2026, 3, 9, 14, tzinfo=UTC)


@pytest.fixture
def event(cast, at):
    at(MONDAY)
    return make_event(cast.outreach)


def outbox():
    return db.session.scalars(select(OutboxMessage)).all()


def test_what_has_a_fixed_time_comes_back_if_its_time_is_still_ahead(event, at):
    make_guest(event, email="ana@example.org")
    early, late = (
        plan_message(
            actor=SYSTEM,
            event=event,
            details=MessageDetails(
                MessageKind.REMINDER, Audience.SIGNED_UP, send_at=MONDAY + timedelta(hours=hours)
            ),
        )
        for hours in (1, 9)
    )
    cancel_event(actor=SYSTEM, event=event)
    at(MONDAY + timedelta(hours=2))
    restore_event(actor=SYSTEM, event=event)
    db.session.commit()
    assert (early.state, late.state) == (PlanState.DROPPED, PlanState.PLANNED)
    at(MONDAY + timedelta(hours=9))
    job.send_messages()
    assert "Reminder: Open day" in {row.subject for row in outbox()}


def test_what_has_a_fixed_time_is_not_sent_while_the_event_is_cancelled(event, at):
    make_guest(event, email="ana@example.org")
    details = MessageDetails(
        MessageKind.REMINDER, Audience.SIGNED_UP, send_at=MONDAY + timedelta(hours=1)
    )
    message = plan_message(actor=SYSTEM, event=event, details=details)
    cancel_event(actor=SYSTEM, event=event)
    db.session.commit()
    at(MONDAY + timedelta(hours=2))
    job.send_messages()
    assert {row.subject for row in outbox()} == {"Cancelled: Open day"}
    assert message.state is PlanState.DROPPED


def test_what_somebody_dropped_does_not_come_back_with_the_event(event):
    details = MessageDetails(
        MessageKind.REMINDER, Audience.SIGNED_UP, send_at=MONDAY + timedelta(hours=1)
    )
    message = plan_message(actor=SYSTEM, event=event, details=details)
    drop_message(actor=SYSTEM, message=message)
    cancel_event(actor=SYSTEM, event=event)
    restore_event(actor=SYSTEM, event=event)
    assert message.state is PlanState.DROPPED
