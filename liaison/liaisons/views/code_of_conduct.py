"""What liaisons promise, at the desk: its versions, and writing the next one."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from liaison.errors import InvalidInput, NotFound
from liaison.i18n import _, _l, enabled_languages
from liaison.liaisons.forms.rights import CodeForm, code_form
from liaison.liaisons.operations import code_of_conduct as operations
from liaison.liaisons.policy.rights import can_write_code
from liaison.liaisons.queries import code_of_conduct as queries
from liaison.liaisons.queries.code_of_conduct import CodeWords
from liaison.permissions import Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires
from liaison.web.tables import Column

blueprint = Blueprint("code_of_conduct", __name__, url_prefix="/desk/liaisons/code-of-conduct")
COLUMNS = (
    Column(_l("Version")),
    Column(_l("Published on")),
    Column(_l("Published by")),
    Column(_l("Accepted by"), is_number=True),
)


@blueprint.get("/")
@requires(Permission.LIAISON_VIEW)
def list_versions() -> ResponseReturnValue:
    """The versions there were, and how many liaisons accepted each."""
    versions = queries.list_versions()
    return render_template(
        "liaisons/code_of_conduct/list_versions.html",
        versions=versions,
        columns=COLUMNS,
        has_draft=any(version.published_at is None for version in versions),
        may_write=can_write_code(current_actor()),
    )


@blueprint.get("/<int:version>")
@requires(Permission.LIAISON_VIEW)
def show_version(version: int) -> ResponseReturnValue:
    """The words of a version, in each language."""
    texts = queries.list_texts(version)
    if not texts:
        raise NotFound
    return render_template(
        "liaisons/code_of_conduct/show_version.html",
        version=version,
        texts=[CodeWords(version, tag, words) for tag, words in texts.items()],
    )


@blueprint.route("/draft", methods=["GET", "POST"])
@requires(Permission.LIAISON_EDIT)
def write_code() -> ResponseReturnValue:
    """Write the next version, beginning with the words of the one in force."""
    actor = current_actor()
    _demand_writer()
    draft = queries.find_draft()
    start = draft.version if draft else queries.find_version_in_force()
    form: CodeForm = code_form({one.tag: one.name for one in enabled_languages()})(
        data=queries.list_texts(start) if start else {}
    )
    if form.validate_on_submit():
        operations.write_code(actor=actor, texts=form.words())
        flash(_("The draft is saved."))
        return redirect(url_for(".publish_code"))
    return form_page("liaisons/code_of_conduct/write_code.html", form=form)


@blueprint.get("/publish")
@requires(Permission.LIAISON_EDIT)
def publish_code() -> ResponseReturnValue:
    """Look at the draft as liaisons will read it, before it is published."""
    _demand_writer()
    draft = queries.find_draft()
    if draft is None:
        raise NotFound
    texts = queries.list_texts(draft.version)
    tags = {one.tag: one.name for one in enabled_languages()}
    return render_template(
        "liaisons/code_of_conduct/publish_code.html",
        version=draft.version,
        texts=[CodeWords(draft.version, tag, words) for tag, words in texts.items() if words],
        missing=[name for tag, name in tags.items() if not texts.get(tag)],
    )


@blueprint.post("/<int:version>/publish")
@requires(Permission.LIAISON_EDIT)
def publish_version(version: int) -> ResponseReturnValue:
    """From now on it holds, and everybody accepts it anew."""
    _demand_writer()
    try:
        operations.publish_code(actor=current_actor(), version=version)
    except InvalidInput:  # the page says which languages are missing
        return redirect(url_for(".publish_code"))
    flash(_("The new code of conduct is in force. Liaisons accept it before they go on."))
    return redirect(url_for(".list_versions"))


def _demand_writer() -> None:
    """What everybody promises is nothing that a role in one area decides."""
    if not can_write_code(current_actor()):
        raise NotFound
