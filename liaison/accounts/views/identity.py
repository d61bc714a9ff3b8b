"""Signing in through the city's identity provider."""

import hmac

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from liaison.accounts.operations import identity
from liaison.accounts.views.arrival import arrive
from liaison.audit.operations import record_always
from liaison.db import db
from liaison.errors import NotFound
from liaison.i18n import settings
from liaison.web.guards import commits, public

blueprint = Blueprint("identity", __name__)
KEPT = "identity_journey"


def _back() -> str:
    """Where the provider sends the browser: the address registered there, without a language."""
    return f"{settings().base_url.rstrip('/')}/sign-in/city/back"


@blueprint.get("/sign-in/city")
@public
def leave_for_provider() -> ResponseReturnValue:
    """Go to the provider. A plain link leads here: the content policy keeps forms on our site."""
    if not identity.is_configured(settings()):
        raise NotFound
    db.session.rollback()  # the provider may take its time; hold nothing meanwhile
    journey = identity.start_journey()
    try:
        address = identity.departure(settings(), journey, back=_back())
    except identity.IdentityNotProven:
        return _refused(503)
    session[KEPT] = {
        "state": journey.state,
        "nonce": journey.nonce,
        "verifier": journey.verifier,
        "next": request.args.get("next"),
    }
    return redirect(address)


@blueprint.get("/sign-in/city/back")
@public
@commits
def come_back() -> ResponseReturnValue:
    """The provider sends the browser back here, with a code or a refusal."""
    kept = session.pop(KEPT, None)
    if not identity.is_configured(settings()):
        raise NotFound
    state = request.args.get("state", "")
    if kept is None or not hmac.compare_digest(kept["state"].encode(), state.encode()):
        return _refused(400)
    code = request.args.get("code")
    if code is None:  # the person changed their mind, or the provider does not let them in
        return redirect(url_for("accounts.sign_in", next=kept["next"]))
    db.session.rollback()
    journey = identity.Journey(kept["state"], kept["nonce"], kept["verifier"])
    try:
        found = identity.arrival(settings(), journey, code=code, back=_back())
    except identity.IdentityNotProven:
        return _refused(503)
    try:
        user = identity.match_user(found)
    except identity.IdentityUnknown:
        record_always("refused_identity", actor_id=None, subject_type="user_account")
        return _refused(403)
    return arrive(user, next_path=kept["next"], has_second_factor=found.has_second_factor)


def _refused(status: int) -> ResponseReturnValue:
    return render_template("accounts/identity/refused.html", status=status), status
