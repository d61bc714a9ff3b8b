"""Finding users and who is signed in."""

import hashlib
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from liaison import clock
from liaison.accounts.models import RoleGrant, SignIn, User, UserState
from liaison.db import db
from liaison.permissions import Actor, Role


def hash_token(token: str) -> str:
    """What is stored of a secret link or cookie: long random tokens need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True)
class SignedIn:
    """A signed-in browser: the interface Flask-Login asks for, and the actor."""

    token: str
    sign_in_id: uuid.UUID
    user_id: uuid.UUID
    language: str | None
    actor: Actor
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        return self.token


def find_signed_in(token: str) -> SignedIn | None:
    """Who holds this token, with what they may do; one statement."""
    found = db.session.execute(
        select(SignIn, User)
        .add_columns(RoleGrant)
        .join(User, SignIn.user_id == User.id)
        .outerjoin(RoleGrant, RoleGrant.user_id == User.id)
        .where(
            SignIn.token_hash == hash_token(token),
            SignIn.expires_at > clock.now(),
            User.state == UserState.ACTIVE,
        )
        .order_by(RoleGrant.id)
    ).all()
    if not found:
        return None
    sign_in, user, _grant = found[0]
    grants = tuple(row[2].as_grant() for row in found if row[2] is not None)
    return SignedIn(
        token=token,
        sign_in_id=sign_in.id,
        user_id=user.id,
        language=user.language,
        actor=Actor(user_id=user.id, name=user.name, grants=grants),
    )


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
