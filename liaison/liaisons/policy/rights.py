"""What a liaison's right to enter something hangs on, and the words for what is missing."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from liaison.i18n import _l
from liaison.liaisons.models.liaison import LiaisonState
from liaison.permissions import ROLE_PERMISSIONS, Actor, Permission, Role

# How long an entry may have waited on a telephone that was without a network.
MAY_WAIT = timedelta(days=30)


@dataclass(frozen=True)
class Standing:
    """How somebody stands, now or at an earlier moment.

    `accepted` is the newest version of the code of conduct they accepted, `in_force` the version
    that holds.
    """

    state: LiaisonState
    trained_until: date | None
    accepted: int | None
    in_force: int | None


class Lack(StrEnum):
    """What somebody lacks who may not enter anything; where several lack, the first to be done."""

    NOT_ON_ROSTER = "not_on_roster"
    LEFT = "left"
    NOT_TRAINED = "not_trained"
    TRAINING_OVER = "training_over"
    CODE = "code"
    PAUSED = "paused"
    NOT_ACTIVE = "not_active"
    TOO_LATE = "too_late"


LACK_WORDS = {
    Lack.NOT_ON_ROSTER: _l("Your account is not tied to a liaison yet. Tell your coordinator."),
    Lack.LEFT: _l("You are no longer a liaison, so nothing new can be entered."),
    Lack.NOT_TRAINED: _l("You can enter things once you have been trained."),
    Lack.TRAINING_OVER: _l("Your training is over, so nothing new can be entered until you renew."),
    Lack.CODE: _l("Read and accept the code of conduct first."),
    Lack.PAUSED: _l("You are taking a break. Tell your coordinator when you want to go on."),
    Lack.NOT_ACTIVE: _l("Your coordinator has not put you to work yet."),
    Lack.TOO_LATE: _l("This was written too long ago. Tell your coordinator what it says."),
}
_LEFT = frozenset({LiaisonState.ALUMNI, LiaisonState.REMOVED})


def find_lack(standing: Standing | None, on: date) -> Lack | None:
    """What keeps them from entering something on this day; None: nothing does."""
    if standing is None:
        return Lack.NOT_ON_ROSTER
    checks = (
        (standing.state in _LEFT, Lack.LEFT),
        (standing.trained_until is None, Lack.NOT_TRAINED),
        (standing.trained_until is not None and standing.trained_until < on, Lack.TRAINING_OVER),
        (standing.state is LiaisonState.LAPSED, Lack.TRAINING_OVER),
        (standing.accepted is None or standing.accepted != standing.in_force, Lack.CODE),
        (standing.state is LiaisonState.PAUSED, Lack.PAUSED),
        (standing.state is not LiaisonState.ACTIVE, Lack.NOT_ACTIVE),
    )
    return next((lack for is_lacking, lack in checks if is_lacking), None)


def may_enter(standing: Standing | None, on: date) -> bool:
    """May they enter something on this day: active, trained, and the code accepted?"""
    return find_lack(standing, on) is None


def needs_rights(actor: Actor) -> bool:
    """Does all that lets the actor enter things hang on being a liaison?

    Staff enter what they hear without being trained as one.
    """
    holding = {
        grant.role
        for grant in actor.grants
        if Permission.CONTACT_LOG in ROLE_PERMISSIONS[grant.role]
    }
    return holding == {Role.LIAISON}


def can_write_code(actor: Actor) -> bool:
    """What all liaisons of the city promise is written by who keeps all of them."""
    return actor.scope(Permission.LIAISON_EDIT).everywhere
