"""Completing a course: the step, the credential, and for liaisons a place on the roster."""

from collections.abc import Sequence

from dateutil.relativedelta import relativedelta

from liaison import clock
from liaison.errors import InvalidInput, WrongState
from liaison.i18n import _, settings
from liaison.liaisons.models.credential import Level
from liaison.liaisons.models.liaison import LiaisonKind
from liaison.liaisons.operations.credentials import issue_credential, revoke_credential
from liaison.liaisons.operations.roster import create_liaison
from liaison.permissions import SYSTEM, Actor
from liaison.training.models.course import CourseRun
from liaison.training.models.enrolment import Enrolment, EnrolmentState
from liaison.training.operations.enrolments import hold_run, move_waiting, take_step
from liaison.training.operations.in_hand import RunInHand, look_up
from liaison.training.policy.enrolments import may_complete_for_a_reason
from liaison.training.policy.graduation import Verdict
from liaison.training.policy.runs import completes_one_by_one
from liaison.training.queries.enrolments import find_certificate, list_enrolments
from liaison.training.queries.people import is_on_roster
from liaison.training.queries.verdicts import verdict_now, verdicts_of_run


def complete_enrolment(
    *, actor: Actor, run: CourseRun, enrolment: Enrolment, reason: str = ""
) -> None:
    """After the end somebody completed it after all: by a make-up or a deed, or, where the rule
    still says no, for a reason that somebody answers for. At one's own pace there is no end to wait
    for. Raises WrongState, InvalidInput.
    """
    hold_run(run, enrolment)
    if not may_complete_for_a_reason(run, enrolment):
        words = _(
            "Only who took part until the run ended, and did not complete it, can complete it."
        )
        raise WrongState(words)
    verdict = verdict_now(run, enrolment.id)
    if not verdict.is_completed and not reason.strip():
        raise InvalidInput("reason", _("The rule says no. Say why they complete it all the same."))
    held = look_up(run)
    complete(actor=actor, held=held, enrolment=enrolment, tier=verdict.tier, reason=reason)
    move_waiting(actor=actor, held=held)


def complete_if_met(*, actor: Actor, run: CourseRun, enrolment: Enrolment) -> None:
    """Where people complete a run one by one: they do at once if they meet its rule now. The run
    must be held."""
    if completes_one_by_one(run) and enrolment.state is EnrolmentState.ADMITTED:
        _complete_whoever_met(actor, run, [(enrolment, verdict_now(run, enrolment.id))])


def complete_all_who_met(*, actor: Actor, run: CourseRun) -> None:
    """The same for everybody, when the rule itself was changed."""
    if completes_one_by_one(run):
        everybody = list_enrolments(run.id, [EnrolmentState.ADMITTED])
        verdicts = verdicts_of_run(run, everybody)
        _complete_whoever_met(actor, run, [(one, verdicts[one.id]) for one in everybody])


def _complete_whoever_met(
    actor: Actor, run: CourseRun, judged: Sequence[tuple[Enrolment, Verdict]]
) -> None:
    """Their places go on to who waits."""
    met = [(enrolment, verdict.tier) for enrolment, verdict in judged if verdict.is_completed]
    if not met:
        return
    held = look_up(run)
    for enrolment, tier in met:
        complete(actor=actor, held=held, enrolment=enrolment, tier=tier)
    move_waiting(actor=actor, held=held)


def revoke_certificate(*, actor: Actor, run: CourseRun, enrolment: Enrolment, reason: str) -> None:
    """What somebody answers for who sees that it was given by mistake; that they completed the
    course stays in its history. Raises WrongState, InvalidInput."""
    hold_run(run, enrolment)
    certificate = find_certificate(enrolment.id)
    if certificate is None:
        raise WrongState(_("They hold no certificate of this course."))
    revoke_credential(actor=actor, credential=certificate, reason=reason)


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
