"""Who reaches which runs of courses, and the life of a run."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement

from liaison.i18n import _l, _lp, settings
from liaison.permissions import Actor, Permission
from liaison.programs.policy import in_scope
from liaison.training.models.course import CourseKind, CourseRun, RunState, Selection

S = RunState


class Step(NamedTuple):
    """One row of the life cycle."""

    from_states: frozenset[RunState]
    to_state: RunState


STEPS: Mapping[str, Step] = {
    "open_run": Step(frozenset({S.PLANNED}), S.OPEN),
    "start_run": Step(frozenset({S.OPEN}), S.RUNNING),
    "end_run": Step(frozenset({S.OPEN, S.RUNNING}), S.ENDED),
    "cancel_run": Step(frozenset({S.PLANNED, S.OPEN, S.RUNNING}), S.CANCELLED),
}
BUTTONS: Mapping[str, Any] = {
    "open_run": _l("Open for applications"),
    "start_run": _l("Start"),
    "end_run": _l("End the run"),
    "cancel_run": _l("Cancel the run"),
}
STATES: Mapping[RunState, Any] = {
    S.PLANNED: _lp("run", "Planned"),
    S.OPEN: _lp("run", "Open for applications"),
    S.RUNNING: _lp("run", "Running"),
    S.ENDED: _lp("run", "Ended"),
    S.CANCELLED: _lp("run", "Cancelled"),
}
CLOSED = _lp("run", "Applications closed")  # open, after the last day to apply
TONES: Mapping[RunState, str] = {
    S.PLANNED: "plain",
    S.OPEN: "now",
    S.RUNNING: "good",
    S.ENDED: "plain",
    S.CANCELLED: "bad",
}
PUBLIC = (S.OPEN, S.RUNNING, S.ENDED, S.CANCELLED)  # whoever applied finds what became of it
KINDS: Mapping[CourseKind, Any] = {
    CourseKind.SESSION: _l("One session"),
    CourseKind.SERIES: _l("Several sessions"),
    CourseKind.SELF_PACED: _l("At your own pace"),
}
SELECTIONS: Mapping[Selection, Any] = {
    Selection.FIRST_COME: _l("Who applies first has a place"),
    Selection.CHOSEN: _l("We choose after the closing date"),
}


def visible_to(
    actor: Actor, permission: Permission = Permission.TRAINING_VIEW
) -> ColumnElement[bool]:
    """Runs of the programmes the actor reaches."""
    return in_scope(actor, permission, program_id=CourseRun.program_id)


def first_day(run: CourseRun) -> date:
    """The day it begins, on the city's calendar: of the first session that takes place."""
    return run.starts_at.astimezone(settings().zone()).date()


def last_day_to_apply(run: CourseRun) -> date | None:
    """Its closing date, unless the first session was moved before it; None: it has none."""
    if run.is_self_paced:
        return run.closes_on
    return min(run.closes_on, first_day(run)) if run.closes_on else None


def takes_applications(run: CourseRun, today: date) -> bool:
    """Until the end of the last day to apply; without one, until the first day, or, at one's own
    pace, until it ends."""
    last_day = last_day_to_apply(run)
    if last_day is None and run.is_self_paced:
        return run.state is S.OPEN
    return run.state is S.OPEN and today <= (last_day or first_day(run))


def state_tag(run: CourseRun, today: date) -> tuple[Any, str]:
    """What its state is called, and the tone: an open one says when it takes nobody any more."""
    if run.state is S.OPEN and not takes_applications(run, today):
        return CLOSED, "plain"
    return STATES[run.state], TONES[run.state]


def open_steps(run: CourseRun) -> list[str]:
    """What may be done with it as it is. At one's own pace nothing starts for all at once."""
    steps = [verb for verb, step in STEPS.items() if run.state in step.from_states]
    return [verb for verb in steps if not (verb == "start_run" and run.is_self_paced)]


def latest_closing_day(run: CourseRun) -> date | None:
    """The last day that may be set as the last to apply; None: any."""
    return None if run.is_self_paced else first_day(run)


def completes_one_by_one(run: CourseRun) -> bool:
    """Does somebody complete it as soon as they meet its rule, while it goes on for others?"""
    return run.is_self_paced and run.state is S.OPEN
