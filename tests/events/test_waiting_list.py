"""The waiting list, whatever people do in whatever order."""

from datetime import timedelta

from factories.events import NOON, make_event
from factories.sign_ups import come, count_seated, limit
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from liaison import clock
from liaison.db import db
from liaison.errors import Conflict, WrongState
from liaison.events.jobs.waiting import move_queues
from liaison.events.models.event import EventState
from liaison.events.models.need import NeedKind
from liaison.events.models.sign_up import SignUp, SignUpState, SignUpStep, SignUpWay
from liaison.events.operations import sign_ups, waiting
from liaison.events.operations.needs import NeedDetails
from liaison.events.policy.sign_ups import free_seats, largest_party
from liaison.events.queries.needs import list_open_needs_of
from liaison.events.queries.sign_ups import list_waiting
from liaison.permissions import VISITOR

BEFORE = NOON - timedelta(days=9)
PARTIES = st.integers(1, 5)
WHO = st.integers(0, 10)
HERE = {}  # what the test gives the machine


class WaitingList(RuleBasedStateMachine):
    """People sign up, change, cancel, accept, decline, forget; staff change the seats."""

    def __init__(self):
        super().__init__()
        self.now = BEFORE
        HERE["at"](self.now)
        self.event = make_event(HERE["program"])
        self.event.capacity = 6
        db.session.commit()

    def teardown(self):
        self.event.state = EventState.CANCELLED  # the worker of the next one lets it be
        db.session.commit()

    def everybody(self):
        asked = select(SignUp).where(SignUp.event_id == self.event.id).order_by(SignUp.id)
        return db.session.scalars(asked).all()

    def one(self, number):
        found = self.everybody()
        return found[number % len(found)] if found else None

    @rule(size=PARTIES)
    def sign_up(self, size):
        free, all_there_are = free_seats(self.event), largest_party(self.event)
        try:
            made = come(self.event, size)
        except Conflict:
            assert size > all_there_are
            db.session.rollback()
        else:
            fits = size <= free
            assert made.state is (SignUpState.SIGNED_UP if fits else SignUpState.WAITING)

    @rule(size=PARTIES, over=st.booleans())
    def walk_in(self, size, over):
        try:
            made = come(self.event, size, way=SignUpWay.DOOR, over_capacity=over)
        except Conflict:
            assert not over
            db.session.rollback()
        else:
            assert made.state is SignUpState.SIGNED_UP

    @rule(number=WHO)
    def cancel(self, number):
        if sign_up := self.one(number):
            sign_ups.cancel_sign_up(actor=VISITOR, sign_up=sign_up)

    @rule(number=WHO, size=PARTIES)
    def change(self, number, size):
        if sign_up := self.one(number):
            try:
                sign_ups.change_sign_up(
                    actor=VISITOR, event=self.event, sign_up=sign_up, party_size=size, language="en"
                )
            except (Conflict, WrongState):
                db.session.rollback()

    @rule(number=WHO)
    def accept(self, number):
        if sign_up := self.one(number):
            was = sign_up.state
            taken = waiting.accept_place(actor=VISITOR, event=self.event, sign_up=sign_up)
            assert taken == (was in {SignUpState.OFFERED, SignUpState.SIGNED_UP})

    @rule(number=WHO)
    def decline(self, number):
        sign_up = self.one(number)
        if sign_up and sign_up.state is SignUpState.OFFERED:
            waiting.decline_place(actor=VISITOR, event=self.event, sign_up=sign_up)

    @rule(number=WHO)
    def come_after_all(self, number):
        if sign_up := self.one(number):
            try:
                sign_ups.sign_up_again(actor=VISITOR, event=self.event, sign_up=sign_up)
            except Conflict:
                db.session.rollback()

    @rule(more=st.integers(0, 4), held=st.integers(0, 2))
    def change_the_seats(self, more, held):
        limit(self.event, self.event.seats_promised + more + held, held_for_walk_ins=held)

    @precondition(lambda self: self.now < BEFORE + timedelta(days=5))
    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        HERE["at"](self.now)
        move_queues()

    @invariant()
    def seats_are_what_the_sign_ups_say(self):
        db.session.commit()
        assert self.event.seats_promised == count_seated(self.event.id)

    @invariant()
    def never_oversold(self):
        assert free_seats(self.event) >= 0

    @invariant()
    def nobody_waits_for_whom_there_is_room(self):
        assert list_waiting(self.event.id, at_most=free_seats(self.event)) == []

    @invariant()
    def no_offer_outlives_its_time(self):
        for sign_up in self.everybody():
            if sign_up.state is SignUpState.OFFERED:
                assert sign_up.offered_until > clock.now()

    @invariant()
    def nobody_is_offered_a_place_twice_for_one_wait(self):
        """Between two offers to somebody lies a new place in the queue."""
        asked = select(SignUpStep).order_by(SignUpStep.at, SignUpStep.id)
        for sign_up in self.everybody():
            found = db.session.scalars(asked.where(SignUpStep.sign_up_id == sign_up.id)).all()
            verbs = [step.verb for step in found]
            first = found[0].from_state if found else sign_up.state
            joined = verbs.count("join_queue") + (first is SignUpState.WAITING)
            assert verbs.count("offer_place") <= joined


def test_whatever_people_do(cast, at):
    HERE.update(at=at, program=cast.outreach)
    run_state_machine_as_test(
        WaitingList,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_first_that_fits(cast, at):
    at(BEFORE)
    event = make_event(cast.outreach)
    limit(event, 4)
    leaves, _stays = come(event, 2), come(event, 2)
    four, two, one = come(event, 4), come(event, 2), come(event, 1)
    sign_ups.cancel_sign_up(actor=VISITOR, sign_up=leaves)
    states = [sign_up.state for sign_up in (four, two, one)]
    assert states == [SignUpState.WAITING, SignUpState.OFFERED, SignUpState.WAITING]


def test_an_offer_ends_with_the_start_of_the_event(cast, at):
    at(NOON - timedelta(hours=20))
    event = make_event(cast.outreach)
    limit(event, 1)
    leaves, waits = come(event), come(event)
    at(NOON - timedelta(hours=2))
    sign_ups.cancel_sign_up(actor=VISITOR, sign_up=leaves)
    assert waits.offered_until == NOON
    at(NOON)
    db.session.commit()
    move_queues()
    assert waits.state is SignUpState.LAPSED


def test_the_worker_fills_what_was_left_free(cast, at):
    at(BEFORE)
    event = make_event(cast.outreach)
    limit(event, 1)
    come(event)
    waits = come(event)
    event.capacity = 5  # by whatever way
    db.session.commit()
    move_queues()
    assert waits.state is SignUpState.OFFERED


FOOD, RIDE = NeedDetails(NeedKind.FOOD), NeedDetails(NeedKind.TRANSPORT)


def test_whoever_comes_after_all_still_needs_what_they_asked_for(cast, at):
    at(BEFORE)
    event = make_event(cast.outreach)
    guest = come(event, needs=(FOOD, RIDE))
    sign_ups.change_sign_up(
        actor=VISITOR, event=event, sign_up=guest, party_size=1, language=None, needs=(RIDE,)
    )
    at(BEFORE + timedelta(minutes=1))
    sign_ups.cancel_sign_up(actor=VISITOR, sign_up=guest)
    assert list_open_needs_of(guest.id) == []
    sign_ups.sign_up_again(actor=VISITOR, event=event, sign_up=guest)
    assert [need.kind for need in list_open_needs_of(guest.id)] == [NeedKind.TRANSPORT]


def test_nothing_is_booked_for_whoever_let_an_offer_pass(cast, at):
    at(BEFORE)
    event = make_event(cast.outreach)
    limit(event, 1)
    first, second = come(event), come(event, needs=(FOOD,))
    sign_ups.cancel_sign_up(actor=VISITOR, sign_up=first)
    db.session.commit()
    at(BEFORE + timedelta(days=2))
    move_queues()
    db.session.refresh(second)
    assert second.state is SignUpState.LAPSED
    assert list_open_needs_of(second.id) == []
