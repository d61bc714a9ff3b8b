"""Signing in and out."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from liaison.accounts import operations, queries
from liaison.accounts.forms import SignInForm
from liaison.extensions import login_manager
from liaison.i18n import _, settings
from liaison.web.forms import form_page
from liaison.web.guards import public, signed_in

blueprint = Blueprint("accounts", __name__)
login_manager.user_loader(queries.find_signed_in)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Sign in with e-mail and password."""
    form = SignInForm()
    if form.validate_on_submit():
        user = queries.find_user_by_email(form.email.data)
        if user is None or not _is_right(user.password_hash, form.password.data):
            form.form_errors.append(_("The e-mail address or the password is not right."))
        else:
            token = operations.start_sign_in(user=user, hours=settings().session_hours)
            login_user(queries.find_signed_in(token))
            return redirect(request.args.get("next") or url_for("desk.show_week"))
    return form_page("accounts/sign_in.html", form=form)


def _is_right(password_hash: str | None, password: str) -> bool:
    try:
        return PasswordHasher().verify(password_hash or "", password)
    except (InvalidHashError, VerificationError):
        return False


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """Sign this browser out."""
    logout_user()
    return redirect(url_for("home.show_home"))
