"""Bringing a list of liaisons on the desk."""

import uuid

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from liaison.i18n import _
from liaison.liaisons.forms.importing import ImportLiaisonsForm
from liaison.liaisons.imports import COLUMNS
from liaison.liaisons.jobs.importing import flow
from liaison.permissions import Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires
from liaison.web.tables import Column

blueprint = Blueprint("liaison_import", __name__, url_prefix="/desk/liaisons/import")


@blueprint.route("/", methods=["GET", "POST"])
@requires(Permission.LIAISON_EDIT)
def import_liaisons() -> ResponseReturnValue:
    """Choose a file of liaisons."""
    form = ImportLiaisonsForm()
    if form.validate_on_submit():
        upload = form.attempt(flow.keep, actor=current_actor(), file=form.file.data)
        if upload:
            return redirect(url_for(".preview_import", upload_id=upload.id))
    elif form.is_submitted() and not form.file.errors:  # what is wrong with it is told as well
        form.attempt(flow.read, actor=current_actor(), content=form.file.data.read())
    return form_page("liaisons/importing/import_liaisons.html", form=form, header=COLUMNS)


@blueprint.route("/<uuid:upload_id>", methods=["GET", "POST"])
@requires(Permission.LIAISON_EDIT)
def preview_import(upload_id: uuid.UUID) -> ResponseReturnValue:
    """Look at what would be taken, and take it; afterwards, what was taken."""
    return flow.preview_page(
        "liaisons/importing/preview_import.html",
        upload_id,
        actor=current_actor(),
        shown_columns=[
            Column(_("Name")),
            Column(_("How to reach them")),
            Column(_("Languages")),
        ],
    )


@blueprint.get("/<uuid:upload_id>/refused-rows.csv")
@requires(Permission.LIAISON_EDIT)
def refused_rows(upload_id: uuid.UUID) -> ResponseReturnValue:
    """The rows that cannot be taken, as a file."""
    return flow.refused_rows(current_actor(), upload_id)
