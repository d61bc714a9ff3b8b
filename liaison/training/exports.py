"""Who takes part in a run, as a file."""

import uuid
from collections.abc import Iterable, Mapping

from liaison.i18n import _l, settings
from liaison.training.models.course import CourseRun
from liaison.training.models.enrolment import Enrolment
from liaison.training.policy.enrolments import STATES
from liaison.training.policy.graduation import Verdict
from liaison.training.policy.words import missing_words

PARTICIPANTS = (
    *(_l("Name"), _l("E-mail"), _l("Telephone"), _l("State"), _l("Applied on")),
    *(_l("Sessions"), _l("What is missing")),
)


def participant_rows(
    run: CourseRun, people: Iterable[Enrolment], verdicts: Mapping[uuid.UUID, Verdict]
) -> Iterable[tuple[object, ...]]:
    """A line for each, in the order of `PARTICIPANTS`."""
    for one in people:
        verdict = verdicts.get(one.id)
        yield (
            one.person.name,
            one.person.email or "",
            one.person.phone or "",
            str(STATES[one.state]),
            one.applied_at.astimezone(settings().zone()).date(),
            verdict.counted if verdict else "",
            "; ".join(missing_words(verdict, run)) if verdict else "",
        )
