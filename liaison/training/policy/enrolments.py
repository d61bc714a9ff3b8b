"""The life of an enrolment."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from liaison.i18n import _l, _lp
from liaison.training.models.course import CourseRun, RunState
from liaison.training.models.enrolment import Enrolment, EnrolmentState
from liaison.training.policy.runs import completes_one_by_one

S = EnrolmentState


class Step(NamedTuple):
    """One row of the life cycle; an enrolment begins from no state."""

    from_states: frozenset[EnrolmentState | None]
    to_state: EnrolmentState


NEW: frozenset[EnrolmentState | None] = frozenset({None, S.WITHDRAWN})
STEPS: Mapping[str, Step] = {
    "apply_for_run": Step(NEW, S.APPLIED),
    "waitlist_enrolment": Step(NEW | {S.APPLIED}, S.WAITLISTED),
    "admit_enrolment": Step(NEW | {S.APPLIED, S.WAITLISTED, S.DECLINED}, S.ADMITTED),
    "decline_enrolment": Step(frozenset({S.APPLIED, S.WAITLISTED}), S.DECLINED),
    "withdraw_enrolment": Step(frozenset({S.APPLIED, S.WAITLISTED, S.ADMITTED}), S.WITHDRAWN),
    # by the rule: at the end, or at one's own pace; else by a make-up after the end, or for
    # circumstances that somebody answers for
    "complete_enrolment": Step(frozenset({S.ADMITTED, S.NOT_COMPLETED}), S.COMPLETED),
    "fail_enrolment": Step(frozenset({S.ADMITTED}), S.NOT_COMPLETED),
}
STATES: Mapping[EnrolmentState, Any] = {
    S.APPLIED: _lp("enrolment", "Applied"),
    S.WAITLISTED: _lp("enrolment", "On the waiting list"),
    S.ADMITTED: _lp("enrolment", "Takes part"),
    S.DECLINED: _lp("enrolment", "Declined"),
    S.WITHDRAWN: _lp("enrolment", "Withdrew"),
    S.COMPLETED: _lp("enrolment", "Completed"),
    S.NOT_COMPLETED: _lp("enrolment", "Not completed"),
}
TONES: Mapping[EnrolmentState, str] = {
    S.APPLIED: "now",
    S.WAITLISTED: "warn",
    S.ADMITTED: "good",
    S.DECLINED: "plain",
    S.WITHDRAWN: "plain",
    S.COMPLETED: "good",
    S.NOT_COMPLETED: "plain",
}
LIVE = frozenset({S.APPLIED, S.WAITLISTED, S.ADMITTED})
WAITING = frozenset({S.APPLIED, S.WAITLISTED})
OVER = frozenset({S.DECLINED, S.WITHDRAWN, S.COMPLETED, S.NOT_COMPLETED})
MARKED = frozenset({S.ADMITTED, S.NOT_COMPLETED})  # whose attendance is written down
CAME_TOGETHER = (S.ADMITTED, S.COMPLETED, S.NOT_COMPLETED)  # who had a place


BUTTONS: dict[str, Any] = {
    "admit_enrolment": _l("Admit"),
    "waitlist_enrolment": _l("Put on the waiting list"),
    "decline_enrolment": _l("Decline"),
    "withdraw_enrolment": _lp("enrolment", "Withdraw"),
}
STEP_WORDS: Mapping[str, Any] = {  # in the history
    "apply_for_run": _l("Applied"),
    "waitlist_enrolment": _l("Put on the waiting list"),
    "admit_enrolment": _l("Admitted"),
    "decline_enrolment": _lp("enrolment", "Declined"),
    "withdraw_enrolment": _lp("enrolment", "Withdrew"),
    "complete_enrolment": _l("Completed the course"),
    "fail_enrolment": _l("Did not complete the course"),
}


def marked_in(run: CourseRun) -> frozenset[EnrolmentState]:
    """Whose attendance is written down in a run: where people complete it one by one, a mistake is
    put right also of whoever completed it by then. Their certificate stays."""
    return MARKED | {S.COMPLETED} if completes_one_by_one(run) else MARKED


def may_complete_for_a_reason(run: CourseRun, enrolment: Enrolment) -> bool:
    """May somebody say that they complete it: after the end, or, at one's own pace, at any time?"""
    if completes_one_by_one(run):
        return enrolment.state is S.ADMITTED
    return run.state is RunState.ENDED and enrolment.state is S.NOT_COMPLETED


def last_reason(enrolment: Enrolment) -> str:
    """Why it came to where it is: of whoever is declined there is one."""
    return enrolment.reasons[-1]["words"] if enrolment.reasons else ""


def reasons_by_step(enrolment: Enrolment) -> Mapping[str, str]:
    """The reasons that stand in its history, by the key of the step."""
    return {one["step"]: one["words"] for one in enrolment.reasons}
