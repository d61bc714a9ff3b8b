"""The desk's list of users: invitations, roles, closing."""

import uuid
from collections import defaultdict
from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison.accounts import queries
from liaison.accounts.forms import ROLES, STATES, InviteForm, RoleForm
from liaison.accounts.models import User, UserState
from liaison.accounts.operations import invitations, second_factor, users
from liaison.accounts.policy import can_edit_accounts
from liaison.accounts.queries import UserFilter
from liaison.clock import now
from liaison.errors import NotAllowed
from liaison.i18n import _, _l, current_language
from liaison.permissions import Permission, Role
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires
from liaison.web.tables import PAGE_SIZE, Column, Page, page_number

blueprint = Blueprint("accounts_desk", __name__, url_prefix="/desk/accounts")
COLUMNS = (Column(_l("Name")), Column(_l("E-mail")), Column(_l("Roles")), Column(_l("State")))
Choice = TypeVar("Choice", bound=StrEnum)


def _chosen(kind: type[Choice], name: str) -> Choice | None:
    text = request.args.get(name, "")
    return kind(text) if text in set(kind) else None


def _get_editable(user_id: uuid.UUID) -> User:
    actor = current_actor()
    if not can_edit_accounts(actor):
        raise NotAllowed
    return queries.get_user(actor, user_id)


@blueprint.get("/")
@requires(Permission.ACCOUNT_VIEW)
def list_users() -> ResponseReturnValue:
    """Everybody with an account, and who is invited."""
    actor, number = current_actor(), page_number()
    wanted = UserFilter(
        text=request.args.get("text", "").strip(),
        role=_chosen(Role, "role"),
        state=_chosen(UserState, "state"),
    )
    found = queries.list_users(actor, wanted, skip=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    page = Page(found, queries.count_users(actor, wanted), number)
    held = defaultdict(list)
    for role in queries.list_held_roles(user.id for user in found):
        held[role.user_id].append(role)
    return render_template(
        "accounts/desk/list_users.html",
        page=page,
        held=held,
        wanted=wanted,
        columns=COLUMNS,
        roles=ROLES,
        states=STATES,
        invitations=queries.list_open_invitations(actor),
        now=now(),
        may_edit=can_edit_accounts(actor),
    )


@blueprint.route("/invite", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_EDIT)
def invite() -> ResponseReturnValue:
    """Invite somebody."""
    form = InviteForm(role=Role.LIAISON.value, language=current_language().tag)
    form.offer(queries.list_grant_places())
    if form.validate_on_submit():
        actor = current_actor()
        link = form.attempt(
            invitations.invite,
            actor=actor,
            email=form.email.data,
            name=form.name.data,
            grant=form.grant(),
            language=form.language.data,
            key=form.once(actor),
        )
        if link is not None:
            flash(_("The invitation is on its way to %(email)s.", email=form.email.data))
            return redirect(url_for(".list_users"))
    return form_page("accounts/desk/invite.html", form=form)


@blueprint.post("/invitations/<uuid:invitation_id>/send-again")
@requires(Permission.ACCOUNT_EDIT)
def send_invitation_again(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Send a new link."""
    actor = current_actor()
    invitation = queries.get_invitation(actor, invitation_id)
    invitations.send_invitation_again(
        actor=actor, invitation=invitation, language=current_language().tag
    )
    flash(_("A new link is on its way to %(email)s.", email=invitation.email))
    return redirect(url_for(".list_users"))


@blueprint.post("/invitations/<uuid:invitation_id>/withdraw")
@requires(Permission.ACCOUNT_EDIT)
def withdraw_invitation(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Make a link useless."""
    actor = current_actor()
    invitation = queries.get_invitation(actor, invitation_id)
    invitations.withdraw_invitation(actor=actor, invitation=invitation)
    flash(_("The invitation is withdrawn."))
    return redirect(url_for(".list_users"))


@blueprint.get("/<uuid:user_id>")
@requires(Permission.ACCOUNT_VIEW)
def show_user(user_id: uuid.UUID) -> ResponseReturnValue:
    """One account."""
    user = queries.get_user(current_actor(), user_id)
    return _user_page(user, _role_form())


@blueprint.post("/<uuid:user_id>/roles")
@requires(Permission.ACCOUNT_EDIT)
def add_role(user_id: uuid.UUID) -> ResponseReturnValue:
    """Give a role."""
    user, form = _get_editable(user_id), _role_form()
    if form.validate_on_submit():
        form.attempt(users.add_role, actor=current_actor(), user=user, grant=form.grant())
        if not form.errors:
            return redirect(url_for(".show_user", user_id=user.id))
    return _user_page(user, form)


@blueprint.post("/<uuid:user_id>/roles/<uuid:grant_id>/remove")
@requires(Permission.ACCOUNT_EDIT)
def remove_role(user_id: uuid.UUID, grant_id: uuid.UUID) -> ResponseReturnValue:
    """Take a role away."""
    user = _get_editable(user_id)
    users.remove_role(actor=current_actor(), user=user, grant_id=grant_id)
    return redirect(url_for(".show_user", user_id=user.id))


@blueprint.post("/<uuid:user_id>/close")
@requires(Permission.ACCOUNT_EDIT)
def close_account(user_id: uuid.UUID) -> ResponseReturnValue:
    """Close an account."""
    user = _get_editable(user_id)
    users.close_account(actor=current_actor(), user=user)
    flash(_("The account is closed, and every browser is signed out."))
    return redirect(url_for(".show_user", user_id=user.id))


@blueprint.post("/<uuid:user_id>/reopen")
@requires(Permission.ACCOUNT_EDIT)
def reopen_account(user_id: uuid.UUID) -> ResponseReturnValue:
    """Open a closed account again."""
    user = _get_editable(user_id)
    users.reopen_account(actor=current_actor(), user=user)
    return redirect(url_for(".show_user", user_id=user.id))


@blueprint.post("/<uuid:user_id>/reset-second-factor")
@requires(Permission.ACCOUNT_EDIT)
def reset_second_factor(user_id: uuid.UUID) -> ResponseReturnValue:
    """Help somebody who lost their phone."""
    user = _get_editable(user_id)
    second_factor.reset_second_factor(actor=current_actor(), user=user)
    flash(_("The second factor is removed. It can be set up anew at the next sign-in."))
    return redirect(url_for(".show_user", user_id=user.id))


def _role_form() -> RoleForm:
    form = RoleForm(role=Role.LIAISON.value)
    form.offer(queries.list_grant_places())
    return form


def _user_page(user: User, form: RoleForm) -> ResponseReturnValue:
    actor = current_actor()
    return form_page(
        "accounts/desk/show_user.html",
        form=form,
        user=user,
        held=queries.list_held_roles([user.id]),
        roles=ROLES,
        states=STATES,
        is_self=user.id == actor.user_id,
        may_edit=can_edit_accounts(actor),
    )
