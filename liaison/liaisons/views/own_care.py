"""What the city asks of a liaison, as they see it themselves; what was hard, what was good."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.i18n import _, settings, wall_time
from liaison.liaisons.forms.care import HardContactForm, RecognitionForm
from liaison.liaisons.operations import care as operations
from liaison.liaisons.queries import care as queries
from liaison.liaisons.views.own_work import find_own, get_own
from liaison.permissions import Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("own_care", __name__, url_prefix="/field/care")


@blueprint.get("/")
@requires(Permission.FIELD_USE)
def show_my_care() -> ResponseReturnValue:
    """How much was asked of me this quarter, who supports me, what is worth remembering."""
    own, today = find_own(), clock.today(settings().zone())
    if own is None:
        return render_template("liaisons/own_care/show_my_care.html", liaison=None)
    return render_template(
        "liaisons/own_care/show_my_care.html",
        liaison=own,
        load=queries.load_of([own.id], today)[own.id],
        ceiling=queries.get_ceiling(),
        quiet=[wall_time(at) for at in queries.quiet_hours_of(own)],
        supporter=queries.find_supporter_name(own),
        flags=queries.list_own_hard_contacts(own.id),
        recognitions=queries.list_recognitions(own.id),
    )


@blueprint.route("/hard", methods=["GET", "POST"])
@requires(Permission.FIELD_USE)
def flag_hard_contact() -> ResponseReturnValue:
    """Tell the person who supports me that a contact was hard."""
    own = get_own()
    form = HardContactForm()
    if form.validate_on_submit():
        operations.flag_hard_contact(
            liaison=own, words=form.words.data or "", key=form.once(current_actor())
        )
        flash(_("They will get in touch with you."))
        return redirect(url_for(".show_my_care"))
    supporter = queries.find_supporter_name(own)
    return form_page("liaisons/own_care/flag_hard_contact.html", form=form, supporter=supporter)


@blueprint.route("/good", methods=["GET", "POST"])
@requires(Permission.FIELD_USE)
def note_recognition() -> ResponseReturnValue:
    """Write down something I connected or learned."""
    own = get_own()
    form = RecognitionForm(noted_on=clock.today(settings().zone()))
    if form.validate_on_submit():
        actor = current_actor()
        noted = form.attempt(
            operations.note_recognition,
            actor=actor,
            liaison=own,
            noted_on=form.noted_on.data,
            words=form.words.data,
            key=form.once(actor),
        )
        if noted:
            return redirect(url_for(".show_my_care"))
    return form_page("liaisons/own_care/note_recognition.html", form=form)
