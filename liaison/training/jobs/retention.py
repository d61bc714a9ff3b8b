"""Every night: whoever applied for a run that is long over and had no place is forgotten."""

from liaison.db import db
from liaison.jobs import nightly
from liaison.training.operations.retention import forget_applicants


@nightly
def forget_applicants_of_past_runs() -> None:
    """It reports in the audit log; one that was killed finds the rest the next night."""
    forget_applicants()
    db.session.commit()
