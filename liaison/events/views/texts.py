"""An event in other languages: what there is, and a translation beside its original."""

import uuid
from typing import Any, NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison.audit.queries import list_last_changes
from liaison.errors import NotFound
from liaison.events.forms.texts import TextForm
from liaison.events.models.event import Event, EventText
from liaison.events.operations.texts import (
    TextDetails,
    drop_text,
    fingerprint_text,
    save_text,
)
from liaison.events.policy.texts import STATUSES, TONES, wanted_languages
from liaison.events.queries.events import get_event
from liaison.events.queries.rules import get_wanted
from liaison.events.queries.texts import find_text, list_translations
from liaison.i18n import _, language_name
from liaison.languages import SPOKEN, spoken_language
from liaison.permissions import Permission
from liaison.web.forms import Difference, form_page, list_differences
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("event_texts", __name__, url_prefix="/desk/events/<uuid:event_id>/languages")
SAID = ("title", "summary", "notes", "status")  # of form and translation


class Line(NamedTuple):
    """A language of the list; `text` is blank where there is none."""

    tag: str
    is_wanted: bool
    text: EventText | None = None
    is_stale: bool = False
    by: str | None = None


@blueprint.get("/")
@requires(Permission.EVENT_EDIT)
def list_texts(event_id: uuid.UUID) -> ResponseReturnValue:
    """The languages the event is wanted in, and those it has."""
    event = get_event(current_actor(), event_id, Permission.EVENT_EDIT)
    chosen = request.args.get("language")
    if chosen in SPOKEN and chosen != event.language:
        return redirect(url_for(".edit_text", event_id=event.id, language=chosen))
    wanted = get_wanted()
    asked = wanted_languages(event, wanted.rules, wanted.languages)
    lines = {tag: Line(tag, is_wanted=True) for tag in asked}
    for text, name in list_translations(event.id):
        is_stale = text.source_hash != event.text_hash
        lines[text.language] = Line(text.language, text.language in asked, text, is_stale, name)
    others = [tag for tag in SPOKEN if tag not in lines and tag != event.language]
    return render_template(
        "events/texts/list_texts.html",
        event=event,
        lines=lines.values(),
        others=[spoken_language(tag) for tag in others],
        statuses=STATUSES,
        tones=TONES,
    )


@blueprint.route("/<language>", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def edit_text(event_id: uuid.UUID, language: str) -> ResponseReturnValue:
    """A translation beside its original."""
    event = get_event(current_actor(), event_id, Permission.EVENT_EDIT)
    if language not in SPOKEN or language == event.language:
        raise NotFound
    text = find_text(event.id, language)
    now = {"opened": fingerprint_text(text), "made_of": event.text_hash}
    form = TextForm(obj=text, **now)
    form.offer()
    clashes: list[Difference] = []
    if form.validate_on_submit():
        if form.attempt(save_text, **_values(form, event, language)):
            flash(
                _("The text is saved, for the other dates that say the same, too.")
                if event.series_id
                else _("The text is saved.")
            )
            return redirect(url_for(".list_texts", event_id=event.id))
        if form.form_errors:  # they know now: saving again is meant
            text = find_text(event.id, language)
            form.opened.data = fingerprint_text(text)
            clashes = _clashes(form, event, language, text)
    return form_page(
        "events/texts/edit_text.html",
        form=form,
        event=event,
        text=text,
        clashes=clashes,
        is_stale=bool(text and text.source_hash != event.text_hash),
        name=language_name(language),
        target=spoken_language(language),
    )


def _values(form: TextForm, event: Event, language: str) -> dict[str, Any]:
    said = {name: form[name].data for name in SAID}
    return {
        "actor": current_actor(),
        "event": event,
        "language": language,
        "details": TextDetails(**said),
        "made_of": form.made_of.data,
        "opened": form.opened.data,
    }


def _clashes(
    form: TextForm, event: Event, language: str, text: EventText | None
) -> list[Difference]:
    """What the translation says now where something else was typed, and who said it."""
    stored = TextForm(formdata=None, obj=text)
    stored.offer()
    changed = list_last_changes(EventText.__tablename__, f"{event.id},{language}")
    return list_differences(form, stored, {name: name for name in SAID}, changed)


@blueprint.post("/<language>/drop")
@requires(Permission.EVENT_EDIT)
def drop_translation(event_id: uuid.UUID, language: str) -> ResponseReturnValue:
    """Take a translation away."""
    actor = current_actor()
    event = get_event(actor, event_id, Permission.EVENT_EDIT)
    text = find_text(event.id, language)
    if text is None:
        raise NotFound
    drop_text(actor=actor, text=text)
    flash(_("The text is gone; readers get the original."))
    return redirect(url_for(".list_texts", event_id=event.id))
