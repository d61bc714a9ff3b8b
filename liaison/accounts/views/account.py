"""The own account: name, language, password, second factor, and the browsers signed in."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user

from liaison.accounts import queries
from liaison.accounts.forms import ROLES, ChangePasswordForm, EditAccountForm
from liaison.accounts.operations import password_reset, sign_in, users
from liaison.accounts.views.arrival import own_user
from liaison.i18n import COOKIE, _, current_language
from liaison.languages import LANGUAGES
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, signed_in
from liaison.web.pages import root_path

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.get("")
@signed_in
def show_account() -> ResponseReturnValue:
    """What is known of me, and where I am signed in."""
    user = own_user()
    return render_template(
        "accounts/account/show_account.html",
        user=user,
        language=LANGUAGES.get(user.language or ""),
        held=queries.list_held_roles([user.id]),
        roles=ROLES,
        must_have_second_factor=queries.must_have_second_factor(current_actor().grants),
        sign_ins=queries.list_sign_ins(user.id),
        own_id=current_user.sign_in_id,
    )


@blueprint.route("/edit", methods=["GET", "POST"])
@signed_in
def edit_own_account() -> ResponseReturnValue:
    """Change name and language."""
    user = own_user()
    form = EditAccountForm(name=user.name, language=user.language or "")
    form.offer()
    if form.validate_on_submit():
        language = form.language.data or None
        users.edit_own_account(
            actor=current_actor(), user=user, name=form.name.data, language=language
        )
        # on in the new language, even if the address or a cookie asked for another one
        prefix = f"/{language}" if language else ""
        response = redirect(f"{root_path()}{prefix}/account")
        response.delete_cookie(COOKIE)
        return response
    return form_page("accounts/account/edit_own_account.html", form=form)


@blueprint.route("/password", methods=["GET", "POST"])
@signed_in
def change_password() -> ResponseReturnValue:
    """Set another password."""
    user, form = own_user(), ChangePasswordForm()
    if form.validate_on_submit():
        form.attempt(
            password_reset.change_password,
            actor=current_actor(),
            user=user,
            current=form.current.data,
            password=form.password.data,
            but=current_user.sign_in_id,
            address=request.remote_addr or "",
        )
        if not form.errors:
            flash(_("Your password is changed. You are signed out everywhere else."))
            return redirect(url_for(".show_account"))
    return form_page("accounts/account/change_password.html", form=form, email=user.email)


@blueprint.post("/browsers/<uuid:sign_in_id>/sign-out")
@signed_in
def end_sign_in(sign_in_id: uuid.UUID) -> ResponseReturnValue:
    """Sign one of my browsers out."""
    for row in queries.list_sign_ins(current_user.user_id):
        if row.id == sign_in_id:
            sign_in.end_sign_in(actor=current_actor(), sign_in=row)
    return redirect(url_for(".show_account"))


@blueprint.post("/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    """Sign all of my browsers out, this one too."""
    sign_in.sign_out_everywhere(actor=current_actor(), user=own_user())
    logout_user()
    flash(_("You are signed out everywhere."))
    return redirect(f"{root_path()}/{current_language().tag}/sign-in")
