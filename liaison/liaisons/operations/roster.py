"""Keeping the roster."""

import uuid
from collections.abc import Collection
from datetime import date

from dateutil.relativedelta import relativedelta
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db, write_once
from liaison.errors import Conflict, InvalidInput, WrongState
from liaison.i18n import _, settings
from liaison.liaisons.models.liaison import (
    Liaison,
    LiaisonArea,
    LiaisonCommunity,
    LiaisonKind,
    LiaisonLanguage,
    LiaisonState,
    LiaisonStep,
)
from liaison.liaisons.policy.roster import STEPS, may_cover
from liaison.people.operations import create_person, edit_person, read_email, read_phone
from liaison.permissions import Actor

TRAINING_LASTS = relativedelta(months=12)


def create_liaison(
    *,
    actor: Actor,
    name: str,
    kind: LiaisonKind,
    email: str = "",
    phone: str = "",
    languages: Collection[str] = (),
    communities: Collection[str] = (),
    area_ids: Collection[uuid.UUID] = (),
    user_id: uuid.UUID | None = None,
    is_invented: bool = False,
    key: uuid.UUID | None = None,
) -> Liaison:
    """A new liaison, not trained yet, who agreed to be kept; under the same `key` only one."""
    _check_areas(actor, area_ids)

    def write(liaison_id: uuid.UUID) -> Liaison:
        person = create_person(
            actor=actor,
            name=name,
            email=read_email(email, field="email"),
            phone=read_phone(phone, field="phone"),
            is_invented=is_invented,
        )
        liaison = Liaison(
            id=liaison_id,
            person=person,
            sort_name=person.name.casefold(),
            kind=kind,
            state=LiaisonState.PROSPECT,
            joined_on=clock.today(settings().zone()),
            is_invented=is_invented,
            languages=[],
            communities=[],
            areas=[],
        )
        changes = _set_work(liaison, languages, communities, area_ids, user_id)
        _store(actor, "create_liaison", liaison, changes)
        _write_step(actor, liaison, "create_liaison", None)
        return liaison

    return write_once(Liaison, key, write)


def edit_liaison(
    *,
    actor: Actor,
    liaison: Liaison,
    name: str,
    kind: LiaisonKind,
    email: str = "",
    phone: str = "",
    languages: Collection[str] = (),
    communities: Collection[str] = (),
    area_ids: Collection[uuid.UUID] = (),
    user_id: uuid.UUID | None = None,
) -> Liaison:
    """Change who a liaison is, how to reach them, and what they work in."""
    _check_areas(actor, area_ids)
    edit_person(
        actor=actor,
        person=liaison.person,
        name=name,
        email=read_email(email, field="email"),
        phone=read_phone(phone, field="phone"),
    )
    liaison.sort_name, liaison.kind = liaison.person.name.casefold(), kind
    changes = _set_work(liaison, languages, communities, area_ids, user_id)
    _store(actor, "edit_liaison", liaison, changes)
    return liaison


def record_training(
    *, actor: Actor, liaison: Liaison, trained_on: date, trained_until: date | None = None
) -> Liaison:
    """Enter a training; it lasts a year unless told otherwise. Who was not trained now is."""
    if trained_on > clock.today(settings().zone()):
        raise InvalidInput("trained_on", _("Enter a day that is not in the future."))
    until = trained_until or trained_on + TRAINING_LASTS
    if until < trained_on:
        raise InvalidInput("trained_until", _("Enter a day after the training."))
    db.session.refresh(liaison, ["state"], with_for_update=True)
    if liaison.state is LiaisonState.REMOVED:
        raise WrongState(_("This liaison was removed."))
    liaison.trained_on, liaison.trained_until = trained_on, until
    record(actor, "record_training", liaison)
    is_valid = until >= clock.today(settings().zone())
    if is_valid and liaison.state in STEPS["train_liaison"].from_states:
        step_liaison(actor=actor, liaison=liaison, verb="train_liaison")
    return liaison


def step_liaison(*, actor: Actor, liaison: Liaison, verb: str) -> None:
    """Take a step of `policy.STEPS`. Raises WrongState."""
    db.session.refresh(liaison, ["state"], with_for_update=True)
    step = STEPS[verb]
    if liaison.state not in step.from_states:
        raise WrongState(_("Somebody changed this liaison's state already. Look at it again."))
    today = clock.today(settings().zone())
    if step.needs_training and (liaison.trained_until is None or liaison.trained_until < today):
        raise WrongState(_("Their training is over. Enter a new training first."))
    before, liaison.state = liaison.state, step.to_state
    record(actor, verb, liaison)
    _write_step(actor, liaison, verb, before)


def _check_areas(actor: Actor, area_ids: Collection[uuid.UUID]) -> None:
    if not may_cover(actor, area_ids):
        raise InvalidInput("areas", _("Choose at least one area you work in."))


def _set_work(
    liaison: Liaison,
    languages: Collection[str],
    communities: Collection[str],
    area_ids: Collection[uuid.UUID],
    user_id: uuid.UUID | None,
) -> dict[str, object]:
    """Set what stands in tables of their own; returns what changed, for the audit log."""
    changes: dict[str, object] = {}
    held = {row.language for row in liaison.languages}
    if held != set(languages):
        changes["languages"] = "changed"
        liaison.languages = [
            *(row for row in liaison.languages if row.language in languages),
            *(LiaisonLanguage(language=tag) for tag in sorted(set(languages) - held)),
        ]
    named = {row.community for row in liaison.communities}
    if named != set(communities):
        changes["communities"] = "changed"
        liaison.communities = [
            *(row for row in liaison.communities if row.community in communities),
            *(LiaisonCommunity(community=name) for name in sorted(set(communities) - named)),
        ]
    covered = {row.area_id for row in liaison.areas}
    if covered != set(area_ids):
        changes["areas"] = [sorted(map(str, covered)), sorted(map(str, area_ids))]
        liaison.areas = [
            *(row for row in liaison.areas if row.area_id in area_ids),
            *(LiaisonArea(area_id=area_id) for area_id in set(area_ids) - covered),
        ]
    liaison.user_id = user_id
    return changes


def _store(actor: Actor, verb: str, liaison: Liaison, changes: dict[str, object]) -> None:
    liaison_id, user_id = liaison.id, liaison.user_id
    try:
        with db.session.begin_nested():
            record(actor, verb, liaison, **changes)
    except IntegrityError:
        others = select(Liaison.id).where(Liaison.user_id == user_id, Liaison.id != liaison_id)
        if db.session.scalar(others) is None:
            raise
        raise Conflict("user", _("Another liaison signs in with this account.")) from None


def _write_step(actor: Actor, liaison: Liaison, verb: str, before: LiaisonState | None) -> None:
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
