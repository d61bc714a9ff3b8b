"""Concerns voiced at an event: writing down ten at once, and what became of each."""

import secrets
import uuid
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.contacts.forms import STATES, TONES, ConcernsForm, concerns_form
from liaison.contacts.models import Channel, ContactState
from liaison.contacts.operations.entries import ContactDetails, log_contacts
from liaison.contacts.queries import log as queries
from liaison.contacts.queries.log import list_topics_by_use
from liaison.events.models.event import Event
from liaison.events.queries.events import get_event
from liaison.i18n import _l, _n, current_language, settings
from liaison.permissions import Permission
from liaison.programs.queries import get_program
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires
from liaison.web.tables import Column

blueprint = Blueprint(
    "event_concerns", __name__, url_prefix="/desk/events/<uuid:event_id>/concerns"
)
COLUMNS = (
    Column(_l("Topic")),
    Column(_l("What was said")),
    Column(_l("What was promised")),
    Column(_l("What became of it")),
)


@blueprint.route("/", methods=["GET", "POST"])
@requires(Permission.CONTACT_LOG)
def list_concerns(event_id: uuid.UUID) -> ResponseReturnValue:
    """What was said there, what was promised and what became of it; rows for ten more."""
    actor, tag = current_actor(), current_language().tag
    event = get_event(actor, event_id)
    form = concerns_form()(key=secrets.token_urlsafe(12))
    form.offer([(str(topic.id), topic.name) for topic in list_topics_by_use(actor, tag)])
    if form.validate_on_submit():
        get_program(actor, event.program_id, Permission.CONTACT_LOG)
        logged = form.attempt(
            log_contacts, actor=actor, event_id=event.id, entries=_entries(form, event)
        )
        if logged is not None:
            count = len(logged)
            flash(_n("%(num)s concern is in the contact log.", "%(num)s are in the log.", count))
            return redirect(url_for(".list_concerns", event_id=event.id))
    concerns = queries.list_concerns_of_event(actor, event.id, language=tag)
    return form_page(
        "contacts/at_event/list_concerns.html",
        form=form,
        event=event,
        concerns=concerns,
        columns=COLUMNS,
        open_ones=sum(concern.state is ContactState.OPEN for concern in concerns),
        has_begun=event.starts_at <= clock.now(),
        states=STATES,
        tones=TONES,
    )


def _entries(form: ConcernsForm, event: Event) -> list[tuple[str, ContactDetails]]:
    zone = settings().zone()
    day = min(event.starts_at.astimezone(zone).date(), clock.today(zone))
    where: dict[str, Any] = {
        "program_id": event.program_id,
        "area_id": event.area_id,
        "place": event.place_name or event.title[:200],
        "channel": Channel.EVENT,
        "opened_on": day,
    }
    return [
        (f"{form.key.data}-{row.number}", ContactDetails(**where, **row.said()))
        for row in form.rows()
        if row.is_filled
    ]
