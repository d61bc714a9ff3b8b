"""Signing up, changing it, cancelling: what is stored, and who is told what."""

import uuid
from datetime import timedelta

import pytest
from factories.events import NOON, make_event, translate
from factories.sign_ups import come, limit
from sqlalchemy import func, select, update

from liaison.db import Base, db, settle
from liaison.errors import Conflict, InvalidInput, WrongState
from liaison.events.models.event import Event, EventState
from liaison.events.models.need import AccessNeed, NeedKind, NeedState
from liaison.events.models.sign_up import SignUp, SignUpState, SignUpStep, SignUpWay
from liaison.events.operations import sign_ups
from liaison.events.operations.needs import NeedDetails
from liaison.events.operations.seats import take_seats
from liaison.mail import Carrier, OutboxMessage
from liaison.people.models import Person
from liaison.permissions import SYSTEM, VISITOR

BEFORE = NOON - timedelta(days=2)


@pytest.fixture
def event(cast, at):
    at(BEFORE)
    return make_event(cast.outreach)


def sent():
    """What is on its way, the first first."""
    found = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    return [(message.recipient, message.subject) for message in found]


def test_a_sign_up_has_its_seats_and_its_message(event):
    made = come(event, 3, email="Ana@Example.org", language="es")
    assert (made.state, event.seats_promised) == (SignUpState.SIGNED_UP, 3)
    assert [recipient for recipient, _subject in sent()] == ["ana@example.org"]


@pytest.mark.parametrize(
    ("meanwhile", "people"),
    [
        ({}, 6),
        ({"capacity": 4}, 5),
        ({"held_for_liaisons": 3}, 3),
        ({"held_for_walk_ins": 3}, 3),
        ({"seats_promised": 3}, 3),
        ({"state": EventState.CANCELLED}, 1),
        ({"takes_sign_ups": False}, 1),
        ({"closes_at": BEFORE}, 1),
        ({"starts_at": BEFORE}, 1),
    ],
)
def test_no_seats_are_taken_where_things_are_not_as_they_were_read(event, meanwhile, people):
    limit(event, 5)
    table = Event.__table__
    others = update(table).where(table.c.id == event.id)
    db.session.execute(others.values(**meanwhile or {"capacity": 5}))
    assert not take_seats(event, people)
    stored = db.session.execute(select(table.c.seats_promised).where(table.c.id == event.id))
    assert stored.scalar() == meanwhile.get("seats_promised", 0)


def test_seats_taken_say_what_is_left_by_now(event):
    limit(event, 5)
    table = Event.__table__
    others = update(table).where(table.c.id == event.id)
    db.session.execute(others.values(capacity=8, seats_promised=2))
    assert take_seats(event, 4)
    assert (event.capacity, event.seats_promised) == (8, 6)


def test_nobody_overtakes_who_waits_by_asking_at_once(event):
    limit(event, 5)
    come(event, 3)
    come(event, 4)
    assert not take_seats(event, 1)


def test_each_change_of_its_state_is_kept(event):
    made = come(event)
    sign_ups.cancel_sign_up(actor=SYSTEM, sign_up=made)
    sign_ups.sign_up_again(actor=SYSTEM, event=event, sign_up=made)
    asked = select(SignUpStep.verb, SignUpStep.from_state, SignUpStep.to_state)
    assert list(map(tuple, db.session.execute(asked.order_by(SignUpStep.id)))) == [
        ("cancel_sign_up", SignUpState.SIGNED_UP, SignUpState.CANCELLED),
        ("sign_up", SignUpState.CANCELLED, SignUpState.SIGNED_UP),
    ]


def test_a_form_sent_twice_signs_up_once(event):
    key = uuid.uuid4()
    assert come(event, email="a@example.org", key=key) is come(
        event, email="a@example.org", key=key
    )
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1
    assert (event.seats_promised, len(sent())) == (1, 1)


def test_a_known_address_changes_nothing_and_its_owner_hears_of_it(event):
    first = come(event, 2, email="ana@example.org")
    again = come(event, 5, email="Ana@example.org", name="Mallory")
    assert again is first
    assert (first.party_size, first.person.name, event.seats_promised) == (2, "Ana", 2)
    assert [subject for _to, subject in sent()] == [
        "You have a place: Open day",
        "You have signed up before: Open day",
    ]


def test_nobody_is_flooded_by_somebody_who_knows_their_address(app, event):
    come(event, email="ana@example.org")
    with app.test_request_context():
        for _time in range(6):
            come(event, email="ana@example.org")
            settle(commits=True)
    assert len(sent()) == 1 + sign_ups.REMINDED.tries


def test_who_leaves_only_a_number_is_written_a_text_message(event):
    made = come(event, phone="(212) 555-0123", language="ar")
    row = db.session.scalars(select(OutboxMessage)).one()
    assert (row.carrier, row.recipient, row.language) == (Carrier.TEXT, "+12125550123", "ar")
    assert "/ar/sign-ups/" in row.body
    assert come(event, phone="212 555 0123") is made


def test_who_leaves_nothing_has_a_code_and_no_person(event):
    made = come(event, name="")
    assert made.person is None
    assert len(made.code) == 8
    assert sent() == []


@pytest.mark.parametrize(("email", "phone", "field"), [("ana@", "", "email"), ("", "12", "phone")])
def test_a_way_to_reach_that_cannot_be_read(event, email, phone, field):
    with pytest.raises(InvalidInput) as refusal:
        come(event, email=email, phone=phone)
    assert refusal.value.field == field


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.CANCELLED])
@pytest.mark.parametrize("way", list(SignUpWay))
def test_no_sign_up_where_nothing_takes_place(event, state, way):
    event.state = state
    with pytest.raises(WrongState):
        come(event, way=way)


@pytest.mark.parametrize(
    ("minutes", "open_for"),
    [
        (-1, {"web", "staff", "door", "paper"}),  # to 17:00 the day before
        (1, {"staff", "door", "paper"}),
        (19 * 60 + 1, {"door", "paper"}),  # it has begun
    ],
)
def test_until_when_each_way_is_open(event, at, minutes, open_for):
    at(NOON - timedelta(hours=19) + timedelta(minutes=minutes))
    taken = set()
    for way in SignUpWay:
        try:
            come(event, way=way)
        except WrongState:
            continue
        taken.add(way.value)
    assert taken == open_for


def test_the_event_may_close_at_a_time_of_its_own(event, at):
    event.closes_at = BEFORE + timedelta(hours=1)
    come(event)
    at(BEFORE + timedelta(hours=1))
    with pytest.raises(WrongState):
        come(event)


def test_needs_are_asked_for_and_changed(event):
    childcare = NeedDetails(NeedKind.CHILDCARE, words="two children")
    made = come(event, needs=(childcare, NeedDetails(NeedKind.INTERPRETER, language="so")))
    captions = NeedDetails(NeedKind.CAPTIONS)
    said = {"party_size": 1, "language": "en", "needs": (childcare, captions)}
    sign_ups.change_sign_up(actor=VISITOR, event=event, sign_up=made, **said)
    rows = db.session.execute(select(AccessNeed.kind, AccessNeed.state)).all()
    assert dict(map(tuple, rows)) == {
        NeedKind.CHILDCARE: NeedState.REQUESTED,
        NeedKind.INTERPRETER: NeedState.WITHDRAWN,
        NeedKind.CAPTIONS: NeedState.REQUESTED,
    }
    sign_ups.cancel_sign_up(actor=VISITOR, sign_up=made)
    assert set(db.session.scalars(select(AccessNeed.state))) == {NeedState.WITHDRAWN}


def test_cancelled_twice_gives_the_seats_back_once(event):
    stays, goes = come(event, 2), come(event, 3)
    for _time in range(2):
        sign_ups.cancel_sign_up(actor=VISITOR, sign_up=goes)
    assert (goes.state, event.seats_promised) == (SignUpState.CANCELLED, stays.party_size)
    sign_ups.sign_up_again(actor=VISITOR, event=event, sign_up=goes)
    sign_ups.sign_up_again(actor=VISITOR, event=event, sign_up=goes)
    assert (goes.state, event.seats_promised) == (SignUpState.SIGNED_UP, 5)


def test_a_party_grows_as_far_as_there_is_room(event):
    limit(event, 5)
    made = come(event, 2)
    change = {"actor": VISITOR, "event": event, "sign_up": made, "language": None}
    with pytest.raises(Conflict) as refusal:
        sign_ups.change_sign_up(party_size=6, **change)
    assert refusal.value.field == "party_size"
    come(event, 2)
    with pytest.raises(Conflict):
        sign_ups.change_sign_up(party_size=4, **change)
    sign_ups.change_sign_up(party_size=3, **change)
    assert event.seats_promised == 5


def test_a_party_larger_than_the_room_is_told_so(event):
    limit(event, 5, held_for_liaisons=1)
    with pytest.raises(Conflict) as refusal:
        come(event, 5)
    assert refusal.value.message == "There are 4 places in all to sign up for."


def test_who_walks_in_sits_on_the_places_kept_for_them(event):
    limit(event, 5, held_for_walk_ins=2)
    come(event, 3)
    walked_in = come(event, 2, way=SignUpWay.DOOR)
    assert (walked_in.state, event.seats_promised) == (SignUpState.SIGNED_UP, 5)
    with pytest.raises(Conflict):
        come(event, way=SignUpWay.DOOR)
    come(event, 2, way=SignUpWay.DOOR, over_capacity=True)
    assert (event.capacity, event.seats_promised, event.held_for_walk_ins) == (7, 7, 0)


def test_who_waited_and_came_all_the_same_is_known_at_the_door(event):
    limit(event, 1, held_for_walk_ins=0)
    come(event)
    waiting = come(event, email="ana@example.org")
    assert waiting.state is SignUpState.WAITING
    seated = come(event, email="ana@example.org", way=SignUpWay.DOOR, over_capacity=True)
    assert (seated, seated.state, event.capacity) == (waiting, SignUpState.SIGNED_UP, 2)


def test_nothing_is_cancelled_once_it_began(event, at):
    made = come(event)
    at(NOON)
    with pytest.raises(WrongState):
        sign_ups.cancel_sign_up(actor=SYSTEM, sign_up=made)


def test_a_sign_up_and_an_answer_about_oneself_never_meet():
    """Neither points at the other, nor do both point at a third that tells of both."""
    from_it = {key.column.table.name for key in SignUp.__table__.foreign_keys}
    assert from_it == {"event", "person"}
    answers = [table for table in Base.metadata.sorted_tables if "demographic" in table.name]
    assert answers
    for table in answers:
        assert not {"sign_up", "person"} & {key.column.table.name for key in table.foreign_keys}


@pytest.mark.parametrize(
    ("language", "title"), [("es", "Jornada abierta"), ("vi", "Open day"), ("en", "Open day")]
)
def test_messages_name_the_event_in_the_language_of_whoever_reads_them(event, language, title):
    translate(event, "es", title="Jornada\nabierta")
    come(event, email="ana@example.org", language=language)
    assert [subject.rpartition(": ")[2] for _to, subject in sent()] == [title]
    come(event, phone="212 555 0123", language=language)
    text = db.session.scalars(select(OutboxMessage.body).where(OutboxMessage.subject == "")).one()
    assert title in text
