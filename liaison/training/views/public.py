"""Courses anybody may look at, and applying for one without an account."""

import uuid
from collections.abc import Iterable
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.accounts.operations.attempts import guard_public_form
from liaison.errors import WrongState
from liaison.events.policy.reach import reach_by
from liaison.i18n import current_language, settings
from liaison.languages import spoken_language
from liaison.training.forms.enrolments import ApplicationForm
from liaison.training.models.course import CourseRun, Selection
from liaison.training.models.enrolment import Enrolment
from liaison.training.operations.enrolments import apply_for_run as apply
from liaison.training.policy.own_links import make_token
from liaison.training.policy.runs import (
    KINDS,
    SELECTIONS,
    last_day_to_apply,
    state_tag,
    takes_applications,
)
from liaison.training.queries.courses import get_course, get_words, words_of
from liaison.training.queries.courses import list_courses as list_taught
from liaison.training.queries.enrolments import count_places_taken
from liaison.training.queries.runs import get_public_run, list_public_runs, list_session_lines
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, public

blueprint = Blueprint("courses", __name__, url_prefix="/courses")


@blueprint.get("/")
@public
def list_courses() -> ResponseReturnValue:
    """What is taught, and when next."""
    today, tag = clock.today(settings().zone()), current_language().tag
    runs = list_public_runs(today)
    return render_template(
        "training/public/list_courses.html",
        courses=[(course, words_of(course, tag)) for course in list_taught()],
        runs={
            key: [run for run in runs if run.course == key] for key in {run.course for run in runs}
        },
        takes=_open(runs, today),
        kinds=KINDS,
    )


@blueprint.get("/<key>")
@public
def show_course(key: str) -> ResponseReturnValue:
    """What one course is about, and its runs."""
    course, today = get_course(key), clock.today(settings().zone())
    runs = list_public_runs(today, course.key)
    return render_template(
        "training/public/show_course.html",
        course=course,
        words=words_of(course, current_language().tag),
        runs=runs,
        takes=_open(runs, today),
        kinds=KINDS,
    )


@blueprint.route("/runs/<uuid:run_id>", methods=["GET", "POST"])
@public
def apply_for_run(run_id: uuid.UUID) -> ResponseReturnValue:
    """One run: its sessions, who may come, and the form to apply."""
    run = get_public_run(run_id)
    form = ApplicationForm(key=uuid.uuid4().hex)
    form.offer_for(run)
    if form.validate_on_submit():
        guard_public_form("application", address=request.remote_addr or "")
        made = _send(form, run)
        if made:
            return _answer(run, made)
    return form_page("training/public/apply_for_run.html", form=form, **_about(run))


@blueprint.get("/runs/<uuid:run_id>/applied")
@public
def show_sent(run_id: uuid.UUID) -> ResponseReturnValue:
    """The same for everybody who left an address: the rest is in the message."""
    run = get_public_run(run_id)
    words = words_of(get_course(run.course), current_language().tag)
    return render_template("training/public/show_sent.html", run=run, words=words)


def _open(runs: Iterable[CourseRun], today: date) -> dict[uuid.UUID, date | None]:
    """Those that can be applied for, each with the last day to."""
    return {run.id: last_day_to_apply(run) for run in runs if takes_applications(run, today)}


def _send(form: ApplicationForm, run: CourseRun) -> Enrolment | None:
    """The enrolment, or None with the reason on the form."""
    try:
        made: Enrolment | None = form.attempt(
            apply,
            actor=current_actor(),
            run=run,
            application=form.application(),
            key=form.once(run.id),
        )
    except WrongState as refusal:  # it closed while the form was filled in
        form.form_errors.append(refusal.message)
        return None
    return made


def _answer(run: CourseRun, made: Enrolment) -> ResponseReturnValue:
    """Only the address's owner learns whether it was known: what became of it is in the message.
    Only an enrolment that nobody can be written about shows itself at once."""
    person = made.person
    if reach_by(person.email, person.phone):
        return redirect(url_for(".show_sent", run_id=run.id), 303)
    return redirect(url_for("enrolments.show_enrolment", token=make_token(made.id)), 303)


def _about(run: CourseRun) -> dict[str, object]:
    today = clock.today(settings().zone())
    taken = 0 if run.capacity is None else count_places_taken(run.id)
    sessions = list_session_lines(run.id)
    interpreted = {tag for one in sessions for tag in one.interpretation or ()}
    return {
        "run": run,
        "last_day": last_day_to_apply(run),
        "words": get_words(run.course, current_language().tag),
        "sessions": sessions,
        "interpreted": [spoken_language(tag).name for tag in sorted(interpreted)],
        "is_open": takes_applications(run, today),
        "free": None if run.capacity is None else max(run.capacity - taken, 0),
        "is_chosen": run.selection is Selection.CHOSEN,
        "tag": state_tag(run, today),
        "kinds": KINDS,
        "selections": SELECTIONS,
    }
