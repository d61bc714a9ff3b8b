"""Care for liaisons at the desk: how much was asked, a thank-you, a letter, what was hard."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from liaison import clock, jobs
from liaison.i18n import _, settings
from liaison.liaisons.forms.care import RecognitionForm
from liaison.liaisons.jobs.letters import LETTER_OF_SERVICE
from liaison.liaisons.operations import care as operations
from liaison.liaisons.policy.roster import may_cover
from liaison.liaisons.queries import care as queries
from liaison.liaisons.queries.roster import get_liaison
from liaison.liaisons.queries.service import count_approved_minutes
from liaison.lines import Line
from liaison.permissions import Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires
from liaison.web.panels import ListSource, Panel

blueprint = Blueprint("liaison_care", __name__, url_prefix="/desk")


@blueprint.get("/liaisons/<uuid:liaison_id>/care")
@requires(Permission.LIAISON_VIEW)
def show_care(liaison_id: uuid.UUID) -> ResponseReturnValue:
    """How much was asked of somebody this quarter, and what is worth remembering of them."""
    actor = current_actor()
    liaison = get_liaison(actor, liaison_id)
    return render_template(
        "liaisons/care/show_care.html",
        liaison=liaison,
        load=queries.load_of([liaison.id], clock.today(settings().zone()))[liaison.id],
        ceiling=queries.get_ceiling(),
        recognitions=queries.list_recognitions(liaison.id),
        approved_minutes=count_approved_minutes(liaison.id),
        may_edit=may_cover(actor, [covered.area_id for covered in liaison.areas]),
    )


@blueprint.route("/liaisons/<uuid:liaison_id>/recognition", methods=["GET", "POST"])
@requires(Permission.LIAISON_EDIT)
def note_recognition(liaison_id: uuid.UUID) -> ResponseReturnValue:
    """Write down something somebody connected or learned."""
    actor = current_actor()
    liaison = get_liaison(actor, liaison_id, Permission.LIAISON_EDIT)
    form = RecognitionForm(noted_on=clock.today(settings().zone()))
    if form.validate_on_submit():
        noted = form.attempt(
            operations.note_recognition,
            actor=actor,
            liaison=liaison,
            noted_on=form.noted_on.data,
            words=form.words.data,
            key=form.once(actor),
        )
        if noted:
            return redirect(url_for(".show_care", liaison_id=liaison.id))
    return form_page("liaisons/care/note_recognition.html", form=form, liaison=liaison)


@blueprint.post("/liaisons/<uuid:liaison_id>/letter")
@requires(Permission.LIAISON_EDIT)
def draw_letter(liaison_id: uuid.UUID) -> ResponseReturnValue:
    """Ask the worker for the letter of service."""
    actor = current_actor()
    liaison = get_liaison(actor, liaison_id, Permission.LIAISON_EDIT)
    job = jobs.enqueue(
        LETTER_OF_SERVICE,
        asked_by_id=actor.user_id,
        liaison_id=str(liaison.id),
        for_user_id=str(actor.user_id),
    )
    here = url_for(".show_care", liaison_id=liaison.id)
    return redirect(url_for("desk.show_job", job_id=job.id, next=here))


@blueprint.get("/hard-contacts")
@requires(Permission.DESK_USE)
def list_hard_contacts() -> ResponseReturnValue:
    """What liaisons told me, whom I support: nobody else sees it."""
    flags = queries.list_hard_contacts(current_actor())
    return render_template("liaisons/care/list_hard_contacts.html", flags=flags)


@blueprint.post("/hard-contacts/<uuid:flag_id>/talked")
@requires(Permission.DESK_USE)
def note_talk(flag_id: uuid.UUID) -> ResponseReturnValue:
    """We spoke about it."""
    operations.note_talk(flag=queries.get_hard_contact(current_actor(), flag_id))
    flash(_("Noted that you spoke about it."))
    return redirect(url_for(".list_hard_contacts"))


def _make_panel(lines: Sequence[Line]) -> Panel:
    """Hard contacts nobody spoke about yet, on the desk of the one who is to."""
    return Panel(
        title=_("A liaison had a hard contact"),
        template="liaisons/care/_panel.html",
        data=lines,
        links=((_("What they told you"), url_for("liaison_care.list_hard_contacts")),),
    )


def _make_worn_panel(lines: Sequence[Line]) -> Panel:
    """For the one they turn to, before anybody asks them for more."""
    return Panel(
        title=_("Much was asked of them this quarter"),
        template="liaisons/care/_worn_panel.html",
        data=lines,
    )


panels = (
    ListSource(
        "liaisons.hard_contacts", Permission.DESK_USE, 5, queries.ask_hard_contacts, _make_panel
    ),
    ListSource(
        "liaisons.worn", Permission.LIAISON_VIEW, 6, queries.ask_worn_liaisons, _make_worn_panel
    ),
)
