"""What a run's rule says of everybody in it."""

import uuid
from collections.abc import Mapping, Sequence

from liaison.training.models.course import CourseRun, Session
from liaison.training.models.enrolment import Enrolment
from liaison.training.policy.enrolments import CAME_TOGETHER
from liaison.training.policy.graduation import Attended, Verdict, judge
from liaison.training.queries.enrolments import (
    Marks,
    deeds_of,
    deeds_of_run,
    list_enrolments,
    marks_of,
    marks_of_run,
)
from liaison.training.queries.runs import list_sessions, takes_place


def verdicts_of_run(
    run: CourseRun,
    people: Sequence[Enrolment] | None = None,
    sessions: Sequence[Session] | None = None,
) -> Mapping[uuid.UUID, Verdict]:
    """By enrolment, of everybody who had a place. `people` and `sessions` spare the reading."""
    marks, deeds = marks_of_run(run.id), deeds_of_run(run.id)
    held = list_sessions(run.id) if sessions is None else sessions
    return {
        one.id: verdict_of(run, held, one.id, marks, deeds.get(one.id))
        for one in (list_enrolments(run.id, CAME_TOGETHER) if people is None else people)
        if one.state in CAME_TOGETHER
    }


def verdict_now(run: CourseRun, enrolment_id: uuid.UUID) -> Verdict:
    """What it says of one, as everything is stored now."""
    sessions, marks = list_sessions(run.id), marks_of(enrolment_id)
    return verdict_of(run, sessions, enrolment_id, marks, deeds_of(enrolment_id))


def verdict_of(
    run: CourseRun,
    sessions: Sequence[Session],
    enrolment_id: uuid.UUID,
    marks: Marks,
    deeds: Mapping[str, int] | None,
) -> Verdict:
    """What the rule says of one. A session that was cancelled counts for nobody."""
    attended = []
    for session in sessions:
        if takes_place(session):
            row = marks.get((enrolment_id, session.id))
            attended.append(
                Attended(
                    session.number,
                    session.kind,
                    row.mark if row else None,
                    row.made_up_on if row else None,
                )
            )
    return judge(run.rule, attended, deeds or {})
