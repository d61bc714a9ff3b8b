"""Many want the same at the same moment, each on a connection of their own: it is given once."""

import re
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from cast import hire_cast
from factories.afterwards import make_guest
from factories.events import NOON, make_event
from factories.sign_ups import count_seated
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from liaison import clock
from liaison.db import db
from liaison.errors import WrongState
from liaison.events.models.event import Event, EventStep
from liaison.events.models.message import MessageKind
from liaison.events.models.need import AccessNeed, NeedKind
from liaison.events.models.plan import EventSeries
from liaison.events.models.sign_up import SignUp, SignUpState, SignUpStep
from liaison.events.operations.events import EventDetails, cancel_event, create_event
from liaison.events.operations.needs import Booking, NeedDetails, ask_need, book_need
from liaison.events.operations.series import skip_occurrence, start_series
from liaison.events.policy.recurrence import Repeats, Repetition
from liaison.events.queries.messages import list_messages
from liaison.mail import OutboxMessage
from liaison.permissions import SYSTEM

UTC = ZoneInfo("UTC")
SEATS, PEOPLE = 20, 200
SERVERS = 16  # threads that answer, each on a connection of its own; the others stand in line
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
OWN_PAGE = re.compile(r"http://[^/]+(/\S*/sign-ups/\S+)")


@pytest.fixture
def event_id(crowded_app):
    with crowded_app.app_context():
        event = make_event(
            hire_cast().outreach, starts_at=clock.now() + timedelta(days=9), capacity=SEATS
        )
        db.session.commit()
        return event.id


def at_once(count, act):
    """Do it so many times; as many as there are servers begin in the same moment."""
    gate = threading.Barrier(SERVERS)

    def begin(number):
        if number < SERVERS:
            gate.wait()
        return act(number)

    with ThreadPoolExecutor(SERVERS) as threads:
        return list(threads.map(begin, range(count)))


def open_form(app, number, path):
    """A browser of somebody's own, with the token of a page."""
    browser = app.test_client()
    browser.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
    return browser, TOKEN.search(browser.get(path).text)[1]


def test_two_hundred_at_once(crowded_app, event_id):
    path = f"/events/{event_id}"
    visitors = [open_form(crowded_app, number, path) for number in range(PEOPLE)]

    def sign_up(number):
        browser, token = visitors[number]
        said = {"name": f"Guest {number}", "email": f"guest{number}@example.org"}
        said |= {"party_size": "1", "key": str(number), "csrf_token": token}
        return browser.post(path, data=said).status_code

    assert set(at_once(PEOPLE, sign_up)) == {303}
    with crowded_app.app_context():
        states = select(SignUp.state, func.count()).group_by(SignUp.state)
        assert dict(map(tuple, db.session.execute(states))) == {
            SignUpState.SIGNED_UP: SEATS,
            SignUpState.WAITING: PEOPLE - SEATS,
        }
        assert db.session.get_one(Event, event_id).seats_promised == SEATS
        told = select(func.count(OutboxMessage.recipient.distinct()), func.count())
        assert tuple(db.session.execute(told).one()) == (PEOPLE, PEOPLE)


def test_all_cancel_at_once_and_the_seats_go_on_once(crowded_app, event_id):
    path = f"/events/{event_id}"
    for number in range(SEATS * 2):
        browser, token = open_form(crowded_app, number, path)
        said = {"name": "Ana", "email": f"guest{number}@example.org", "party_size": "1"}
        browser.post(path, data=said | {"key": str(number), "csrf_token": token})
    with crowded_app.app_context():
        bodies = db.session.scalars(
            select(OutboxMessage.body).order_by(OutboxMessage.queued_at).limit(SEATS)
        )
        pages = [OWN_PAGE.search(body)[1] for body in bodies]

    def cancel(number):
        browser, token = open_form(crowded_app, number, f"{pages[number // 2]}/cancel")
        return browser.post(f"{pages[number // 2]}/cancel", data={"csrf_token": token}).status_code

    assert set(at_once(SEATS * 2, cancel)) == {303}  # everybody presses twice
    with crowded_app.app_context():
        offered = select(func.count()).where(SignUp.state == SignUpState.OFFERED)
        assert db.session.scalar(offered) == SEATS
        steps = select(func.count()).where(SignUpStep.verb == "offer_place")
        assert db.session.scalar(steps) == SEATS
        assert db.session.get_one(Event, event_id).seats_promised == count_seated(event_id) == SEATS


def test_many_cancel_the_event_at_once_and_guests_are_told_once(crowded_app, event_id):
    with crowded_app.app_context():
        make_guest(db.session.get_one(Event, event_id), email="ana@example.org")

    def cancel(_number):
        with crowded_app.app_context():
            cancel_event(actor=SYSTEM, event=db.session.get_one(Event, event_id))
            db.session.commit()

    at_once(SERVERS, cancel)
    with crowded_app.app_context():
        assert db.session.scalar(select(func.count()).where(EventStep.verb == "cancel_event")) == 1
        assert [message.kind for message in list_messages(event_id)] == [MessageKind.CANCELLED]


def test_two_book_what_is_needed_at_once(crowded_app, event_id):
    with crowded_app.app_context():
        event, food = db.session.get_one(Event, event_id), NeedDetails(NeedKind.FOOD)
        need_id = ask_need(actor=SYSTEM, event=event, sign_up=None, details=food).id
        db.session.commit()

    def book(number):
        with crowded_app.app_context():
            need, event = (
                db.session.get_one(AccessNeed, need_id),
                db.session.get_one(Event, event_id),
            )
            try:
                book_need(actor=SYSTEM, need=need, event=event, booking=Booking(f"Cook {number}"))
            except WrongState:
                return None
            db.session.commit()
            return need.vendor

    booked = [vendor for vendor in at_once(SERVERS, book) if vendor]
    with crowded_app.app_context():
        assert booked == [db.session.get_one(AccessNeed, need_id).vendor]


def test_one_form_sent_many_times_at_once_plans_one_event(crowded_app, event_id):
    key = uuid.uuid4()

    def plan(_number):
        with crowded_app.app_context():
            program = db.session.get_one(
                Event, event_id, options=[joinedload(Event.program)]
            ).program
            details = EventDetails(title="Open day", starts_at=NOON)
            form = {"program": program, "details": details, "zone": UTC, "key": key}
            planned_id = create_event(actor=SYSTEM, **form).id
            db.session.commit()
            return planned_id

    assert len(set(at_once(SERVERS, plan))) == 1
    with crowded_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Event)) == 2


def test_a_series_is_started_once_and_each_day_left_out_stays_out(crowded_app, event_id):
    def start(_number):
        with crowded_app.app_context():
            event = db.session.get_one(Event, event_id)
            asked = {"repetition": Repetition(Repeats.WEEKLY, times=SERVERS), "zone": UTC}
            series_id = start_series(actor=SYSTEM, event=event, **asked).id
            db.session.commit()
            return series_id

    assert len(set(at_once(SERVERS, start))) == 1
    with crowded_app.app_context():
        dates = db.session.scalars(select(Event.id).order_by(Event.starts_at)).all()
        assert len(dates) == SERVERS

    def skip(number):
        with crowded_app.app_context():
            skip_occurrence(actor=SYSTEM, event=db.session.get_one(Event, dates[number]))
            db.session.commit()

    at_once(SERVERS, skip)
    with crowded_app.app_context():
        assert len(db.session.scalars(select(EventSeries)).one().skipped) == SERVERS
