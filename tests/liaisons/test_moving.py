"""A booking that somebody was asked for or took is moved to another day or hour."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from factories.bookings import confirm, let_interpret, make_booking
from factories.liaisons import make_liaison
from sqlalchemy import func, select

from liaison.db import db
from liaison.errors import Conflict, InvalidInput, WrongState
from liaison.liaisons.models.booking import BookingOffer, BookingState, OfferState
from liaison.liaisons.models.care import Ask
from liaison.liaisons.models.liaison import LiaisonHours
from liaison.liaisons.operations import bookings, offers
from liaison.liaisons.operations.moving import move_booking
from liaison.liaisons.policy.candidates import Period
from liaison.liaisons.queries.bookings import list_booking_steps
from liaison.liaisons.queries.care import get_liaison_rules
from liaison.liaisons.queries.moves import list_times_before
from liaison.mail import OutboxMessage, send_waiting
from liaison.permissions import SYSTEM

NOON = datetime(2026, 4, 1, 16, tzinfo=UTC)  # a Wednesday, noon in the city
NIGHT = datetime(2026, 4, 2, 3, tzinfo=UTC)  # eleven in the evening
MORNING = datetime(2026, 4, 2, 12, tzinfo=UTC)
SATURDAY = Period(NOON + timedelta(days=3), NOON + timedelta(days=3, hours=2))
SUNDAY = Period(NOON + timedelta(days=4), NOON + timedelta(days=4, hours=3))
S = BookingState


@pytest.fixture(autouse=True)
def _spring(at):
    at(NOON)


@pytest.fixture
def linh(cast):
    """A trained liaison who interprets, with an address."""
    return let_interpret(make_liaison(trained_on=date(2026, 3, 1), email="linh@example.org"))


def letters(to="linh@example.org"):
    asked = select(OutboxMessage).where(OutboxMessage.recipient == to).order_by(OutboxMessage.id)
    return list(db.session.scalars(asked))


def deliver():
    """The worker comes by."""
    db.session.commit()
    send_waiting([].append, sender="city@example.org")


def move(booking, to=SUNDAY, **values):
    return move_booking(actor=SYSTEM, booking=booking, to=to, **values)


def test_whoever_took_it_is_asked_again_in_words(cast, linh):
    booking = confirm(make_booking(cast.outreach, cents_an_hour=30_00), linh)
    deliver()
    move(booking)
    assert (booking.state, booking.liaison_id, booking.minutes) == (S.OFFERED, None, 180)
    assert list_booking_steps(booking.id)[0].verb == "move_booking"
    assert list_times_before(booking) == [SATURDAY]
    letter = letters()[-1]
    assert letter.subject == "Another time: Tenants’ meeting"
    assert "Before: Saturday, April 4, 2026, 12:00" in letter.body.replace("\u202f", " ")
    assert "Now: Sunday, April 5, 2026, 12:00" in letter.body.replace("\u202f", " ")
    assert "Pay: $90" in letter.body
    assert "Please answer by" in letter.body
    offers.accept_offer(actor=SYSTEM, booking=booking)
    assert (booking.state, booking.liaison_id) == (S.CONFIRMED, linh.id)


def test_it_is_one_ask_and_no_ceiling_stands_in_the_way(cast, linh):
    """Nor the hours, nor the pay of a year: what they promised before is not added to it."""
    rules = get_liaison_rules()
    rules.quarter_asks, rules.quarter_minutes, rules.yearly_cap_cents = 1, 200, 95_00
    booking = confirm(make_booking(cast.outreach, cents_an_hour=30_00), linh)
    move(booking)
    assert db.session.scalar(select(func.count(Ask.id))) == 1
    states = db.session.scalars(select(BookingOffer.state).order_by(BookingOffer.id)).all()
    assert states == [OfferState.WITHDRAWN, OfferState.OPEN]


def test_the_rules_of_the_new_time_are_said_and_nothing_changes(cast, linh):
    confirm(make_booking(cast.outreach, title="Fair", starts_at=SUNDAY.starts_at), linh)
    hours = {"weekday": 6, "from_time": time(9), "until_time": time(17)}
    booking = confirm(make_booking(cast.outreach), linh)
    db.session.add(LiaisonHours(liaison_id=linh.id, **hours))
    db.session.flush()
    sent = len(letters())
    with pytest.raises(InvalidInput) as refused:
        move(booking)
    assert refused.value.field == "who"
    assert "Linh Tran cannot be asked for that time" in refused.value.message
    assert "Does “Fair” on Sunday" in refused.value.message
    assert "Does not work on Sunday" in refused.value.message
    assert (booking.state, booking.starts_at) == (S.CONFIRMED, SATURDAY.starts_at)
    assert len(letters()) == sent


def test_where_they_cannot_it_goes_back_to_be_matched(cast, linh):
    booking = confirm(make_booking(cast.outreach), linh)
    deliver()
    move(booking, asks_again=False)
    assert (booking.state, booking.liaison_id) == (S.REQUESTED, None)
    assert "somebody else is asked for the new time" in letters()[-1].body
    offers.offer_booking(actor=SYSTEM, booking=booking, liaison=linh)  # nobody said no


def test_who_cannot_at_the_new_time_says_so(cast, linh):
    booking = confirm(make_booking(cast.outreach), linh)
    move(booking)
    offers.decline_offer(actor=SYSTEM, booking=booking, words="I am at work.")
    assert (booking.state, booking.liaison_id) == (S.REQUESTED, None)


def test_in_quiet_hours_it_waits_for_the_morning(cast, linh, at):
    booking = confirm(make_booking(cast.outreach), linh)
    deliver()
    at(NIGHT)
    assert move(booking).sent_at == MORNING
    answer_by = select(BookingOffer.answer_by).where(BookingOffer.state == OfferState.OPEN)
    assert db.session.scalars(answer_by).one() == MORNING + timedelta(hours=48)


def test_who_was_not_asked_yet_is_asked_once_for_the_new_time(cast, linh, at):
    at(NIGHT)
    booking = make_booking(cast.outreach, starts_at=SATURDAY.starts_at)
    offers.offer_booking(actor=SYSTEM, booking=booking, liaison=linh)
    move(booking)
    (letter,) = letters()
    assert letter.subject.startswith("A job for you")
    assert "Sunday" in letter.body
    assert "Before:" not in letter.body
    assert not move(booking, SATURDAY, asks_again=False).has_to_be_called
    assert letters() == []


@pytest.mark.parametrize("end", ["withdraw", "cancel"])
def test_who_took_it_and_did_not_hear_of_the_move_is_told_that_it_ended(cast, linh, at, end):
    booking = confirm(make_booking(cast.outreach), linh)
    deliver()
    at(NIGHT)
    move(booking)
    if end == "cancel":
        bookings.cancel_booking(actor=SYSTEM, booking=booking, reason="The hall is flooded.")
    else:
        offers.withdraw_offer(actor=SYSTEM, booking=booking)
    (letter,) = [one for one in letters() if one.queued_at == NIGHT]
    assert letter.subject in {"No longer needed: Tenants’ meeting", "Cancelled: Tenants’ meeting"}


def test_what_they_said_on_the_telephone_at_night_is_not_asked_in_the_morning(cast, linh, at):
    booking = confirm(make_booking(cast.outreach), linh)
    deliver()
    at(NIGHT)
    move(booking)
    offers.accept_offer(actor=SYSTEM, booking=booking)
    assert [one for one in letters() if one.queued_at == NIGHT] == []


def test_whoever_asked_for_it_is_told(cast, linh):
    booking = confirm(make_booking(cast.outreach, actor=cast.actor("staff")), linh)
    move(booking)
    letter = letters("staff@example.org")[-1]
    assert letter.subject == "“Tenants’ meeting” was moved to another time."


def test_work_that_took_a_part_of_the_time_stays_as_long(cast, linh):
    booking = confirm(make_booking(cast.outreach, minutes=90), linh)
    move(booking)
    assert booking.minutes == 90
    move(booking, Period(SUNDAY.starts_at, SUNDAY.starts_at + timedelta(minutes=60)))
    assert booking.minutes == 60


def test_who_did_not_see_what_another_changed_is_asked(cast, linh):
    booking = confirm(make_booking(cast.outreach), linh)
    opened = bookings.fingerprint_booking(booking)
    move(booking, opened=opened)
    with pytest.raises(Conflict):
        move(booking, SATURDAY, opened=opened)


@pytest.mark.parametrize("to", [SATURDAY, Period(NOON, SATURDAY.ends_at)])
def test_times_that_cannot_be(cast, linh, to):
    booking = confirm(make_booking(cast.outreach), linh)
    with pytest.raises(InvalidInput) as refused:
        move(booking, to)
    assert refused.value.field == "day"


def test_nobody_moves_what_nobody_was_asked_for_or_what_has_begun(cast, linh, at):
    booking = make_booking(cast.outreach)
    with pytest.raises(WrongState):
        move(booking)
    confirm(booking, linh)
    at(SATURDAY.starts_at)
    with pytest.raises(WrongState):
        move(booking)
