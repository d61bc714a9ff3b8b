"""Events at the desk: list, page, form, life cycle, attendance, import."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.events.exports import lists as exports
from liaison.events.forms.events import AttendanceForm, ImportEventsForm
from liaison.events.jobs.importing import flow
from liaison.events.models.event import Event, EventState
from liaison.events.operations import events as operations
from liaison.events.operations.series import edit_following
from liaison.events.policy.events import (
    ACCESS,
    AUDIENCES,
    STATES,
    STEPS,
    can_edit_event,
    can_take_step,
)
from liaison.events.policy.readiness import LACKS
from liaison.events.queries import events as queries
from liaison.events.queries import kinds
from liaison.events.queries.door import count_people
from liaison.events.queries.events import EventFilter
from liaison.events.queries.plan import list_organisations_of
from liaison.events.queries.readiness import Lacking, lacking_of, list_lacking
from liaison.events.queries.templates import list_templates
from liaison.events.views.event_form import (
    list_clashes,
    open_form,
    open_new_form,
    program_choices,
    read_form,
    read_new_form,
    said_of,
)
from liaison.i18n import _, _l, current_language, listed, settings
from liaison.permissions import Permission
from liaison.places.queries import list_main_areas
from liaison.programs.queries import list_program_names
from liaison.web.exports import csv_response, xlsx_response
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, may_open, requires
from liaison.web.tables import PAGE_SIZE, Column, Page, page_number, read_day

blueprint = Blueprint("events_desk", __name__, url_prefix="/desk/events")
COLUMNS = (
    Column(_l("Event"), sort="title"),
    Column(_l("Starts"), sort="start"),
    Column(_l("Place"), sort="place"),
    Column(_l("Area")),
    Column(_l("Programme")),
    Column(_l("State")),
    Column(_l("Attendance"), sort="attendance", is_number=True),
)
DONE = {
    "withdraw_event": _l("The event is a draft again; the public no longer sees it."),
    "cancel_event": _l("The event is cancelled. Its page says so."),
    "restore_event": _l("The event takes place after all."),
    "drop_event": _l("The draft is dropped."),
    "take_up_event": _l("The event is a draft again."),
}
VERBS = {
    "create_event": _l("Created"),
    "import_event": _l("Imported"),
    "publish_event": _l("Published"),
    "withdraw_event": _l("Made a draft again"),
    "cancel_event": _l("Cancelled"),
    "restore_event": _l("Taken up again"),
    "drop_event": _l("Dropped"),
    "take_up_event": _l("Made a draft again"),
}


@blueprint.get("/")
@requires(Permission.EVENT_VIEW)
def list_events() -> ResponseReturnValue:
    """The events this actor reaches, filtered, sorted and paged by the address."""
    actor, zone = current_actor(), settings().zone()
    wanted, sort = _filter(), request.args.get("sort", queries.NEXT_FIRST)
    sort = sort if sort.removeprefix("-") in queries.SORTS else queries.NEXT_FIRST
    download = {"csv": csv_response, "xlsx": xlsx_response}.get(request.args.get("format", ""))
    if download:
        events = queries.list_events_to_export(actor, wanted, zone=zone, sort=sort)
        return download("events", exports.header(), exports.list_cells(events, zone))
    number = page_number()
    rows, total = queries.list_events(
        actor, wanted, zone=zone, sort=sort, skip=(number - 1) * PAGE_SIZE, size=PAGE_SIZE
    )
    return render_template(
        "events/desk/list_events.html",
        page=Page(rows, total, number),
        wanted=wanted,
        sort=sort,
        columns=COLUMNS,
        programs=list_program_names(actor, Permission.EVENT_VIEW),
        areas=list_main_areas(),
        states=STATES,
        lacking=_in_words(lacking_of(row.id for row in rows)) if wanted.is_unready else {},
        is_filtered=wanted != EventFilter(),
    )


def _in_words(lacking: Mapping[uuid.UUID, Sequence[Lacking]]) -> Mapping[uuid.UUID, str]:
    """What each event lacks. Most lack what others lack, and listing words takes its time."""
    things = {
        event_id: tuple(item.lack for item in found) for event_id, found in lacking.items() if found
    }
    words = {
        lacks: _("Lacks: %(what)s", what=listed([str(LACKS[lack].words) for lack in lacks]))
        for lacks in set(things.values())
    }
    return {event_id: words[lacks] for event_id, lacks in things.items()}


def _filter() -> EventFilter:
    sent = request.args
    return EventFilter(
        text=sent.get("text", "").strip()[:100],
        program_id=sent.get("program", type=uuid.UUID),
        area_id=sent.get("area", type=uuid.UUID),
        state=sent.get("state", type=EventState),
        first=sent.get("from", type=read_day),
        last=sent.get("to", type=read_day),
        is_unready=bool(sent.get("lacks")),
    )


@blueprint.get("/<uuid:event_id>")
@requires(Permission.EVENT_VIEW)
def show_event(event_id: uuid.UUID) -> ResponseReturnValue:
    """One event with its history and who comes."""
    actor = current_actor()
    event = queries.get_event(actor, event_id)
    may_edit = can_edit_event(actor, event.program, event.area_id)
    return render_template(
        "events/desk/show_event.html",
        event=event,
        lacking=list_lacking(event),
        access_lacking=[ACCESS.get(key, key) for key in event.access_lacking],
        steps=queries.list_event_steps(event.id),
        partners=list_organisations_of(event.id),
        may_edit=may_edit,
        may=[verb for verb in STEPS if may_edit and can_take_step(actor, event, verb)],
        may_count=may_edit and _has_begun(event),
        kind=kinds.find_kind_name(event.kind, current_language().tag),
        access=[ACCESS.get(key, key) for key in event.access],
        audiences=[AUDIENCES.get(key, key) for key in event.audiences],
        states=STATES,
        verbs=VERBS,
        may_offer_form=may_open("events_desk.offer_form", event.owner.whole),
    )


def _has_begun(event: Event) -> bool:
    return event.state is EventState.PUBLISHED and event.starts_at <= clock.now()


@blueprint.post("/<uuid:event_id>/offer-form")
@requires(Permission.DEMOGRAPHICS_COLLECT)
def offer_form(event_id: uuid.UUID) -> ResponseReturnValue:
    """Offer the demographic form at this event, and go where its code is."""
    actor = current_actor()
    event = queries.get_event(actor, event_id)
    point_id = operations.offer_form(actor=actor, event=event, zone=settings().zone())
    return redirect(url_for("demographics_desk.show_collection_point", point_id=point_id))


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def create_event() -> ResponseReturnValue:
    """Plan an event."""
    form = open_new_form(
        {}, kind="own_event", language="en", program_id=request.args.get("program")
    )
    values = read_new_form(form) if form.validate_on_submit() else None
    event = values and form.attempt(operations.create_event, **values)
    if event:
        flash(_("The draft is saved. Publish it when it is ready."))
        return redirect(url_for(".show_event", event_id=event.id))
    templates = list_templates(current_actor(), only_active=True)
    return form_page("events/desk/create_event.html", form=form, templates=templates)


@blueprint.route("/<uuid:event_id>/edit", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def edit_event(event_id: uuid.UUID) -> ResponseReturnValue:
    """Change what is said about an event."""
    event = queries.get_event(current_actor(), event_id, Permission.EVENT_EDIT)
    clashes, opened = [], operations.fingerprint_event(event)
    reach = "one" if event.series_id else None
    form = open_form(said_of(event), event=event, opened=opened, reach=reach)
    values = read_form(form) if form.validate_on_submit() else None
    edit = edit_following if form.reach.data == "following" else operations.edit_event
    if values and form.attempt(_done, edit=edit, event=event, opened=form.opened.data, **values):
        return redirect(url_for(".show_event", event_id=event.id))
    if form.form_errors:  # they were told that somebody changed it: saving again is meant
        form.opened.data = operations.fingerprint_event(event)
        clashes = list_clashes(form, event)
    return form_page("events/desk/edit_event.html", form=form, event=event, clashes=clashes)


def _done(*, edit: Any, **values: Any) -> bool:
    edit(**values)
    return True


@blueprint.post("/<uuid:event_id>/withdraw")
@requires(Permission.EVENT_EDIT)
def withdraw_event(event_id: uuid.UUID) -> ResponseReturnValue:
    """Make it a draft again."""
    return _take_step(event_id, "withdraw_event", undo="event_access.publish_event")


@blueprint.post("/<uuid:event_id>/cancel")
@requires(Permission.EVENT_EDIT)
def cancel_event(event_id: uuid.UUID) -> ResponseReturnValue:
    """Call it off."""
    return _take_step(event_id, "cancel_event", undo="restore_event")


@blueprint.post("/<uuid:event_id>/restore")
@requires(Permission.EVENT_EDIT)
def restore_event(event_id: uuid.UUID) -> ResponseReturnValue:
    """It takes place after all."""
    return _take_step(event_id, "restore_event", undo="cancel_event")


@blueprint.post("/<uuid:event_id>/drop")
@requires(Permission.EVENT_EDIT)
def drop_event(event_id: uuid.UUID) -> ResponseReturnValue:
    """The draft comes to nothing."""
    return _take_step(event_id, "drop_event", undo="take_up_event")


@blueprint.post("/<uuid:event_id>/take-up")
@requires(Permission.EVENT_EDIT)
def take_up_event(event_id: uuid.UUID) -> ResponseReturnValue:
    """Plan it after all."""
    return _take_step(event_id, "take_up_event", undo="drop_event")


def _take_step(event_id: uuid.UUID, verb: str, *, undo: str) -> ResponseReturnValue:
    actor = current_actor()
    event = queries.get_event(actor, event_id, STEPS[verb].permission)
    getattr(operations, verb)(actor=actor, event=event)
    undo_url = url_for(undo if "." in undo else f".{undo}", event_id=event.id)
    flash({"text": str(DONE[verb]), "undo_url": undo_url})  # type: ignore[arg-type]  # the toast takes both
    return redirect(url_for(".show_event", event_id=event.id))


@blueprint.route("/<uuid:event_id>/attendance", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def record_attendance(event_id: uuid.UUID) -> ResponseReturnValue:
    """Write down how many came."""
    actor = current_actor()
    event = queries.get_event(actor, event_id, Permission.EVENT_EDIT)
    form = AttendanceForm(obj=event)
    if form.validate_on_submit():
        operations.record_attendance(
            actor=actor,
            event=event,
            attendance=form.attendance.data,
            note=form.attendance_note.data,
        )
        flash(_("The attendance is saved."))
        return redirect(url_for(".show_event", event_id=event.id))
    at_door = count_people(event.id)
    return form_page("events/desk/record_attendance.html", form=form, event=event, at_door=at_door)


@blueprint.route("/import", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def import_events() -> ResponseReturnValue:
    """Choose a file of events."""
    form = ImportEventsForm()
    form.program_id.choices = program_choices()
    if form.validate_on_submit():
        upload = form.attempt(
            flow.keep,
            actor=current_actor(),
            file=form.file.data,
            program_id=form.program_id.data,
        )
        if upload:
            return redirect(url_for(".preview_import", upload_id=upload.id))
    return form_page("events/desk/import_events.html", form=form)


@blueprint.route("/import/<uuid:upload_id>", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def preview_import(upload_id: uuid.UUID) -> ResponseReturnValue:
    """Look at what would be taken, and take it; afterwards, what was taken."""
    shown = tuple(Column(label) for label in (_("Event"), _("Starts"), _("Place"), _("State")))
    page = "events/desk/preview_import.html"
    return flow.preview_page(page, upload_id, actor=current_actor(), shown_columns=shown)


@blueprint.get("/import/<uuid:upload_id>/refused-rows.csv")
@requires(Permission.EVENT_EDIT)
def refused_rows(upload_id: uuid.UUID) -> ResponseReturnValue:
    """The rows that cannot be taken, as a file."""
    return flow.refused_rows(current_actor(), upload_id)
