"""Holding a course: planning a run with its sessions, opening, ending and cancelling it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db, new_id, write_once
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
from liaison.permissions import Actor
from liaison.programs.models import Program
from liaison.training.messages import enrolments as messages
from liaison.training.models.course import (
    Course,
    CourseKind,
    CourseRun,
    RunState,
    Selection,
    Session,
)
from liaison.training.models.enrolment import EnrolmentState
from liaison.training.operations.attendance import take_check_ins
from liaison.training.operations.cards import seal_cards
from liaison.training.operations.completion import complete, complete_all_who_met
from liaison.training.operations.enrolments import (
    expect_at_session,
    hold_run,
    move_waiting,
    take_step,
)
from liaison.training.operations.in_hand import RunInHand, look_up
from liaison.training.operations.letters import write_to
from liaison.training.policy.enrolments import LIVE, WAITING
from liaison.training.policy.graduation import problems
from liaison.training.policy.plan import PlannedSession, lay_out, rule_of_run
from liaison.training.policy.runs import STEPS, latest_closing_day, open_steps
from liaison.training.queries.courses import get_course, words_of
from liaison.training.queries.enrolments import count_states, list_enrolments
from liaison.training.queries.runs import are_over, list_sessions, takes_place
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
    interpretation: tuple[str, ...] = ()  # languages interpreters come for


@dataclass(frozen=True)
class Ended:
    """How a run ended, with those who completed it before."""

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
    is_self_paced = course.kind is CourseKind.SELF_PACED
    _check(details, None if is_self_paced else details.starts_on)

    def write(run_id: uuid.UUID) -> CourseRun:
        words = words_of(course, details.language)
        titles = words.outline if len(words.outline) == len(_planned(course)) else [words.title]
        sessions = lay_out(course.plan, titles, details.starts_on, details.starts, course.minutes)
        run = CourseRun(
            id=run_id,
            course=course.key,
            kind=course.kind,
            program_id=program.id,
            state=RunState.PLANNED,
            language=details.language,
            planned_at=at_wall_time(details.starts_on, details.starts, settings().zone()),
            closes_on=details.closes_on,
            capacity=details.capacity,
            selection=details.selection,
            rule=rule_of_run(course.rule, sessions),
            eligibility=list(course.eligibility),
            is_invented=is_invented,
        )
        record(actor, "create_run", run)
        for session in sessions:
            _add(actor, run, program, details, session)
        return run

    return write_once(CourseRun, key, write)


def edit_run(
    *,
    actor: Actor,
    run: CourseRun,
    capacity: int | None,
    closes_on: date | None,
    min_present: int,
) -> None:
    """Change what may still change; who waits moves up where there is more room, and at one's own
    pace whoever meets the rule by the change completes the run.

    Raises WrongState, InvalidInput.
    """
    hold_run(run)
    if run.state in {RunState.ENDED, RunState.CANCELLED}:
        raise WrongState(_("This run is over."))
    _check_closing_day(run.selection, closes_on, latest_closing_day(run))
    rule = dict(run.rule) | {"min_present": min_present}
    if problems(rule):
        raise InvalidInput("min_present", _("No more sessions can be needed than there are."))
    run.capacity, run.closes_on, run.rule = capacity, closes_on, rule
    record(actor, "edit_run", run)
    complete_all_who_met(actor=actor, run=run)
    move_waiting(actor=actor, held=look_up(run))


def add_session(
    *,
    actor: Actor,
    run: CourseRun,
    program: Program,
    details: RunDetails,
    session: PlannedSession,
    key: uuid.UUID | None = None,
) -> Session:
    """One more session, with the next number; whoever takes part is expected there.

    Under the same `key` it is one. Raises WrongState, InvalidInput.
    """
    hold_run(run)
    known = db.session.get(Session, key) if key else None
    if known:
        return known
    if run.state not in {RunState.PLANNED, RunState.OPEN, RunState.RUNNING}:
        raise WrongState(_("This run is over."))
    last = max((one.number for one in list_sessions(run.id)), default=0)
    made = _add(actor, run, program, details, session._replace(number=last + 1), key=key)
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
    sessions = list_sessions(run.id)
    check_is_to_come(sessions)
    for session in sessions:
        if session.event and session.event.state is EventState.DRAFT:
            publish_event(actor=actor, event=session.event, override_reason=override_reason)
    _step(actor, run, "open_run")


def start_run(*, actor: Actor, run: CourseRun) -> None:
    """Nobody can apply any more. Raises WrongState: also at one's own pace, where nothing starts
    for all at once, and a last day to apply does it."""
    hold_run(run)
    _step(actor, run, "start_run")


def end_run(*, actor: Actor, run: CourseRun) -> Ended:
    """Take over what the door knows, judge everybody by the run's rule, and give those who
    completed it their credential, and nobody else. Whoever still waits is told that no place came
    free. Raises WrongState.
    """
    hold_run(run)
    _check_step(run, "end_run")
    held = look_up(run)
    check_is_over(held.sessions)
    take_check_ins(actor=actor, run=run)
    everybody = list_enrolments(run.id, [EnrolmentState.ADMITTED])
    verdicts = verdicts_of_run(run, everybody, held.sessions)
    before, completed = count_states([run.id])[run.id][EnrolmentState.COMPLETED], 0
    for enrolment in everybody:
        verdict = verdicts[enrolment.id]
        if verdict.is_completed:
            complete(actor=actor, held=held, enrolment=enrolment, tier=verdict.tier)
            completed += 1
        else:
            take_step(actor=actor, held=held, enrolment=enrolment, verb="fail_enrolment")
    _answer_waiting(actor, held)
    seal_cards(run)
    run.ended_at = clock.now()
    _step(actor, run, "end_run")
    return Ended(before + completed, len(everybody) - completed)


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
    seal_cards(run)
    if run.is_self_paced:
        run.ended_at = clock.now()  # no first day says since when it is over
    _step(actor, run, "cancel_run")
    held = look_up(run)
    for enrolment in list_enrolments(run.id, LIVE):
        write_to(held, enrolment, messages.CANCELLED)


def _answer_waiting(actor: Actor, held: RunInHand) -> None:
    for enrolment in list_enrolments(held.run.id, WAITING):
        with in_language(enrolment.language):
            why = _("No place came free before the course was over.")
        take_step(actor=actor, held=held, enrolment=enrolment, verb="decline_enrolment", reason=why)


def _planned(course: Course) -> list[object]:
    return list(course.plan.get("sessions") or [{}])


def _check_closing_day(selection: Selection, closes_on: date | None, latest: date | None) -> None:
    if closes_on and latest and closes_on > latest:
        raise InvalidInput("closes_on", _("Enter a day that is not after the first session."))
    if selection is Selection.CHOSEN and closes_on is None:
        raise InvalidInput("closes_on", _("Enter until when people apply, before you choose."))


def _check(details: RunDetails, latest: date | None) -> None:
    _check_closing_day(details.selection, details.closes_on, latest)
    if details.capacity is not None and details.capacity < 1:
        raise InvalidInput("capacity", _("Enter how many can take part, 1 or more."))


def _add(
    actor: Actor,
    run: CourseRun,
    program: Program,
    details: RunDetails,
    session: PlannedSession,
    *,
    key: uuid.UUID | None = None,
) -> Session:
    """A part at one's own pace stands in no calendar."""
    event = None
    if not run.is_self_paced:
        title = words_of(get_course(run.course), run.language).title
        said = _say(run, title, details, session)
        event = create_event(
            actor=actor,
            program=program,
            details=said,
            zone=settings().zone(),
            is_invented=run.is_invented,
        )
        event.course_run_id = run.id
    made = Session(
        id=key or new_id(),
        run_id=run.id,
        event_id=event.id if event else None,
        event=event,
        number=session.number,
        kind=session.kind,
        title=session.title,
    )
    record(actor, "add_session", made)
    return made


def _say(
    run: CourseRun, course_title: str, details: RunDetails, session: PlannedSession
) -> EventDetails:
    """What the calendar says of a session, in the language it is held in."""
    starts_at = at_wall_time(session.on, session.starts, settings().zone())
    with in_language(run.language):
        title = _("%(course)s: %(session)s", course=course_title, session=session.title)
        summary = _("This is a session of a course. To take part, apply for the course.")
    return EventDetails(
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
        interpretation=[one for one in details.interpretation if one != run.language],
        access=list(details.access),
        takes_sign_ups=False,
    )


def check_is_to_come(sessions: Sequence[Session]) -> None:
    """Raises WrongState where every session is over."""
    if are_over(sessions):
        words = _("All its sessions are over, so nobody can apply. Move or add a session first.")
        raise WrongState(words)


def check_is_over(sessions: Sequence[Session]) -> None:
    """Raises WrongState while a session is still to come."""
    coming = [
        one
        for one in sessions
        if one.event and takes_place(one) and one.event.starts_at > clock.now()
    ]
    if coming:
        words = _(
            "There are sessions still to come. Cancel them first, or wait until they are over."
        )
        raise WrongState(words)


def _check_step(run: CourseRun, verb: str) -> None:
    if verb not in open_steps(run):
        raise WrongState(_("Somebody changed this run already. Look at it again."))


def _step(actor: Actor, run: CourseRun, verb: str) -> None:
    _check_step(run, verb)
    run.state = STEPS[verb].to_state
    record(actor, verb, run)
