"""Holding a course: planning a run with its sessions, opening, ending and cancelling it."""

import uuid
from dataclasses import dataclass
from datetime import date, time, timedelta

from dateutil.relativedelta import relativedelta

from liaison import clock
from liaison.audit.operations import record
from liaison.db import write_once
from liaison.errors import InvalidInput, WrongState
from liaison.events.models.event import EventState
from liaison.events.operations.events import (
    EventDetails,
    cancel_event,
    create_event,
    drop_event,
    publish_event,
)
from liaison.events.policy.wall_time import at_wall_time
from liaison.i18n import _, in_language, settings
from liaison.liaisons.models.credential import Level
from liaison.liaisons.operations.credentials import issue_credential
from liaison.permissions import Actor
from liaison.programs.models import Program
from liaison.training.messages import enrolments as messages
from liaison.training.models.course import Course, CourseRun, RunState, Selection, Session
from liaison.training.models.enrolment import Enrolment, EnrolmentState
from liaison.training.operations.attendance import take_check_ins
from liaison.training.operations.enrolments import expect_at_session, hold_run, take_step
from liaison.training.operations.letters import write_to
from liaison.training.policy.enrolments import LIVE
from liaison.training.policy.plan import PlannedSession, lay_out
from liaison.training.policy.runs import STEPS
from liaison.training.queries.courses import get_course, words_of
from liaison.training.queries.enrolments import list_enrolments
from liaison.training.queries.runs import list_sessions, takes_place
from liaison.training.queries.verdicts import verdicts_of_run


@dataclass(frozen=True)
class RunDetails:
    """What is said about a run when it is planned."""

    language: str
    starts_on: date
    starts: time
    closes_on: date | None = None
    capacity: int | None = None
    selection: Selection = Selection.FIRST_COME
    place_name: str = ""
    address: str = ""
    area_id: uuid.UUID | None = None
    access: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    completed: int
    not_completed: int


def create_run(
    *,
    actor: Actor,
    course: Course,
    program: Program,
    details: RunDetails,
    key: uuid.UUID | None = None,
    is_invented: bool = False,
) -> CourseRun:
    """Plan a run with the sessions of the course's plan, each a draft in the calendar.

    Under the same `key` it is one run. Raises InvalidInput.
    """
    _check(details)

    def write(run_id: uuid.UUID) -> CourseRun:
        run = CourseRun(
            id=run_id,
            course=course.key,
            program_id=program.id,
            state=RunState.PLANNED,
            language=details.language,
            starts_on=details.starts_on,
            closes_on=details.closes_on,
            capacity=details.capacity,
            selection=details.selection,
            rule=course.rule,
            eligibility=list(course.eligibility),
            is_invented=is_invented,
        )
        record(actor, "create_run", run)
        words = words_of(course, details.language)
        titles = words.outline if len(words.outline) == len(_planned(course)) else [words.title]
        sessions = lay_out(course.plan, titles, details.starts_on, details.starts, course.minutes)
        for session in sessions:
            _add(actor, run, program, details, session)
        run.starts_on = min(session.on for session in sessions)
        return run

    return write_once(CourseRun, key, write)


def add_session(
    *, actor: Actor, run: CourseRun, program: Program, details: RunDetails, session: PlannedSession
) -> Session:
    """One more session; whoever takes part is expected there. Raises WrongState, InvalidInput."""
    hold_run(run)
    if run.state not in {RunState.PLANNED, RunState.OPEN, RunState.RUNNING}:
        raise WrongState(_("This run is over."))
    made = _add(actor, run, program, details, session)
    if run.state is not RunState.PLANNED and made.event:
        publish_event(actor=actor, event=made.event, override_reason=_("Added to a running course"))
    for enrolment in list_enrolments(run.id, [EnrolmentState.ADMITTED]):
        expect_at_session(actor=actor, session=made, enrolment=enrolment)
    return made


def open_run(*, actor: Actor, run: CourseRun, override_reason: str = "") -> None:
    """Show it to the public, with its sessions in the calendar. Raises WrongState, InvalidInput.

    `override_reason` is why the sessions are published while a question on access is open.
    """
    hold_run(run)
    _check_step(run, "open_run")
    for session in list_sessions(run.id):
        if session.event and session.event.state is EventState.DRAFT:
            publish_event(actor=actor, event=session.event, override_reason=override_reason)
    _step(actor, run, "open_run")


def start_run(*, actor: Actor, run: CourseRun) -> None:
    """Nobody can apply any more. Raises WrongState."""
    hold_run(run)
    _step(actor, run, "start_run")


def end_run(*, actor: Actor, run: CourseRun) -> Ended:
    """Take over what the door knows, judge everybody by the run's rule, and give those who
    completed it their credential, and nobody else. Raises WrongState.
    """
    hold_run(run)
    _check_step(run, "end_run")
    _check_is_over(run)
    take_check_ins(actor=actor, run=run)
    verdicts = verdicts_of_run(run)
    course = get_course(run.course)
    completed = 0
    everybody = list_enrolments(run.id, [EnrolmentState.ADMITTED])
    for enrolment in everybody:
        verdict = verdicts[enrolment.id]
        if verdict.is_completed:
            complete(actor=actor, run=run, course=course, enrolment=enrolment, tier=verdict.tier)
            completed += 1
        else:
            take_step(actor=actor, run=run, enrolment=enrolment, verb="fail_enrolment")
    _step(actor, run, "end_run")
    return Ended(completed, len(everybody) - completed)


def complete_enrolment(
    *, actor: Actor, run: CourseRun, enrolment: Enrolment, reason: str = ""
) -> None:
    """After the end somebody completed it after all: by a make-up or a deed, or, where the rule
    still says no, for a reason that somebody answers for. Raises WrongState, InvalidInput.
    """
    hold_run(run, enrolment)
    if run.state is not RunState.ENDED or enrolment.state is not EnrolmentState.NOT_COMPLETED:
        raise WrongState(_("This can be said of whoever had not completed a run that ended."))
    verdict = verdicts_of_run(run)[enrolment.id]
    if not verdict.is_completed and not reason.strip():
        raise InvalidInput("reason", _("The rule says no. Say why they complete it all the same."))
    enrolment.reason = reason.strip()
    course = get_course(run.course)
    complete(actor=actor, run=run, course=course, enrolment=enrolment, tier=verdict.tier)


def complete(
    *, actor: Actor, run: CourseRun, course: Course, enrolment: Enrolment, tier: str | None
) -> None:
    """The step, and the credential that goes with it."""
    take_step(actor=actor, run=run, enrolment=enrolment, verb="complete_enrolment")
    issued_on = clock.today(settings().zone())
    months = course.valid_months
    issue_credential(
        actor=actor,
        person_id=enrolment.person_id,
        course=course.key,
        titles={text.language: text.title for text in course.texts},
        level=Level(tier) if tier else Level.COMPLETED,
        grants_rights=course.grants_rights,
        language=run.language,
        minutes=course.minutes,
        issued_on=issued_on,
        expires_on=issued_on + relativedelta(months=months) if months else None,
        enrolment_id=enrolment.id,
        is_invented=enrolment.is_invented,
    )


def cancel_run(*, actor: Actor, run: CourseRun) -> None:
    """It does not take place, nor do its sessions still to come; whoever applied is told.

    Raises WrongState.
    """
    hold_run(run)
    _check_step(run, "cancel_run")
    for session in list_sessions(run.id):
        event = session.event
        if event is None or event.starts_at < clock.now():
            continue
        if event.state is EventState.PUBLISHED:
            cancel_event(actor=actor, event=event)
        elif event.state is EventState.DRAFT:
            drop_event(actor=actor, event=event)
    _step(actor, run, "cancel_run")
    for enrolment in list_enrolments(run.id, LIVE):
        write_to(run, enrolment, messages.cancelled)


def _planned(course: Course) -> list[object]:
    return list(course.plan.get("sessions") or [{}])


def _check(details: RunDetails) -> None:
    if details.closes_on and details.closes_on > details.starts_on:
        raise InvalidInput("closes_on", _("Enter a day that is not after the first session."))
    if details.selection is Selection.CHOSEN and details.closes_on is None:
        raise InvalidInput("closes_on", _("Enter until when people apply, before you choose."))
    if details.capacity is not None and details.capacity < 1:
        raise InvalidInput("capacity", _("Enter how many can take part, 1 or more."))


def _add(
    actor: Actor, run: CourseRun, program: Program, details: RunDetails, session: PlannedSession
) -> Session:
    course_title = words_of(get_course(run.course), run.language).title
    zone = settings().zone()
    starts_at = at_wall_time(session.on, session.starts, zone)
    with in_language(run.language):
        title = _("%(course)s: %(session)s", course=course_title, session=session.title)
        summary = _("This is a session of a course. Apply for the course to take part.")
    event = create_event(
        actor=actor,
        program=program,
        zone=zone,
        is_invented=run.is_invented,
        details=EventDetails(
            title=course_title if session.title == course_title else title,
            summary=summary,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=session.minutes),
            kind="training",
            language=run.language,
            place_name=details.place_name,
            address=details.address,
            area_id=details.area_id,
            offered_languages=[run.language],
            access=list(details.access),
            takes_sign_ups=False,
        ),
    )
    made = Session(
        run_id=run.id,
        event_id=event.id,
        event=event,
        number=session.number,
        kind=session.kind,
        title=session.title,
    )
    record(actor, "add_session", made)
    return made


def _check_is_over(run: CourseRun) -> None:
    coming = [
        one
        for one in list_sessions(run.id)
        if one.event and takes_place(one) and one.event.starts_at > clock.now()
    ]
    if coming:
        words = _(
            "There are sessions still to come. Cancel them first, or wait until they are over."
        )
        raise WrongState(words)


def _check_step(run: CourseRun, verb: str) -> None:
    if run.state not in STEPS[verb].from_states:
        raise WrongState(_("Somebody changed this run already. Look at it again."))


def _step(actor: Actor, run: CourseRun, verb: str) -> None:
    _check_step(run, verb)
    run.state = STEPS[verb].to_state
    record(actor, verb, run)
