"""What is no longer needed goes every night."""

from datetime import timedelta

from sqlalchemy import delete, or_

from liaison import clock
from liaison.accounts.models import Attempt, Invitation, PasswordReset, SignIn
from liaison.db import db
from liaison.jobs import nightly

KEPT = timedelta(days=30)  # links that ran out: long enough to answer "mine does not work"


@nightly
def delete_expired() -> None:
    """Delete sign-ins and links that ran out, and tries that no limit counts any more."""
    now = clock.now()
    db.session.execute(delete(SignIn).where(SignIn.expires_at <= now))
    db.session.execute(delete(Attempt).where(Attempt.at < now - timedelta(days=1)))
    db.session.execute(delete(PasswordReset).where(PasswordReset.expires_at < now - KEPT))
    db.session.execute(
        delete(Invitation).where(
            or_(Invitation.expires_at < now - KEPT, Invitation.accepted_at < now - KEPT)
        )
    )
