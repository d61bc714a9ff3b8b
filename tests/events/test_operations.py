"""Planning, publishing, cancelling, counting and signing up."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from factories.events import NOON, make_event
from sqlalchemy import func, insert, select
from sqlalchemy.event import listens_for

from liaison.audit.models import AuditEntry
from liaison.db import db
from liaison.errors import InvalidInput, WrongState
from liaison.events.models.event import EventState, EventStep
from liaison.events.models.sign_up import SignUp, SignUpState
from liaison.events.operations import events as operations
from liaison.events.operations import sign_ups
from liaison.events.operations.events import EventDetails
from liaison.i18n import settings
from liaison.people.models import Person
from liaison.permissions import VISITOR

BEFORE = NOON - timedelta(days=2)


def create(cast, who="coordinator", **details):
    values = {"title": "Open day", "starts_at": NOON} | details
    return operations.create_event(
        actor=cast.actor(who),
        program=cast.outreach,
        details=EventDetails(**values),
        zone=settings().zone(),
    )


def come(event, **sent):
    values = {"key": uuid.uuid4(), "name": "Ana", "email": "", "phone": "", "party_size": 1}
    return sign_ups.sign_up(actor=VISITOR, event=event, **values | sent)


def test_new_event_is_a_draft_with_its_month_on_the_wall_calendar(cast):
    event = create(cast, starts_at=datetime(2027, 1, 1, 3, 0, tzinfo=UTC))
    assert (event.state, event.local_year, event.local_month) == (EventState.DRAFT, 2026, 12)


def test_history_and_audit_log_tell_each_step(cast):
    coordinator, event = cast.actor("coordinator"), create(cast)
    operations.publish_event(actor=coordinator, event=event)
    operations.cancel_event(actor=coordinator, event=event)
    steps = db.session.scalars(select(EventStep).order_by(EventStep.id)).all()
    assert [step.verb for step in steps] == ["create_event", "publish_event", "cancel_event"]
    told = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.subject_type == "event").order_by(AuditEntry.id)
    )
    assert list(told) == [step.verb for step in steps]


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


def test_a_form_sent_twice_signs_up_once(cast, at):
    at(BEFORE)
    event, key = make_event(cast.outreach), uuid.uuid4()
    assert come(event, key=key) is come(event, key=key)
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1


def test_the_same_address_changes_the_party(cast, at):
    at(BEFORE)
    event = make_event(cast.outreach)
    come(event, email="ana@example.org", party_size=2)
    come(event, email="Ana@example.org", party_size=3)
    assert list(db.session.scalars(select(SignUp.party_size))) == [3]


@pytest.mark.parametrize(("email", "phone", "field"), [("ana@", "", "email"), ("", "12", "phone")])
def test_a_way_to_reach_that_cannot_be_read(cast, at, email, phone, field):
    at(BEFORE)
    with pytest.raises(InvalidInput) as refusal:
        come(make_event(cast.outreach), email=email, phone=phone)
    assert refusal.value.field == field


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.CANCELLED])
def test_no_sign_up_where_nothing_takes_place(cast, at, state):
    at(BEFORE)
    with pytest.raises(WrongState):
        come(make_event(cast.outreach, state=state))


def test_a_form_sent_twice_at_the_same_moment_signs_up_once(cast, connection, at):
    at(BEFORE)
    event, key, person_id = make_event(cast.outreach), uuid.uuid4(), uuid.uuid4()
    assert event.title  # the transaction is under way

    @listens_for(connection, "savepoint", once=True)
    def store_the_other(connection, _name):
        """After the look whether there is a sign-up, and before this one is stored."""
        rival = {"id": key, "event_id": event_id, "person_id": person_id, "signed_up_at": BEFORE}
        connection.execute(insert(Person).values(id=person_id, name="Ana"))
        connection.execute(insert(SignUp).values(**rival, state=SignUpState.SIGNED_UP))

    event_id = event.id
    assert come(event, key=key).person_id == person_id
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1
