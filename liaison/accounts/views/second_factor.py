"""The second factor: giving a code, and setting it up."""

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from liaison.accounts.forms import CodeForm
from liaison.accounts.operations import second_factor
from liaison.accounts.queries import SecondFactor, actor_of, must_have_second_factor
from liaison.accounts.views.arrival import go_on, own_sign_in, own_user
from liaison.city.queries import find_city_settings
from liaison.i18n import _, settings
from liaison.web.forms import form_page
from liaison.web.guards import signed_in, signing_in

blueprint = Blueprint("second_factor", __name__)


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@signing_in
def enter_code() -> ResponseReturnValue:
    """Finish signing in with a code."""
    next_path = request.args.get("next")
    if current_user.second_factor is not SecondFactor.OWED:
        return go_on(next_path)
    form = CodeForm()
    if form.validate_on_submit():
        form.attempt(
            second_factor.give_code,
            actor=current_user.actor,
            user=own_user(),
            sign_in=own_sign_in(),
            code=form.code.data,
        )
        if not form.errors:
            return go_on(next_path)
    return form_page("accounts/second_factor/enter_code.html", form=form)


@blueprint.route("/sign-in/set-up", methods=["GET", "POST"])
@signing_in
def set_up() -> ResponseReturnValue:
    """Set up a second factor: first a secret is made, then a first code proves that it arrived."""
    next_path = request.args.get("next")
    user, form = own_user(), CodeForm()
    if user.has_second_factor:
        return go_on(next_path or url_for("account.show_account"))
    if request.method == "POST" and user.totp_secret is None:
        second_factor.start_second_factor(user=user)
        return redirect(url_for(".set_up", next=next_path))
    if form.validate_on_submit():
        form.attempt(
            second_factor.confirm_second_factor,
            actor=current_user.actor,
            user=user,
            sign_in=own_sign_in(),
            code=form.code.data,
        )
        if not form.errors:
            flash(_("Your second factor is set up."))
            return go_on(next_path or url_for("account.show_account"))
    return form_page(
        "accounts/second_factor/set_up.html",
        form=form,
        secret=second_factor.find_new_secret(user),
        is_required=current_user.second_factor is SecondFactor.TO_SET_UP,
    )


@blueprint.get("/sign-in/set-up/code.svg")
@signing_in
def show_qr_code() -> ResponseReturnValue:
    """The secret as a picture, a file of our own: the content policy forbids data: addresses."""
    city = find_city_settings()
    issuer = city.name if city else settings().city_name
    picture = second_factor.draw_code(second_factor.secret_address(own_user(), issuer=issuer))
    response = Response(picture, mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/account/second-factor/remove", methods=["GET", "POST"])
@signed_in
def remove() -> ResponseReturnValue:
    """Do without a second factor, where the city allows it."""
    user, form = own_user(), CodeForm()
    if not user.has_second_factor or must_have_second_factor(actor_of(user.id).grants):
        return redirect(url_for("account.show_account"))
    if form.validate_on_submit():
        form.attempt(
            second_factor.remove_second_factor,
            actor=current_user.actor,
            user=user,
            code=form.code.data,
        )
        if not form.errors:
            flash(_("You sign in without a second factor now."))
            return redirect(url_for("account.show_account"))
    return form_page("accounts/second_factor/remove.html", form=form)
