"""What liaisons promise, at the desk: its versions, and writing the next one."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from liaison.audit.queries import list_last_changes
from liaison.errors import NotFound
from liaison.i18n import _, _l, enabled_languages
from liaison.liaisons.forms.rights import CodeForm, PublishCodeForm, code_form
from liaison.liaisons.models.credential import CodeOfConduct
from liaison.liaisons.operations import code_of_conduct as operations
from liaison.liaisons.policy.rights import can_write_code
from liaison.liaisons.queries import code_of_conduct as queries
from liaison.liaisons.queries.code_of_conduct import CodeWords
from liaison.permissions import Permission
from liaison.web.forms import form_page, list_differences
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
    names, draft = {one.tag: one.name for one in enabled_languages()}, queries.find_draft()
    texts, clashes = queries.list_last_texts(draft), []
    opened = operations.fingerprint_code(texts)
    form: CodeForm = code_form(names)(data=texts | {"opened": opened})
    if form.validate_on_submit() and form.attempt(
        operations.write_code, actor=actor, texts=form.words(), opened=form.opened.data
    ):
        flash(_("The draft is saved."))
        return redirect(url_for(".publish_code"))
    if form.form_errors:  # they were told that somebody changed it: saving again is meant
        form.opened.data = opened
        stored = code_form(names)(formdata=None, data=texts)
        key = str(draft.version) if draft else ""
        changed = list_last_changes(CodeOfConduct.__tablename__, key)
        clashes = list_differences(form, stored, dict.fromkeys(names, "languages"), changed)
    return form_page("liaisons/code_of_conduct/write_code.html", form=form, clashes=clashes)


@blueprint.route("/publish", methods=["GET", "POST"])
@requires(Permission.LIAISON_EDIT)
def publish_code() -> ResponseReturnValue:
    """Look at the draft as liaisons will read it. Once published, everybody accepts it anew."""
    _demand_writer()
    draft = queries.find_draft()
    if draft is None:
        raise NotFound
    texts = queries.list_texts(draft.version)
    seen = operations.fingerprint_code(texts)
    form = PublishCodeForm(seen=seen)
    if form.validate_on_submit() and form.attempt(
        operations.publish_code,
        actor=current_actor(),
        version=draft.version,
        seen=form.seen.data or "",
    ):
        flash(_("The new code of conduct is in force. Liaisons accept it before they go on."))
        return redirect(url_for(".list_versions"))
    form.seen.data = seen
    version = queries.find_version_in_force()
    in_force = queries.list_texts(version) if version else {}
    tags = {one.tag: one.name for one in enabled_languages()}
    return form_page(
        "liaisons/code_of_conduct/publish_code.html",
        form=form,
        version=draft.version,
        texts=[CodeWords(draft.version, tag, words) for tag, words in texts.items() if words],
        missing=[name for tag, name in tags.items() if not texts.get(tag)],
        as_before=[name for tag, name in tags.items() if texts.get(tag) == in_force.get(tag)],
    )


def _demand_writer() -> None:
    """What everybody promises is nothing that a role in one area decides."""
    if not can_write_code(current_actor()):
        raise NotFound
