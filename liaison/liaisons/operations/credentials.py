"""Issuing and revoking credentials. What a liaison may do follows in the same transaction."""

import uuid
from collections.abc import Collection, Mapping
from datetime import date

from dateutil.relativedelta import relativedelta
from sqlalchemy import select

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db
from liaison.errors import InvalidInput, WrongState
from liaison.i18n import _, settings
from liaison.liaisons.models.credential import Credential, Level
from liaison.liaisons.models.liaison import Liaison, LiaisonState
from liaison.liaisons.operations.releasing import hold_jobs, release_lost_jobs
from liaison.liaisons.operations.steps import activate_if_ready, step_liaison
from liaison.liaisons.policy.roster import STEPS
from liaison.liaisons.queries.rights import find_last_rights
from liaison.permissions import Actor

RIGHTS_LAST = relativedelta(months=12)  # where nothing else is said; they always end
BY_HAND = "liaison"  # the course of a training that is entered by hand
BY_HAND_TITLES = {
    "en": "Liaison training",
    "es": "Capacitación de enlaces comunitarios",
    "zh-Hans": "社区联络员培训",
    "vi": "Đào tạo liên lạc viên cộng đồng",
    "ar": "تدريب منسقي التواصل المجتمعي",
}


def issue_credential(
    *,
    actor: Actor,
    person_id: uuid.UUID,
    course: str,
    titles: Mapping[str, str],
    grants_rights: bool,
    language: str,
    minutes: int | None,
    issued_on: date,
    expires_on: date | None,
    level: Level = Level.COMPLETED,
    enrolment_id: uuid.UUID | None = None,
    is_invented: bool = False,
) -> Credential:
    """Certify that somebody completed a course; an enrolment gives the same credential again.

    One that gives rights ends after a year where nothing else is said: there are none for good.
    """
    if issued_on > clock.today(settings().zone()):
        raise InvalidInput("issued_on", _("Enter a day that is not in the future."))
    until = expires_on or (issued_on + RIGHTS_LAST if grants_rights else None)
    if until is not None and until < issued_on:
        raise InvalidInput("expires_on", _("Enter a day after the training."))
    known = _find_of_enrolment(enrolment_id) if enrolment_id else None
    if known:
        return known
    credential = Credential(
        person_id=person_id,
        enrolment_id=enrolment_id,
        course=course,
        titles=dict(titles),
        level=level,
        grants_rights=grants_rights,
        language=language,
        minutes=minutes,
        issued_on=issued_on,
        expires_on=until,
        is_invented=is_invented,
    )
    record(actor, "issue_credential", credential)
    liaison = _find_liaison(credential)
    if liaison:
        may_return = STEPS["train_liaison"].from_states
        follow_credentials(actor=actor, liaison=liaison, comes_back_from=may_return)
    return credential


def _find_of_enrolment(enrolment_id: uuid.UUID) -> Credential | None:
    return db.session.scalar(select(Credential).where(Credential.enrolment_id == enrolment_id))


def revoke_credential(*, actor: Actor, credential: Credential, reason: str) -> None:
    """It is no longer valid, from now on; the reason stays with it. Raises WrongState."""
    if not reason.strip():
        raise InvalidInput("reason", _("Say why it is revoked."))
    db.session.refresh(credential, ["revoked_at"], with_for_update=True)
    if credential.revoked_at is not None:
        raise WrongState(_("This certificate was revoked already."))
    credential.revoked_at, credential.revoked_by_id = clock.now(), actor.user_id
    credential.revoked_reason = reason.strip()
    record(actor, "revoke_credential", credential)
    liaison = _find_liaison(credential)
    if liaison:
        hold_jobs(liaison.id)
        follow_credentials(actor=actor, liaison=liaison)


def record_training(
    *, actor: Actor, liaison: Liaison, trained_on: date, trained_until: date | None = None
) -> Liaison:
    """Enter a training by hand: it issues a credential. Who was not trained now is."""
    if trained_on > clock.today(settings().zone()):
        raise InvalidInput("trained_on", _("Enter a day that is not in the future."))
    if trained_until is not None and trained_until < trained_on:
        raise InvalidInput("trained_until", _("Enter a day after the training."))
    db.session.refresh(liaison, ["state"], with_for_update=True)
    if liaison.state is LiaisonState.REMOVED:
        raise WrongState(_("This liaison was removed."))
    issue_credential(
        actor=actor,
        person_id=liaison.person_id,
        course=BY_HAND,
        titles=BY_HAND_TITLES,
        grants_rights=True,
        language="en",
        minutes=None,
        issued_on=trained_on,
        expires_on=trained_until,
        is_invented=liaison.is_invented,
    )
    return liaison


def _find_liaison(credential: Credential) -> Liaison | None:
    """Whoever is a liaison by it, or was."""
    if not credential.grants_rights:
        return None
    return db.session.scalar(select(Liaison).where(Liaison.person_id == credential.person_id))


def follow_credentials(
    *,
    actor: Actor,
    liaison: Liaison,
    comes_back_from: Collection[LiaisonState] = (LiaisonState.PROSPECT, LiaisonState.LAPSED),
) -> None:
    """Keep the days of the training, the state and the jobs with the credentials of the person.

    Nobody who left comes back because an old certificate of theirs changed.
    """
    db.session.refresh(liaison, ["state"], with_for_update=True)
    last = find_last_rights(liaison.person_id)
    days = (last.issued_on, last.expires_on) if last else (None, None)
    was = liaison.trained_until
    if days != (liaison.trained_on, liaison.trained_until):
        liaison.trained_on, liaison.trained_until = days
        record(actor, "follow_credentials", liaison)
    until, today = liaison.trained_until, clock.today(settings().zone())
    is_valid = until is not None and until >= today
    if is_valid and liaison.state in comes_back_from:
        step_liaison(actor=actor, liaison=liaison, verb="train_liaison")
    elif not is_valid and liaison.state in STEPS["lapse_liaison"].from_states:
        step_liaison(actor=actor, liaison=liaison, verb="lapse_liaison")
    activate_if_ready(actor=actor, liaison=liaison)
    if was and (until is None or until < was):
        release_lost_jobs(actor=actor, liaison=liaison)
