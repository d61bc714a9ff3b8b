"""From somebody on the roster to a course: an invitation without typing them once more."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from liaison.i18n import _, current_language, day
from liaison.languages import spoken_language
from liaison.liaisons.queries.roster import get_liaison
from liaison.permissions import Permission
from liaison.training.forms.roster import TakeInForm
from liaison.training.models.course import CourseRun
from liaison.training.operations.roster import take_in_liaison as take_in
from liaison.training.queries.courses import list_courses, words_of
from liaison.training.queries.runs import get_run, list_runs_to_join
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("roster_training", __name__, url_prefix="/desk/training/liaisons")
EDIT = Permission.TRAINING_EDIT


@blueprint.route("/<uuid:liaison_id>", methods=["GET", "POST"])
@requires(EDIT)
def take_in_liaison(liaison_id: uuid.UUID) -> ResponseReturnValue:
    """Take a liaison, or somebody who wants to be one, into a course."""
    actor = current_actor()
    liaison, runs = get_liaison(actor, liaison_id), list_runs_to_join(actor)
    form = TakeInForm()
    form.offer(_in_words(runs))
    if form.validate_on_submit():
        run = get_run(actor, uuid.UUID(form.run.data), EDIT)
        made = form.attempt(take_in, actor=actor, run=run, liaison=liaison, key=form.once(actor))
        if made:
            flash(_("They take part in the course now."))
            return redirect(url_for("liaisons.show_liaison", liaison_id=liaison.id))
    return form_page("training/roster/take_in_liaison.html", form=form, liaison=liaison, runs=runs)


def _in_words(runs: Sequence[CourseRun]) -> list[tuple[uuid.UUID, str]]:
    tag = current_language().tag
    titles = {course.key: words_of(course, tag).title for course in list_courses(is_active=False)}
    return [
        (
            run.id,
            _line(run, titles[run.course], spoken_language(run.language).name),
        )
        for run in runs
    ]


def _line(run: CourseRun, course: str, language: str) -> str:
    if run.is_self_paced:
        return _("%(course)s, at one’s own pace, in %(language)s", course=course, language=language)
    first_on = day(run.starts_at)
    return _(
        "%(course)s, from %(day)s, in %(language)s", course=course, day=first_on, language=language
    )
