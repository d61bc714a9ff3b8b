"""Keeping the roster."""

import hashlib
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager

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
from liaison.people.operations import create_person, read_email, read_phone
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
            user_id=user_id,
            languages=[LiaisonLanguage(language=tag) for tag in sorted(set(languages))],
            communities=[LiaisonCommunity(community=name) for name in sorted(set(communities))],
            areas=[],
        )
        with _with_own_account(liaison_id, user_id):
            record(actor, "create_liaison", liaison, **_set_areas(liaison, area_ids))
        write_step(actor, liaison, "create_liaison", None)
        return liaison

    return write_once(Liaison, key, write)


def fingerprint_liaison(liaison: Liaison) -> str:
    """Tells two states of what the city decides apart; the areas must be loaded."""
    said = [liaison.kind, liaison.user_id, sorted(row.area_id for row in liaison.areas)]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def edit_liaison(
    *,
    actor: Actor,
    liaison: Liaison,
    kind: LiaisonKind,
    area_ids: Collection[uuid.UUID] = (),
    user_id: uuid.UUID | None = None,
    opened: str | None = None,
) -> Liaison:
    """Change what is the city's to decide. The rest is the profile, part by part.

    `opened` is the fingerprint of what its form was opened with: Conflict where that is no longer
    what is stored.
    """
    db.session.refresh(liaison, ["kind", "user_id"], with_for_update=True)
    db.session.refresh(liaison, ["areas"])
    _check_areas(actor, area_ids)
    if opened and opened != fingerprint_liaison(liaison):
        raise Conflict(
            "liaison",  # no field of the form: the person mends nothing, but decides
            _("Somebody changed this meanwhile. Saving again replaces what they wrote."),
        )
    with _with_own_account(liaison.id, user_id):
        liaison.kind, liaison.user_id = kind, user_id
        record(actor, "edit_liaison", liaison, **_set_areas(liaison, area_ids))
    activate_if_ready(actor=actor, liaison=liaison)
    return liaison


def _check_areas(actor: Actor, area_ids: Collection[uuid.UUID]) -> None:
    if not may_cover(actor, area_ids):
        raise InvalidInput("areas", _("Choose at least one area you work in."))


def _set_areas(liaison: Liaison, area_ids: Collection[uuid.UUID]) -> dict[str, object]:
    """Rows of areas that stay are kept; returns what changed, for the audit log."""
    covered = {row.area_id for row in liaison.areas}
    if covered == set(area_ids):
        return {}
    liaison.areas = [
        *(row for row in liaison.areas if row.area_id in area_ids),
        *(LiaisonArea(area_id=area_id) for area_id in set(area_ids) - covered),
    ]
    return {"areas": [sorted(map(str, covered)), sorted(map(str, area_ids))]}


@contextmanager
def _with_own_account(liaison_id: uuid.UUID | None, user_id: uuid.UUID | None) -> Iterator[None]:
    """What is set and recorded inside is undone where another liaison has the account. Set it
    inside: a savepoint flushes, and the log reads what is not flushed yet."""
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError:
        others = select(Liaison.id).where(Liaison.user_id == user_id, Liaison.id != liaison_id)
        if db.session.scalar(others) is None:
            raise
        raise Conflict("user", _("Another liaison signs in with this account.")) from None
