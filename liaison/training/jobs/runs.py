"""Every night: runs whose first session was begin, and what their doors know becomes attendance."""

import uuid

from liaison import clock
from liaison.db import db, reading
from liaison.i18n import settings
from liaison.jobs import nightly, one_by_one
from liaison.permissions import SYSTEM
from liaison.training.models.course import CourseRun, RunState
from liaison.training.operations.attendance import take_check_ins
from liaison.training.operations.runs import start_run
from liaison.training.queries.runs import list_runs_in_hand


@nightly
def follow_runs() -> None:
    """Most nights there is little to do."""
    with reading():
        in_hand = list_runs_in_hand(clock.today(settings().zone()))
        db.session.rollback()
    one_by_one(in_hand, _follow)


def _follow(run_id: uuid.UUID) -> None:
    run = db.session.get_one(CourseRun, run_id)
    if run.state is RunState.OPEN:
        start_run(actor=SYSTEM, run=run)
    take_check_ins(actor=SYSTEM, run=run)
