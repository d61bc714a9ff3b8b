"""Reading what somebody may enter, and what that hangs on."""

import uuid
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select

from liaison import clock
from liaison.db import db
from liaison.errors import NotAllowed
from liaison.i18n import settings
from liaison.liaisons.models.credential import CodeAcceptance, CodeOfConduct, Credential
from liaison.liaisons.models.liaison import Liaison, LiaisonState, LiaisonStep
from liaison.liaisons.policy.rights import (
    LACK_WORDS,
    MAY_WAIT,
    Lack,
    Standing,
    find_lack,
    needs_rights,
)
from liaison.permissions import Actor


def find_standing(user_id: uuid.UUID, at: datetime | None = None) -> Standing | None:
    """How whoever signs in with this account stands as a liaison, now or at an earlier moment.

    None: the account is no liaison's.
    """
    return _find_standing(Liaison.user_id == user_id, at)


def find_standing_of(liaison_id: uuid.UUID) -> Standing | None:
    """How a liaison stands now. None: they have no account, so no right can be used."""
    return _find_standing((Liaison.id == liaison_id) & Liaison.user_id.is_not(None), None)


def _find_standing(whose: ColumnElement[bool], at: datetime | None) -> Standing | None:
    state = Liaison.state if at is None else _state_at(at)
    until = Liaison.trained_until if at is None else _trained_until_at(at)
    accepted = select(func.max(CodeAcceptance.version)).where(
        CodeAcceptance.liaison_id == Liaison.id
    )
    in_force = select(func.max(CodeOfConduct.version)).where(
        CodeOfConduct.published_at <= (at or clock.now())
    )
    if at is not None:
        accepted = accepted.where(CodeAcceptance.accepted_at <= at)
    found = db.session.execute(
        select(
            state, until, accepted.correlate(Liaison).scalar_subquery(), in_force.scalar_subquery()
        ).where(whose, Liaison.merged_into_id.is_(None))
    ).one_or_none()
    if found is None:
        return None
    return Standing(LiaisonState(found[0] or LiaisonState.PROSPECT), *found[1:])


def _state_at(at: datetime) -> ColumnElement[LiaisonState]:
    return (
        select(LiaisonStep.to_state)
        .where(LiaisonStep.liaison_id == Liaison.id, LiaisonStep.at <= at)
        .order_by(LiaisonStep.at.desc(), LiaisonStep.id.desc())
        .limit(1)
        .correlate(Liaison)
        .scalar_subquery()
    )


def _trained_until_at(at: datetime) -> ColumnElement[date | None]:
    """A credential that was revoked later was valid then."""
    return (
        select(func.max(Credential.expires_on))
        .where(
            Credential.person_id == Liaison.person_id,
            Credential.grants_rights,
            Credential.issued_on <= at.astimezone(settings().zone()).date(),
            or_(Credential.revoked_at.is_(None), Credential.revoked_at > at),
        )
        .correlate(Liaison)
        .scalar_subquery()
    )


def find_lack_of(actor: Actor, written_at: datetime | None = None) -> Lack | None:
    """What keeps the actor from entering something they wrote now, or at an earlier moment.

    None: nothing does. Who enters things in another role than a liaison's lacks nothing, and who
    has the right today could write the same again.
    """
    if actor.user_id is None or not needs_rights(actor):
        return None
    now, zone = clock.now(), settings().zone()
    lack = find_lack(find_standing(actor.user_id), now.astimezone(zone).date())
    if lack is None or written_at is None or written_at >= now:  # a telephone's clock may run ahead
        return lack
    if written_at < now - MAY_WAIT:
        return Lack.TOO_LATE
    then = find_standing(actor.user_id, written_at)
    return find_lack(then, written_at.astimezone(zone).date())


def demand_rights(actor: Actor, written_at: datetime | None = None) -> None:
    """Raises NotAllowed, with what they lack, unless the actor may enter what they wrote then."""
    lack = find_lack_of(actor, written_at)
    if lack:
        raise NotAllowed(str(LACK_WORDS[lack]))


def find_last_rights(person_id: uuid.UUID) -> Credential | None:
    """Of the credentials that give rights and were not revoked, the one that ends last."""
    return db.session.scalar(
        select(Credential)
        .where(
            Credential.person_id == person_id,
            Credential.grants_rights,
            Credential.revoked_at.is_(None),
        )
        .order_by(Credential.expires_on.desc(), Credential.issued_on.desc(), Credential.id)
        .limit(1)
    )
