"""Templates: kept from an event, and the start of the next."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.events.forms.templates import TemplateForm
from liaison.events.operations import templates as operations
from liaison.events.queries import templates as queries
from liaison.events.queries.events import get_event
from liaison.events.views.event_form import open_new_form, read_new_form
from liaison.i18n import _, settings
from liaison.permissions import Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("event_templates", __name__, url_prefix="/desk/event-templates")


@blueprint.get("/")
@requires(Permission.EVENT_EDIT)
def list_templates() -> ResponseReturnValue:
    """All templates the actor may use."""
    rows = queries.list_templates(current_actor())
    return render_template("events/templates/list_templates.html", templates=rows)


@blueprint.route("/from/<uuid:event_id>", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def keep_template(event_id: uuid.UUID) -> ResponseReturnValue:
    """Keep an event as a template."""
    actor = current_actor()
    event = get_event(actor, event_id, Permission.EVENT_EDIT)
    form = TemplateForm(name=event.title[:100])
    if form.validate_on_submit() and form.attempt(
        operations.keep_template,
        actor=actor,
        event=event,
        name=form.name.data,
        zone=settings().zone(),
    ):
        flash(_("The template is kept. You find it where events are planned."))
        return redirect(url_for("events_desk.show_event", event_id=event.id))
    return form_page("events/templates/keep_template.html", form=form, event=event)


@blueprint.route("/<uuid:template_id>/start", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def start_event(template_id: uuid.UUID) -> ResponseReturnValue:
    """Plan an event from a template."""
    template, zone = queries.get_template(current_actor(), template_id), settings().zone()
    said = operations.read_template(template, today=clock.today(zone), zone=zone)
    form = open_new_form(said)
    values = read_new_form(form) if form.validate_on_submit() else None
    event = values and form.attempt(operations.start_event, template=template, **values)
    if event:
        flash(_("The draft is saved. Publish it when it is ready."))
        return redirect(url_for("events_desk.show_event", event_id=event.id))
    return form_page("events/templates/start_event.html", form=form, kept=template)


@blueprint.route("/<uuid:template_id>/rename", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def rename_template(template_id: uuid.UUID) -> ResponseReturnValue:
    """Give a template another name."""
    actor = current_actor()
    template = queries.get_template(actor, template_id)
    form = TemplateForm(obj=template)
    if form.validate_on_submit():
        name = form.name.data
        form.attempt(operations.rename_template, actor=actor, template=template, name=name)
        if not form.errors:
            return redirect(url_for(".list_templates"))
    return form_page("events/templates/rename_template.html", form=form)


@blueprint.post("/<uuid:template_id>/retire")
@requires(Permission.EVENT_EDIT)
def retire_template(template_id: uuid.UUID) -> ResponseReturnValue:
    """Offer it no longer."""
    return _switch(operations.retire_template, template_id)


@blueprint.post("/<uuid:template_id>/restore")
@requires(Permission.EVENT_EDIT)
def restore_template(template_id: uuid.UUID) -> ResponseReturnValue:
    """Offer it again."""
    return _switch(operations.restore_template, template_id)


def _switch(act: Any, template_id: uuid.UUID) -> ResponseReturnValue:
    actor = current_actor()
    act(actor=actor, template=queries.get_template(actor, template_id))
    return redirect(url_for(".list_templates"))
