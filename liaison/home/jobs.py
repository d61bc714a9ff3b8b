"""What the worker tidies up at night for all features."""

from liaison import clock, files, mail
from liaison.audit.operations import record_without_row
from liaison.jobs import forget_results, nightly
from liaison.permissions import SYSTEM


@nightly
def forget_old_messages() -> None:
    """Delete what was sent long ago: it says to whom, and about what."""
    mail.forget_old(queued_before=clock.now() - mail.KEPT)


@nightly
def delete_expired_files() -> None:
    """Delete uploads, refused rows and drawn documents past their time, and say how many."""
    forget_results(ended_before=clock.now() - min(files.KEPT.values()))
    counts = files.delete_expired()
    if counts:
        record_without_row(SYSTEM, "delete_expired_files", "stored_file", **counts)
