"""What is taught, at the desk: courses of the city's own, and their words in other languages."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from liaison.errors import NotAllowed, NotFound
from liaison.i18n import current_language, enabled_languages
from liaison.languages import LANGUAGES
from liaison.permissions import Permission
from liaison.training.forms.courses import CourseForm, WordsForm
from liaison.training.operations import courses as operations
from liaison.training.policy.courses import can_write_courses
from liaison.training.policy.eligibility import list_statements
from liaison.training.policy.graduation import count_counting
from liaison.training.policy.plan import kinds_of
from liaison.training.policy.runs import KINDS
from liaison.training.policy.words import sessions_needed, tier_rows
from liaison.training.queries.courses import get_course, words_of
from liaison.training.queries.courses import list_courses as list_taught
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("courses_desk", __name__, url_prefix="/desk/training/courses")
VIEW, EDIT = Permission.TRAINING_VIEW, Permission.TRAINING_EDIT


@blueprint.get("/")
@requires(VIEW)
def list_courses() -> ResponseReturnValue:
    """All courses, each with the languages it is described in."""
    tag = current_language().tag
    return render_template(
        "training/courses/list_courses.html",
        courses=[(course, words_of(course, tag)) for course in list_taught(is_active=False)],
        kinds=KINDS,
        may_edit=can_write_courses(current_actor()),
    )


@blueprint.get("/<key>")
@requires(VIEW)
def show_course(key: str) -> ResponseReturnValue:
    """One course: its rule, and its words in each language."""
    course = get_course(key)
    counting = count_counting(course.rule, kinds_of(course.plan))
    return render_template(
        "training/courses/show_course.html",
        course=course,
        words=words_of(course, current_language().tag),
        texts={text.language: text for text in course.texts},
        offered=enabled_languages(),
        statements=list_statements(course.eligibility),
        needed=sessions_needed(course.rule, counting),
        tiers=tier_rows(course.rule, counting),
        kinds=KINDS,
        may_edit=can_write_courses(current_actor()),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(EDIT)
def create_course() -> ResponseReturnValue:
    """Describe a course of the city's own."""
    _demand_writer()
    form = CourseForm()
    form.offer()
    if form.validate_on_submit():
        made = form.attempt(operations.create_course, actor=current_actor(), details=form.details())
        if made:
            return redirect(url_for(".show_course", key=made.key))
    return form_page("training/courses/create_course.html", form=form)


@blueprint.route("/<key>/words/<language>", methods=["GET", "POST"])
@requires(EDIT)
def write_text(key: str, language: str) -> ResponseReturnValue:
    """Say what it is in one language."""
    _demand_writer()
    if language not in LANGUAGES:
        raise NotFound
    course = get_course(key)
    known = next((text for text in course.texts if text.language == language), None)
    form = WordsForm(
        title=known.title if known else "",
        summary=known.summary if known else "",
        outline="\n".join(known.outline) if known else "",
    )
    if form.validate_on_submit():
        form.attempt(
            operations.write_text,
            actor=current_actor(),
            course=course,
            language=language,
            words=form.words(),
        )
        if not form.errors:
            return redirect(url_for(".show_course", key=key))
    return form_page(
        "training/courses/write_text.html",
        form=form,
        course=course,
        words=words_of(course, current_language().tag),
        language=LANGUAGES[language],
    )


def _demand_writer() -> None:
    """Before anybody writes a course in vain."""
    if not can_write_courses(current_actor()):
        raise NotAllowed
