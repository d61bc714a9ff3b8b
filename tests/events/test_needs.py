"""Access needs: their life, their days, and what no log keeps of them."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from factories.afterwards import make_guest
from factories.events import NOON, make_event
from sqlalchemy import select

from liaison.audit.models import AuditEntry
from liaison.db import db
from liaison.errors import InvalidInput, WrongState
from liaison.events.models.need import AccessNeed, AccessNeedStep, NeedKind, NeedState
from liaison.events.operations.needs import (
    Booking,
    NeedDetails,
    ask_need,
    book_need,
    fail_need,
    take_need_step,
    withdraw_needs_of,
)
from liaison.people.models import Person
from liaison.people.operations import erase_person
from liaison.permissions import SYSTEM

FEBRUARY = datetime(2026, 2, 2, 14, tzinfo=UTC)
AFTER = NOON + timedelta(hours=3)
SPANISH = NeedDetails(NeedKind.INTERPRETER, "es", "My mother speaks Spanish")


@pytest.fixture
def event(cast, at):
    at(FEBRUARY)
    return make_event(cast.outreach)


@pytest.fixture
def guest(event):
    return make_guest(event, email="ana@example.org")


def ask(event, guest=None, details=SPANISH):
    return ask_need(actor=SYSTEM, event=event, sign_up=guest, details=details)


def step(need, event, verb):
    take_need_step(actor=SYSTEM, need=need, event=event, verb=verb)


def book(need, event):
    booking = Booking("Words Ltd", 120, 18000)
    book_need(actor=SYSTEM, need=need, event=event, booking=booking)


def test_an_interpreter_has_to_be_booked_eight_days_before(event):
    assert ask(event).due_on == date(2026, 3, 6)


def test_what_is_asked_for_late_is_due_at_once(event, at):
    at(NOON - timedelta(days=2))
    assert ask(event).due_on == date(2026, 3, 12)


def test_an_interpreter_needs_a_language(event):
    with pytest.raises(InvalidInput):
        ask(event, details=NeedDetails(NeedKind.INTERPRETER))


def test_the_whole_life_is_written_down(event, guest, at):
    need = ask(event, guest)
    book(need, event)
    step(need, event, "confirm_need")
    at(AFTER)
    step(need, event, "deliver_need")
    rows = db.session.execute(
        select(AccessNeedStep.verb, AccessNeedStep.to_state).order_by(AccessNeedStep.id)
    )
    assert [tuple(row) for row in rows] == [
        ("ask_need", NeedState.REQUESTED),
        ("book_need", NeedState.BOOKED),
        ("confirm_need", NeedState.CONFIRMED),
        ("deliver_need", NeedState.DELIVERED),
    ]


@pytest.mark.parametrize("verb", ["confirm_need", "deliver_need"])
def test_nothing_is_confirmed_or_there_that_nobody_booked(event, verb, at):
    need = ask(event)
    at(AFTER)
    with pytest.raises(WrongState):
        step(need, event, verb)


def test_nothing_was_there_before_the_event(event):
    need = ask(event)
    book(need, event)
    with pytest.raises(WrongState):
        step(need, event, "deliver_need")


def test_not_delivered_needs_a_reason(event):
    need = ask(event)
    with pytest.raises(InvalidInput):
        fail_need(actor=SYSTEM, need=need, event=event, reason="  ")
    fail_need(actor=SYSTEM, need=need, event=event, reason="Nobody could be found")
    assert need.state is NeedState.NOT_DELIVERED


def test_an_interpreter_who_fell_ill_is_looked_for_again(event):
    need = ask(event)
    book(need, event)
    step(need, event, "reopen_need")
    assert need.state is NeedState.REQUESTED


def test_who_does_not_come_needs_nothing(event, guest):
    need, foreseen = ask(event, guest), ask(event)
    withdraw_needs_of(actor=SYSTEM, sign_up=guest, event=event)
    assert (need.state, foreseen.state) == (NeedState.WITHDRAWN, NeedState.REQUESTED)


def test_no_log_keeps_who_asked_for_what(event, guest):
    need = ask(event, guest)
    fail_need(actor=SYSTEM, need=need, event=event, reason="Ana was told too late")
    told = json.dumps(list(db.session.scalars(select(AuditEntry.changes))))
    assert "mother" not in told
    assert "too late" not in told
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "ask_need"))
    assert entry.changes["sign_up_id"] == entry.changes["person_id"] == "changed"


def test_erasing_a_person_empties_their_needs(event, guest, cast):
    ask(event, guest)
    person = db.session.get_one(Person, guest.person_id)
    erase_person(actor=cast.actor("privacy_officer"), person=person)
    need = db.session.scalar(select(AccessNeed).execution_options(populate_existing=True))
    assert (need.words, need.person_id, need.sign_up_id) == ("-", None, None)
    assert need.kind is NeedKind.INTERPRETER
