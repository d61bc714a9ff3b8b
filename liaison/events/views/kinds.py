"""The kinds of events, kept by whoever keeps the city's settings."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from liaison.errors import NotAllowed
from liaison.events.forms.kinds import KindForm, name_field
from liaison.events.models.event import EventKind
from liaison.events.operations import kinds as operations
from liaison.events.queries import kinds as queries
from liaison.i18n import _, enabled_languages
from liaison.languages import Language
from liaison.permissions import Actor, Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("event_kinds", __name__, url_prefix="/desk/event-kinds")


def _citywide_actor() -> Actor:
    """Kinds are the same for all departments."""
    actor = current_actor()
    if not actor.scope(Permission.CITY_EDIT).everywhere:
        raise NotAllowed
    return actor


@blueprint.get("/")
@requires(Permission.CITY_EDIT)
def list_kinds() -> ResponseReturnValue:
    """All kinds with their names in every language."""
    _citywide_actor()
    names = {(row.kind, row.language): row.name for row in queries.list_kind_names()}
    return render_template(
        "events/kinds/list_kinds.html",
        kinds=queries.list_kinds("en"),
        names=names,
        others=_other_languages(),
    )


@blueprint.route("/add", methods=["GET", "POST"])
@requires(Permission.CITY_EDIT)
def add_kind() -> ResponseReturnValue:
    """Add a kind."""
    actor = _citywide_actor()
    form = KindForm.for_languages(_other_languages())()
    if form.validate_on_submit() and form.attempt(
        operations.add_kind, actor=actor, **_values(form)
    ):
        flash(_("The kind is offered for new events."))
        return redirect(url_for(".list_kinds"))
    return form_page("events/kinds/add_kind.html", form=form)


@blueprint.route("/<kind_key>/rename", methods=["GET", "POST"])
@requires(Permission.CITY_EDIT)
def rename_kind(kind_key: str) -> ResponseReturnValue:
    """Change what a kind is called."""
    actor, kind = _citywide_actor(), queries.get_kind(kind_key)
    stored = {row.language: row.name for row in queries.list_kind_names(kind.key)}
    others = _other_languages()
    given = {name_field(language): stored.get(language.tag, "") for language in others}
    form = KindForm.for_languages(others)(obj=kind, **given)
    if form.validate_on_submit():
        form.attempt(operations.rename_kind, actor=actor, kind=kind, **_values(form))
        if not form.errors:
            return redirect(url_for(".list_kinds"))
    return form_page("events/kinds/rename_kind.html", form=form, kind=kind)


@blueprint.post("/<kind_key>/retire")
@requires(Permission.CITY_EDIT)
def retire_kind(kind_key: str) -> ResponseReturnValue:
    """Offer it no longer."""
    return _switch(operations.retire_kind, queries.get_kind(kind_key))


@blueprint.post("/<kind_key>/restore")
@requires(Permission.CITY_EDIT)
def restore_kind(kind_key: str) -> ResponseReturnValue:
    """Offer it again."""
    return _switch(operations.restore_kind, queries.get_kind(kind_key))


def _switch(act: Any, kind: EventKind) -> ResponseReturnValue:
    act(actor=_citywide_actor(), kind=kind)
    return redirect(url_for(".list_kinds"))


def _other_languages() -> list[Language]:
    return [language for language in enabled_languages() if language.tag != "en"]


def _values(form: KindForm) -> dict[str, Any]:
    names = {tag.tag: form[name_field(tag)].data for tag in _other_languages()}
    return {"name": form.name.data, "is_ours": form.is_ours.data, "names": names}
