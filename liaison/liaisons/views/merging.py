"""Entries of the roster that may be one person, and making one of two."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from liaison.i18n import _
from liaison.liaisons.forms.merging import REASONS, MergeForm
from liaison.liaisons.forms.roster import KINDS, STATES, TONES
from liaison.liaisons.models.liaison import LiaisonKind
from liaison.liaisons.operations.merging import merge_liaisons
from liaison.liaisons.operations.telling_apart import tell_apart as tell
from liaison.liaisons.policy.likeness import Known, likeness
from liaison.liaisons.queries import likeness as queries
from liaison.liaisons.queries.profiles import Profile, get_profiles
from liaison.permissions import Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires
from liaison.web.tables import PAGE_SIZE, Column, Page, page_number

blueprint = Blueprint("liaison_merging", __name__, url_prefix="/desk/liaisons")


@blueprint.get("/alike")
@requires(Permission.LIAISON_EDIT)
def list_alike_liaisons() -> ResponseReturnValue:
    """Pairs of entries that may be one person. Nothing is merged before somebody looked."""
    pairs, number = queries.list_alike(current_actor()), page_number()
    first = (number - 1) * PAGE_SIZE
    return render_template(
        "liaisons/merging/list_alike_liaisons.html",
        page=Page(pairs[first : first + PAGE_SIZE], len(pairs), number),
        columns=[
            Column(_("Entries in the roster")),
            Column(_("Why they look alike")),
            Column(_("Next step")),
        ],
        reasons=REASONS,
    )


@blueprint.get("/two-people")
@requires(Permission.LIAISON_EDIT)
def list_two_people() -> ResponseReturnValue:
    """Pairs of which somebody found out that they are two people."""
    pairs, number = queries.list_told_apart(current_actor()), page_number()
    first = (number - 1) * PAGE_SIZE
    return render_template(
        "liaisons/merging/list_two_people.html",
        page=Page(pairs[first : first + PAGE_SIZE], len(pairs), number),
        columns=[
            Column(_("Entries in the roster")),
            Column(_("Who found out, and when")),
            Column(_("Next step")),
        ],
    )


@blueprint.post("/<uuid:liaison_id>/two-people/<uuid:other_id>")
@requires(Permission.LIAISON_EDIT)
def tell_apart(liaison_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """They are two people: the pair is not offered any more."""
    actor = current_actor()
    one, other = get_profiles(actor, (liaison_id, other_id), Permission.LIAISON_EDIT)
    tell(actor=actor, one=one.liaison, other=other.liaison)
    flash(_("They are two people, and are not offered as one any more."))
    return redirect(url_for(".list_alike_liaisons"))


@blueprint.route("/<uuid:liaison_id>/merge/<uuid:other_id>", methods=["GET", "POST"])
@requires(Permission.LIAISON_EDIT)
def merge(liaison_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """Look at two entries side by side, and make one of them."""
    actor = current_actor()
    two = get_profiles(actor, (liaison_id, other_id), Permission.LIAISON_EDIT)
    form = MergeForm()
    form.kept.choices = [(str(profile.id), _choice_words(profile)) for profile in two]
    form.offer_kinds({profile.liaison.kind for profile in two})
    if form.validate_on_submit():
        kept, merged = two if form.kept.data == str(liaison_id) else two[::-1]
        kept_id = kept.id
        done = form.attempt(
            merge_liaisons,
            actor=actor,
            kept=kept.liaison,
            merged=merged.liaison,
            kind=LiaisonKind(form.kind.data) if "kind" in form else kept.liaison.kind,
        )
        if done:
            flash(_("The two entries are one now."))
            return redirect(url_for("liaisons.show_liaison", liaison_id=kept_id))
    return form_page(
        "liaisons/merging/merge.html",
        form=form,
        two=two,
        why=[REASONS[reason] for reason in likeness(_known(two[0]), _known(two[1]))],
        told_apart=queries.find_told_apart(liaison_id, other_id),
        kinds=KINDS,
        states=STATES,
        tones=TONES,
    )


def _choice_words(profile: Profile) -> str:
    person = profile.liaison.person
    details = [words for words in (person.email, person.phone) if words]
    return f"{profile.name} ({', '.join(details)})" if details else profile.name


def _known(profile: Profile) -> Known:
    person = profile.liaison.person
    return Known(profile.id, person.name, person.email, person.phone)
