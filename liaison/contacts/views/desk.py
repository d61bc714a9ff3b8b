"""Contacts on the desk."""

import uuid
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.audit.operations import record_always
from liaison.contacts import exports
from liaison.contacts.forms import (
    CHANNELS,
    HISTORY_WORDS,
    STATES,
    TONES,
    EditContactForm,
    ImportContactsForm,
)
from liaison.contacts.jobs import flow
from liaison.contacts.models import Channel, ContactState
from liaison.contacts.operations import entries
from liaison.contacts.policy import STEPS, can_edit_contact, can_take_away
from liaison.contacts.queries import log as queries
from liaison.contacts.queries.log import COUNTED_UP_TO, WAITING_LONG, ContactFilter
from liaison.contacts.views.entry import keep_offered, offer_choices, typed_details, values_of
from liaison.errors import NotAllowed, NotFound
from liaison.i18n import _, _n, current_language, number, settings
from liaison.permissions import Actor, Permission
from liaison.places.queries import list_main_areas
from liaison.programs.queries import list_program_names, list_programs
from liaison.web.exports import csv_response, xlsx_response
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires
from liaison.web.panels import Panel, PanelSource
from liaison.web.tables import PAGE_SIZE, Column, Page, address, page_number, read_day

blueprint = Blueprint("contacts_desk", __name__, url_prefix="/desk/contacts")

# What a browser and a spreadsheet take without a wait; a month of a city is far below it.
ROWS_IN_CSV = 50_000
ROWS_IN_XLSX = 10_000
WAITING = "waiting"  # open for more than 30 days, as a choice beside the states


def _today() -> date:
    return clock.today(settings().zone())


def _read_filter() -> ContactFilter:
    channel, state = request.args.get("channel", ""), request.args.get("state", "")
    is_waiting = state == WAITING
    return ContactFilter(
        program_id=request.args.get("program", type=uuid.UUID),
        topic_id=request.args.get("topic", type=uuid.UUID),
        area_id=request.args.get("area", type=uuid.UUID),
        channel=Channel(channel) if channel in list(Channel) else None,
        state=ContactState(ContactState.OPEN if is_waiting else state)
        if is_waiting or state in list(ContactState)
        else None,
        month=request.args.get("month", type=_read_month),
        opened_by=_today() - WAITING_LONG if is_waiting else None,
        text=request.args.get("text", "").strip(),
    )


def _read_month(text: str) -> date:
    """2026-03 as its first day. Raises ValueError."""
    return read_day(f"{text}-01")


@blueprint.get("/")
@requires(Permission.CONTACT_VIEW)
def list_contacts() -> ResponseReturnValue:
    """Contacts, newest first, narrowed by the address."""
    actor, wanted = current_actor(), _read_filter()
    if request.args.get("format") in {"csv", "xlsx"}:
        return _download(actor, wanted, request.args["format"])
    tag, page = current_language().tag, page_number()
    lines = queries.list_contacts(
        actor, wanted, language=tag, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE
    )
    total = queries.count_contacts(actor, wanted)
    shown = Page(lines, min(total, COUNTED_UP_TO), page)
    return render_template(
        "contacts/desk/list_contacts.html",
        page=shown,
        count=_count_words(shown, total),
        columns=_columns(),
        wanted=wanted,
        is_waiting=wanted.opened_by is not None,
        is_narrowed=wanted != ContactFilter(),
        programs=list_program_names(actor, Permission.CONTACT_VIEW),
        topics=queries.list_topics(tag),
        areas=list_main_areas(),
        channels={channel: str(words) for channel, words in CHANNELS.items()},
        states=STATES,
        tones=TONES,
        may_download=can_take_away(actor),
        may_log=actor.may(Permission.CONTACT_LOG),
        may_import=actor.may(Permission.CONTACT_IMPORT),
    )


def _columns() -> list[Column]:
    return [
        Column(_("Topic")),
        Column(_("Opened on")),
        Column(_("Place")),
        Column(_("How")),
        Column(_("State")),
        Column(_("Programme")),
    ]


def _count_words(page: Page[queries.ContactLine], total: int) -> str:
    if total <= PAGE_SIZE:
        return str(_n("%(num)s contact", "%(num)s contacts", total))
    first, last = number(page.first_row), number(page.last_row)
    if total > COUNTED_UP_TO:
        most = number(COUNTED_UP_TO)
        words = _(
            "Showing %(first)s to %(last)s of more than %(most)s contacts",
            first=first,
            last=last,
            most=most,
        )
    else:
        words = _(
            "Showing %(first)s to %(last)s of %(total)s contacts",
            first=first,
            last=last,
            total=number(total),
        )
    return str(words)


def _download(actor: Actor, wanted: ContactFilter, kind: str) -> ResponseReturnValue:
    if not can_take_away(actor):
        raise NotAllowed
    most = ROWS_IN_CSV if kind == "csv" else ROWS_IN_XLSX
    found = queries.list_for_download(actor, wanted, limit=most + 1)
    if len(found) > most:
        words = _(
            "These are more than %(most)s contacts. Choose a month or an area, then download.",
            most=number(most),
        )
        flash(words, "error")
        return redirect(address(format=None))
    record_always("export_contacts", actor_id=actor.user_id, subject_type="contact")
    answer = csv_response if kind == "csv" else xlsx_response
    return answer("contacts", exports.HEADER, exports.rows(found))


@blueprint.get("/<uuid:contact_id>")
@requires(Permission.CONTACT_VIEW)
def show_contact(contact_id: uuid.UUID) -> ResponseReturnValue:
    """One contact with what was done to it."""
    actor = current_actor()
    sheet = queries.get_contact(actor, contact_id, language=current_language().tag)
    return render_template(
        "contacts/desk/show_contact.html",
        sheet=sheet,
        contact=sheet.contact,
        history=queries.list_history(contact_id),
        history_words=HISTORY_WORDS,
        channels=CHANNELS,
        states=STATES,
        tones=TONES,
        may_edit=can_edit_contact(actor, sheet.contact),
    )


@blueprint.route("/<uuid:contact_id>/edit", methods=["GET", "POST"])
@requires(Permission.CONTACT_LOG)
def edit_contact(contact_id: uuid.UUID) -> ResponseReturnValue:
    """Mend a contact."""
    actor = current_actor()
    sheet = queries.get_contact(actor, contact_id, language=current_language().tag)
    form = EditContactForm(**values_of(sheet.contact))
    offer_choices(form, actor)
    keep_offered(form, sheet)
    if form.validate_on_submit():
        mended = form.attempt(
            entries.edit_contact, actor=actor, contact=sheet.contact, details=typed_details(form)
        )
        if mended:
            return redirect(url_for(".show_contact", contact_id=contact_id))
    return form_page("contacts/desk/edit_contact.html", form=form, sheet=sheet)


@blueprint.post("/<uuid:contact_id>/steps/<verb>")
@requires(Permission.CONTACT_LOG)
def step_contact(contact_id: uuid.UUID, verb: str) -> ResponseReturnValue:
    """Close a contact or open it again."""
    if verb not in STEPS:
        raise NotFound
    actor = current_actor()
    sheet = queries.get_contact(actor, contact_id)
    entries.step_contact(actor=actor, contact=sheet.contact, verb=verb)
    return redirect(url_for(".show_contact", contact_id=contact_id))


@blueprint.route("/import", methods=["GET", "POST"])
@requires(Permission.CONTACT_IMPORT)
def import_contacts() -> ResponseReturnValue:
    """Choose a file of contacts."""
    actor, form = current_actor(), ImportContactsForm()
    programs = list_programs(actor, Permission.CONTACT_IMPORT)
    form.program.choices = [(str(program.id), program.name) for program in programs]
    if form.validate_on_submit():
        upload = form.attempt(
            flow.keep, actor=actor, file=form.file.data, program_id=form.program.data
        )
        if upload:
            return redirect(url_for(".preview_import", upload_id=upload.id))
    return form_page("contacts/desk/import_contacts.html", form=form, header=exports.HEADER)


@blueprint.route("/import/<uuid:upload_id>", methods=["GET", "POST"])
@requires(Permission.CONTACT_IMPORT)
def preview_import(upload_id: uuid.UUID) -> ResponseReturnValue:
    """Look at what would be taken, and take it; afterwards, what was taken."""
    return flow.preview_page("contacts/desk/preview_import.html", upload_id, actor=current_actor())


@blueprint.get("/import/<uuid:upload_id>/refused-rows.csv")
@requires(Permission.CONTACT_IMPORT)
def refused_rows(upload_id: uuid.UUID) -> ResponseReturnValue:
    """The rows that cannot be taken, as a file."""
    return flow.refused_rows(current_actor(), upload_id)


def _make_week_panel(actor: Actor) -> Panel:
    week = queries.count_week(actor, _today())
    waiting = (
        _("Look at those open for more than 30 days"),
        url_for("contacts_desk.list_contacts", state=WAITING),
    )
    return Panel(
        title=_("Contacts"),
        template="contacts/desk/_week_panel.html",
        data={"week": week, "counted_up_to": COUNTED_UP_TO},
        links=(waiting,) if week.waiting_long else (),
    )


panels = (PanelSource("contacts.week", Permission.CONTACT_VIEW, 20, _make_week_panel),)
