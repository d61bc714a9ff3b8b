"""Keying the contact sheets of an event into the contact log."""

import uuid
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.contacts.forms import CONTACT_COLUMNS, KeyContactsForm
from liaison.contacts.models import Channel
from liaison.contacts.operations.entries import ContactDetails, Reachable
from liaison.contacts.operations.sheets import SheetRow, key_contacts
from liaison.contacts.queries.log import list_topics_by_use
from liaison.errors import WrongState
from liaison.events.models.door import PaperBatch, PaperKind
from liaison.events.models.event import Event
from liaison.events.operations.paper import void_rows
from liaison.events.policy.paper import KEYED_AT_ONCE, count_still_out, row_code
from liaison.events.queries.events import get_event
from liaison.events.queries.paper import get_batch, list_numbers_out
from liaison.i18n import _, current_language, settings
from liaison.permissions import Permission
from liaison.places.queries import list_main_areas
from liaison.web.grids import (
    VOID,
    Grid,
    GridRow,
    read_language,
    read_voided,
    sent_numbers,
    with_choices,
)
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("contacts_paper", __name__, url_prefix="/desk/events")


@blueprint.route("/<uuid:event_id>/paper/<code>/contacts", methods=["GET", "POST"])
@requires(Permission.CONTACT_LOG)
def key_contact_rows(event_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """A table for the rows of a contact sheet that are still out."""
    event = get_event(current_actor(), event_id, Permission.EVENT_EDIT)
    batch = get_batch(event.id, code)
    if batch.kind is not PaperKind.CONTACT:
        raise WrongState(_("This is not a contact sheet."))
    form = KeyContactsForm()
    place: dict[str, Any] = {"event_id": event.id, "code": batch.code}
    if form.validate_on_submit():
        grid = _grid(batch, sent_numbers(request.form, among=range(1, batch.printed + 1)))
        grid.read(request.form)
        if _keyed(event, batch, grid, is_rest_void=form.void_rest.data):
            flash(_("The rows are saved."))
            if count_still_out(batch):
                return redirect(url_for(".key_contact_rows", **place))
            return redirect(url_for("event_paper.show_batch", **place))
    else:
        grid = _grid(batch, list_numbers_out(batch)[:KEYED_AT_ONCE])
    page = render_template(
        "contacts/paper/key_contact_rows.html", form=form, event=event, batch=batch, grid=grid
    )
    return page, 422 if grid.has_problems or form.errors else 200


def _grid(batch: PaperBatch, numbers: list[int]) -> Grid:
    actor, tag = current_actor(), current_language().tag
    topics = sorted(list_topics_by_use(actor, tag), key=lambda topic: topic.name.casefold())
    columns = with_choices(
        CONTACT_COLUMNS,
        topic=[(str(topic.id), topic.name) for topic in topics],
        area=[(str(area.id), area.name) for area in list_main_areas()],
    )
    return Grid(columns, [GridRow(n, row_code(batch, n)) for n in numbers])


def _keyed(event: Event, batch: PaperBatch, grid: Grid, *, is_rest_void: bool) -> bool:
    """Store what the table says, all of it or nothing."""
    actor, day = current_actor(), _day_of(event)
    rows = [_read(grid, row, event, day) for row in grid.filled if not row.has(VOID)]
    voided = read_voided(grid)
    if is_rest_void:
        voided += [row.number for row in grid.rows if row.is_empty]
    ready = [row for row in rows if row]
    if not grid.has_problems and ready:
        refused = key_contacts(actor=actor, event=event, batch=batch, rows=ready)
        for (number, column), message in refused.items():
            grid.refuse(number, column, message)
    if not grid.has_problems and voided:
        void_rows(actor=actor, batch=batch, numbers=voided)
    return not grid.has_problems


def _read(grid: Grid, row: GridRow, event: Event, day: date) -> SheetRow | None:
    """The contact a row tells of; None where something must be mended first."""
    language = read_language(row["language"]) if row["language"] else None
    if row["language"] and not language:
        grid.refuse(row.number, "language", _("Enter one language, such as Spanish or es."))
    for key, longest in (("place", 200), ("name", 120), ("reach", 200)):
        if len(row[key]) > longest:
            grid.refuse(row.number, key, _("Shorten this to %(most)s letters.", most=longest))
    if (row["name"] or row["reach"]) and not row.has("has_agreed"):
        message = _("Tick that they agree, or leave out the name and how to reach them.")
        grid.refuse(row.number, "has_agreed", message)
    topic, area = grid.chosen(row, "topic"), grid.chosen(row, "area")
    if not topic:
        grid.refuse(row.number, "topic", _("Choose what it was about."))
        return None
    return SheetRow(
        number=row.number,
        details=ContactDetails(
            program_id=event.program_id,
            topic_id=uuid.UUID(topic),
            area_id=uuid.UUID(area) if area else None,
            place=row["place"],
            channel=Channel.EVENT,
            language=language,
            concern=row["concern"],
            opened_on=day,
        ),
        agreed=Reachable(row["name"], row["reach"]) if row.has("has_agreed") else None,
    )


def _day_of(event: Event) -> date:
    zone = settings().zone()
    return min(event.starts_at.astimezone(zone).date(), clock.today(zone))
