"""Passwords: argon2id, the same time for a right one, a wrong one and an unknown account."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from liaison.errors import InvalidInput
from liaison.i18n import _

SHORTEST, LONGEST = 12, 200  # longer ones only cost time to hash
_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Compare. Without a hash a decoy is compared, so that the answer takes as long."""
    decoy = _decoy()
    try:
        _hasher.verify(password_hash or decoy, password[:LONGEST])
    except (InvalidHashError, VerificationError):
        return False
    return password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Was it hashed with other parameters than those of today?"""
    return _hasher.check_needs_rehash(password_hash)


def check_strength(password: str, *, email: str) -> None:
    """Raises InvalidInput('password'). Length is what counts; no rules about signs."""
    if len(password) < SHORTEST:
        raise InvalidInput("password", _("Use at least %(count)s characters.", count=SHORTEST))
    if len(password) > LONGEST:
        raise InvalidInput("password", _("Use at most %(count)s characters.", count=LONGEST))
    name = email.partition("@")[0].lower()
    if len(set(password)) < 5 or (len(name) >= 4 and name in password.lower()):
        raise InvalidInput(
            "password", _("This password is easy to guess. Use a few words that are not your name.")
        )


@cache
def _decoy() -> str:
    return _hasher.hash(secrets.token_urlsafe(32))
