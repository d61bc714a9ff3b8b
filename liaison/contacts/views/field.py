"""The pocket notebook: log a contact, look at one's own."""

import secrets
import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.contacts.forms import CHANNELS, STATES, TONES, EditContactForm, LogContactForm
from liaison.contacts.models import Channel
from liaison.contacts.operations import entries
from liaison.contacts.operations.entries import Reachable
from liaison.contacts.queries import log as queries
from liaison.contacts.views.entry import keep_offered, offer_choices, typed_details, values_of
from liaison.i18n import _, current_language, settings
from liaison.liaisons.policy.rights import LACK_WORDS, Lack
from liaison.liaisons.queries.rights import find_lack_of
from liaison.permissions import Actor, Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires
from liaison.web.tables import PAGE_SIZE, Page, page_number

blueprint = Blueprint("contacts_field", __name__, url_prefix="/field/contacts")


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.CONTACT_LOG)
def log_contact() -> ResponseReturnValue:
    """Log a conversation in one page. The next one starts where the last one was."""
    actor = current_actor()
    form = LogContactForm(**(_start_values(actor) if request.method == "GET" else {}))
    lack = find_lack_of(actor, form.moment_written())
    if lack:
        return _closed_notebook(lack, form)
    offer_choices(form, actor)
    if form.validate_on_submit():
        reachable = Reachable(form.name.data or "", form.reach.data or "")
        contact = form.attempt(
            entries.log_contact,
            actor=actor,
            details=typed_details(form),
            entry_key=form.entry_key.data,
            agreed=reachable if form.has_agreed.data else None,
            written_at=form.moment_written(),
        )
        if contact:
            flash(_saved_words(form))
            return redirect(url_for(".show_contact", contact_id=contact.id))
    return form_page("contacts/field/log_contact.html", form=form)


def _closed_notebook(lack: Lack, form: LogContactForm | None = None) -> ResponseReturnValue:
    """Why nothing can be entered and what to do about it, with what was typed to copy."""
    said = [form.place.data, form.concern.data, form.promised.data] if form else []
    return (
        render_template(
            "contacts/field/closed_notebook.html",
            lack=lack,
            lack_words=LACK_WORDS,
            said=[words for words in said if words],
        ),
        403,
    )


def _start_values(actor: Actor) -> dict[str, object]:
    """Channel and programme of the last entry; its area too if it was made today."""
    start: dict[str, object] = {"entry_key": secrets.token_urlsafe(16)}
    last = queries.find_last_own_contact(actor)
    if last is None:
        return start | {"channel": Channel.IN_PERSON.value}
    start |= {"channel": last.channel.value, "program": str(last.program_id)}
    zone = settings().zone()
    if last.logged_at.astimezone(zone).date() == clock.today(zone):
        start |= {"area": str(last.area_id or ""), "language": last.language or ""}
    return start


def _saved_words(form: LogContactForm) -> str:
    if form.name.data and not form.has_agreed.data:
        return str(_("Saved. The name was not kept, because they did not agree to it."))
    return str(_("Saved."))


@blueprint.get("/")
@requires(Permission.CONTACT_LOG)
def list_my_contacts() -> ResponseReturnValue:
    """What I logged, newest first."""
    actor, number = current_actor(), page_number()
    lines = queries.list_own_contacts(
        actor,
        language=current_language().tag,
        limit=PAGE_SIZE,
        offset=(number - 1) * PAGE_SIZE,
    )
    return render_template(
        "contacts/field/list_my_contacts.html",
        page=Page(lines, queries.count_own_contacts(actor), number),
        may_write=find_lack_of(actor) is None,
    )


@blueprint.get("/<uuid:contact_id>")
@requires(Permission.CONTACT_LOG)
def show_contact(contact_id: uuid.UUID) -> ResponseReturnValue:
    """One of my contacts."""
    tag = current_language().tag
    sheet = queries.get_contact(current_actor(), contact_id, language=tag, only_own=True)
    return render_template(
        "contacts/field/show_contact.html",
        sheet=sheet,
        contact=sheet.contact,
        channels=CHANNELS,
        states=STATES,
        tones=TONES,
        may_write=find_lack_of(current_actor()) is None,
    )


@blueprint.route("/<uuid:contact_id>/edit", methods=["GET", "POST"])
@requires(Permission.CONTACT_LOG)
def edit_contact(contact_id: uuid.UUID) -> ResponseReturnValue:
    """Mend one of my contacts."""
    actor, tag = current_actor(), current_language().tag
    lack = find_lack_of(actor)
    if lack:
        return _closed_notebook(lack)
    sheet = queries.get_contact(actor, contact_id, language=tag, only_own=True)
    form = EditContactForm(**values_of(sheet.contact))
    offer_choices(form, actor)
    keep_offered(form, sheet)
    if form.validate_on_submit():
        mended = form.attempt(
            entries.edit_contact, actor=actor, contact=sheet.contact, details=typed_details(form)
        )
        if mended:
            flash(_("Saved."))
            return redirect(url_for(".show_contact", contact_id=contact_id))
    return form_page("contacts/field/edit_contact.html", form=form, sheet=sheet)
