"""Runs of courses at the desk: planning, opening, ending."""

import uuid
from collections.abc import Sequence
from datetime import date, time

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.errors import NotFound
from liaison.events.models.event import Event, EventState
from liaison.events.policy.events import ACCESS
from liaison.events.policy.readiness import unanswered
from liaison.events.queries.rules import get_rules
from liaison.i18n import _, _l, _n, current_language, settings
from liaison.permissions import Permission
from liaison.places.queries import list_main_areas
from liaison.programs.queries import get_program, list_active_programs
from liaison.training import exports
from liaison.training.forms.runs import EditRunForm, OpenRunForm, PartForm, RunForm, SessionForm
from liaison.training.imports import SHIPPED, keep_shipped, read_shipped
from liaison.training.models.course import (
    Course,
    CourseKind,
    CourseRun,
    RunState,
    Selection,
    Session,
)
from liaison.training.models.enrolment import Enrolment, EnrolmentState
from liaison.training.operations import runs as operations
from liaison.training.operations.runs import RunDetails
from liaison.training.policy.deeds import SESSION_KINDS
from liaison.training.policy.enrolments import STATES as ENROLMENT_STATES
from liaison.training.policy.enrolments import TONES as ENROLMENT_TONES
from liaison.training.policy.enrolments import WAITING
from liaison.training.policy.graduation import count_counting
from liaison.training.policy.plan import PlannedSession
from liaison.training.policy.runs import (
    BUTTONS,
    KINDS,
    SELECTIONS,
    STATES,
    last_day_to_apply,
    open_steps,
    state_tag,
    takes_applications,
)
from liaison.training.policy.words import missing_words, sessions_needed, tier_rows
from liaison.training.queries.courses import get_course, list_courses, words_of
from liaison.training.queries.enrolments import count_states, list_enrolments
from liaison.training.queries.runs import are_over, get_run, list_sessions, takes_place
from liaison.training.queries.runs import list_runs as list_planned
from liaison.training.queries.verdicts import verdicts_of_run
from liaison.web.exports import DOWNLOADS
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires
from liaison.web.tables import Column

blueprint = Blueprint("runs_desk", __name__, url_prefix="/desk/training")
VIEW, EDIT = Permission.TRAINING_VIEW, Permission.TRAINING_EDIT
OF_LIST = (
    Column(_l("Course")),
    Column(_l("First session")),
    Column(_l("Language")),
    Column(_l("State")),
    Column(_l("Ask for a place"), is_number=True),
    Column(_l("Have a place"), is_number=True),
    Column(_l("Completed"), is_number=True),
)
PEOPLE = (
    Column(_l("Name")),
    Column(_l("State")),
    Column(_l("Applied on")),
    Column(_l("Sessions"), is_number=True),
    Column(_l("What is missing")),
)
PEOPLE_AT_OWN_PACE = (*PEOPLE[:3], Column(_l("Parts"), is_number=True), PEOPLE[4])


def _today() -> date:
    return clock.today(settings().zone())


@blueprint.get("/")
@requires(VIEW)
def list_runs() -> ResponseReturnValue:
    """All runs the actor reaches, the latest first."""
    actor = current_actor()
    state = request.args.get("state", type=RunState)
    course = request.args.get("course", "")
    runs, taught = list_planned(actor, course=course, state=state), list_courses(is_active=False)
    tag, today = current_language().tag, _today()
    titles = {one.key: words_of(one, tag).title for one in taught}
    return render_template(
        "training/runs/list_runs.html",
        runs=runs,
        counts=count_states([run.id for run in runs]),
        titles=titles,
        columns=OF_LIST,
        states=STATES,
        tags={run.id: state_tag(run, today) for run in runs},
        wanted={"course": course, "state": state},
        kinds=KINDS,
        may_edit=actor.may(EDIT),
    )


@blueprint.route("/runs/new", methods=["GET", "POST"])
@requires(EDIT)
def create_run() -> ResponseReturnValue:
    """Plan a run: its sessions become drafts in the calendar."""
    actor = current_actor()
    form = RunForm(course=request.args.get("course"))
    form.offer(_offered_courses(), _offered_programs(), _self_paced_courses())
    form.offer_areas(_areas())
    if form.validate_on_submit():
        made = form.attempt(
            operations.create_run,
            actor=actor,
            course=_course(form.course.data),
            program=get_program(actor, uuid.UUID(form.program.data), EDIT),
            details=_details(form),
            key=form.once(actor),
        )
        if made:
            return redirect(url_for(".show_run", run_id=made.id))
    return form_page("training/runs/create_run.html", form=form)


def _offered_courses() -> list[tuple[str, str]]:
    """Those that are taught, and those that come with the application."""
    tag = current_language().tag
    known = {course.key: words_of(course, tag).title for course in list_courses()}
    for key in SHIPPED:
        words = read_shipped(key).words
        known.setdefault(key, words.get(tag, words["en"]).title)
    return sorted(known.items(), key=lambda one: one[1].casefold())


def _self_paced_courses() -> set[str]:
    taught = {course.key: course.kind for course in list_courses()}
    known = {key: read_shipped(key).kind for key in SHIPPED} | taught
    return {key for key, kind in known.items() if kind is CourseKind.SELF_PACED}


def _offered_programs() -> list[tuple[str, str]]:
    return [(str(row.id), row.name) for row in list_active_programs(current_actor(), EDIT)]


def _areas() -> list[tuple[uuid.UUID, str]]:
    return [(area.id, area.name) for area in list_main_areas()]


def _course(key: str) -> Course:
    return keep_shipped(actor=current_actor(), key=key) if key in SHIPPED else get_course(key)


def _details(form: RunForm) -> RunDetails:
    return RunDetails(
        language=form.language.data,
        starts_on=form.starts_on.data or _today(),
        starts=form.starts.data or time(),
        closes_on=form.closes_on.data,
        capacity=form.capacity.data,
        selection=Selection(form.selection.data),
        place_name=form.place_name.data or "",
        address=form.address.data or "",
        area_id=form.area(),
        access=tuple(form.access.data or ()),
        interpretation=tuple(form.interpretation.data or ()),
    )


@blueprint.get("/runs/<uuid:run_id>")
@requires(VIEW)
def show_run(run_id: uuid.UUID) -> ResponseReturnValue:
    """A run: its sessions, and how everybody in it stands."""
    actor = current_actor()
    run = get_run(actor, run_id)
    people, sessions = list_enrolments(run.id), list_sessions(run.id)
    verdicts = verdicts_of_run(run, people, sessions)
    course = get_course(run.course)
    counting = count_counting(run.rule, [one.kind for one in sessions])
    if request.args.get("format") in DOWNLOADS:
        rows = exports.participant_rows(run, people, verdicts)
        return DOWNLOADS[request.args["format"]]("participants", exports.PARTICIPANTS, rows)
    may_edit = actor.may(EDIT)
    return render_template(
        "training/runs/show_run.html",
        run=run,
        course=course,
        last_day=last_day_to_apply(run),
        words=words_of(course, current_language().tag),
        sessions=[(one, takes_place(one)) for one in sessions],
        people=people,
        verdicts=verdicts,
        missing={key: missing_words(verdict, run) for key, verdict in verdicts.items()},
        columns=PEOPLE_AT_OWN_PACE if run.is_self_paced else PEOPLE,
        may_choose=may_edit and _awaits_choice(run, people),
        needed=sessions_needed(run.rule, counting),
        tiers=tier_rows(run.rule, counting),
        has_graduates=any(one.state is EnrolmentState.COMPLETED for one in people),
        session_kinds=SESSION_KINDS,
        kinds=KINDS,
        selections=SELECTIONS,
        tag=state_tag(run, _today()),
        person_states=ENROLMENT_STATES,
        person_tones=ENROLMENT_TONES,
        may_edit=may_edit,
        steps=_steps(run, sessions) if may_edit else [],
    )


def _awaits_choice(run: CourseRun, people: Sequence[Enrolment]) -> bool:
    """Who waits where the first who come have places moves up by themselves."""
    return run.selection is Selection.CHOSEN and any(one.state in WAITING for one in people)


def _steps(run: CourseRun, sessions: Sequence[Session]) -> list[tuple[str, str]]:
    """What may be done with it: one whose sessions are over is not opened any more."""
    verbs = [verb for verb in open_steps(run) if verb != "open_run" or not are_over(sessions)]
    return [(verb, BUTTONS[verb]) for verb in verbs]


@blueprint.route("/runs/<uuid:run_id>/edit", methods=["GET", "POST"])
@requires(EDIT)
def edit_run(run_id: uuid.UUID) -> ResponseReturnValue:
    """Change what may still change of it."""
    actor = current_actor()
    run = get_run(actor, run_id, EDIT)
    form = EditRunForm(
        capacity=run.capacity, closes_on=run.closes_on, min_present=run.rule.get("min_present")
    )
    if form.validate_on_submit():
        form.attempt(
            operations.edit_run,
            actor=actor,
            run=run,
            capacity=form.capacity.data,
            closes_on=form.closes_on.data,
            min_present=form.min_present.data or 0,
        )
        if not form.errors:
            return redirect(url_for(".show_run", run_id=run_id))
    return form_page("training/runs/edit_run.html", form=form, run=run)


@blueprint.route("/runs/<uuid:run_id>/open", methods=["GET", "POST"])
@requires(EDIT)
def open_run(run_id: uuid.UUID) -> ResponseReturnValue:
    """Show it and its sessions to the public."""
    actor = current_actor()
    run = get_run(actor, run_id, EDIT)
    form, sessions = OpenRunForm(), list_sessions(run.id)
    operations.check_is_to_come(sessions)
    if form.validate_on_submit():
        form.attempt(
            operations.open_run,
            actor=actor,
            run=run,
            override_reason=form.override_reason.data or "",
        )
        if not form.errors:
            if takes_applications(run, _today()):
                flash(_("People can apply now."))
            else:
                flash(_("The run is public. The time to apply is over."))
            return redirect(url_for(".show_run", run_id=run_id))
    return form_page("training/runs/open_run.html", form=form, run=run, lacks=_lacks(sessions))


def _lacks(sessions: Sequence[Session]) -> list[tuple[Event, list[str]]]:
    """Events that would be published, each with the required questions nobody has answered."""
    required = get_rules().required_access
    drafts = [one.event for one in sessions if one.event and one.event.state is EventState.DRAFT]
    open_of = [(event, unanswered(event, required)) for event in drafts]
    return [(event, [str(ACCESS[key]) for key in keys]) for event, keys in open_of if keys]


@blueprint.post("/runs/<uuid:run_id>/start")
@requires(EDIT)
def start_run(run_id: uuid.UUID) -> ResponseReturnValue:
    """Nobody can apply any more."""
    actor = current_actor()
    operations.start_run(actor=actor, run=get_run(actor, run_id, EDIT))
    return redirect(url_for(".show_run", run_id=run_id))


@blueprint.route("/runs/<uuid:run_id>/cancel", methods=["GET", "POST"])
@requires(EDIT)
def cancel_run(run_id: uuid.UUID) -> ResponseReturnValue:
    """Ask once more, then cancel it and tell everybody."""
    actor = current_actor()
    run = get_run(actor, run_id, EDIT)
    if request.method == "POST":
        operations.cancel_run(actor=actor, run=run)
        flash(_("The run is cancelled, and whoever applied was told."))
        return redirect(url_for(".show_run", run_id=run_id))
    return render_template("training/runs/cancel_run.html", run=run)


@blueprint.route("/runs/<uuid:run_id>/end", methods=["GET", "POST"])
@requires(EDIT)
def end_run(run_id: uuid.UUID) -> ResponseReturnValue:
    """Show whom the rule lets complete it and whom not, then say so."""
    actor = current_actor()
    run = get_run(actor, run_id, EDIT)
    if "end_run" not in open_steps(run):
        raise NotFound
    if request.method == "POST":
        ended = operations.end_run(actor=actor, run=run)
        words = _n(
            "%(num)s person completed the course and has a certificate.",
            "%(num)s people completed the course and have certificates.",
            ended.completed,
        )
        flash(words)
        return redirect(url_for(".show_run", run_id=run_id))
    operations.check_is_over(list_sessions(run.id))
    people = list_enrolments(run.id, [EnrolmentState.ADMITTED])
    verdicts = verdicts_of_run(run, people)
    failing = [
        (one, missing_words(verdicts[one.id], run))
        for one in people
        if not verdicts[one.id].is_completed
    ]
    return render_template(
        "training/runs/end_run.html",
        run=run,
        completed=list_enrolments(run.id, [EnrolmentState.COMPLETED]),
        completing=[one for one in people if verdicts[one.id].is_completed],
        failing=failing,
    )


@blueprint.route("/runs/<uuid:run_id>/sessions/new", methods=["GET", "POST"])
@requires(EDIT)
def add_session(run_id: uuid.UUID) -> ResponseReturnValue:
    """One more session, in the calendar as well."""
    actor = current_actor()
    run = get_run(actor, run_id, EDIT)
    form = PartForm() if run.is_self_paced else SessionForm()
    if isinstance(form, SessionForm):
        form.offer_areas(_areas())
    if form.validate_on_submit():
        session, place = _described(run, form)
        made = form.attempt(
            operations.add_session,
            actor=actor,
            run=run,
            program=get_program(actor, run.program_id, EDIT),
            details=place,
            session=session,
            key=form.once(actor),
        )
        if made:
            return redirect(url_for(".show_run", run_id=run_id))
    return form_page("training/runs/add_session.html", form=form, run=run)


def _described(run: CourseRun, form: SessionForm | PartForm) -> tuple[PlannedSession, RunDetails]:
    """The session, and where it is held; a part at one's own pace has neither day nor place."""
    title = form.title.data or ""
    if isinstance(form, PartForm):
        session = PlannedSession("session", title, _today(), time(), 0)
        return session, RunDetails(run.language, session.on, session.starts)
    session = PlannedSession(
        form.kind.data,
        title,
        form.on.data,  # type: ignore[arg-type]  # required by the form
        form.starts.data,  # type: ignore[arg-type]  # a time, as its field reads it
        form.minutes.data or 0,
    )
    place = RunDetails(
        language=run.language,
        starts_on=session.on,
        starts=session.starts,
        place_name=form.place_name.data or "",
        address=form.address.data or "",
        area_id=form.area(),
    )
    return session, place
