"""The steps of a liaison's life; each leaves a row of history."""

import uuid

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db
from liaison.errors import WrongState
from liaison.i18n import _, settings
from liaison.liaisons.models.booking import Booking
from liaison.liaisons.models.liaison import Liaison, LiaisonState, LiaisonStep
from liaison.liaisons.operations.releasing import hold_jobs, release_lost_jobs
from liaison.liaisons.policy.fitting import AT_WORK_OR_NEW
from liaison.liaisons.policy.roster import STEPS
from liaison.liaisons.queries.code_of_conduct import find_acceptance
from liaison.permissions import SYSTEM, Actor


def step_liaison(*, actor: Actor, liaison: Liaison, verb: str) -> list[Booking]:
    """Take a step of `policy.STEPS`. Raises WrongState.

    Who is no longer at work afterwards gives the jobs to come back, and those are returned.
    """
    step = STEPS[verb]
    is_at_work = step.to_state in AT_WORK_OR_NEW
    if not is_at_work:
        hold_jobs(liaison.id)
    db.session.refresh(liaison, ["state"], with_for_update=True)
    if liaison.state not in step.from_states:
        raise WrongState(_("Somebody changed this liaison's state already. Look at it again."))
    today = clock.today(settings().zone())
    if step.needs_training and (liaison.trained_until is None or liaison.trained_until < today):
        raise WrongState(_("Their training is over. Enter a new training first."))
    before, liaison.state = liaison.state, step.to_state
    record(actor, verb, liaison)
    write_step(actor, liaison, verb, before)
    return [] if is_at_work else release_lost_jobs(actor=actor, liaison=liaison)


def lapse_if_over(liaison_id: uuid.UUID) -> None:
    """Whose training ended lapses; nothing where they were trained again meanwhile, or left."""
    hold_jobs(liaison_id)
    liaison = db.session.get_one(Liaison, liaison_id)
    db.session.refresh(liaison, ["state", "trained_until"], with_for_update=True)
    until, today = liaison.trained_until, clock.today(settings().zone())
    if until and until < today and liaison.state in STEPS["lapse_liaison"].from_states:
        step_liaison(actor=SYSTEM, liaison=liaison, verb="lapse_liaison")


def activate_if_ready(*, actor: Actor, liaison: Liaison) -> None:
    """Who is trained, has an account and accepted the code of conduct needs nobody's button."""
    if (
        liaison.state is LiaisonState.TRAINED
        and liaison.user_id is not None
        and find_acceptance(liaison.id) is not None
    ):
        step_liaison(actor=actor, liaison=liaison, verb="activate_liaison")


def write_step(actor: Actor, liaison: Liaison, verb: str, before: LiaisonState | None) -> None:
    """Add a row to the history."""
    db.session.add(
        LiaisonStep(
            liaison_id=liaison.id,
            verb=verb,
            from_state=before,
            to_state=liaison.state,
            by_id=actor.user_id,
            at=clock.now(),
        )
    )
