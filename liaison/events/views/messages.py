"""Messages of an event at the desk: what is planned, what went out, planning one."""

import uuid
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.events.forms.messages import UNITS, MessageForm, message_form, words_name
from liaison.events.models.event import Event
from liaison.events.models.message import Audience, EventMessage, MessageKind
from liaison.events.operations import planning_messages as operations
from liaison.events.operations.planning_messages import MessageDetails
from liaison.events.policy.events import can_edit_event
from liaison.events.policy.messages import (
    AUDIENCES,
    KINDS,
    PLANNABLE,
    STATES,
    TONES,
    thanks_due_at,
)
from liaison.events.queries import messages as queries
from liaison.events.queries.dates import list_dates
from liaison.events.queries.events import get_event
from liaison.events.queries.rules import get_rules
from liaison.i18n import _, _l, settings
from liaison.permissions import Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires
from liaison.web.tables import Column

blueprint = Blueprint(
    "event_messages", __name__, url_prefix="/desk/events/<uuid:event_id>/messages"
)
COLUMNS = (
    Column(_l("What")),
    Column(_l("When")),
    Column(_l("To whom")),
    Column(_l("State")),
)
ACTS = Column(_l("What you can do"))


@blueprint.get("/")
@requires(Permission.EVENT_VIEW)
def list_messages(event_id: uuid.UUID) -> ResponseReturnValue:
    """What people who signed up are told and when, and whether what was promised is owed."""
    actor = current_actor()
    event = get_event(actor, event_id)
    messages = queries.list_messages(event.id)
    may_edit = can_edit_event(actor, event.program, event.area_id)
    due = thanks_due_at(list_dates(event), get_rules())
    return render_template(
        "events/messages/list_messages.html",
        event=event,
        messages=messages,
        owed=queries.find_owed(event, messages, due, clock.now()),
        reach=queries.count_reach(event.id),
        may_edit=may_edit,
        columns=(*COLUMNS, ACTS) if may_edit else COLUMNS,
        plannable=PLANNABLE,
        kinds=KINDS,
        audiences=AUDIENCES,
        states=STATES,
        tones=TONES,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def plan_message(event_id: uuid.UUID) -> ResponseReturnValue:
    """Plan one more."""
    event = get_event(current_actor(), event_id, Permission.EVENT_EDIT)
    form = _form(unit="hours", direction="before")
    if form.validate_on_submit() and form.attempt(operations.plan_message, **_values(form, event)):
        flash(_("The message is planned."))
        return redirect(url_for(".list_messages", event_id=event.id))
    return form_page("events/messages/plan_message.html", form=form, event=event)


@blueprint.route("/<uuid:message_id>/edit", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def edit_message(event_id: uuid.UUID, message_id: uuid.UUID) -> ResponseReturnValue:
    """Change when, to whom and with which words."""
    event = get_event(current_actor(), event_id, Permission.EVENT_EDIT)
    message = queries.get_message(event.id, message_id)
    form = _form(**_stored(message))
    if form.validate_on_submit() and form.attempt(
        operations.edit_message, message=message, **_values(form, event)
    ):
        flash(_("The message is saved."))
        return redirect(url_for(".list_messages", event_id=event.id))
    return form_page("events/messages/edit_message.html", form=form, event=event)


@blueprint.post("/<uuid:message_id>/drop")
@requires(Permission.EVENT_EDIT)
def drop_message(event_id: uuid.UUID, message_id: uuid.UUID) -> ResponseReturnValue:
    """Do not send it."""
    actor = current_actor()
    event = get_event(actor, event_id, Permission.EVENT_EDIT)
    operations.drop_message(actor=actor, message=queries.get_message(event.id, message_id))
    flash(_("The message is not sent."))
    return redirect(url_for(".list_messages", event_id=event.id))


def _tags() -> list[str]:
    return [tag for tag in settings().languages if tag != "en"]


def _form(**values: Any) -> MessageForm:
    form = message_form(_tags())(**values)
    form.kind.choices = [(kind.value, KINDS[kind]) for kind in PLANNABLE]
    form.audience.choices = [(audience.value, words) for audience, words in AUDIENCES.items()]
    return form


def _stored(message: EventMessage) -> dict[str, Any]:
    """What the form shows of a planned message."""
    values: dict[str, Any] = {
        "kind": message.kind.value,
        "audience": message.audience.value,
        "words": message.words,
    }
    for text in queries.list_texts([message.id]):
        values[words_name(text.language)] = text.words
    if message.minutes is None:
        local = message.send_at.astimezone(settings().zone())
        return values | {"send_on": local.date(), "send_time": local.time()}
    length = abs(message.minutes)
    unit = next(name for name in ("days", "hours", "minutes") if length % UNITS[name] == 0)
    direction = "before" if message.minutes < 0 else "after"
    return values | {"amount": length // UNITS[unit], "unit": unit, "direction": direction}


def _values(form: MessageForm, event: Event) -> dict[str, Any]:
    on, at = form.send_on.data, form.send_time.data
    return {
        "actor": current_actor(),
        "event": event,
        "details": MessageDetails(
            kind=MessageKind(form.kind.data),
            audience=Audience(form.audience.data),
            minutes=form.minutes,
            send_at=datetime.combine(on, at, settings().zone()) if on and at else None,
            words=form.words.data,
            texts={tag: form[words_name(tag)].data for tag in _tags()},
        ),
    }
