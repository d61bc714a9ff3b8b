"""What the events of the demo let somebody try: a door, a waiting list, what is over or repeats."""

import unicodedata
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from liaison import clock
from liaison.contacts.models import Contact, ContactState
from liaison.db import db
from liaison.demographics.models import DemographicResponse
from liaison.events.models.door import CameBy, CardCount, CheckIn, PaperBatch, PaperKind
from liaison.events.models.event import Event, EventState, EventText, TextStatus
from liaison.events.models.message import EventMessage, MessageKind, PlanState
from liaison.events.models.need import AccessNeed, NeedState
from liaison.events.models.plan import (
    EventMaterial,
    EventOrganisation,
    EventSeries,
    EventStaff,
    EventTemplate,
)
from liaison.events.models.sign_up import SignUp, SignUpState
from liaison.events.policy.recurrence import list_days
from liaison.events.queries.plan import list_event_dates
from liaison.events.queries.retention import list_reports
from liaison.people.models import Person


@pytest.fixture(autouse=True)
def in_demo(demo_app):
    with demo_app.app_context():
        yield


def called(title):
    return db.session.scalars(select(Event).where(Event.title == title).limit(1)).one()


def states_of(column, event):
    return set(db.session.scalars(select(column).where(column.class_.event_id == event.id)))


def test_somebody_can_try_a_door_within_two_days():
    event = called("Tenants’ rights evening")
    assert timedelta() < event.starts_at - clock.now() < timedelta(days=2)
    names = db.session.scalars(
        select(Person.name)
        .join(SignUp)
        .where(SignUp.event_id == event.id, SignUp.state == SignUpState.SIGNED_UP)
    ).all()
    scripts = {unicodedata.name(name[0]).split()[0] for name in names}
    assert len(names) >= 40
    assert len(scripts) >= 3
    assert states_of(SignUp.state, event) == set(SignUpState)
    assert event.seats_promised + event.held_for_walk_ins + event.held_for_liaisons == (
        event.capacity
    )


def test_a_past_event_shows_who_came_and_how():
    event = called("Budget listening session")
    here = (CheckIn.event_id == event.id, CheckIn.undone_at.is_(None))
    assert db.session.scalar(select(func.sum(CheckIn.people)).where(*here)) == event.attendance
    assert states_of(CheckIn.came_by, event) == set(CameBy)
    cards = db.session.get(CardCount, event.id)
    assert cards.offered > cards.taken > cards.answered > 0
    month = event.starts_at.date().replace(day=1)
    answers = select(func.count()).where(DemographicResponse.plan_month == month)
    assert db.session.scalar(answers) == cards.answered
    batches = db.session.scalars(select(PaperBatch).where(PaperBatch.event_id == event.id)).all()
    assert {batch.kind for batch in batches} == {PaperKind.SIGN_IN, PaperKind.CARD}
    assert all(batch.returned + batch.voided == batch.printed for batch in batches)
    assert states_of(EventMessage.state, event) == {PlanState.SENT, PlanState.PLANNED}
    assert states_of(Contact.state, event) == set(ContactState)


def test_needs_are_in_every_state():
    assert set(db.session.scalars(select(AccessNeed.state).distinct())) == set(NeedState)


def test_what_repeats_stands_on_the_days_of_its_rule_in_its_languages():
    for series in db.session.scalars(select(EventSeries)):
        events = db.session.scalars(select(Event).where(Event.series_id == series.id)).all()
        days = {event.occurrence_on for event in events}
        assert days == set(list_days(series.rule, series.first_on))
        assert EventState.PUBLISHED in {event.state for event in events}
    texts = db.session.scalars(
        select(EventText).where(
            EventText.event_id == called("Neighbourhood liaison training").id,
        )
    ).all()
    assert {text.status for text in texts} == set(TextStatus)
    assert len({text.source_hash for text in texts}) > 1  # one is stale


def test_one_event_is_on_several_dates_at_two_places():
    event = called("Phone and internet course in three evenings")
    further = list_event_dates(event.id)
    assert event.state is EventState.PUBLISHED
    assert clock.now() < event.starts_at < further[0].starts_at < further[1].starts_at
    assert [date.place_name for date in further] == ["", "Neighbourhood library"]
    messages = db.session.scalars(
        select(EventMessage).where(EventMessage.event_id == event.id).order_by("send_at")
    ).all()
    assert [one.kind for one in messages] == [MessageKind.REMINDER] * 2 + [MessageKind.THANKS]
    assert messages[-1].send_at > further[1].starts_at  # thanks follow the last date
    assert event.seats_promised > 0


def test_the_plan_names_people_partners_things_and_templates():
    for table in (EventStaff, EventMaterial, EventOrganisation, EventTemplate):
        assert db.session.scalar(select(func.count()).select_from(table)) >= 2


def test_guests_of_long_ago_are_forgotten():
    event = called("Street tree walk")
    assert states_of(SignUp.person_id, event) == {None}
    assert sum(report.changes["sign_ups"] for report in list_reports()) >= 12
