"""A liaison's own training, certificates and code of conduct, in the field."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.errors import NotFound
from liaison.i18n import _, current_language, settings
from liaison.liaisons.forms.rights import AcceptCodeForm
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.operations import code_of_conduct as operations
from liaison.liaisons.policy.credentials import (
    VALIDITY_TONES,
    VALIDITY_WORDS,
    title_in,
    validity,
)
from liaison.liaisons.policy.rights import LACK_WORDS
from liaison.liaisons.queries.code_of_conduct import find_code_in_force
from liaison.liaisons.queries.credentials import list_credentials
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
