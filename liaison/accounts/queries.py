"""Finding users, what they hold, and who is signed in."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, Text, Uuid, bindparam, column, func, or_, select, table

from liaison import clock
from liaison.accounts.models import Invitation, RoleGrant, SignIn, User, UserState
from liaison.accounts.policy import visible_to
from liaison.city.models import Department
from liaison.db import db, read_rows
from liaison.errors import NotFound
from liaison.i18n import settings
from liaison.permissions import DESK_ROLES, Actor, Grant, Role
from liaison.places.models import Area, AreaSet

# A role may be limited to a programme. Programmes are built on accounts, so all that is known of
# them here is what the foreign key says: the table, its key and its name.
_program = table("program", column("id", Uuid), column("name", Text))


def hash_token(token: str) -> str:
    """What is stored of a secret link or cookie: long random tokens need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


class SecondFactor(StrEnum):
    """How far a signed-in browser is with the second factor."""

    ENOUGH = "enough"  # given, or not asked for
    OWED = "owed"
    TO_SET_UP = "to_set_up"


DETOURS = {
    SecondFactor.ENOUGH: None,
    SecondFactor.OWED: "second_factor.enter_code",
    SecondFactor.TO_SET_UP: "second_factor.set_up",
}


@dataclass(frozen=True)
class SignedIn:
    """A signed-in browser: the interface Flask-Login asks for, and the actor.

    As long as a second factor is owed the actor holds no grants.
    """

    token: str
    sign_in_id: uuid.UUID
    user_id: uuid.UUID
    language: str | None
    seen_at: datetime
    actor: Actor
    second_factor: SecondFactor
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    @property
    def detour(self) -> str | None:
        """The page to pass before any other opens."""
        return DETOURS[self.second_factor]

    def get_id(self) -> str:
        return self.token


# Columns, not rows of the mapper, and made once: every request of a signed-in person asks this.
_WHO_IS_SIGNED_IN = (
    select(
        *(SignIn.id, SignIn.seen_at, SignIn.has_second_factor.label("has_given_factor")),
        *(User.id.label("user_id"), User.name, User.language),
        User.has_second_factor.label("has_factor"),
        *(RoleGrant.role, RoleGrant.department_id, RoleGrant.program_id, RoleGrant.area_id),
    )
    .join(User, SignIn.user_id == User.id)
    .outerjoin(RoleGrant, RoleGrant.user_id == User.id)
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.expires_at > bindparam("now"),
        User.state == UserState.ACTIVE,
    )
    .order_by(RoleGrant.id)
)


def find_signed_in(token: str) -> SignedIn | None:
    """Who holds this token, with what they may do; one statement."""
    found = read_rows(_WHO_IS_SIGNED_IN, {"token_hash": hash_token(token), "now": clock.now()})
    if not found:
        return None
    first = found[0]
    grants = tuple(
        Grant(row.role, row.department_id, row.program_id, row.area_id)
        for row in found
        if row.role is not None
    )
    second_factor = _second_factor(first.has_given_factor, first.has_factor, grants)
    return SignedIn(
        token=token,
        sign_in_id=first.id,
        user_id=first.user_id,
        language=first.language,
        seen_at=first.seen_at,
        actor=Actor(
            user_id=first.user_id,
            name=first.name,
            grants=grants if second_factor is SecondFactor.ENOUGH else (),
        ),
        second_factor=second_factor,
    )


def _second_factor(is_given: bool, is_set_up: bool, grants: Iterable[Grant]) -> SecondFactor:
    if is_given:
        return SecondFactor.ENOUGH
    if is_set_up:
        return SecondFactor.OWED
    return SecondFactor.TO_SET_UP if must_have_second_factor(grants) else SecondFactor.ENOUGH


def must_have_second_factor(grants: Iterable[Grant]) -> bool:
    """Does the city ask holders of these roles for a second factor?"""
    asked = settings().require_second_factor
    return asked and any(grant.role in DESK_ROLES for grant in grants)


def find_user_by_email(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def actor_of(user_id: uuid.UUID) -> Actor:
    """The actor of a user outside a request (jobs, commands). Raises NoResultFound."""
    user = db.session.get_one(User, user_id)
    grants = db.session.scalars(
        select(RoleGrant).where(RoleGrant.user_id == user_id).order_by(RoleGrant.id)
    )
    return Actor(user_id, user.name, tuple(grant.as_grant() for grant in grants))


def list_users_with_role(role: Role) -> list[User]:
    """Active users who hold the role anywhere, by name."""
    return list(
        db.session.scalars(
            select(User)
            .where(
                User.state == UserState.ACTIVE,
                User.id.in_(select(RoleGrant.user_id).where(RoleGrant.role == role)),
            )
            .order_by(User.name)
        )
    )


# --- The desk's list of users --------------------------------------------------------------------


@dataclass(frozen=True)
class UserFilter:
    """What the list of users is narrowed to."""

    text: str = ""
    role: Role | None = None
    state: UserState | None = None


@dataclass(frozen=True)
class HeldRole:
    """A role with the name of the place it is held in; without one: the whole city."""

    grant_id: uuid.UUID
    user_id: uuid.UUID
    role: Role
    department: str | None
    program: str | None
    area: str | None


def _matching(actor: Actor, wanted: UserFilter) -> Select[User]:
    query = select(User).where(visible_to(actor))
    if wanted.text:
        text = wanted.text.lower()
        query = query.where(
            or_(
                func.lower(User.name).contains(text, autoescape=True),
                User.email.contains(text, autoescape=True),
            )
        )
    if wanted.role:
        query = query.where(
            User.id.in_(select(RoleGrant.user_id).where(RoleGrant.role == wanted.role))
        )
    if wanted.state:
        query = query.where(User.state == wanted.state)
    return query


def list_users(actor: Actor, wanted: UserFilter, *, skip: int, limit: int) -> list[User]:
    query = _matching(actor, wanted).order_by(User.name, User.id)
    return list(db.session.scalars(query.offset(skip).limit(limit)))


def count_users(actor: Actor, wanted: UserFilter) -> int:
    query = _matching(actor, wanted).with_only_columns(func.count(User.id))
    return db.session.scalar(query) or 0


def get_user(actor: Actor, user_id: uuid.UUID) -> User:
    """Raises NotFound."""
    user = db.session.scalar(select(User).where(User.id == user_id, visible_to(actor)))
    if user is None:
        raise NotFound
    return user


def list_held_roles(user_ids: Iterable[uuid.UUID]) -> list[HeldRole]:
    """The roles of these users with the names of their places; one statement."""
    rows = db.session.execute(
        select(RoleGrant, Department.name, _program.c.name, Area.name)
        .outerjoin(Department, RoleGrant.department_id == Department.id)
        .outerjoin(_program, RoleGrant.program_id == _program.c.id)
        .outerjoin(Area, RoleGrant.area_id == Area.id)
        .where(RoleGrant.user_id.in_(list(user_ids)))
        .order_by(RoleGrant.id)
    )
    return [
        HeldRole(grant.id, grant.user_id, grant.role, department, program, area)
        for grant, department, program, area in rows
    ]


def list_grant_places() -> dict[str, list[tuple[uuid.UUID, str]]]:
    """Where a role may be held: departments, programmes, and the areas of the main set."""
    departments = select(Department.id, Department.name).order_by(Department.name)
    programs = select(_program.c.id, _program.c.name).order_by(_program.c.name)
    areas = (
        select(Area.id, Area.name)
        .join(AreaSet, Area.area_set_id == AreaSet.id)
        .where(AreaSet.is_main)
        .order_by(Area.sort_order, Area.name)
    )
    queries: dict[str, Select[uuid.UUID, str]] = {
        "department": departments,
        "program": programs,
        "area": areas,
    }
    return {
        kind: [(place_id, name) for place_id, name in db.session.execute(query)]
        for kind, query in queries.items()
    }


def list_sign_ins(user_id: uuid.UUID) -> list[SignIn]:
    """The browsers a user is signed in with, the one used last first."""
    return list(
        db.session.scalars(
            select(SignIn)
            .where(SignIn.user_id == user_id, SignIn.expires_at > clock.now())
            .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
        )
    )


def find_invitation(token: str) -> Invitation | None:
    """The invitation of a link, if it can still be used."""
    return db.session.scalar(
        select(Invitation)
        .where(
            Invitation.token_hash == hash_token(token),
            Invitation.accepted_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
        .with_for_update()
    )


def get_invitation(actor: Actor, invitation_id: uuid.UUID) -> Invitation:
    """One that was not accepted yet. Raises NotFound."""
    found = db.session.scalar(
        select(Invitation).where(
            Invitation.id == invitation_id, Invitation.accepted_at.is_(None), visible_to(actor)
        )
    )
    if found is None:
        raise NotFound
    return found


def list_open_invitations(actor: Actor) -> list[Invitation]:
    """Not accepted yet, the newest first; those that ran out too, to be sent again."""
    return list(
        db.session.scalars(
            select(Invitation)
            .where(Invitation.accepted_at.is_(None), visible_to(actor))
            .order_by(Invitation.invited_at.desc(), Invitation.id.desc())
        )
    )
