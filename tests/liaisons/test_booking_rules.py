"""What the database tells the rules: other jobs, offers, caps and ceilings of the right time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from factories.bookings import confirm, let_interpret, make_booking
from factories.liaisons import make_liaison

from liaison.db import db
from liaison.errors import WrongState
from liaison.liaisons.models.booking import BookingOffer, BookingState, OfferState, Task
from liaison.liaisons.models.liaison import LiaisonConflict
from liaison.liaisons.operations import offers
from liaison.liaisons.operations.profile import set_communities
from liaison.liaisons.policy.matching import Proposal
from liaison.liaisons.policy.reasons import Reason, Rule
from liaison.liaisons.queries.matching import look_at, look_for
from liaison.permissions import SYSTEM

NOON = datetime(2026, 4, 1, 16, tzinfo=UTC)
DECEMBER, JANUARY = datetime(2026, 12, 30, 16, tzinfo=UTC), datetime(2027, 1, 4, 16, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _spring(at):
    at(NOON)


@pytest.fixture
def linh(cast):
    liaison = let_interpret(make_liaison(trained_on=date(2026, 3, 1)))
    liaison.trained_until = date(2027, 6, 1)
    liaison.languages[0].writes = True
    db.session.flush()
    return liaison


def rules_against(booking, liaison):
    found = look_at(booking, liaison.id)
    return () if isinstance(found, Proposal) else found.rules


def test_a_translation_due_in_a_week_leaves_room_for_a_meeting(cast, linh):
    week = 7 * 24 * 60
    confirm(make_booking(cast.outreach, task=Task.WRITE, lasts=week, minutes=180), linh)
    meeting = make_booking(cast.outreach, starts_at=NOON + timedelta(days=5))
    assert rules_against(meeting, linh) == ()


def test_one_that_was_taken_back_may_be_offered_again(cast, linh):
    booking = make_booking(cast.outreach)
    for _time in range(2):
        offers.offer_booking(actor=SYSTEM, booking=booking, liaison=linh)
        offers.withdraw_offer(actor=SYSTEM, booking=booking)
    assert rules_against(booking, linh) == ()


def test_who_thinks_about_one_is_not_asked_for_another_of_the_hour(cast, linh):
    first, second = (make_booking(cast.outreach) for _n in range(2))
    offers.offer_booking(actor=SYSTEM, booking=first, liaison=linh)
    assert rules_against(second, linh) == (Rule.OTHER_OFFER,)
    with pytest.raises(WrongState, match="Was asked for another job then"):
        offers.offer_booking(actor=SYSTEM, booking=second, liaison=linh)
    offers.accept_offer(actor=SYSTEM, booking=first)
    assert rules_against(second, linh) == (Rule.OTHER_BOOKING,)


def test_of_two_offers_of_an_hour_only_one_is_taken(cast, linh):
    """Two entries that were merged may bring one each."""
    first, second = (make_booking(cast.outreach) for _n in range(2))
    offers.offer_booking(actor=SYSTEM, booking=first, liaison=linh)
    second.state = BookingState.OFFERED
    when = {"offered_at": NOON, "answer_by": second.starts_at}
    db.session.add(BookingOffer(booking_id=second.id, liaison_id=linh.id, **when))
    db.session.flush()
    offers.accept_offer(actor=SYSTEM, booking=first)
    with pytest.raises(WrongState), db.session.begin_nested():
        offers.accept_offer(actor=SYSTEM, booking=second)
    db.session.expire_all()
    assert (first.liaison_id, second.liaison_id) == (linh.id, None)


def test_a_conflict_with_the_department_keeps_out_of_its_programmes(cast, linh):
    conflict = {"department_id": cast.outreach.department_id, "words": "Her brother works there"}
    db.session.add(LiaisonConflict(liaison_id=linh.id, **conflict))
    db.session.flush()
    assert rules_against(make_booking(cast.outreach), linh) == (Rule.CONFLICT,)
    assert rules_against(make_booking(cast.meters), linh) == ()


def test_whom_the_community_knows_is_asked_first_however_it_is_written(cast, linh):
    known = let_interpret(make_liaison("Mai", trained_on=date(2026, 3, 1)))
    set_communities(actor=SYSTEM, liaison=known, communities=["Renters"])
    confirm(make_booking(cast.outreach, starts_at=NOON + timedelta(days=9)), known)
    booking = make_booking(cast.outreach, community="renters")
    [found] = look_for(SYSTEM, [booking]).matches
    assert [one.candidate.id for one in found.proposals] == [known.id, linh.id]
    assert Reason.COMMUNITY in found.proposals[0].why


def test_each_job_counts_in_the_year_and_quarter_in_which_it_begins(cast, linh):
    """Two hours at 250 dollars are the most that the city pays one person in a year."""
    paid = {"cents_an_hour": 250_00}
    confirm(make_booking(cast.outreach, starts_at=DECEMBER - timedelta(days=9), **paid), linh)
    jobs = [make_booking(cast.outreach, starts_at=at, **paid) for at in (DECEMBER, JANUARY)]
    old, new = look_for(SYSTEM, jobs).matches
    assert old.exclusions[0].rules == (Rule.CAP,)
    assert new.proposals[0].candidate.load.minutes == 0
    linh.yearly_cap_cents = 499_99
    db.session.flush()
    assert rules_against(jobs[1], linh) == (Rule.CAP,)


def test_who_does_not_speak_the_language_is_counted(cast, linh):
    make_liaison("Bo", languages=("fr",), trained_on=date(2026, 3, 1))
    booking = make_booking(cast.outreach, language="so")
    [found] = look_for(SYSTEM, [booking]).matches
    assert (found.binding, found.count_kept_out()) == (Rule.LANGUAGE, {Rule.LANGUAGE: 2})


def test_an_answer_that_comes_after_the_time_finds_it_closed(cast, linh):
    booking = make_booking(cast.outreach)
    offers.offer_booking(actor=SYSTEM, booking=booking, liaison=linh)
    offer_id = offers.find_open_offer(booking.id).id
    offers.expire_offer(offer_id)
    assert booking.state is BookingState.OFFERED  # it is not over yet
    offer = db.session.get_one(BookingOffer, offer_id)
    offer.answer_by = NOON
    db.session.flush()
    offers.expire_offer(offer_id)
    assert offer.state is OfferState.EXPIRED
    with pytest.raises(WrongState):
        offers.accept_offer(actor=SYSTEM, booking=booking)
