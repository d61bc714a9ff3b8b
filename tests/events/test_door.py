"""At the door: who may stand there, and each person counted once."""

import uuid

import pytest
from factories.door import expect
from factories.events import make_event

from liaison.db import db
from liaison.errors import InvalidInput, NotFound, WrongState
from liaison.events.models.door import CameBy
from liaison.events.models.event import EventState
from liaison.events.models.plan import EventStaff
from liaison.events.operations.door import check_in, undo_check_in
from liaison.events.queries.door import count_people, get_door_event
from liaison.languages import fold
from liaison.permissions import SYSTEM


def arrive(event, people=1, **more):
    values = {"key": uuid.uuid4(), "came_by": CameBy.COUNT} | more
    return check_in(actor=SYSTEM, event=event, people=people, **values)


@pytest.fixture
def event(cast):
    return make_event(cast.outreach, area_id=cast.district_1.id)


def test_a_key_counts_once(event):
    key = uuid.uuid4()
    for _again in range(3):
        arrive(event, 4, key=key)
    assert count_people(event.id) == 4


def test_two_devices_see_the_same_people(event):
    party = expect(event, party_size=3)
    first = arrive(event, 2, sign_up=party)
    second = arrive(event, 3, sign_up=party)
    assert second is first
    assert count_people(event.id) == 3


def test_whoever_was_taken_back_can_come_again(event):
    party = expect(event)
    undo_check_in(actor=SYSTEM, check_in=arrive(event, sign_up=party))
    assert count_people(event.id) == 0
    arrive(event, sign_up=party)
    assert count_people(event.id) == 1


def test_a_key_of_another_event_is_refused(event, cast):
    made = arrive(make_event(cast.outreach))
    with pytest.raises(InvalidInput):
        arrive(event, key=made.id)


@pytest.mark.parametrize("people", [0, -1, 21])
def test_nobody_is_no_party(event, people):
    with pytest.raises(InvalidInput):
        arrive(event, people)


def test_nobody_comes_to_a_draft(cast):
    with pytest.raises(WrongState):
        arrive(make_event(cast.outreach, state=EventState.DRAFT))


def test_people_at_a_cancelled_event_are_counted(cast):
    event = make_event(cast.outreach, state=EventState.CANCELLED)
    arrive(event)
    assert count_people(event.id) == 1


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("administrator", True),
        ("coordinator", True),
        ("manager", True),
        ("outsider", False),
        ("liaison", False),
        ("staff", False),
        ("analyst", False),
    ],
)
def test_who_may_stand_there(event, cast, who, may):
    if may:
        assert get_door_event(cast.actor(who), event.id) is event
    else:
        with pytest.raises(NotFound):
            get_door_event(cast.actor(who), event.id)


@pytest.mark.parametrize("who", ["liaison", "staff"])
def test_whoever_works_there_may(event, cast, who):
    db.session.add(EventStaff(event_id=event.id, user_id=cast.users[who].id))
    db.session.commit()
    assert get_door_event(cast.actor(who), event.id) is event


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("nguyen thi", "Nguyễn Thị Hoa"),
        ("dang", "Đặng Văn Đông"),
        ("王伟", "王伟"),
        ("احمد", "أَحْمَد علي"),
        ("فاطمه", "فاطمة"),
        ("obrien", "Maeve O’Brien"),
        ("garcia lopez", "García-López"),
        ("STRASSE", "Straße"),
        ("istanbul", "İstanbul"),
        ("김", "김민수"),
        ("ωσ", "ΩΣ"),
    ],
)
def test_a_name_is_found_however_it_is_typed(typed, name):
    assert fold(typed) in fold(name)


@pytest.mark.parametrize(
    "name", ["St. John Smith", "st john-smith", "ST. JOHN, SMITH", "St` John Smith"]
)
def test_points_and_dashes_make_no_other_name(name):
    assert fold(name).split() == ["st", "john", "smith"]
