"""A liaison's own training, certificates and code of conduct, in the field."""

import uuid

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.errors import NotFound
from liaison.files import store
from liaison.i18n import _, current_language, settings
from liaison.jobs import BackgroundJob, JobState, find_job
from liaison.liaisons.forms.rights import AcceptCodeForm
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.operations import code_of_conduct as operations
from liaison.liaisons.operations.certificates import order_certificates
from liaison.liaisons.policy.certificates import DRAW_CERTIFICATES
from liaison.liaisons.policy.credentials import (
    VALIDITY_TONES,
    VALIDITY_WORDS,
    title_in,
    validity,
)
from liaison.liaisons.policy.rights import LACK_WORDS
from liaison.liaisons.queries.code_of_conduct import find_code_in_force
from liaison.liaisons.queries.credentials import get_credential_of, list_credentials
from liaison.liaisons.queries.notices import notice_of
from liaison.liaisons.queries.rights import find_standing
from liaison.liaisons.queries.roster import find_liaison_of_user
from liaison.permissions import Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("own_rights", __name__, url_prefix="/field")


@blueprint.get("/training")
@requires(Permission.FIELD_USE)
def show_training() -> ResponseReturnValue:
    """Whether I may enter things, until when, and my certificates."""
    actor, liaison = current_actor(), _own_liaison()
    standing = find_standing(actor.user_id) if actor.user_id else None
    return render_template(
        "liaisons/rights/show_training.html",
        liaison=liaison,
        standing=standing,
        notice=notice_of(standing) if liaison else None,
        lack_words=LACK_WORDS,
        credentials=list_credentials(liaison.person_id) if liaison else [],
        today=clock.today(settings().zone()),
        language=current_language().tag,
        title_in=title_in,
        validity=validity,
        words=VALIDITY_WORDS,
        tones=VALIDITY_TONES,
    )


@blueprint.post("/training/certificates/<number>")
@requires(Permission.FIELD_USE)
def print_certificate(number: str) -> ResponseReturnValue:
    """Have one of my certificates drawn as a file."""
    actor, liaison = current_actor(), _own_liaison()
    if liaison is None:
        raise NotFound
    credential = get_credential_of(liaison.person_id, number)
    job = order_certificates(actor=actor, credential_ids=[credential.id])
    return redirect(url_for(".show_drawing", job_id=job.id))


@blueprint.get("/training/drawings/<uuid:job_id>")
@requires(Permission.FIELD_USE)
def show_drawing(job_id: uuid.UUID) -> ResponseReturnValue:
    """The certificate is being drawn; the page looks again by itself."""
    job = _own_drawing(job_id)
    is_over = job.state in {JobState.DONE, JobState.FAILED}
    page = make_response(
        render_template("liaisons/rights/show_drawing.html", job=job, is_over=is_over)
    )
    if not is_over:
        page.headers["Refresh"] = "2"
    return page


@blueprint.get("/training/drawings/<uuid:job_id>/certificate.pdf")
@requires(Permission.FIELD_USE)
def download_drawing(job_id: uuid.UUID) -> ResponseReturnValue:
    """The file."""
    job = _own_drawing(job_id)
    if not job.result:
        raise NotFound
    response = Response(store().read(job.result), mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="certificate.pdf"'
    return response


def _own_drawing(job_id: uuid.UUID) -> BackgroundJob:
    job = find_job(job_id)
    if job is None or job.name != DRAW_CERTIFICATES or job.asked_by_id != current_actor().user_id:
        raise NotFound
    return job


def _own_liaison() -> Liaison | None:
    """Staff open the notebook, too, and are no liaisons."""
    actor = current_actor()
    return find_liaison_of_user(actor.user_id) if actor.user_id else None


@blueprint.route("/code-of-conduct", methods=["GET", "POST"])
@requires(Permission.FIELD_USE)
def accept_code() -> ResponseReturnValue:
    """Read what liaisons promise, in my language, and promise it."""
    actor, liaison = current_actor(), _own_liaison()
    code = find_code_in_force(current_language().tag)
    if code is None:
        raise NotFound
    form = AcceptCodeForm(version=str(code.version))
    standing = find_standing(actor.user_id) if actor.user_id and liaison else None
    if liaison and form.validate_on_submit():
        operations.accept_code(
            actor=actor, liaison=liaison, version=form.version_read(), language=code.language
        )
        flash(_("Thank you. You have accepted the code of conduct."))
        return redirect(url_for(".show_training"))
    return form_page(
        "liaisons/rights/accept_code.html",
        form=form,
        code=code,
        may_accept=liaison is not None and (standing is None or standing.accepted != code.version),
    )
