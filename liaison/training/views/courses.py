"""What is taught, at the desk: courses of the city's own, and their words in other languages."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from liaison.audit.queries import list_last_changes
from liaison.errors import NotAllowed, NotFound
from liaison.i18n import _, current_language, enabled_languages
from liaison.languages import LANGUAGES
from liaison.permissions import Permission
from liaison.training.forms.courses import CourseForm, WordsForm
from liaison.training.forms.rule import rule_form, values_of
from liaison.training.models.course import Course
from liaison.training.operations import courses as operations
from liaison.training.policy.courses import can_write_courses
from liaison.training.policy.eligibility import list_statements
from liaison.training.policy.plan import kinds_of, session_names
from liaison.training.policy.runs import KINDS
from liaison.training.policy.terms import read_terms
from liaison.training.policy.words import rule_words
from liaison.training.queries.courses import get_course, words_of
from liaison.training.queries.courses import list_courses as list_taught
from liaison.web.forms import form_page, list_differences
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
    return render_template(
        "training/courses/show_course.html",
        course=course,
        words=words_of(course, current_language().tag),
        texts={text.language: text for text in course.texts},
        offered=enabled_languages(),
        statements=list_statements(course.eligibility),
        rule=_say_rule(course, _names_of_sessions(course)),
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


@blueprint.route("/<key>/rule", methods=["GET", "POST"])
@requires(EDIT)
def set_rule(key: str) -> ResponseReturnValue:
    """Who completes it, from the next run on."""
    _demand_writer()
    course = get_course(key)
    names, clashes = _names_of_sessions(course), []
    terms = read_terms(course.rule, course.plan)
    make_form = rule_form(terms, names)
    form = make_form(data=values_of(terms, operations.fingerprint_rule(course)))
    if form.validate_on_submit() and form.attempt(
        operations.set_rule,
        actor=current_actor(),
        course=course,
        terms=form.terms(),
        opened=form.opened.data,
    ):
        flash(_("Saved. This is who completes the course from the next run on."))
        return redirect(url_for(".set_rule", key=key))
    if form.form_errors:  # they were told that somebody changed it: saving again is meant
        form.opened.data = operations.fingerprint_rule(course)
        now = values_of(read_terms(course.rule, course.plan), form.opened.data)
        changed = list_last_changes(Course.__tablename__, course.key)
        stored = make_form(formdata=None, data=now)
        clashes = list_differences(form, stored, form.columns(), changed)
    return form_page(
        "training/courses/set_rule.html",
        form=form,
        course=course,
        words=words_of(course, current_language().tag),
        rule=_say_rule(course, names),
        is_kept=terms.deeds is None,
        clashes=clashes,
    )


def _names_of_sessions(course: Course) -> list[str]:
    words = words_of(course, current_language().tag)
    return session_names(course.plan, words.outline)


def _say_rule(course: Course, names: Sequence[str]) -> list[str]:
    return rule_words(course.rule, kinds_of(course.plan), names) if course.rule else []


def _demand_writer() -> None:
    """Before anybody writes a course in vain."""
    if not can_write_courses(current_actor()):
        raise NotAllowed
