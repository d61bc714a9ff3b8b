"""Writing what the cards of a course ask."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from liaison.errors import NotAllowed
from liaison.i18n import _, current_language, enabled_languages, number
from liaison.permissions import Permission
from liaison.training.forms.cards import card_form
from liaison.training.models.assessment import CardKind
from liaison.training.operations.cards import publish_card
from liaison.training.policy.card_text import write_items
from liaison.training.policy.cards import KIND_WORDS
from liaison.training.policy.courses import can_write_courses
from liaison.training.queries.cards import list_sheets
from liaison.training.queries.courses import get_words
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("card_texts", __name__, url_prefix="/desk/training/courses")


@blueprint.route(
    f"/<course_key>/cards/<any({', '.join(CardKind)}):card_kind>", methods=["GET", "POST"]
)
@requires(Permission.TRAINING_EDIT)
def write_card(course_key: str, card_kind: str) -> ResponseReturnValue:
    """A new version of a card: all runs of the course in the city will ask it."""
    actor, kind = current_actor(), CardKind(card_kind)
    if not can_write_courses(actor):
        raise NotAllowed
    course = get_words(course_key, current_language().tag)
    sheet, languages = list_sheets(course_key).get(kind), enabled_languages()
    items = sheet.items if sheet else ()
    version = sheet.version if sheet else 0
    known = {one.tag: write_items(items, one.tag) if items else "" for one in languages}
    form = card_form(languages)(data={"seen_version": str(version)} | known)
    if form.validate_on_submit():
        seen = form.seen_version.data
        card = form.attempt(
            publish_card,
            actor=actor,
            course=course_key,
            kind=kind,
            texts={one.tag: form[one.tag].data for one in languages},
            seen_version=int(seen) if seen.isdecimal() else -1,
            key=form.once(actor),
        )
        if card:
            flash(_("Saved as version %(number)s.", number=number(card.version)))
            return redirect(url_for(".write_card", course_key=course_key, card_kind=card_kind))
    return form_page(
        "training/card_texts/write_card.html",
        form=form,
        course=course,
        kind=kind,
        card=KIND_WORDS[kind],
        version=version,
        written_in=languages,
    )
