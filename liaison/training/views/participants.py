"""Who takes part in a run, at the desk: choosing, taking in, and one person's record."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison.errors import NotFound
from liaison.i18n import _, _l, day
from liaison.permissions import Permission
from liaison.training.forms.runs import DeedForm, EnrolForm, MakeUpForm, ReasonForm
from liaison.training.models.course import CourseRun, RunState
from liaison.training.models.enrolment import Enrolment, EnrolmentState, Mark
from liaison.training.operations import attendance, completion, enrolments
from liaison.training.operations.enrolments import Application
from liaison.training.policy.attendance import mark_words
from liaison.training.policy.deeds import DEEDS, deeds_asked_for
from liaison.training.policy.eligibility import list_statements
from liaison.training.policy.enrolments import (
    BUTTONS,
    CAME_TOGETHER,
    STATES,
    STEP_WORDS,
    STEPS,
    TONES,
    WAITING,
    marked_in,
    may_complete_for_a_reason,
    reasons_by_step,
)
from liaison.training.policy.words import missing_words
from liaison.training.queries import enrolments as queries
from liaison.training.queries.runs import get_run, list_sessions, takes_place
from liaison.training.queries.verdicts import verdict_of
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("participants_desk", __name__, url_prefix="/desk/training/runs")
VIEW, EDIT = Permission.TRAINING_VIEW, Permission.TRAINING_EDIT
REVOKE = "revoke_certificate"
TITLES = BUTTONS | {
    "complete_enrolment": STEP_WORDS["complete_enrolment"],
    REVOKE: _l("Revoke the certificate"),
}


@blueprint.route("/<uuid:run_id>/people/new", methods=["GET", "POST"])
@requires(EDIT)
def enrol_somebody(run_id: uuid.UUID) -> ResponseReturnValue:
    """Take somebody in who called or stands before one."""
    actor = current_actor()
    run = get_run(actor, run_id, EDIT)
    form = EnrolForm()
    form.offer()
    if form.validate_on_submit():
        said = Application(
            name=form.name.data or "",
            email=form.email.data or "",
            phone=form.phone.data or "",
            language=form.language.data,
        )
        made = form.attempt(
            enrolments.take_in, actor=actor, run=run, said=said, key=form.once(actor)
        )
        if made:
            flash(_("They take part in the course now."))
            return redirect(url_for("runs_desk.show_run", run_id=run_id))
    return form_page("training/participants/enrol_somebody.html", form=form, run=run)


@blueprint.route("/<uuid:run_id>/choose", methods=["GET", "POST"])
@requires(EDIT)
def choose_applicants(run_id: uuid.UUID) -> ResponseReturnValue:
    """Say of all who applied at once who takes part, who waits and who is declined."""
    actor = current_actor()
    run = get_run(actor, run_id, EDIT)
    people = queries.list_enrolments(run.id, WAITING)
    form = ReasonForm()
    if form.validate_on_submit():
        chosen = {
            one: verb
            for one in people
            if (verb := request.form.get(f"step-{one.id}", "")) in BUTTONS
            and one.state in STEPS[verb].from_states
        }
        form.attempt(
            enrolments.choose, actor=actor, run=run, chosen=chosen, reason=form.reason.data or ""
        )
        if not form.errors:
            flash(_("It is stored, and everybody was told."))
            return redirect(url_for("runs_desk.show_run", run_id=run_id))
    return form_page(
        "training/participants/choose_applicants.html",
        form=form,
        run=run,
        people=people,
        typed={key: value for key, value in request.form.items() if key.startswith("step-")},
        taken=queries.count_places_taken(run.id),
        states=STATES,
        tones=TONES,
    )


@blueprint.get("/<uuid:run_id>/people/<uuid:enrolment_id>")
@requires(VIEW)
def show_participant(run_id: uuid.UUID, enrolment_id: uuid.UUID) -> ResponseReturnValue:
    """How one person stands, and how they came there."""
    run, enrolment = _load(run_id, enrolment_id, VIEW)
    sessions, marks = list_sessions(run.id), queries.marks_of(enrolment.id)
    deeds = queries.list_deeds(enrolment.id)
    done: dict[str, int] = {}
    for deed in deeds:
        done[deed.kind] = done.get(deed.kind, 0) + deed.amount
    had_place = enrolment.state in CAME_TOGETHER
    verdict = verdict_of(run, sessions, enrolment.id, marks, done) if had_place else None
    is_completed = enrolment.state is EnrolmentState.COMPLETED
    may_edit = current_actor().may(EDIT)
    is_over = run.state in {RunState.ENDED, RunState.CANCELLED}
    verbs = [verb for verb in BUTTONS if enrolment.state in STEPS[verb].from_states]
    return render_template(
        "training/participants/show_participant.html",
        run=run,
        enrolment=enrolment,
        sessions=[(one, marks.get((enrolment.id, one.id))) for one in sessions if takes_place(one)],
        deeds=deeds,
        verdict=verdict,
        missing=missing_words(verdict, run) if verdict else [],
        history=queries.list_steps(enrolment.id),
        reasons=reasons_by_step(enrolment),
        statements=list_statements(enrolment.statements),
        certificate=queries.find_certificate(enrolment.id) if is_completed else None,
        may_mark=may_edit and enrolment.state in marked_in(run),
        asks_deeds=bool(deeds_asked_for(run.rule)),
        may_complete=may_edit and may_complete_for_a_reason(run, enrolment),
        may_edit=may_edit,
        steps=[(verb, BUTTONS[verb]) for verb in verbs] if may_edit and not is_over else [],
        states=STATES,
        tones=TONES,
        step_words=STEP_WORDS,
        mark_words=mark_words(run),
        deed_words=DEEDS,
    )


@blueprint.route("/<uuid:run_id>/people/<uuid:enrolment_id>/<verb>", methods=["GET", "POST"])
@requires(EDIT)
def step_participant(run_id: uuid.UUID, enrolment_id: uuid.UUID, verb: str) -> ResponseReturnValue:
    """Admit, put on the waiting list, decline or withdraw; complete all the same; revoke the
    certificate that it led to."""
    if verb not in TITLES:
        raise NotFound
    run, enrolment = _load(run_id, enrolment_id, EDIT)
    form = ReasonForm()
    if form.validate_on_submit():
        values: dict[str, Any] = {"actor": current_actor(), "run": run, "enrolment": enrolment}
        values["reason"], said = form.reason.data or "", ""
        if verb == "complete_enrolment":
            form.attempt(completion.complete_enrolment, **values)
        elif verb == REVOKE:
            form.attempt(completion.revoke_certificate, **values)
            said = _("The certificate is revoked.")
        else:
            form.attempt(enrolments.step_enrolment, verb=verb, **values)
        if not form.errors:
            if said:
                flash(said)
            return _back(run, enrolment)
    return form_page(
        "training/participants/step_participant.html",
        form=form,
        run=run,
        enrolment=enrolment,
        title=TITLES[verb],
        verb=verb,
    )


@blueprint.route("/<uuid:run_id>/people/<uuid:enrolment_id>/make-up", methods=["GET", "POST"])
@requires(EDIT)
def make_up(run_id: uuid.UUID, enrolment_id: uuid.UUID) -> ResponseReturnValue:
    """A session that was missed is made up for, once."""
    run, enrolment = _load(run_id, enrolment_id, EDIT)
    sessions = {str(one.id): one for one in list_sessions(run.id) if takes_place(one)}
    form = MakeUpForm()
    form.session.choices = [(key, one.title) for key, one in sessions.items()]
    if form.validate_on_submit():
        session = sessions[form.session.data]
        known = queries.marks_of(enrolment.id).get((enrolment.id, session.id))
        replaced = known.made_up_on if known else None
        made = form.attempt(
            attendance.mark,
            actor=current_actor(),
            run=run,
            enrolment=enrolment,
            session=session,
            mark=Mark.MADE_UP,
            made_up_on=form.made_up_on.data,
        )
        if made:
            if replaced and replaced != made.made_up_on:
                flash(_("This replaces the make-up of %(day)s.", day=day(replaced)))
            return _back(run, enrolment)
    return form_page("training/participants/make_up.html", form=form, run=run, enrolment=enrolment)


@blueprint.route("/<uuid:run_id>/people/<uuid:enrolment_id>/deeds/new", methods=["GET", "POST"])
@requires(EDIT)
def note_deed(run_id: uuid.UUID, enrolment_id: uuid.UUID) -> ResponseReturnValue:
    """Write down something the course asks for beside its sessions."""
    run, enrolment = _load(run_id, enrolment_id, EDIT)
    actor, form = current_actor(), DeedForm()
    form.kind.choices = [(kind, DEEDS[kind]) for kind in deeds_asked_for(run.rule)]
    if form.validate_on_submit():
        made = form.attempt(
            attendance.note_deed,
            actor=actor,
            run=run,
            enrolment=enrolment,
            kind=form.kind.data,
            done_on=form.done_on.data,
            amount=form.amount.data or 1,
            words=form.words.data or "",
            key=form.once(actor),
        )
        if made:
            return _back(run, enrolment)
    return form_page(
        "training/participants/note_deed.html", form=form, run=run, enrolment=enrolment
    )


def _load(
    run_id: uuid.UUID, enrolment_id: uuid.UUID, permission: Permission
) -> tuple[CourseRun, Enrolment]:
    run = get_run(current_actor(), run_id, permission)
    return run, queries.get_enrolment(run.id, enrolment_id)


def _back(run: CourseRun, enrolment: Enrolment) -> ResponseReturnValue:
    return redirect(url_for(".show_participant", run_id=run.id, enrolment_id=enrolment.id))
