"""Profiles on the desk, part by part."""

import uuid

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from liaison.accounts.queries import list_users_with_role
from liaison.i18n import _
from liaison.liaisons.forms.profile import SupportForm
from liaison.liaisons.operations import profile as operations
from liaison.liaisons.queries.profiles import Profile, get_profile
from liaison.liaisons.views.profile_parts import at_each_part, find_page, save_part
from liaison.permissions import Permission, Role
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint(
    "liaison_profile", __name__, url_prefix="/desk/liaisons/<uuid:liaison_id>/profile"
)
SUPPORTERS = (Role.COORDINATOR, Role.PROGRAM_MANAGER)  # who sees the roster and works with people


def _get(liaison_id: uuid.UUID) -> Profile:
    return get_profile(current_actor(), liaison_id, Permission.LIAISON_EDIT)


def _to_liaison(liaison_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for("liaisons.show_liaison", liaison_id=liaison_id))


@at_each_part(blueprint)
@requires(Permission.LIAISON_EDIT)
def change_part(liaison_id: uuid.UUID, part: str) -> ResponseReturnValue:
    """Change one part of a profile."""
    actor, page, profile = current_actor(), find_page(part), _get(liaison_id)
    form = page.read(profile)
    is_saved, clashes = save_part(page, form, actor, profile)
    if is_saved:
        flash(_("Saved."))
        if page.is_list:
            return redirect(url_for(".change_part", liaison_id=liaison_id, part=part))
        return _to_liaison(liaison_id)
    return form_page(
        "liaisons/profile/change_part.html",
        form=form,
        clashes=clashes,
        page=page,
        lines=page.lines(profile),
        part=part,
        profile=profile,
    )


@blueprint.post("/<part>/drop")
@requires(Permission.LIAISON_EDIT)
def drop_line(liaison_id: uuid.UUID, part: str) -> ResponseReturnValue:
    """Take a line off a part of a profile."""
    page, profile = find_page(part), _get(liaison_id)
    page.drop(current_actor(), profile.liaison, request.form.get("line", ""))
    return redirect(url_for(".change_part", liaison_id=liaison_id, part=part))


@blueprint.route("/support", methods=["GET", "POST"])
@requires(Permission.LIAISON_EDIT)
def set_support(liaison_id: uuid.UUID) -> ResponseReturnValue:
    """Whom the liaison turns to."""
    profile = _get(liaison_id)
    liaison = profile.liaison
    form = SupportForm(supporter=str(liaison.supporter_id or ""))
    found = {user.id: user.name for role in SUPPORTERS for user in list_users_with_role(role)}
    if liaison.supporter_id and profile.supporter:
        found.setdefault(liaison.supporter_id, profile.supporter)
    people = sorted(found.items(), key=lambda one: one[1].casefold())
    form.supporter.choices = [("", _("Nobody yet")), *((str(key), name) for key, name in people)]
    if form.validate_on_submit() and form.attempt(
        operations.set_support,
        actor=current_actor(),
        liaison=liaison,
        supporter_id=uuid.UUID(form.supporter.data) if form.supporter.data else None,
    ):
        return _to_liaison(liaison_id)
    return form_page("liaisons/profile/set_support.html", form=form, profile=profile)


@blueprint.post("/map/agree")
@requires(Permission.LIAISON_EDIT)
def agree_to_map(liaison_id: uuid.UUID) -> ResponseReturnValue:
    """Write down that somebody without an account agreed to be shown."""
    operations.show_on_map(actor=current_actor(), liaison=_get(liaison_id).liaison)
    return _to_liaison(liaison_id)


@blueprint.post("/map/withdraw")
@requires(Permission.LIAISON_EDIT)
def withdraw_from_map(liaison_id: uuid.UUID) -> ResponseReturnValue:
    """They no longer agree to be shown."""
    operations.hide_from_map(actor=current_actor(), liaison=_get(liaison_id).liaison)
    flash(_("They are no longer shown."))
    return _to_liaison(liaison_id)
