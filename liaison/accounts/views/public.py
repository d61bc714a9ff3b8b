"""Signing in and out, new passwords, invitations."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user

from liaison.accounts import queries
from liaison.accounts.forms import (
    AcceptInvitationForm,
    AskForResetForm,
    ResetPasswordForm,
    SignInForm,
)
from liaison.accounts.operations import identity, invitations, password_reset
from liaison.accounts.operations import sign_in as signing_in_and_out
from liaison.accounts.queries import SignedIn
from liaison.accounts.views.arrival import arrive, go_on, own_sign_in
from liaison.errors import NotFound
from liaison.extensions import login_manager
from liaison.i18n import _, current_language, settings
from liaison.web.forms import form_page
from liaison.web.guards import public, signing_in

blueprint = Blueprint("accounts", __name__)


@login_manager.user_loader
def load_signed_in(token: str) -> SignedIn | None:
    """Who sent this request, and the language they set in their account."""
    signed_in = queries.find_signed_in(token)
    if signed_in is not None:
        g.account_language = signed_in.language
        signing_in_and_out.note_seen(signed_in)
    return signed_in


@blueprint.before_app_request
def load_before_the_first_word() -> None:
    """Public pages too speak the language of the account: it must be known before they begin."""
    if request.endpoint != "static":
        current_user.is_authenticated  # noqa: B018  # asking is what loads


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Sign in with e-mail and password."""
    next_path = request.args.get("next")
    if request.method == "GET" and current_user.is_authenticated:
        return go_on(next_path)
    form = SignInForm()
    if form.validate_on_submit():
        user = form.attempt(
            signing_in_and_out.check_password,
            email=form.email.data,
            password=form.password.data,
            address=request.remote_addr or "",
        )
        if user is not None:
            return arrive(user, next_path=next_path, has_second_factor=False)
    return form_page(
        "accounts/public/sign_in.html",
        form=form,
        next_path=next_path,
        has_provider=identity.is_configured(settings()),
    )


@blueprint.post("/sign-out")
@signing_in
def sign_out() -> ResponseReturnValue:
    """Sign this browser out."""
    signing_in_and_out.end_sign_in(actor=current_user.actor, sign_in=own_sign_in())
    logout_user()
    return redirect(url_for("home.show_home"))


@blueprint.route("/forgotten-password", methods=["GET", "POST"])
@public
def ask_for_reset() -> ResponseReturnValue:
    """Ask for a link to set a new password."""
    form = AskForResetForm()
    if form.validate_on_submit():
        password_reset.ask_for_reset(email=form.email.data, address=request.remote_addr or "")
        return redirect(url_for(".show_reset_sent"))
    return form_page("accounts/public/ask_for_reset.html", form=form)


@blueprint.get("/forgotten-password/sent")
@public
def show_reset_sent() -> ResponseReturnValue:
    """What to do now; the same whether or not there is such an account."""
    return render_template("accounts/public/show_reset_sent.html", minutes=password_reset.MINUTES)


@blueprint.route("/reset-password/<token>", methods=["GET", "POST"])
@public
def reset_password(token: str) -> ResponseReturnValue:
    """Set a new password with the link of a message."""
    try:
        password_reset.find_reset(token)
    except NotFound:
        return render_template("accounts/public/show_dead_link.html", is_reset=True), 404
    form = ResetPasswordForm()
    if form.validate_on_submit():
        form.attempt(password_reset.reset_password, token=token, password=form.password.data)
        if not form.errors:
            flash(_("Your password is set. Sign in with it."))
            return redirect(url_for(".sign_in"))
    return form_page("accounts/public/reset_password.html", form=form)


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
@public
def accept_invitation(token: str) -> ResponseReturnValue:
    """Make the account one was invited to."""
    invitation = queries.find_invitation(token)
    if invitation is None:
        return render_template("accounts/public/show_dead_link.html", is_reset=False), 404
    form = AcceptInvitationForm(name=invitation.name)
    if form.validate_on_submit():
        user = form.attempt(
            invitations.accept_invitation,
            token=token,
            name=form.name.data,
            password=form.password.data,
            language=current_language().tag,
        )
        if user is not None:
            return arrive(user, next_path=None, has_second_factor=False)
    return form_page("accounts/public/accept_invitation.html", form=form, email=invitation.email)
