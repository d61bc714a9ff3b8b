"""Logging, mending, closing; topics; figures."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from factories.contacts import make_contact, make_topic
from sqlalchemy import func, select

from liaison.audit.models import AuditEntry
from liaison.contacts import figures
from liaison.contacts.models import Channel, Contact, ContactState, TopicName
from liaison.contacts.operations import entries, topics
from liaison.contacts.operations.entries import ContactDetails, Reachable
from liaison.contacts.queries import log as queries
from liaison.db import db
from liaison.errors import Conflict, InvalidInput, WrongState
from liaison.people.models import Person
from liaison.permissions import SYSTEM


@pytest.fixture(autouse=True)
def _spring(certified, at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


@pytest.fixture
def details(cast):
    """What a hurried liaison writes down."""
    return ContactDetails(
        program_id=cast.outreach.id, topic_id=make_topic().id, area_id=cast.district_1.id
    )


def test_the_same_entry_is_stored_once(cast, details):
    actor = cast.actor("liaison")
    first = entries.log_contact(actor=actor, details=details, entry_key="k1")
    again = entries.log_contact(actor=actor, details=details, entry_key="k1")
    assert again is first
    assert db.session.scalar(select(func.count(Contact.id))) == 1


def test_nobody_else_gets_an_entry_by_its_key(cast, details):
    entries.log_contact(actor=cast.actor("liaison"), details=details, entry_key="k1")
    with pytest.raises(Conflict):
        entries.log_contact(actor=cast.actor("staff"), details=details, entry_key="k1")


def test_a_contact_knows_its_liaison_and_its_month(cast, details, certified):
    contact = entries.log_contact(actor=cast.actor("liaison"), details=details)
    assert contact.liaison_id == certified.id
    assert (contact.opened_on, contact.local_year, contact.local_month) == (
        date(2026, 4, 1),
        2026,
        4,
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"area_id": None}, "area"),
        ({"opened_on": date(2026, 4, 2)}, "opened_on"),
    ],
)
def test_refused(cast, details, change, field):
    with pytest.raises(InvalidInput) as refusal:
        entries.log_contact(actor=SYSTEM, details=replace(details, **change))
    assert refusal.value.field == field


def test_an_aide_does_not_log_in_another_district(cast, details):
    with pytest.raises(InvalidInput) as refusal:
        entries.log_contact(actor=cast.actor("aide_of_2"), details=details)
    assert refusal.value.field == "area"


def test_who_agreed_is_kept_and_no_value_reaches_the_audit_log(cast, details):
    contact = entries.log_contact(
        actor=cast.actor("liaison"),
        details=replace(details, concern="The tap is dry"),
        agreed=Reachable("Rosa Díaz", "212 555 0143"),
    )
    person = db.session.get_one(Person, contact.person_id)
    assert (person.name, person.phone, person.email) == ("Rosa Díaz", "+12125550143", None)
    assert person.agreed_at is not None
    log = str([entry.changes for entry in db.session.scalars(select(AuditEntry))])
    assert "Rosa" not in log
    assert "0143" not in log
    assert "tap" not in log


@pytest.mark.parametrize(
    ("name", "reach", "field"),
    [
        ("", "rosa@example.org", "name"),
        ("Rosa", "", "reach"),
        ("Rosa", "12", "reach"),
        ("Rosa", "a@", "reach"),
    ],
)
def test_who_agreed_can_be_reached(cast, details, name, reach, field):
    with pytest.raises(InvalidInput) as refusal:
        entries.log_contact(actor=SYSTEM, details=details, agreed=Reachable(name, reach))
    assert refusal.value.field == field
    assert db.session.scalar(select(func.count(Contact.id))) == 0


def test_close_and_reopen_with_history(cast):
    contact = make_contact(cast.outreach)
    entries.step_contact(actor=SYSTEM, contact=contact, verb="close_contact")
    assert (contact.state, contact.closed_on) == (ContactState.CLOSED, date(2026, 4, 1))
    with pytest.raises(WrongState):
        entries.step_contact(actor=SYSTEM, contact=contact, verb="close_contact")
    entries.step_contact(actor=cast.actor("manager"), contact=contact, verb="reopen_contact")
    db.session.flush()
    assert contact.closed_on is None
    assert [(entry.action, name) for entry, name in queries.list_history(contact.id)] == [
        ("reopen_contact", "Manager"),
        ("close_contact", None),
        ("log_contact", None),
    ]


def test_mending_moves_the_month_and_keeps_the_order_of_days(cast, details):
    contact = make_contact(cast.outreach)
    earlier = replace(details, opened_on=date(2025, 12, 31))
    entries.edit_contact(actor=SYSTEM, contact=contact, details=earlier)
    assert (contact.local_year, contact.local_month) == (2025, 12)
    contact.state, contact.closed_on = ContactState.CLOSED, date(2026, 1, 5)
    late = replace(details, opened_on=date(2026, 1, 6))
    with pytest.raises(InvalidInput):
        entries.edit_contact(actor=SYSTEM, contact=contact, details=late)


def test_starter_topics_come_in_every_language_and_once(cast):
    added = topics.add_starter_topics(actor=SYSTEM)
    assert len(added) == 20
    assert topics.add_starter_topics(actor=SYSTEM) == []
    names = db.session.scalar(select(func.count()).select_from(TopicName))
    assert names == 20 * 4
    assert "Parques y áreas de juego" in {topic.name for topic in queries.list_topics("es")}


def test_topics_most_used_come_first(cast):
    topics.add_starter_topics(actor=SYSTEM)
    make_contact(cast.outreach, topic="Water and power")
    make_contact(cast.outreach, topic="water_AND power")
    make_contact(cast.outreach, topic="Food", actor=cast.actor("liaison"))
    names = [topic.name for topic in queries.list_topics_by_use(SYSTEM, "en")]
    assert names[:3] == ["Water and power", "Food", "Housing and rent"]


def test_figures_count_the_year_of_the_programme(cast):
    make_contact(cast.outreach, area=cast.district_1, topic="Trees")
    make_contact(cast.outreach, area=cast.district_1, channel=Channel.PHONE)
    old = make_contact(cast.outreach, opened_on=date(2026, 1, 2))
    make_contact(cast.outreach, opened_on=date(2025, 12, 31))
    make_contact(cast.meters)
    entries.step_contact(actor=SYSTEM, contact=old, verb="close_contact")
    actor, where = cast.actor("analyst"), {"program_id": cast.outreach.id, "year": 2026}
    assert [(row.topic, row.contacts) for row in figures.count_by_topic(actor, **where)] == [
        ("Parks", 2),
        ("Trees", 1),
    ]
    assert [(row.channel, row.contacts) for row in figures.count_by_channel(actor, **where)] == [
        ("in_person", 2),
        ("phone", 1),
    ]
    assert [(row.code, row.contacts) for row in figures.count_by_area(actor, **where)] == [
        ("1", 2),
        ("", 1),
    ]
    months = [row.contacts for row in figures.count_by_month(actor, **where)]
    assert months == [1, 0, 0, 2, *[0] * 8]
    counted = figures.count_open(actor, **where)
    assert (counted.opened, counted.still_open, counted.closed) == (3, 2, 1)


@pytest.mark.parametrize("who", ["outsider", "liaison", "staff"])
def test_figures_of_another_department_are_empty(cast, who):
    make_contact(cast.outreach, area=cast.district_1)
    where = {"program_id": cast.outreach.id, "year": 2026}
    assert figures.count_by_topic(cast.actor(who), **where) == []
    assert figures.count_open(cast.actor(who), **where).opened == 0
