"""Completing a course: the step, the credential, and for liaisons a place on the roster."""

from dateutil.relativedelta import relativedelta

from liaison import clock
from liaison.errors import InvalidInput, WrongState
from liaison.i18n import _, settings
from liaison.liaisons.models.credential import Level
from liaison.liaisons.models.liaison import LiaisonKind
from liaison.liaisons.operations.credentials import issue_credential
from liaison.liaisons.operations.roster import create_liaison
from liaison.permissions import SYSTEM, Actor
from liaison.training.models.course import CourseRun, RunState
from liaison.training.models.enrolment import Enrolment, EnrolmentState
from liaison.training.operations.enrolments import hold_run, take_step
from liaison.training.operations.in_hand import RunInHand, look_up
from liaison.training.queries.people import is_on_roster
from liaison.training.queries.verdicts import verdicts_of_run


def complete_enrolment(
    *, actor: Actor, run: CourseRun, enrolment: Enrolment, reason: str = ""
) -> None:
    """After the end somebody completed it after all: by a make-up or a deed, or, where the rule
    still says no, for a reason that somebody answers for. Raises WrongState, InvalidInput.
    """
    hold_run(run, enrolment)
    if run.state is not RunState.ENDED or enrolment.state is not EnrolmentState.NOT_COMPLETED:
        words = _(
            "Only who took part until the run ended, and did not complete it, can complete it."
        )
        raise WrongState(words)
    verdict = verdicts_of_run(run)[enrolment.id]
    if not verdict.is_completed and not reason.strip():
        raise InvalidInput("reason", _("The rule says no. Say why they complete it all the same."))
    complete(actor=actor, held=look_up(run), enrolment=enrolment, tier=verdict.tier, reason=reason)


def complete(
    *, actor: Actor, held: RunInHand, enrolment: Enrolment, tier: str | None, reason: str = ""
) -> None:
    """The step, and the credential that goes with it."""
    course = held.course
    take_step(actor=actor, held=held, enrolment=enrolment, verb="complete_enrolment", reason=reason)
    if course.grants_rights and not is_on_roster(enrolment.person_id):
        _put_on_roster(enrolment)
    issued_on = clock.today(settings().zone())
    months = course.valid_months
    issue_credential(
        actor=actor,
        person_id=enrolment.person_id,
        course=course.key,
        titles={text.language: text.title for text in course.texts},
        level=Level(tier) if tier else Level.COMPLETED,
        grants_rights=course.grants_rights,
        language=held.run.language,
        minutes=course.minutes,
        issued_on=issued_on,
        expires_on=issued_on + relativedelta(months=months) if months else None,
        enrolment_id=enrolment.id,
        is_invented=enrolment.is_invented,
    )


def _put_on_roster(enrolment: Enrolment) -> None:
    """Whoever is trained as a liaison without having offered to be one before is one by that; the
    coordinator asks them for the rest. The roster is the city's: no role has to reach all of it.
    """
    person = enrolment.person
    create_liaison(
        actor=SYSTEM,
        name=person.name,
        kind=LiaisonKind.VOLUNTEER,
        languages=[person.language] if person.language else [],
        person=person,
        is_invented=enrolment.is_invented,
    )
