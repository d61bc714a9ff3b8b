"""Who sees access needs, their life cycle, and the words they are spoken of with."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement

from liaison.events.models.event import Event
from liaison.events.models.need import AccessNeed, NeedKind, NeedState
from liaison.i18n import _l, _lp
from liaison.permissions import Actor, Permission
from liaison.programs.policy import in_scope


class NeedStep(NamedTuple):
    """One row of the life cycle. `after_start`: only once the event has begun."""

    from_states: frozenset[NeedState]
    to_state: NeedState
    after_start: bool = False


REQUESTED, BOOKED, CONFIRMED = NeedState.REQUESTED, NeedState.BOOKED, NeedState.CONFIRMED
DELIVERED, NOT_DELIVERED = NeedState.DELIVERED, NeedState.NOT_DELIVERED
WITHDRAWN = NeedState.WITHDRAWN
OPEN = frozenset({REQUESTED, BOOKED, CONFIRMED})  # somebody still has to do something
PROMISED = frozenset({BOOKED, CONFIRMED})  # they count on it

STEPS: Mapping[str, NeedStep] = {
    "book_need": NeedStep(frozenset({REQUESTED}), BOOKED),
    "confirm_need": NeedStep(frozenset({BOOKED}), CONFIRMED),
    "deliver_need": NeedStep(PROMISED, DELIVERED, after_start=True),
    "fail_need": NeedStep(OPEN, NOT_DELIVERED),  # with the reason; known before the day, perhaps
    "withdraw_need": NeedStep(OPEN, WITHDRAWN),
    # whoever was booked cannot come, or a wrong button was pressed
    "reopen_need": NeedStep(frozenset(NeedState) - {REQUESTED}, REQUESTED),
}
STATES: Mapping[NeedState, Any] = {
    REQUESTED: _lp("need", "Requested"),
    BOOKED: _lp("need", "Booked"),
    CONFIRMED: _lp("need", "Confirmed"),
    DELIVERED: _lp("need", "Was there"),
    NOT_DELIVERED: _lp("need", "Was not there"),
    WITHDRAWN: _lp("need", "No longer needed"),
}
TONES: Mapping[NeedState, str] = {
    REQUESTED: "warn",
    BOOKED: "now",
    CONFIRMED: "good",
    DELIVERED: "good",
    NOT_DELIVERED: "bad",
    WITHDRAWN: "plain",
}
KINDS: Mapping[NeedKind, Any] = {
    NeedKind.INTERPRETER: _l("Interpreter"),
    NeedKind.SIGN_LANGUAGE: _l("Sign language interpreter"),
    NeedKind.CAPTIONS: _l("Live captions"),
    NeedKind.STEP_FREE: _l("A way in without steps"),
    NeedKind.CHILDCARE: _l("Childcare"),
    NeedKind.TRANSPORT: _l("A ride there and back"),
    NeedKind.FOOD: _l("Food I can eat"),
    NeedKind.OTHER: _l("Something else"),
}
# Booked people close with the interpreters; things are got ready with the materials.
THINGS = (NeedKind.STEP_FREE, NeedKind.FOOD)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Needs of events where the actor is one of those who fulfil them."""
    return in_scope(
        actor, Permission.NEED_FULFIL, program_id=Event.program_id, area_id=Event.area_id
    )


def can_take_step(need: AccessNeed, verb: str, *, has_begun: bool) -> bool:
    """Does the state allow it now?"""
    step = STEPS[verb]
    return need.state in step.from_states and (has_begun or not step.after_start)
