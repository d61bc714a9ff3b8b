"""Holding an event once more, on another day or at another place."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.events.operations.copies import copy_event as make_copy
from liaison.events.policy.recurrence import next_month_after, same_weekday_next_month
from liaison.events.policy.wall_time import move_days
from liaison.events.queries.events import get_event
from liaison.events.views.event_form import open_new_form, read_new_form, said_of
from liaison.i18n import _, settings
from liaison.permissions import Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("event_copies", __name__, url_prefix="/desk/events/<uuid:event_id>/copy")


@blueprint.route("/", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def copy_event(event_id: uuid.UUID) -> ResponseReturnValue:
    """The same event again: everything is filled in, the day is the next that suits."""
    source = get_event(current_actor(), event_id, Permission.EVENT_EDIT)
    said, zone = said_of(source), settings().zone()
    day = source.starts_at.astimezone(zone).date()
    again = next_month_after(same_weekday_next_month(day), clock.today(zone))
    for name in ("starts_at", "ends_at", "closes_at"):
        said[name] = said[name] and move_days(said[name], (again - day).days, zone)
    form = open_new_form(said, event=source)
    values = read_new_form(form) if form.validate_on_submit() else None
    event = values and form.attempt(make_copy, source=source, **values)
    if event:
        flash(_("The draft is saved. Publish it when it is ready."))
        return redirect(url_for("events_desk.show_event", event_id=event.id))
    return form_page("events/copies/copy_event.html", form=form, event=source)
