"""Keeping the roster."""

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db, write_once
from liaison.errors import Conflict, InvalidInput
from liaison.i18n import _, settings
from liaison.languages import found_by
from liaison.liaisons.models.liaison import (
    Liaison,
    LiaisonArea,
    LiaisonCommunity,
    LiaisonKind,
    LiaisonLanguage,
    LiaisonState,
)
from liaison.liaisons.operations.steps import activate_if_ready, write_step
from liaison.liaisons.policy.roster import may_cover
from liaison.people.models import Person
from liaison.people.operations import create_person, edit_person, read_email, read_phone
from liaison.permissions import Actor


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
    person: Person | None = None,
) -> Liaison:
    """A new liaison, not trained yet, who agreed to be kept; under the same `key` only one.

    `person` is one the city keeps already, who stays the same.
    """
    _check_areas(actor, area_ids)

    def write(liaison_id: uuid.UUID) -> Liaison:
        kept = person or create_person(
            actor=actor,
            name=name,
            email=read_email(email, field="email"),
            phone=read_phone(phone, field="phone"),
            is_invented=is_invented,
        )
        liaison = Liaison(
            id=liaison_id,
            person=kept,
            sort_name=found_by(kept.name),
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
        write_step(actor, liaison, "create_liaison", None)
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
    liaison.sort_name, liaison.kind = found_by(liaison.person.name), kind
    changes = _set_work(liaison, languages, communities, area_ids, user_id)
    _store(actor, "edit_liaison", liaison, changes)
    activate_if_ready(actor=actor, liaison=liaison)
    return liaison


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
