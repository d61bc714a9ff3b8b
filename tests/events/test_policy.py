"""Who may do what to an event, as tables a city clerk could read."""

import pytest
from factories.events import make_event

from liaison.errors import NotFound
from liaison.events.models.event import Event, EventState
from liaison.events.policy.events import STEPS, can_edit_event, can_take_step
from liaison.events.queries.events import get_event

DRAFT, PUBLISHED, CANCELLED, DROPPED = EventState


@pytest.mark.parametrize(
    ("state", "verbs"),
    [
        (DRAFT, {"publish_event", "drop_event"}),
        (PUBLISHED, {"withdraw_event", "cancel_event"}),
        (CANCELLED, {"restore_event"}),
        (DROPPED, {"take_up_event"}),
    ],
)
def test_what_can_be_done_in_a_state(cast, state, verbs):
    event = Event(state=state)
    coordinator, analyst = cast.actor("coordinator"), cast.actor("analyst")
    assert {verb for verb in STEPS if can_take_step(coordinator, event, verb)} == verbs
    assert not any(can_take_step(analyst, event, verb) for verb in STEPS)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("coordinator", {"one", "two", "nowhere", "of meters"}),
        ("analyst", {"one", "two", "nowhere", "of meters"}),
        ("aide_of_2", {"two"}),
        ("outsider", {"of meters"}),
        ("staff", {"one", "two", "nowhere"}),
        ("partner", {"one", "two", "nowhere"}),
        ("liaison", set()),
    ],
)
def test_who_sees_which_events(cast, who, sees):
    events = {
        "one": make_event(cast.outreach, area_id=cast.district_1.id),
        "two": make_event(cast.outreach, area_id=cast.district_2.id, state=DRAFT),
        "nowhere": make_event(cast.outreach),
        "of meters": make_event(cast.meters),
    }
    assert {name for name, event in events.items() if is_seen(cast.actor(who), event)} == sees


def is_seen(actor, event):
    try:
        return get_event(actor, event.id) is event
    except NotFound:
        return False


def test_who_may_plan_where(cast):
    cases = {"coordinator": True, "manager": True, "outsider": False, "analyst": False}
    assert {who: can_edit_event(cast.actor(who), cast.outreach, None) for who in cases} == cases
