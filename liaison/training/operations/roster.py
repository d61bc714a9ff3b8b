"""Taking people of the roster into a course."""

import uuid

from liaison.liaisons.models.liaison import Liaison, LiaisonState
from liaison.liaisons.operations.steps import step_liaison
from liaison.permissions import Actor
from liaison.training.models.course import CourseRun
from liaison.training.models.enrolment import Enrolment
from liaison.training.operations.enrolments import enrol_person
from liaison.training.queries.enrolments import find_enrolment


def take_in_liaison(*, actor: Actor, run: CourseRun, liaison: Liaison, key: uuid.UUID) -> Enrolment:
    """They have a place, and are told. Whoever offered to become a liaison is answered by that.

    The person must be loaded. Raises WrongState, Conflict.
    """
    known = find_enrolment(key)
    if known:
        return known
    enrolment = enrol_person(actor=actor, run=run, person=liaison.person, key=key)
    if liaison.state is LiaisonState.PROSPECT:
        step_liaison(actor=actor, liaison=liaison, verb="answer_liaison")
    return enrolment
