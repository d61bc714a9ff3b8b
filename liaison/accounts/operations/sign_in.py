"""Signing a browser in and out."""

import re
import secrets
import uuid
from datetime import timedelta

from sqlalchemy import delete, select

from liaison import clock
from liaison.accounts.models import SignIn, User, UserState
from liaison.accounts.operations import passwords
from liaison.accounts.operations.attempts import (
    SIGN_IN,
    SIGN_IN_FROM,
    count_attempt,
    refuse_when_spent,
)
from liaison.accounts.queries import SignedIn, hash_token
from liaison.audit.operations import record, record_always
from liaison.db import Base, db, reading_first, write_always
from liaison.errors import InvalidInput
from liaison.i18n import _
from liaison.permissions import Actor

SEEN_AGAIN = timedelta(hours=1)  # how fine "last used" is: one write an hour, not one a page
_BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")  # in this order: each names those after
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS X", "CrOS", "Linux")
_NAMES = {"Edg": "Edge", "OPR": "Opera", "Mac OS X": "Mac", "CrOS": "ChromeOS"}


def check_password(*, email: str, password: str, address: str) -> User:
    """The user whose password this is. Raises InvalidInput, the same for every reason.

    Raises TooManyTries when the limit is spent. `address` is where the request came from.
    """
    email = email.strip().lower()
    with reading_first():  # a password takes a tenth of a second to compare
        refuse_when_spent(SIGN_IN, address, email)
        refuse_when_spent(SIGN_IN_FROM, address)
        known = db.session.execute(
            select(User.id, User.password_hash).where(
                User.email == email, User.state == UserState.ACTIVE
            )
        ).first()
    stored = known.password_hash if known else None
    is_right = passwords.is_right(stored, password)
    renewed = (
        passwords.hash_password(password)
        if stored and is_right and passwords.needs_rehash(stored)
        else None
    )
    user = db.session.get(User, known.id, with_for_update=True) if known and is_right else None
    # what was compared must still be so: closed or changed meanwhile counts as wrong
    if user is None or user.state is not UserState.ACTIVE or user.password_hash != stored:
        count_attempt(SIGN_IN, address, email)
        count_attempt(SIGN_IN_FROM, address)
        record_always(
            "failed_sign_in",
            actor_id=None,
            subject_type="user_account",
            subject_id=str(known.id) if known else None,
        )
        raise InvalidInput("", _("The e-mail address or the password is not right."))
    if renewed:
        user.password_hash = renewed
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
        browser=describe_browser(browser),
        has_second_factor=has_second_factor,
    )
    db.session.add(sign_in)
    record(Actor(user_id=user.id), "sign_in", user)
    return token


def end_sign_in(*, actor: Actor, sign_in: SignIn) -> None:
    """Sign one browser out."""
    record(actor, "sign_out", sign_in)
    db.session.delete(sign_in)
    db.session.flush()


def sign_out_everywhere(*, actor: Actor, user: User, but: uuid.UUID | None = None) -> None:
    """Sign all of the user's browsers out; `but` names the one that may stay."""
    db.session.execute(delete(SignIn).where(SignIn.user_id == user.id, SignIn.id != but))
    record(actor, "sign_out_everywhere", user)


def note_seen(signed_in: SignedIn) -> None:
    """Remember that this browser is in use, about once an hour, even if the request only reads."""
    now = clock.now()
    if now - signed_in.seen_at < SEEN_AGAIN:
        return

    def rows() -> list[Base]:
        row = db.session.get(SignIn, signed_in.sign_in_id)
        if row is None:
            return []
        row.seen_at = now
        return [row]

    write_always(rows)


def describe_browser(user_agent: str) -> str:
    """'Firefox, Android': enough to tell one's own apart, and no more is kept."""
    found = [
        next((name for name in names if re.search(rf"\b{name}\b", user_agent)), "")
        for names in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(_NAMES.get(name, name) for name in found if name)
