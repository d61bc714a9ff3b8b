"""The second factor: six digits from an authenticator (TOTP, RFC 6238)."""

import hmac
import io

import pyotp
import segno
from sqlalchemy import or_, update

from liaison import clock
from liaison.accounts.models import SignIn, User
from liaison.accounts.operations.attempts import SECOND_FACTOR, count_attempt, refuse_when_spent
from liaison.accounts.operations.sign_in import sign_out_everywhere
from liaison.audit.operations import record, record_always
from liaison.db import db
from liaison.errors import InvalidInput, WrongState
from liaison.i18n import _
from liaison.permissions import Actor

SECONDS = 30
DRIFT = 1  # steps a phone's clock may be ahead or behind


def start_second_factor(*, user: User) -> None:
    """Make a secret to be scanned. It counts only after a first right code."""
    if user.totp_secret is None:
        user.totp_secret = pyotp.random_base32()
        db.session.flush()


def secret_address(user: User, *, issuer: str) -> str:
    """What the QR code holds."""
    if user.totp_secret is None or user.has_second_factor:
        raise WrongState
    return pyotp.TOTP(user.totp_secret).provisioning_uri(name=user.email, issuer_name=issuer)


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


def _forget(user: User) -> None:
    user.totp_secret = user.totp_last_step = None


def _use(user: User, code: str) -> None:
    """A code counts once: the step it stands for must be later than the last one used."""
    refuse_when_spent(SECOND_FACTOR, str(user.id))
    step = _step_of(user.totp_secret, code)
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
