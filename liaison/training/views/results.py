"""Cards on the desk: the code to hand out, and what people learned once a run has ended."""

import uuid
from typing import Any

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from liaison.i18n import current_language, number, settings
from liaison.permissions import Permission
from liaison.training.figures.results import Results, results_of_course, results_of_run
from liaison.training.models.assessment import CardKind
from liaison.training.models.course import CourseRun
from liaison.training.policy.cards import ASKED, KIND_WORDS, OCCASION_WORDS
from liaison.training.policy.courses import can_write_courses
from liaison.training.policy.results import has_results, people_in_words
from liaison.training.queries.cards import count_filled, list_sheets
from liaison.training.queries.courses import get_words
from liaison.training.queries.runs import get_run
from liaison.training.views.result_words import (
    confidence_section,
    knowledge_section,
    reaction_section,
)
from liaison.web.exports import qr_svg
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("training_results", __name__, url_prefix="/desk/training")


@blueprint.get("/runs/<uuid:run_id>/cards")
@requires(Permission.TRAINING_VIEW)
def show_cards(run_id: uuid.UUID) -> ResponseReturnValue:
    """The code that opens the cards, and how many were filled in."""
    run = get_run(current_actor(), run_id)
    sheets, filled = list_sheets(run.course, run.id), count_filled(run.id)
    is_over = has_results(run.state)
    say = people_in_words if is_over else number  # until then whoever holds the course counts
    return render_template(
        "training/results/show_cards.html",
        run=run,
        course=get_words(run.course, current_language().tag),
        address=_public_address(run),
        counts=[
            (OCCASION_WORDS[occasion], KIND_WORDS[kind], say(filled.get((kind, occasion), 0)))
            for occasion, kinds in ASKED.items()
            for kind in kinds
            if kind in sheets
        ],
        sheets=[(KIND_WORDS[kind], sheet) for kind, sheet in sheets.items()],
        language=current_language().tag,
        is_over=is_over,
    )


@blueprint.get("/runs/<uuid:run_id>/cards/code.svg")
@requires(Permission.TRAINING_VIEW)
def draw_card_code(run_id: uuid.UUID) -> ResponseReturnValue:
    """The code for a camera."""
    run = get_run(current_actor(), run_id)
    return Response(qr_svg(_public_address(run)), mimetype="image/svg+xml")


@blueprint.get("/runs/<uuid:run_id>/results")
@requires(Permission.TRAINING_VIEW)
def show_run_results(run_id: uuid.UUID) -> ResponseReturnValue:
    """What people learned in a run; nothing before its cards are closed."""
    run = get_run(current_actor(), run_id)
    results = results_of_run(run) if has_results(run.state) else None
    return render_template(
        "training/results/show_run_results.html",
        run=run,
        course=get_words(run.course, current_language().tag),
        results=results,
        sections=_sections(results),
    )


@blueprint.get("/courses/<course_key>/results")
@requires(Permission.TRAINING_VIEW)
def show_course_results(course_key: str) -> ResponseReturnValue:
    """What people learned in all runs of a course that have ended."""
    actor, course = current_actor(), get_words(course_key, current_language().tag)
    results = results_of_course(actor, course_key)
    return render_template(
        "training/results/show_course_results.html",
        course=course,
        results=results,
        sections=_sections(results),
        kinds=[(kind.value, words) for kind, words in KIND_WORDS.items()],
        may_write=can_write_courses(actor),
    )


def _sections(results: Results | None) -> list[tuple[str, str, Any]]:
    """Kind, heading and contents of what there are cards for."""
    if results is None:
        return []
    tag = current_language().tag
    found = {
        CardKind.KNOWLEDGE: results.knowledge and knowledge_section(results.knowledge, tag),
        CardKind.CONFIDENCE: results.confidence and confidence_section(results.confidence, tag),
        CardKind.REACTION: results.reaction and reaction_section(results.reaction, tag),
    }
    return [
        (kind.value, str(KIND_WORDS[kind]), section) for kind, section in found.items() if section
    ]


def _public_address(run: CourseRun) -> str:
    path = url_for("training_cards.choose_card", code=run.card_code)
    return f"{settings().base_url}{path}"
