"""The life of a booking, from the request to the report-back."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from factories.bookings import confirm, let_interpret, make_booking
from factories.liaisons import make_liaison
from sqlalchemy import select, update

from liaison.audit.models import AuditEntry
from liaison.db import db
from liaison.errors import InvalidInput, WrongState
from liaison.liaisons.exports.payments import control_sum
from liaison.liaisons.jobs.offers import end_unanswered_offers
from liaison.liaisons.models.booking import Booking, BookingOffer, BookingState, OfferState
from liaison.liaisons.models.care import Ask
from liaison.liaisons.models.work import WorkEntry
from liaison.liaisons.operations import bookings, offers
from liaison.liaisons.operations.approval import approve_work, refuse_work
from liaison.liaisons.operations.debriefs import DebriefDetails, debrief_booking
from liaison.liaisons.operations.payments import pay_work
from liaison.liaisons.policy.bookings import STEPS, can_take_step
from liaison.liaisons.queries.bookings import get_with_person, list_booking_steps
from liaison.liaisons.queries.payments import find_payable
from liaison.mail import Carrier, OutboxMessage, send_waiting
from liaison.permissions import SYSTEM

NOON = datetime(2026, 4, 1, 16, tzinfo=UTC)  # a Wednesday, noon in the city
S = BookingState


@pytest.fixture(autouse=True)
def _spring(at):
    at(NOON)


@pytest.fixture
def linh(cast):
    """A trained liaison who interprets, with an address."""
    return let_interpret(make_liaison(trained_on=date(2026, 3, 1), email="linh@example.org"))


def letters(to):
    return list(
        db.session.scalars(
            select(OutboxMessage).where(OutboxMessage.recipient == to).order_by(OutboxMessage.id)
        )
    )


def deliver():
    """The worker comes by; how many messages went out."""
    db.session.commit()
    return send_waiting([].append, sender="city@example.org")


def debrief(booking, liaison, at, minutes=90):
    at(booking.ends_at + timedelta(hours=1))
    details = DebriefDetails(minutes=minutes, said="Rents", people=14)
    return debrief_booking(actor=SYSTEM, booking=booking, liaison=liaison, details=details)


def test_the_whole_way_leaves_its_history(cast, linh, at):
    booking = make_booking(cast.outreach, cents_an_hour=30_00)
    offers.offer_booking(actor=SYSTEM, booking=booking, liaison=linh)
    deliver()
    offers.accept_offer(actor=SYSTEM, booking=booking)
    bookings.brief_booking(actor=SYSTEM, booking=booking, brief="Room 2, ask for Ana.")
    debrief(booking, get_with_person(linh.id), at)
    bookings.report_booking(actor=SYSTEM, booking=booking, report_back="The heating is repaired.")
    assert booking.state is S.DEBRIEFED
    pay_all(until=date(2026, 4, 30))
    assert booking.state is S.REPORTED
    assert [line.verb for line in reversed(list_booking_steps(booking.id))] == [
        "request_booking",
        "offer_booking",
        "accept_offer",
        "brief_booking",
        "finish_booking",
        "debrief_booking",
        "report_early",
        "pay_booking",
        "end_booking",
    ]
    assert [letter.subject.partition(":")[0] for letter in letters("linh@example.org")] == [
        "A job for you",
        "What to know",
        "What came of it",
    ]


def pay_all(until):
    """Month end: what was entered is approved and handed to finance."""
    entered = db.session.scalars(select(WorkEntry.id)).all()
    approve_work(actor=SYSTEM, entry_ids=entered)
    expected = control_sum(find_payable(SYSTEM, until).lines)
    pay_work(actor=SYSTEM, until=until, expected=expected)


def test_a_debrief_enters_the_hours_at_the_rate_of_the_booking(cast, linh, at):
    booking = confirm(make_booking(cast.outreach, cents_an_hour=30_00), linh)
    debrief(booking, linh, at, minutes=90)
    entry = db.session.scalars(select(WorkEntry)).one()
    assert (entry.minutes, entry.cents, entry.booking_id) == (90, 45_00, booking.id)
    assert entry.worked_on == date(2026, 4, 4)


def test_what_people_said_is_in_no_log(cast, linh, at):
    debrief(confirm(make_booking(cast.outreach), linh), linh, at)
    logged = select(AuditEntry.changes).where(AuditEntry.action == "write_debrief")
    assert db.session.scalars(logged).one()["said"] == "changed"


def test_who_offers_sees_what_was_changed_meanwhile(cast, linh):
    """Another request moved it into the past while this one was looking at it."""
    booking = make_booking(cast.outreach)
    moved = {"starts_at": NOON - timedelta(hours=3), "ends_at": NOON - timedelta(hours=1)}
    db.session.execute(update(Booking.__table__).values(moved))
    with pytest.raises(WrongState):
        offers.offer_booking(actor=SYSTEM, booking=booking, liaison=linh)


def test_a_job_that_was_done_counts_when_its_programme_is_closed(cast, linh, at):
    booking = confirm(make_booking(cast.outreach, cents_an_hour=30_00), linh)
    cast.outreach.is_active = False
    debrief(booking, linh, at)
    assert db.session.scalars(select(WorkEntry.cents)).all() == [45_00]


def test_it_is_not_paid_while_a_line_of_it_is_left(cast, linh, at):
    booking = confirm(make_booking(cast.outreach, cents_an_hour=30_00), linh)
    debrief(booking, linh, at)
    bookings.settle_bookings(actor=SYSTEM, booking_ids=[booking.id])
    assert booking.state is S.DEBRIEFED


@pytest.mark.parametrize("order", [("tell", "refuse"), ("refuse", "tell")])
def test_a_job_of_which_nothing_is_paid_ends_once_it_is_reported(cast, linh, at, order):
    booking = confirm(make_booking(cast.outreach, cents_an_hour=30_00), linh)
    debrief(booking, linh, at)
    entry = db.session.scalars(select(WorkEntry)).one()
    acts = {
        "tell": lambda: bookings.report_booking(actor=SYSTEM, booking=booking, report_back="Done."),
        "refuse": lambda: refuse_work(actor=SYSTEM, entry=entry, answer="It was no work."),
    }
    for act in order:
        assert booking.state is S.DEBRIEFED
        acts[act]()
    assert booking.state is S.REPORTED


def test_unpaid_work_ends_with_thanks(cast, linh, at):
    booking = confirm(make_booking(cast.outreach), linh)
    debrief(booking, linh, at)
    bookings.thank_booking(actor=SYSTEM, booking=booking)
    bookings.report_booking(actor=SYSTEM, booking=booking, report_back="Signs in two languages.")
    assert booking.state is S.REPORTED


def test_nobody_takes_a_job_with_a_training_that_is_over(cast, linh):
    booking = make_booking(cast.outreach)
    offers.offer_booking(actor=SYSTEM, booking=booking, liaison=linh)
    linh.trained_until = date(2026, 4, 3)
    db.session.flush()
    with pytest.raises(WrongState), db.session.begin_nested():
        offers.accept_offer(actor=SYSTEM, booking=booking)


def test_nobody_is_asked_for_two_jobs_at_once(cast, linh):
    first, second = (make_booking(cast.outreach, title=f"{n}") for n in range(2))
    offers.offer_booking(actor=SYSTEM, booking=first, liaison=linh)
    with pytest.raises(WrongState):
        offers.offer_booking(actor=SYSTEM, booking=second, liaison=linh)
    later = make_booking(cast.outreach, starts_at=first.ends_at)
    offers.offer_booking(actor=SYSTEM, booking=later, liaison=linh)


def test_an_offer_is_an_ask_and_says_why(cast, linh):
    booking = make_booking(cast.outreach)
    offers.offer_booking(actor=cast.actor("coordinator"), booking=booking, liaison=linh)
    offer = db.session.scalars(select(BookingOffer)).one()
    assert offer.why == ["interprets", "trained", "hours_unknown", "asked_little"]
    assert offer.answer_by == NOON + timedelta(hours=48)
    assert db.session.scalars(select(Ask.booking_id)).all() == [booking.id]


def test_who_is_asked_at_night_is_written_to_in_the_morning(cast, linh, at):
    night = datetime(2026, 4, 2, 3, tzinfo=UTC)  # eleven in the evening
    at(night)
    booking = make_booking(cast.outreach, starts_at=NOON + timedelta(days=5))
    offers.offer_booking(actor=SYSTEM, booking=booking, liaison=linh)
    morning = datetime(2026, 4, 2, 12, tzinfo=UTC)
    (letter,) = letters("linh@example.org")
    assert letter.try_after == morning
    assert db.session.scalars(select(BookingOffer.answer_by)).one() == morning + timedelta(hours=48)


def test_what_came_of_it_is_not_told_at_night(cast, linh, at):
    booking = confirm(make_booking(cast.outreach), linh)
    debrief(booking, linh, at)
    at(datetime(2026, 4, 6, 3, tzinfo=UTC))  # eleven in the evening
    sent_at = bookings.report_booking(actor=SYSTEM, booking=booking, report_back="New heating.")
    assert sent_at == datetime(2026, 4, 6, 12, tzinfo=UTC)


@pytest.mark.parametrize("settle", ["accept_offer", "decline_offer", "withdraw_offer"])
def test_what_is_settled_at_night_is_not_asked_in_the_morning(cast, linh, at, settle):
    at(datetime(2026, 4, 2, 3, tzinfo=UTC))  # eleven in the evening
    booking = make_booking(cast.outreach, starts_at=NOON + timedelta(days=5))
    offers.offer_booking(actor=SYSTEM, booking=booking, liaison=linh)
    getattr(offers, settle)(actor=SYSTEM, booking=booking)
    at(datetime(2026, 4, 2, 13, tzinfo=UTC))
    assert deliver() == 0
    assert letters("linh@example.org") == []


def test_an_offer_never_waits_beyond_the_start(cast, linh):
    booking = make_booking(cast.outreach, starts_at=NOON + timedelta(hours=5))
    offers.offer_booking(actor=SYSTEM, booking=booking, liaison=linh)
    assert db.session.scalars(select(BookingOffer.answer_by)).one() == booking.starts_at


def test_nobody_is_offered_what_the_rules_keep_them_from(cast):
    stranger = make_liaison("Bo", languages=("fr",), trained_on=date(2026, 3, 1))
    booking = make_booking(cast.outreach)
    with pytest.raises(WrongState):
        offers.offer_booking(actor=SYSTEM, booking=booking, liaison=stranger)
    assert booking.state is S.REQUESTED


def test_an_offer_nobody_answers_ends_and_somebody_else_may_be_asked(cast, linh, at):
    booking = make_booking(cast.outreach)
    offers.offer_booking(actor=cast.actor("coordinator"), booking=booking, liaison=linh)
    at(NOON + timedelta(hours=47))
    end_unanswered_offers()
    assert booking.state is S.OFFERED
    at(NOON + timedelta(hours=48))
    end_unanswered_offers()
    db.session.refresh(booking)
    assert booking.state is S.REQUESTED
    assert letters("coordinator@example.org")[0].subject.endswith("“Tenants’ meeting”.")
    with pytest.raises(WrongState):  # the same person is not asked again
        offers.offer_booking(actor=SYSTEM, booking=booking, liaison=linh)


def test_who_cannot_come_any_more_makes_room(cast, linh):
    booking = confirm(make_booking(cast.outreach), linh)
    offers.leave_booking(actor=SYSTEM, booking=booking, words="My child is ill.")
    offer = db.session.scalars(select(BookingOffer)).one()
    assert (booking.state, booking.liaison_id) == (S.REQUESTED, None)
    assert (offer.state, offer.words) == (OfferState.DECLINED, "My child is ill.")


def test_cancelling_tells_whoever_thinks_about_it(cast, linh):
    booking = make_booking(cast.outreach)
    offers.offer_booking(actor=SYSTEM, booking=booking, liaison=linh)
    deliver()
    bookings.cancel_booking(actor=SYSTEM, booking=booking, reason="The hall is flooded.")
    assert db.session.scalars(select(BookingOffer.state)).one() is OfferState.WITHDRAWN
    assert "The hall is flooded." in letters("linh@example.org")[-1].body


def test_what_was_offered_is_not_changed_under_their_hands(cast, linh):
    booking = make_booking(cast.outreach)
    offers.offer_booking(actor=SYSTEM, booking=booking, liaison=linh)
    details = bookings.BookingDetails(
        program_id=booking.program_id,
        title="Another",
        task=booking.task,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
    )
    with pytest.raises(WrongState):
        bookings.edit_booking(actor=SYSTEM, booking=booking, details=details)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"lasts": 0}, "ends"),
        ({"starts_at": NOON - timedelta(hours=1)}, "day"),
        ({"minutes": 121}, "minutes"),
        ({"lasts": 7 * 24 * 60}, "minutes"),  # a week is no time of work
        ({"lasts": 367 * 24 * 60, "minutes": 60}, "last_day"),
    ],
)
def test_times_that_cannot_be(cast, values, field):
    with pytest.raises(InvalidInput) as refusal:
        make_booking(cast.outreach, **values)
    assert refusal.value.field == field


def test_who_likes_texts_gets_a_short_one(cast):
    phone = "+12125550143"
    liaison = let_interpret(make_liaison(trained_on=date(2026, 3, 1), phone=phone))
    offers.offer_booking(actor=SYSTEM, booking=make_booking(cast.outreach), liaison=liaison)
    (letter,) = letters(phone)
    assert (letter.carrier, len(letter.body) < 320) == (Carrier.TEXT, True)


def test_who_cannot_be_written_to_is_called(cast):
    liaison = let_interpret(make_liaison(trained_on=date(2026, 3, 1)))
    booking = make_booking(cast.outreach)
    assert offers.offer_booking(actor=SYSTEM, booking=booking, liaison=liaison) is None
    assert booking.state is S.OFFERED


def test_the_log_keeps_no_words_of_the_answer(cast, linh):
    booking = make_booking(cast.outreach)
    offers.offer_booking(actor=SYSTEM, booking=booking, liaison=linh)
    offers.decline_offer(actor=SYSTEM, booking=booking, words="I am in hospital.")
    logged = str(list(db.session.scalars(select(AuditEntry.changes))))
    assert "hospital" not in logged


@pytest.mark.pure
@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("verb", STEPS)
def test_only_the_table_moves_a_booking(state, verb):
    """Neither what has begun is offered, nor what has not is done."""
    begins = datetime(2026, 4, 4, 16, tzinfo=UTC)
    moments = (begins - timedelta(minutes=1), begins)
    allowed = [
        can_take_step(state, verb, starts_at=begins, now=now, is_paid=is_paid)
        for now in moments
        for is_paid in (True, False)
    ]
    assert any(allowed) == (state in STEPS[verb].from_states)
    if verb in {"offer_booking", "accept_offer", "leave_booking"}:
        assert not any(allowed[2:])
    if verb == "finish_booking":
        assert not any(allowed[:2])


def test_sent_twice_it_is_asked_for_once(cast):
    key = uuid4()
    details = bookings.BookingDetails(
        program_id=cast.outreach.id,
        title="A",
        task="advise",
        starts_at=NOON + timedelta(days=1),
        ends_at=NOON + timedelta(days=1, hours=1),
    )
    first, second = (
        bookings.request_booking(actor=SYSTEM, details=details, key=key) for _n in range(2)
    )
    assert first.id == second.id
