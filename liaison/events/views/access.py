"""Access at an event: three answers to each question, and publishing, which waits for some."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from liaison.events.forms.access import AccessForm, PublishForm, access_form
from liaison.events.models.event import Event
from liaison.events.operations.access import answer_access
from liaison.events.operations.events import publish_event as publish
from liaison.events.policy.events import ACCESS
from liaison.events.policy.readiness import unanswered
from liaison.events.queries.events import get_event
from liaison.events.queries.rules import get_rules
from liaison.i18n import _
from liaison.permissions import Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("event_access", __name__, url_prefix="/desk/events/<uuid:event_id>")


@blueprint.route("/access", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def edit_access(event_id: uuid.UUID) -> ResponseReturnValue:
    """Answer all questions."""
    actor = current_actor()
    event = get_event(actor, event_id, Permission.EVENT_EDIT)
    form = access_form(AccessForm, event, ACCESS)
    if form.validate_on_submit():
        answer_access(actor=actor, event=event, answers=form.answers())
        flash(_("The answers are saved."))
        return redirect(url_for("events_desk.show_event", event_id=event.id))
    required = get_rules().required_access
    return form_page(
        "events/access/edit_access.html",
        form=form,
        event=event,
        required=[ACCESS[key] for key in required if key in ACCESS],
    )


@blueprint.route("/publish", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def publish_event(event_id: uuid.UUID) -> ResponseReturnValue:
    """Show the event to the public; where answers are open, ask for them or for a reason."""
    event = get_event(current_actor(), event_id, Permission.EVENT_EDIT)
    form = access_form(PublishForm, event, unanswered(event, get_rules().required_access))
    if form.validate_on_submit() and form.attempt(_publish, event=event, form=form):
        undo_url = url_for("events_desk.withdraw_event", event_id=event.id)
        flash({"text": _("The event is published."), "undo_url": undo_url})  # type: ignore[arg-type]  # the toast takes both
        return redirect(url_for("events_desk.show_event", event_id=event.id))
    return form_page("events/access/publish_event.html", form=form, event=event)


def _publish(*, event: Event, form: PublishForm) -> bool:
    actor = current_actor()
    answer_access(actor=actor, event=event, answers=form.answers())
    publish(actor=actor, event=event, override_reason=form.override_reason.data)
    return True
