"""The sheet of a session at the desk: who was there."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison.db import db
from liaison.errors import LiaisonError, NotFound
from liaison.i18n import _, _l, _n, listed
from liaison.people.models import Person
from liaison.permissions import Permission
from liaison.training.models.course import CourseRun
from liaison.training.models.enrolment import EnrolmentState, Mark
from liaison.training.operations import attendance as operations
from liaison.training.operations.enrolments import enrol_person
from liaison.training.policy.attendance import mark_words, marks_on_sheet
from liaison.training.policy.enrolments import CAME_TOGETHER, marked_in
from liaison.training.queries.attendance import count_marks_before, list_strangers
from liaison.training.queries.enrolments import list_enrolments, marks_of_run
from liaison.training.queries.runs import get_run, get_session, takes_place
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("attendance_desk", __name__, url_prefix="/desk/training/runs")
VIEW, EDIT = Permission.TRAINING_VIEW, Permission.TRAINING_EDIT
NOBODY_WROTE = "none"
CERTIFICATE_STANDS = _l(
    "Whoever had completed the course keeps the certificate. If it should not stand, revoke it on "
    "the page of the person, with a reason."
)


@blueprint.get("/<uuid:run_id>/sessions/<uuid:session_id>")
@requires(VIEW)
def show_sheet(run_id: uuid.UUID, session_id: uuid.UUID) -> ResponseReturnValue:
    """Everybody who takes part, with their mark."""
    return _show(run_id, session_id, {})


@blueprint.post("/<uuid:run_id>/sessions/<uuid:session_id>")
@requires(EDIT)
def save_sheet(run_id: uuid.UUID, session_id: uuid.UUID) -> ResponseReturnValue:
    """Store the marks that were changed; what cannot be stored is said beside the name.

    What this sheet did not change stays as somebody else wrote it since it was opened.
    """
    actor = current_actor()
    run = get_run(actor, run_id, EDIT)
    session = get_session(run.id, session_id)
    refused: dict[uuid.UUID, str] = {}
    completed: list[str] = []
    corrected = False
    for enrolment in list_enrolments(run.id, marked_in(run)):
        typed = request.form.get(f"mark-{enrolment.id}", "")
        if typed in {"", request.form.get(f"was-{enrolment.id}", NOBODY_WROTE)}:
            continue
        was_completed = enrolment.state is EnrolmentState.COMPLETED
        try:
            if typed == NOBODY_WROTE:
                operations.clear_mark(actor=actor, run=run, enrolment=enrolment, session=session)
            elif typed in marks_on_sheet(run):
                operations.mark(
                    actor=actor, run=run, enrolment=enrolment, session=session, mark=Mark(typed)
                )
        except LiaisonError as refusal:
            refused[enrolment.id] = refusal.message
            continue
        if was_completed:
            corrected = True
        elif enrolment.state is EnrolmentState.COMPLETED:
            completed.append(enrolment.person.name)
    if refused:
        db.session.rollback()  # all of the sheet or nothing
        return _show(run_id, session_id, refused)
    _say_what_follows(completed, corrected=corrected)
    return redirect(_next(run, session_id))


def _say_what_follows(completed: Sequence[str], *, corrected: bool) -> None:
    """Who completed the course by what was entered, and whose certificate stands all the same."""
    flash(_("The attendance is stored."))
    if completed:
        words = _("Completed the course and have certificates: %(names)s", names=listed(completed))
        flash(words)
    if corrected:
        flash(CERTIFICATE_STANDS)


def _next(run: CourseRun, session_id: uuid.UUID) -> str:
    """Back to where the mark was entered: the sheet, or the page of one person."""
    person = request.form.get("person", "")
    if person in {str(one.id) for one in list_enrolments(run.id, CAME_TOGETHER)}:
        return url_for("participants_desk.show_participant", run_id=run.id, enrolment_id=person)
    return url_for(".show_sheet", run_id=run.id, session_id=session_id)


@blueprint.post("/<uuid:run_id>/door")
@requires(EDIT)
def take_check_ins(run_id: uuid.UUID) -> ResponseReturnValue:
    """Take over what the door of each session knows."""
    actor = current_actor()
    taken = operations.take_check_ins(actor=actor, run=get_run(actor, run_id, EDIT))
    stored = _n(
        "%(num)s mark was taken over from the door.",
        "%(num)s marks were taken over from the door.",
        taken.stored,
    )
    flash(stored)
    if taken.unsure:
        unsure = _n(
            "Of %(num)s person nobody can say whether they came late: the clock of the device was "
            "wrong. They count as present.",
            "Of %(num)s people nobody can say whether they came late: the clock of the device was "
            "wrong. They count as present.",
            taken.unsure,
        )
        flash(unsure)
    return redirect(url_for("runs_desk.show_run", run_id=run_id))


@blueprint.post("/<uuid:run_id>/sessions/<uuid:session_id>/people/<uuid:person_id>")
@requires(EDIT)
def enrol_stranger(
    run_id: uuid.UUID, session_id: uuid.UUID, person_id: uuid.UUID
) -> ResponseReturnValue:
    """Take in somebody who came without applying; what the door knows of them counts."""
    actor = current_actor()
    run = get_run(actor, run_id, EDIT)
    session = get_session(run.id, session_id)
    person = db.session.get(Person, person_id)
    if person is None or person_id not in {row.person_id for row in list_strangers(session)}:
        raise NotFound
    key = uuid.uuid5(run.id, str(person_id))
    enrol_person(actor=actor, run=run, person=person, key=key)
    operations.take_check_ins(actor=actor, run=run)
    flash(_("They take part in the course now."))
    return redirect(url_for(".show_sheet", run_id=run_id, session_id=session_id))


def _show(
    run_id: uuid.UUID, session_id: uuid.UUID, refused: dict[uuid.UUID, str]
) -> ResponseReturnValue:
    actor = current_actor()
    run = get_run(actor, run_id)
    session = get_session(run.id, session_id)
    marks, words = marks_of_run(run.id), mark_words(run)
    people = [
        (one, marks.get((one.id, session.id))) for one in list_enrolments(run.id, CAME_TOGETHER)
    ]
    page = render_template(
        "training/attendance/show_sheet.html",
        run=run,
        session=session,
        is_held=takes_place(session),
        people=people,
        refused=refused,
        typed=request.form,
        strangers=list_strangers(session) if session.event_id else [],
        marked_before=count_marks_before(session),
        marked=marked_in(run),
        on_sheet=[(mark.value, words[mark]) for mark in marks_on_sheet(run)],
        mark_words=words,
        may_edit=actor.may(EDIT),
    )
    return page, 422 if refused else 200
