"""The second factor: six digits from an authenticator (TOTP, RFC 6238)."""

import hmac
import io
import logging

import pyotp
import segno
from sqlalchemy import or_, select, update

from liaison import clock
from liaison.accounts.models import SignIn, User
from liaison.accounts.operations.attempts import SECOND_FACTOR, count_attempt, refuse_when_spent
from liaison.accounts.operations.sealing import SealBroken, seal, unseal
from liaison.accounts.operations.sign_in import sign_out_everywhere
from liaison.audit.operations import record, record_always
from liaison.db import db
from liaison.errors import InvalidInput, WrongState
from liaison.i18n import _
from liaison.permissions import Actor

log = logging.getLogger(__name__)
SECONDS = 30
DRIFT = 1  # steps a phone's clock may be ahead or behind


def start_second_factor(*, user: User) -> None:
    """Make a secret to be scanned. It counts only after a first right code."""
    if user.totp_secret is None:
        user.totp_secret = seal(pyotp.random_base32(), owner_id=user.id)
        db.session.flush()


def find_new_secret(user: User) -> str | None:
    """The secret to be scanned or typed in; one in force is never shown again."""
    return None if user.has_second_factor else _secret_of(user)


def secret_address(user: User, *, issuer: str) -> str:
    """What the QR code holds."""
    secret = find_new_secret(user)
    if secret is None:
        raise WrongState
    return pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=issuer)


def draw_code(address: str) -> bytes:
    """The QR code as an SVG file: black on white with its quiet zone, in dark pages too."""
    buffer = io.BytesIO()
    segno.make(address, error="m").save(
        buffer, kind="svg", scale=4, border=4, light="white", xmldecl=True
    )
    return buffer.getvalue()


def confirm_second_factor(*, actor: Actor, user: User, sign_in: SignIn, code: str) -> None:
    """The first right code puts the second factor in force. Raises InvalidInput, TooManyTries."""
    _use(user, code)
    sign_in.has_second_factor = True
    record(actor, "confirm_second_factor", user)


def give_code(*, actor: Actor, user: User, sign_in: SignIn, code: str) -> None:
    """Finish signing in. Raises InvalidInput, TooManyTries."""
    _use(user, code)
    sign_in.has_second_factor = True
    record(actor, "give_code", user)


def remove_second_factor(*, actor: Actor, user: User, code: str) -> None:
    """Do without a second factor from now on, knowing a code."""
    _use(user, code)
    _forget(user)
    record(actor, "remove_second_factor", user)


def reset_second_factor(*, actor: Actor, user: User) -> None:
    """An administrator helps somebody who lost their phone: it can be set up anew."""
    if user.totp_secret is None:
        raise WrongState(_("This account has no second factor."))
    _forget(user)
    record(actor, "reset_second_factor", user)
    sign_out_everywhere(actor=actor, user=user)


def count_unreadable() -> int:
    """How many second factors were not made with the secret key of today."""
    rows = db.session.execute(select(User).where(User.totp_secret.is_not(None))).scalars()
    return sum(not _is_readable(user) for user in rows)


def _is_readable(user: User) -> bool:
    try:
        _secret_of(user)
    except WrongState:
        return False
    return True


def _secret_of(user: User) -> str | None:
    """Raises WrongState if the city's secret key is not the one it was sealed with."""
    if user.totp_secret is None:
        return None
    try:
        return unseal(user.totp_secret, owner_id=user.id)
    except SealBroken:
        log.error("the second factor of %s was made with another secret key", user.id)
        raise WrongState(
            _("Your second factor cannot be read. Ask an administrator to reset it.")
        ) from None


def _forget(user: User) -> None:
    user.totp_secret = user.totp_last_step = None


def _use(user: User, code: str) -> None:
    """A code counts once: the step it stands for must be later than the last one used."""
    refuse_when_spent(SECOND_FACTOR, str(user.id))
    step = _step_of(_secret_of(user), code)
    # asked of the database and not of the object: the same code may be on its way twice
    used = (
        step is not None
        and db.session.execute(
            update(User)
            .where(
                User.id == user.id, or_(User.totp_last_step.is_(None), User.totp_last_step < step)
            )
            .values(totp_last_step=step)
            .returning(User.id)
        ).first()
    )
    if not used:
        count_attempt(SECOND_FACTOR, str(user.id))
        record_always(
            "failed_code",
            actor_id=user.id,
            subject_type="user_account",
            subject_id=str(user.id),
        )
        raise InvalidInput("code", _("This code is not right. Enter the one shown now."))
    db.session.refresh(user)


def _step_of(secret: str | None, code: str) -> int | None:
    digits = "".join(letter for letter in code if letter.isdecimal())
    if secret is None or not digits.isascii():
        return None
    now = int(clock.now().timestamp()) // SECONDS
    codes = pyotp.HOTP(secret)
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(codes.at(step), digits):
            return step
    return None
