"""Details of guests are kept as long as the city says, and no longer."""

import uuid
from datetime import timedelta

import pytest
from factories.afterwards import make_guest
from factories.contacts import make_contact
from factories.events import NOON, make_event
from sqlalchemy import select

from liaison import mail
from liaison.audit.models import AuditEntry
from liaison.db import db
from liaison.events.models.event import EventDate
from liaison.events.models.need import AccessNeed, NeedKind, NeedState
from liaison.events.models.sign_up import SignUp
from liaison.events.operations.needs import (
    Booking,
    NeedDetails,
    ask_need,
    book_need,
    fail_need,
)
from liaison.events.operations.retention import Forgotten, forget_guests
from liaison.events.operations.sign_ups import SignUpDetails, sign_up
from liaison.mail import Message, OutboxMessage, OutboxState
from liaison.people.models import Person
from liaison.permissions import SYSTEM

KEPT = timedelta(days=30)


@pytest.fixture
def event(cast, at):
    at(NOON - timedelta(days=3))
    return make_event(cast.outreach)


@pytest.fixture
def guest(event):
    made = make_guest(event, email="ana@example.org", language="es", party_size=3)
    details = NeedDetails(NeedKind.INTERPRETER, "es", "My mother speaks Spanish")
    ask_need(actor=SYSTEM, event=event, sign_up=made, details=details)
    mail.queue(Message("ana@example.org", "Soon", "See you")).state = OutboxState.SENT
    db.session.commit()
    return made


def fresh(model):
    return db.session.scalar(select(model).execution_options(populate_existing=True))


def test_until_the_last_day_everything_is_kept(event, guest, at):
    at(NOON + KEPT - timedelta(minutes=1))
    assert forget_guests() == Forgotten()
    assert fresh(Person).email == "ana@example.org"


def test_then_who_it_was_goes_and_what_counts_stays(event, guest, at):
    code = guest.code
    at(NOON + KEPT)
    assert forget_guests() == Forgotten(events=1, sign_ups=1, needs=1, persons=1)
    person, sign_up, need = fresh(Person), fresh(SignUp), fresh(AccessNeed)
    assert (person.name, person.email, person.language) == ("", None, None)
    assert (sign_up.person_id, sign_up.language, sign_up.party_size) == (None, None, 3)
    assert sign_up.code != code
    assert (need.words, need.person_id, need.sign_up_id) == ("", None, None)
    assert need.kind is NeedKind.INTERPRETER
    assert fresh(OutboxMessage) is None


def test_of_a_need_time_and_money_stay_and_every_free_text_goes(event, guest, at):
    need = fresh(AccessNeed)
    booking = Booking("Her cousin Rosa", minutes=90, cost_cents=12_050)
    book_need(actor=SYSTEM, need=need, event=event, booking=booking)
    at(NOON)
    fail_need(actor=SYSTEM, need=need, event=event, reason="Ana's cousin was ill")
    db.session.commit()
    at(NOON + KEPT)
    forget_guests()
    need = fresh(AccessNeed)
    assert (need.words, need.reason, need.vendor) == ("", "", "")
    told = "".join(str(changes) for changes in db.session.scalars(select(AuditEntry.changes)))
    assert "Rosa" not in told
    assert "cousin" not in told
    assert (need.state, need.minutes, need.cost_cents) == (NeedState.NOT_DELIVERED, 90, 12_050)
    assert need.language == "es"


def test_a_second_night_finds_nothing_and_reports_nothing(event, guest, at):
    at(NOON + KEPT)
    forget_guests()
    assert forget_guests() == Forgotten()
    entries = select(AuditEntry).where(AuditEntry.action == "forget_guests")
    (report,) = db.session.scalars(entries).all()
    assert report.changes == {"events": 1, "sign_ups": 1, "needs": 1, "persons": 1}


def test_a_person_of_the_contact_log_stays(event, guest, at, cast):
    contact = make_contact(cast.outreach)
    contact.person_id = guest.person_id
    db.session.commit()
    at(NOON + KEPT)
    assert forget_guests().persons == 0
    assert fresh(Person).email == "ana@example.org"
    assert fresh(SignUp).person_id is None


def test_what_is_on_its_way_to_the_same_address_still_goes_out(event, guest, at):
    at(NOON + KEPT)
    mail.queue(Message("ana@example.org", "Reminder: another event", "It is soon"))
    forget_guests()
    assert fresh(OutboxMessage).subject == "Reminder: another event"


def test_the_record_of_what_was_done_holds_neither_code_nor_who_it_was(event, at):
    details = SignUpDetails(name="Ana", email="ana@example.org")
    made = sign_up(actor=SYSTEM, event=event, key=uuid.uuid4(), details=details)
    kept = str([entry.changes for entry in db.session.scalars(select(AuditEntry))])
    for secret in ("Ana", "ana@example.org", made.code, str(made.person_id)):
        assert secret not in kept


def test_a_guest_of_another_event_that_is_not_over_stays(event, guest, at, cast):
    later = make_event(cast.outreach, starts_at=NOON + timedelta(days=20))
    other = make_guest(later)
    other.person_id = guest.person_id
    db.session.commit()
    at(NOON + KEPT)
    assert forget_guests().persons == 0
    at(NOON + KEPT + timedelta(days=20))
    assert forget_guests().persons == 1


def test_an_event_of_several_dates_is_over_after_the_last(event, guest, at):
    date = EventDate(event_id=event.id, starts_at=NOON + timedelta(days=7))
    db.session.add(date)
    db.session.commit()
    at(NOON + KEPT)
    assert forget_guests() == Forgotten()
    at(NOON + KEPT + timedelta(days=7))
    assert forget_guests().sign_ups == 1


def test_the_clock_runs_from_the_last_date(client, event, guest, at):
    db.session.add(EventDate(event_id=event.id, starts_at=NOON + timedelta(days=7)))
    db.session.commit()
    at(NOON + timedelta(hours=1))
    privacy_officer = client.sign_in("privacy_officer")
    kept = privacy_officer.get("/desk/events/kept-details/").text
    assert "Open day March 14, 2026 1 April 20, 2026" in kept
    for page in ("afterwards/", "sign-ups"):
        text = client.sign_in("coordinator").get(f"/desk/events/{event.id}/{page}").text
        assert "kept until April 20, 2026" in text


def test_the_desk_sees_the_clock_and_the_reports(client, event, guest, at):
    path = "/desk/events/kept-details/"
    at(NOON + timedelta(hours=1))
    page = client.sign_in("privacy_officer").get(path)
    assert "Open day March 14, 2026 1 April 13, 2026" in page.text
    at(NOON + KEPT + timedelta(hours=1))
    assert "Due tonight" in client.sign_in("privacy_officer").get(path).text
    forget_guests()
    db.session.commit()
    page = client.sign_in("coordinator").get(path)
    assert "Nothing is kept" in page.text
    assert "1 1 1 1" in page.text
    client.sign_in("liaison").get(path, status=403)
