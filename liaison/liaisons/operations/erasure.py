"""What becomes of a liaison who is erased."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from liaison.accounts.models import User
from liaison.db import db
from liaison.liaisons.models.liaison import (
    Liaison,
    LiaisonAbsence,
    LiaisonConflict,
    LiaisonHours,
    LiaisonState,
)
from liaison.liaisons.operations.steps import step_liaison
from liaison.people.models import Person
from liaison.people.operations import empty_rows_about, when_erased
from liaison.permissions import Actor

PLANS = (LiaisonHours, LiaisonAbsence, LiaisonConflict)  # the days and doings of one person


@when_erased
def leave_roster(actor: Actor, person: Person, _accounts: Sequence[User]) -> None:
    """Nobody is asked or waited for who has no name any more. What an entry keeps that was merged
    into theirs is about the same person."""
    liaison = db.session.scalar(select(Liaison).where(Liaison.person_id == person.id))
    if liaison is None:
        return
    if liaison.state is not LiaisonState.REMOVED:
        step_liaison(actor=actor, liaison=liaison, verb="remove_liaison")
    liaison.on_map_since = None
    for plan in PLANS:
        db.session.execute(delete(plan).where(plan.liaison_id == liaison.id))
    merged = select(Liaison.person_id).where(Liaison.merged_into_id == liaison.id)
    for person_id in db.session.scalars(merged).all():
        empty_rows_about(person_id)
