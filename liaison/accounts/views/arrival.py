"""What happens once it is known who somebody is."""

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user

from liaison.accounts import queries
from liaison.accounts.models import SignIn, User
from liaison.accounts.operations.sign_in import end_sign_in, start_sign_in
from liaison.db import db
from liaison.i18n import settings
from liaison.permissions import Actor, Permission
from liaison.web.addresses import own_path


def arrive(user: User, *, next_path: str | None, has_second_factor: bool) -> ResponseReturnValue:
    """Sign the browser in and show the page it came for, or the one its role starts with."""
    if current_user.is_authenticated:
        end_sign_in(actor=current_user.actor, sign_in=own_sign_in())
    token = start_sign_in(
        user=user,
        hours=settings().session_hours,
        browser=request.user_agent.string,
        has_second_factor=has_second_factor,
    )
    session.clear()  # nothing of whoever used this browser before comes along
    signed_in = queries.find_signed_in(token)
    login_user(signed_in)
    if signed_in is not None and signed_in.detour:
        return redirect(url_for(signed_in.detour, next=own_path(next_path)))
    return go_on(next_path)


def go_on(next_path: str | None) -> ResponseReturnValue:
    """To the page somebody came for, if it is one of ours; else to where their role starts."""
    found = queries.find_signed_in(current_user.token)
    return redirect(own_path(next_path) or landing(found.actor if found else Actor()))


def landing(actor: Actor) -> str:
    """Each role starts where its work is."""
    if actor.may(Permission.DESK_USE):
        return url_for("desk.show_week")
    if actor.may(Permission.FIELD_USE):
        return f"{request.script_root}/field/"
    return url_for("account.show_account")


def own_sign_in() -> SignIn:
    """The row of the browser that sent this request."""
    return db.session.get_one(SignIn, current_user.sign_in_id)


def own_user() -> User:
    """The row of the user who sent this request."""
    return db.session.get_one(User, current_user.user_id)
