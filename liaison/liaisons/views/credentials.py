"""The certificates of a liaison, at the desk."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.errors import NotFound
from liaison.i18n import _, _l, current_language, settings
from liaison.languages import spoken_language
from liaison.liaisons.forms.rights import RevokeCredentialForm, read_version
from liaison.liaisons.forms.signed_code import SignedCodeForm
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.operations.certificates import order_certificates
from liaison.liaisons.operations.code_of_conduct import enter_signed_code as enter
from liaison.liaisons.operations.credentials import revoke_credential as revoke
from liaison.liaisons.policy.credentials import (
    LEVEL_WORDS,
    VALIDITY_TONES,
    VALIDITY_WORDS,
    title_in,
    validity,
)
from liaison.liaisons.policy.rights import Lack, find_lack
from liaison.liaisons.policy.roster import may_cover
from liaison.liaisons.queries.code_of_conduct import (
    find_acceptance,
    find_version_in_force,
    list_texts,
)
from liaison.liaisons.queries.credentials import get_credential_of, list_credentials
from liaison.liaisons.queries.rights import find_standing_of
from liaison.liaisons.queries.roster import get_liaison
from liaison.permissions import Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint(
    "credentials", __name__, url_prefix="/desk/liaisons/<uuid:liaison_id>/certificates"
)

LACK_WORDS = {
    Lack.NOT_ON_ROSTER: _l("They have no account to sign in with."),
    Lack.LEFT: _l("They left, so they can enter nothing."),
    Lack.NOT_TRAINED: _l("They were not trained yet."),
    Lack.TRAINING_OVER: _l("Their training is over: they can read, and enter nothing new."),
    Lack.CODE: _l("They have not accepted the code of conduct that is in force."),
    Lack.PAUSED: _l("They are taking a break."),
    Lack.NOT_ACTIVE: _l("They are trained, and nobody has made them active."),
}


@blueprint.get("/")
@requires(Permission.LIAISON_VIEW)
def list_certificates(liaison_id: uuid.UUID) -> ResponseReturnValue:
    """What a liaison was certified for, and whether they may enter things."""
    liaison = get_liaison(current_actor(), liaison_id)
    today = clock.today(settings().zone())
    standing = find_standing_of(liaison.id)
    return render_template(
        "liaisons/credentials/list_certificates.html",
        liaison=liaison,
        standing=standing,
        lack=find_lack(standing, today),
        lack_words=LACK_WORDS,
        acceptance=find_acceptance(liaison.id),
        credentials=list_credentials(liaison.person_id),
        today=today,
        language=current_language().tag,
        title_in=title_in,
        validity=validity,
        words=VALIDITY_WORDS,
        tones=VALIDITY_TONES,
        levels=LEVEL_WORDS,
        may_edit=_may_edit(liaison),
    )


def _may_edit(liaison: Liaison) -> bool:
    return may_cover(current_actor(), [row.area_id for row in liaison.areas])


@blueprint.post("/<number>/print")
@requires(Permission.LIAISON_VIEW)
def print_certificate(liaison_id: uuid.UUID, number: str) -> ResponseReturnValue:
    """Draw one of them as a file."""
    actor = current_actor()
    liaison = get_liaison(actor, liaison_id)
    credential = get_credential_of(liaison.person_id, number)
    job = order_certificates(actor=actor, credential_ids=[credential.id])
    here = url_for(".list_certificates", liaison_id=liaison.id)
    return redirect(url_for("desk.show_job", job_id=job.id, next=here))


@blueprint.route("/<number>/revoke", methods=["GET", "POST"])
@requires(Permission.LIAISON_EDIT)
def revoke_credential(liaison_id: uuid.UUID, number: str) -> ResponseReturnValue:
    """Take a certificate back, with the reason."""
    actor = current_actor()
    liaison = get_liaison(actor, liaison_id, Permission.LIAISON_EDIT)
    credential = get_credential_of(liaison.person_id, number)
    form = RevokeCredentialForm()
    if form.validate_on_submit():
        revoke(actor=actor, credential=credential, reason=form.reason.data or "")
        flash(_("The certificate is revoked."))
        return redirect(url_for(".list_certificates", liaison_id=liaison.id))
    return form_page(
        "liaisons/credentials/revoke_credential.html",
        form=form,
        liaison=liaison,
        title=title_in(credential, current_language().tag),
    )


@blueprint.route("/code-of-conduct", methods=["GET", "POST"])
@requires(Permission.LIAISON_EDIT)
def enter_signed_code(liaison_id: uuid.UUID) -> ResponseReturnValue:
    """Write down that a liaison accepted the code of conduct on paper."""
    actor = current_actor()
    liaison = get_liaison(actor, liaison_id, Permission.LIAISON_EDIT)
    version = find_version_in_force()
    if version is None:
        raise NotFound
    texts = [tag for tag, words in list_texts(version).items() if words]
    form = SignedCodeForm(version=str(version), language=liaison.person.language)
    form.language.choices = [(tag, spoken_language(tag).name) for tag in texts]
    if form.validate_on_submit():
        form.attempt(
            enter,
            actor=actor,
            liaison=liaison,
            version=read_version(form.version),
            language=form.language.data,
            signed_on=form.signed_on.data,
        )
        if not form.errors:
            flash(_("It is noted that they accepted the code of conduct."))
            return redirect(url_for(".list_certificates", liaison_id=liaison.id))
    return form_page(
        "liaisons/credentials/enter_signed_code.html", form=form, liaison=liaison, version=version
    )
