"""The sheet of a session at the desk: who was there."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison.db import db
from liaison.errors import LiaisonError, NotFound
from liaison.i18n import _, _n
from liaison.people.models import Person
from liaison.permissions import Permission
from liaison.training.models.enrolment import Mark
from liaison.training.operations import attendance as operations
from liaison.training.operations.enrolments import enrol_person
from liaison.training.policy.attendance import MARKS
from liaison.training.policy.enrolments import CAME_TOGETHER, MARKED
from liaison.training.queries.attendance import count_marks_before, list_strangers
from liaison.training.queries.enrolments import list_enrolments, marks_of_run
from liaison.training.queries.runs import get_run, get_session, takes_place
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("attendance_desk", __name__, url_prefix="/desk/training/runs")
VIEW, EDIT = Permission.TRAINING_VIEW, Permission.TRAINING_EDIT
# a make-up has a day of its own, so it is entered on the page of the person
ON_SHEET = (Mark.PRESENT, Mark.LATE, Mark.EXCUSED, Mark.ABSENT)
NOBODY_WROTE = "none"


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
    for enrolment in list_enrolments(run.id, MARKED):
        typed = request.form.get(f"mark-{enrolment.id}", "")
        if typed in {"", request.form.get(f"was-{enrolment.id}", NOBODY_WROTE)}:
            continue
        try:
            if typed == NOBODY_WROTE:
                operations.clear_mark(actor=actor, run=run, enrolment=enrolment, session=session)
            elif typed in ON_SHEET:
                operations.mark(
                    actor=actor, run=run, enrolment=enrolment, session=session, mark=Mark(typed)
                )
        except LiaisonError as refusal:
            refused[enrolment.id] = refusal.message
    if refused:
        db.session.rollback()  # all of the sheet or nothing
        return _show(run_id, session_id, refused)
    flash(_("The attendance is stored."))
    return redirect(url_for(".show_sheet", run_id=run_id, session_id=session_id))


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
    marks = marks_of_run(run.id)
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
        marked=MARKED,
        on_sheet=[(mark.value, MARKS[mark]) for mark in ON_SHEET],
        mark_words=MARKS,
        may_edit=actor.may(EDIT),
    )
    return page, 422 if refused else 200
