"""Creating users, signing in and out."""

import secrets
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from liaison import clock
from liaison.accounts.models import RoleGrant, SignIn, User
from liaison.accounts.queries import hash_token
from liaison.audit.operations import record
from liaison.db import db
from liaison.errors import Conflict
from liaison.i18n import _
from liaison.permissions import Actor, Grant


def create_user(
    *,
    actor: Actor,
    email: str,
    name: str,
    grants: tuple[Grant, ...] = (),
    language: str | None = None,
    password_hash: str | None = None,
    is_invented: bool = False,
) -> User:
    """A new user. Raises Conflict('email') if the address is taken."""
    user = User(
        email=email.strip().lower(),
        name=name.strip(),
        language=language,
        password_hash=password_hash,
        created_at=clock.now(),
        is_invented=is_invented,
        grants=[
            RoleGrant(
                role=grant.role,
                department_id=grant.department_id,
                program_id=grant.program_id,
                area_id=grant.area_id,
            )
            for grant in grants
        ],
    )
    try:
        with db.session.begin_nested():
            record(actor, "create_user", user, roles=[grant.role.value for grant in grants])
    except IntegrityError:
        raise Conflict("email", _("Somebody with this e-mail address has an account.")) from None
    return user


def start_sign_in(
    *, user: User, hours: int, browser: str = "", has_second_factor: bool = False
) -> str:
    """Sign a browser in; returns the token for its cookie, which is stored only as a hash."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    sign_in = SignIn(
        token_hash=hash_token(token),
        user_id=user.id,
        started_at=now,
        seen_at=now,
        expires_at=now + timedelta(hours=hours),
        browser=browser[:200],
        has_second_factor=has_second_factor,
    )
    db.session.add(sign_in)
    db.session.flush()
    return token
