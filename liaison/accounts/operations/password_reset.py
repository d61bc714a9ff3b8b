"""New passwords: by a link in a message, or from the account page."""

import secrets
import uuid
from datetime import timedelta

from sqlalchemy import select, update

from liaison import clock, mail
from liaison.accounts import messages
from liaison.accounts.models import PasswordReset, User, UserState
from liaison.accounts.operations import passwords
from liaison.accounts.operations.attempts import (
    RESET,
    RESET_FROM,
    SIGN_IN,
    count_attempt,
    is_spent,
    refuse_when_spent,
)
from liaison.accounts.operations.sign_in import sign_out_everywhere
from liaison.accounts.queries import find_user_by_email, hash_token
from liaison.audit.operations import record
from liaison.db import db, reading_first
from liaison.errors import InvalidInput, NotFound
from liaison.i18n import _
from liaison.permissions import VISITOR, Actor

MINUTES = 60


def ask_for_reset(*, email: str, address: str) -> None:
    """Send a link if there is such an account; who asks is told the same either way.

    Raises TooManyTries for the address asked from, never for the account asked about: that would
    tell that it exists.
    """
    email = email.strip().lower()
    refuse_when_spent(RESET_FROM, address)
    count_attempt(RESET_FROM, address)
    is_too_often = is_spent(RESET, email)
    count_attempt(RESET, email)
    user = find_user_by_email(email)
    if user is None or user.state is not UserState.ACTIVE or is_too_often:
        return
    token = secrets.token_urlsafe(32)
    reset = PasswordReset(
        token_hash=hash_token(token),
        user_id=user.id,
        expires_at=clock.now() + timedelta(minutes=MINUTES),
    )
    record(VISITOR, "ask_for_reset", reset)
    mail.queue(
        messages.password_reset(
            to=user.email,
            link=mail.address_of(f"/reset-password/{token}", user.language),
            minutes=MINUTES,
            language=user.language,
        )
    )


def find_reset(token: str) -> tuple[PasswordReset, User]:
    """Raises NotFound when the link was used or ran out, or the account is closed."""
    found = db.session.execute(
        select(PasswordReset, User)
        .join(User, PasswordReset.user_id == User.id)
        .where(
            PasswordReset.token_hash == hash_token(token),
            PasswordReset.used_at.is_(None),
            PasswordReset.expires_at > clock.now(),
            User.state == UserState.ACTIVE,
        )
        .with_for_update()
    ).first()
    if found is None:
        raise NotFound
    return found[0], found[1]


def reset_password(*, token: str, password: str) -> None:
    """Set the password behind a link. The link is used up, every browser is signed out."""
    with reading_first():  # a password takes a tenth of a second to hash
        _reset, user = find_reset(token)
        passwords.check_strength(password, email=user.email)
    hashed = passwords.hash_password(password)
    reset, user = find_reset(token)  # it may have been used meanwhile
    reset.used_at = clock.now()
    _set(Actor(user_id=user.id), "reset_password", user, hashed)


def change_password(
    *, actor: Actor, user: User, current: str, password: str, but: uuid.UUID, address: str
) -> None:
    """Set another password, knowing the current one; the other browsers are signed out."""
    with reading_first():
        email, stored = user.email, user.password_hash
        refuse_when_spent(SIGN_IN, address, email)
    is_right = passwords.is_right(stored, current)
    if is_right:
        passwords.check_strength(password, email=email)
        hashed = passwords.hash_password(password)
        db.session.refresh(user, with_for_update=True)
    # what was compared must still be so
    if not is_right or user.password_hash != stored:
        count_attempt(SIGN_IN, address, email)
        raise InvalidInput("current", _("This is not your password."))
    _set(actor, "change_password", user, hashed, but=but)


def _set(
    actor: Actor, action: str, user: User, password_hash: str, *, but: uuid.UUID | None = None
) -> None:
    user.password_hash = password_hash
    record(actor, action, user)
    # a link somebody else may have asked for, or found, is of no use any more
    db.session.execute(
        update(PasswordReset)
        .where(PasswordReset.user_id == user.id, PasswordReset.used_at.is_(None))
        .values(used_at=clock.now())
    )
    sign_out_everywhere(actor=actor, user=user, but=but)
    mail.queue(messages.password_changed(to=user.email, language=user.language))
