"""A liaison's own profile, in the field."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison.errors import NotFound
from liaison.i18n import _
from liaison.liaisons.forms.roster import KINDS, STATES, TONES
from liaison.liaisons.operations import profile as operations
from liaison.liaisons.policy.profile import is_shown_to_everybody
from liaison.liaisons.queries.profiles import get_own_profile
from liaison.liaisons.views.profile_parts import PAGES, at_each_part, find_page, save_part
from liaison.permissions import Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("own_profile", __name__, url_prefix="/field/profile")


@blueprint.get("/")
@requires(Permission.FIELD_USE)
def show_profile() -> ResponseReturnValue:
    """What the city knows about me, and where I change it."""
    try:
        profile = get_own_profile(current_actor())
    except NotFound:  # staff open the notebook, too
        return render_template("liaisons/own/show_profile.html", profile=None)
    return render_template(
        "liaisons/own/show_profile.html",
        profile=profile,
        lines={name: page.lines(profile) for name, page in PAGES.items()},
        is_shown=is_shown_to_everybody(profile.liaison),
        kinds=KINDS,
        states=STATES,
        tones=TONES,
    )


@at_each_part(blueprint)
@requires(Permission.FIELD_USE)
def change_part(part: str) -> ResponseReturnValue:
    """Change one part of my profile."""
    actor, page = current_actor(), find_page(part)
    profile = get_own_profile(actor)
    form = page.read(profile)
    is_saved, clashes = save_part(page, form, actor, profile)
    if is_saved:
        flash(_("Saved."))
        return redirect(url_for(".change_part", part=part) if page.is_list else _home())
    return form_page(
        "liaisons/own/change_part.html",
        form=form,
        clashes=clashes,
        page=page,
        lines=page.lines(profile),
        part=part,
    )


def _home() -> str:
    return url_for(".show_profile")


@blueprint.post("/<part>/drop")
@requires(Permission.FIELD_USE)
def drop_line(part: str) -> ResponseReturnValue:
    """Take a line off a part of my profile."""
    actor, page = current_actor(), find_page(part)
    page.drop(actor, get_own_profile(actor).liaison, request.form.get("line", ""))
    return redirect(url_for(".change_part", part=part))


@blueprint.post("/map/agree")
@requires(Permission.FIELD_USE)
def agree_to_map() -> ResponseReturnValue:
    """Let everybody see my name, languages and areas."""
    actor = current_actor()
    operations.show_on_map(actor=actor, liaison=get_own_profile(actor).liaison)
    flash(_("Saved. You can take this back at any time."))
    return redirect(_home())


@blueprint.post("/map/withdraw")
@requires(Permission.FIELD_USE)
def withdraw_from_map() -> ResponseReturnValue:
    """Nobody outside the city's staff sees me any more."""
    actor = current_actor()
    operations.hide_from_map(actor=actor, liaison=get_own_profile(actor).liaison)
    flash(_("You are no longer shown."))
    return redirect(_home())
