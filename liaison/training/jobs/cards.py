"""Every night: codes of cards whose run is over are forgotten."""

from liaison.db import db
from liaison.jobs import nightly
from liaison.training.operations.cards import forget_own_codes


@nightly
def forget_own_codes_of_past_runs() -> None:
    """One that was killed finds the rest the next night."""
    forget_own_codes()
    db.session.commit()
