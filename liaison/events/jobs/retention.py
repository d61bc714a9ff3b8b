"""Every night: whoever signed up for what is long over is forgotten."""

from liaison.db import db
from liaison.events.operations.retention import forget_guests
from liaison.jobs import nightly


@nightly
def forget_guests_of_past_events() -> None:
    """It reports in the audit log; one that was killed finds the rest the next night."""
    forget_guests()
    db.session.commit()
