"""The public page behind the number on a certificate: course and validity, and nothing else."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.errors import NotFound
from liaison.i18n import current_language, settings
from liaison.liaisons.policy.credentials import (
    VALIDITY_TONES,
    VALIDITY_WORDS,
    title_in,
    validity,
)
from liaison.liaisons.queries.credentials import find_credential
from liaison.web.guards import public

blueprint = Blueprint("certificates", __name__, url_prefix="/certificates")


@blueprint.get("/")
@public
def find_certificate() -> ResponseReturnValue:
    """Look at a certificate by the number printed on it."""
    typed = request.args.get("number", "").strip()
    found = find_credential(typed) if typed else None
    if found:
        return redirect(url_for(".show_certificate", number=found.number))
    page = render_template("liaisons/certificates/find_certificate.html", typed=typed)
    return page, 404 if typed else 200


@blueprint.get("/<number>")
@public
def show_certificate(number: str) -> ResponseReturnValue:
    """Is the certificate of this number valid, and of which course is it?"""
    found = find_credential(number)
    if found is None:
        raise NotFound
    state = validity(found, clock.today(settings().zone()))
    return render_template(
        "liaisons/certificates/show_certificate.html",
        credential=found,
        title=title_in(found, current_language().tag),
        state=state,
        words=VALIDITY_WORDS,
        tones=VALIDITY_TONES,
    )
