"""Two people at once, each on a connection of their own: one booking, one liaison, one hour."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from cast import hire_cast
from factories.bookings import let_interpret, make_booking
from factories.liaisons import make_liaison
from sqlalchemy import select

from liaison import clock
from liaison.db import begin_request, db
from liaison.errors import WrongState
from liaison.i18n import settings
from liaison.liaisons.models.booking import Booking, BookingOffer, BookingState
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.operations.offers import accept_offer, offer_booking, offer_bookings
from liaison.permissions import SYSTEM


@pytest.fixture
def keys(crowded_app):
    """Two bookings of the same hour, and two liaisons who could do either."""
    with crowded_app.app_context():
        cast, today = hire_cast(), clock.today(settings().zone())
        bookings = [make_booking(cast.outreach) for _n in range(2)]
        people = [let_interpret(make_liaison(name, trained_on=today)) for name in ("Linh", "Mai")]
        db.session.commit()
        return [one.id for one in bookings], [one.id for one in people]


def both(app, *acts):
    """Do both in the same moment; which of them were done."""
    gate = threading.Barrier(len(acts))

    def begin(act):
        gate.wait()
        with app.app_context():
            begin_request(is_unsafe=True)
            try:
                act()
                db.session.commit()
            except WrongState:
                db.session.rollback()
                return False
        return True

    with ThreadPoolExecutor(len(acts)) as threads:
        return sorted(threads.map(begin, acts))


def offer(booking_id, liaison_id):
    booking, liaison = db.session.get(Booking, booking_id), db.session.get(Liaison, liaison_id)
    offer_booking(actor=SYSTEM, booking=booking, liaison=liaison)


def test_two_managers_offer_one_booking_to_two_people(crowded_app, keys):
    (booking, _other), (linh, mai) = keys
    acts = [lambda: offer(booking, linh), lambda: offer(booking, mai)]
    assert both(crowded_app, *acts) == [False, True]


def test_two_managers_offer_two_bookings_of_an_hour_to_one_person(crowded_app, keys):
    (first, second), (linh, _mai) = keys
    assert both(crowded_app, lambda: offer(first, linh), lambda: offer(second, linh)) == [
        False,
        True,
    ]


def test_two_who_share_out_the_same_jobs_do_not_wait_for_each_other(crowded_app, keys):
    """One page shows them in another order than the other, each with another person."""
    (first, second), (linh, mai) = keys

    def share_out(*pairs):
        offer_bookings(
            actor=SYSTEM,
            pairs=[
                (db.session.get(Booking, one), db.session.get(Liaison, who)) for one, who in pairs
            ],
        )

    acts = [
        lambda: share_out((first, linh), (second, mai)),
        lambda: share_out((second, linh), (first, mai)),
    ]
    assert both(crowded_app, *acts) == [True, True]
    with crowded_app.app_context():
        assert len(db.session.scalars(select(BookingOffer)).all()) == 2


def test_sharing_out_goes_by_the_keys_and_not_by_the_page(crowded_app, keys):
    booking_ids, liaison_ids = keys
    with crowded_app.app_context():
        begin_request(is_unsafe=True)
        pairs = [
            (db.session.get(Booking, one), db.session.get(Liaison, who))
            for one, who in zip(sorted(booking_ids, reverse=True), liaison_ids, strict=True)
        ]
        assert offer_bookings(actor=SYSTEM, pairs=pairs) == 2
        offers = db.session.scalars(select(BookingOffer).order_by(BookingOffer.id)).all()
        assert [offer.booking_id for offer in offers] == sorted(booking_ids)


def test_two_jobs_of_an_hour_accepted_in_two_tabs(crowded_app, keys):
    """Two entries that were merged may bring an offer each."""
    booking_ids, (linh, _mai) = keys
    with crowded_app.app_context():
        for booking in db.session.scalars(select(Booking)):
            when = {"offered_at": clock.now(), "answer_by": clock.now() + timedelta(hours=9)}
            db.session.add(BookingOffer(booking_id=booking.id, liaison_id=linh, **when))
            booking.state = BookingState.OFFERED
        db.session.commit()

    def accept(booking_id):
        return lambda: accept_offer(actor=SYSTEM, booking=db.session.get(Booking, booking_id))

    assert both(crowded_app, *map(accept, booking_ids)) == [False, True]
    with crowded_app.app_context():
        states = db.session.scalars(select(Booking.state).order_by(Booking.state)).all()
        assert states == [BookingState.CONFIRMED, BookingState.OFFERED]
