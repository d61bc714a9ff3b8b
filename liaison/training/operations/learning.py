"""Keeping what staff learned: their own entries, or those of people in a division one manages."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import update

from liaison import clock
from liaison.accounts.models import User
from liaison.audit.operations import record
from liaison.db import db, write_once
from liaison.errors import InvalidInput
from liaison.i18n import _, settings
from liaison.people.models import Person
from liaison.people.operations import NOTHING, when_erased
from liaison.permissions import Actor
from liaison.training.models.assessment import StaffLearning
from liaison.training.policy.learning import LONGEST, may_see_names, since
from liaison.training.queries.learning import list_learners, list_own_divisions


@dataclass(frozen=True)
class LearningDetails:
    """A training, whoever had it. `needs_more` is what somebody says of themselves."""

    department_id: uuid.UUID
    competency: str
    held_on: date
    minutes: int
    needs_more: str = ""


def enter_own_learning(
    *, actor: Actor, details: LearningDetails, key: uuid.UUID | None = None
) -> StaffLearning:
    """Somebody's own. Raises InvalidInput where they do not work in the division."""
    divisions = {one.id for one in list_own_divisions(actor.user_id)}
    if actor.user_id is None or details.department_id not in divisions:
        raise InvalidInput("department_id", _("Choose a division you work in."))
    _check(details)
    return _enter(actor, actor.user_id, details, key)


def enter_learning(
    *, actor: Actor, user_ids: Collection[uuid.UUID], details: LearningDetails, key: uuid.UUID
) -> list[StaffLearning]:
    """The same training for several people of a division the actor manages. Raises InvalidInput.

    Each has an entry of their own; sent twice each has one.
    """
    _check(details)
    if not may_see_names(actor, details.department_id):
        raise InvalidInput("people", _("You do not manage this division."))
    today = clock.today(settings().zone())
    staff = {one.user_id for one in list_learners(details.department_id, since(today))}
    if not user_ids or not set(user_ids) <= staff:
        raise InvalidInput("people", _("Choose people who work in this division."))
    return [
        _enter(actor, user_id, details, uuid.uuid5(key, user_id.hex))
        for user_id in sorted(set(user_ids))
    ]


def drop_learning(*, actor: Actor, entry: StaffLearning) -> None:
    """Take back an entry that was a mistake."""
    record(actor, "drop_learning", entry)
    db.session.delete(entry)
    db.session.flush()


@when_erased
def forget_learning(_actor: Actor, _person: Person, accounts: Sequence[User]) -> None:
    """What somebody learned counts in their division; their words about it go with the account."""
    theirs = StaffLearning.user_id.in_([user.id for user in accounts])
    db.session.execute(
        update(StaffLearning).where(theirs).values(competency=NOTHING, needs_more="")
    )


def _enter(
    actor: Actor, user_id: uuid.UUID, details: LearningDetails, key: uuid.UUID | None
) -> StaffLearning:
    def write(entry_id: uuid.UUID) -> StaffLearning:
        entry = StaffLearning(
            id=entry_id,
            user_id=user_id,
            department_id=details.department_id,
            competency=details.competency.strip(),
            held_on=details.held_on,
            minutes=details.minutes,
            needs_more=details.needs_more.strip(),
        )
        record(actor, "enter_learning", entry)
        return entry

    return write_once(StaffLearning, key, write)


def _check(details: LearningDetails) -> None:
    if details.held_on > clock.today(settings().zone()):
        raise InvalidInput("held_on", _("Enter a day that is not in the future."))
    if not 1 <= details.minutes <= LONGEST:
        raise InvalidInput("minutes", _("Enter minutes, from 1 to %(most)s.", most=LONGEST))
