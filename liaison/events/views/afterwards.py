"""What came of an event, at the desk."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.events.forms.afterwards import AfterwardsForm
from liaison.events.models.event import EventState
from liaison.events.operations.afterwards import write_afterwards as write
from liaison.events.policy.dates import over_at
from liaison.events.policy.events import can_edit_event
from liaison.events.policy.messages import thanks_due_at
from liaison.events.policy.retention import forgotten_at
from liaison.events.queries.dates import list_dates
from liaison.events.queries.events import get_event
from liaison.events.queries.messages import find_owed, list_messages
from liaison.events.queries.rules import get_rules
from liaison.i18n import _
from liaison.permissions import Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint(
    "event_afterwards", __name__, url_prefix="/desk/events/<uuid:event_id>/afterwards"
)


@blueprint.get("/")
@requires(Permission.EVENT_VIEW)
def show_afterwards(event_id: uuid.UUID) -> ResponseReturnValue:
    """How many came, what was learned and said, and what is still owed."""
    return _page(event_id)


@blueprint.post("/")
@requires(Permission.EVENT_EDIT)
def write_afterwards(event_id: uuid.UUID) -> ResponseReturnValue:
    """Write down what was learned and said."""
    return _page(event_id, permission=Permission.EVENT_EDIT)


def _page(
    event_id: uuid.UUID, permission: Permission = Permission.EVENT_VIEW
) -> ResponseReturnValue:
    actor, rules, now = current_actor(), get_rules(), clock.now()
    event = get_event(actor, event_id, permission)
    form = AfterwardsForm(obj=event)
    if form.validate_on_submit():
        write(actor=actor, event=event, learned=form.learned.data, notes=form.notes.data)
        flash(_("What came of it is saved."))
        return redirect(url_for(".show_afterwards", event_id=event.id))
    dates = list_dates(event)
    due = thanks_due_at(dates, rules)
    has_begun = event.state is EventState.PUBLISHED and event.starts_at <= now
    return form_page(
        "events/afterwards/show_afterwards.html",
        form=form,
        event=event,
        has_begun=has_begun,
        may_edit=has_begun and can_edit_event(actor, event.program, event.area_id),
        due=due,
        notes_owed=has_begun and now > due and not event.notes,
        messages_owed=find_owed(event, list_messages(event.id), due, now),
        forgotten_at=forgotten_at(over_at(dates), rules),
    )
