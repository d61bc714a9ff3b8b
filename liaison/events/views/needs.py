"""Access needs at the desk: of the city by the day they are due, of an event, and one of them."""

import uuid
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.audit.operations import record_always
from liaison.errors import NotFound
from liaison.events.exports.people import NEEDS, need_rows
from liaison.events.forms.needs import AskNeedForm, BookNeedForm, FailNeedForm
from liaison.events.models.event import Event
from liaison.events.models.need import AccessNeed, NeedKind, NeedState
from liaison.events.operations import needs as operations
from liaison.events.operations.needs import Booking, NeedDetails
from liaison.events.policy.needs import KINDS, STATES, STEPS, TONES, can_take_step
from liaison.events.queries import needs as queries
from liaison.events.queries.events import get_event
from liaison.events.queries.needs import NeedFilter
from liaison.events.queries.sign_ups import list_sign_ups
from liaison.i18n import _, _l, settings
from liaison.languages import SPOKEN, spoken_language
from liaison.permissions import Actor, Permission
from liaison.web.exports import DOWNLOADS
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires
from liaison.web.panels import Panel, PanelSource
from liaison.web.tables import PAGE_SIZE, Column, Page, page_number

blueprint = Blueprint("event_needs", __name__, url_prefix="/desk")
FULFIL = Permission.NEED_FULFIL
BY_BUTTON = frozenset({"confirm_need", "deliver_need", "withdraw_need", "reopen_need"})
WEEK = timedelta(days=6)
OF_CITY = (
    Column(_l("What is needed")),
    Column(_l("Event")),
    Column(_l("To be booked by")),
    Column(_l("State")),
    Column(_l("Who provides it")),
    Column(_l("Next")),
)
OF_EVENT = (OF_CITY[0], *OF_CITY[2:])


@blueprint.get("/needs/")
@requires(FULFIL)
def list_needs() -> ResponseReturnValue:
    """What people need in the whole city: what is overdue, then this week's, then the rest."""
    shows_all = request.args.get("state") == "all"
    wanted = NeedFilter(
        kind=request.args.get("kind", type=NeedKind),
        state=None if shows_all else request.args.get("state", type=NeedState),
        is_open=not shows_all,
    )
    if request.args.get("format") in DOWNLOADS:
        return _download(wanted)
    number, today = page_number(), clock.today(settings().zone())
    rows, total = queries.list_needs(
        current_actor(), wanted, skip=(number - 1) * PAGE_SIZE, size=PAGE_SIZE
    )
    return render_template(
        "events/needs/list_needs.html",
        page=Page(rows, total, number),
        columns=OF_CITY,
        wanted=wanted,
        shows_all=shows_all,
        today=today,
        week_ends=today + WEEK,
        **_words(),
    )


def _download(wanted: NeedFilter) -> ResponseReturnValue:
    """What is listed, all of it; who took it away is on record."""
    actor = current_actor()
    needs, _total = queries.list_needs(actor, wanted)
    record_always(
        "export_needs",
        actor_id=actor.user_id,
        subject_type="event",
        subject_id=str(wanted.event_id) if wanted.event_id else None,
    )
    answer = DOWNLOADS[request.args["format"]]
    return answer("needs", NEEDS, need_rows(needs, settings().zone()))


def _words() -> dict[str, Any]:
    return {"kinds": KINDS, "states": STATES, "tones": TONES, "now": clock.now()}


@blueprint.get("/events/<uuid:event_id>/needs/")
@requires(FULFIL)
def list_event_needs(event_id: uuid.UUID) -> ResponseReturnValue:
    """What people need at one event."""
    actor = current_actor()
    event = get_event(actor, event_id, FULFIL)
    wanted = NeedFilter(event_id=event.id, is_open=False)
    if request.args.get("format") in DOWNLOADS:
        return _download(wanted)
    rows, total = queries.list_needs(actor, wanted, size=PAGE_SIZE * 4)
    today = clock.today(settings().zone())
    return render_template(
        "events/needs/list_event_needs.html",
        event=event,
        needs=rows,
        columns=OF_EVENT,
        total=total,
        today=today,
        week_ends=today + WEEK,
        **_words(),
    )


@blueprint.route("/events/<uuid:event_id>/needs/new", methods=["GET", "POST"])
@requires(FULFIL)
def ask_need(event_id: uuid.UUID) -> ResponseReturnValue:
    """Foresee a need, or take one down for somebody who signed up."""
    actor = current_actor()
    event = get_event(actor, event_id, FULFIL)
    guests = {str(guest.id): guest for guest in list_sign_ups(event.id)}
    form = AskNeedForm()
    form.kind.choices = [("", _("Choose one")), *((k.value, words) for k, words in KINDS.items())]
    form.language.choices = [
        ("", _("Choose one")),
        *((tag, spoken_language(tag).name) for tag in SPOKEN),
    ]
    form.sign_up_id.choices = [
        ("", _("Nobody has asked")),
        *(
            (key, guest.person.name if guest.person else guest.code)
            for key, guest in guests.items()
        ),
    ]
    if form.validate_on_submit() and form.attempt(
        operations.ask_need,
        actor=actor,
        event=event,
        sign_up=guests.get(form.sign_up_id.data),
        details=NeedDetails(NeedKind(form.kind.data), form.language.data or None, form.words.data),
        key=form.once(actor),
    ):
        flash(_("The need is noted."))
        return redirect(url_for(".list_event_needs", event_id=event.id))
    return form_page("events/needs/ask_need.html", form=form, event=event)


@blueprint.get("/events/<uuid:event_id>/needs/<uuid:need_id>")
@requires(FULFIL)
def show_need(event_id: uuid.UUID, need_id: uuid.UUID) -> ResponseReturnValue:
    """One need with its history and what can be done."""
    sheet = queries.get_need(current_actor(), event_id, need_id)
    has_begun = sheet.event.starts_at <= clock.now()
    return render_template(
        "events/needs/show_need.html",
        sheet=sheet,
        need=sheet.need,
        event=sheet.event,
        steps=queries.list_need_steps(need_id),
        may=[verb for verb in STEPS if can_take_step(sheet.need, verb, has_begun=has_begun)],
        **_words(),
    )


@blueprint.route("/events/<uuid:event_id>/needs/<uuid:need_id>/book", methods=["GET", "POST"])
@requires(FULFIL)
def book_need(event_id: uuid.UUID, need_id: uuid.UUID) -> ResponseReturnValue:
    """Note who provides it; the form starts from the last booking of the same kind."""
    actor = current_actor()
    sheet = queries.get_need(actor, event_id, need_id)
    form = BookNeedForm(**_usual(sheet.need, sheet.event))
    if form.validate_on_submit():
        booking = Booking(form.vendor.data, form.minutes.data, form.cost_cents.data)
        operations.book_need(actor=actor, need=sheet.need, event=sheet.event, booking=booking)
        flash(_("It is booked."))
        return _back(sheet.event)
    return form_page("events/needs/book_need.html", form=form, sheet=sheet, **_words())


def _usual(need: AccessNeed, event: Event) -> dict[str, Any]:
    last = queries.find_last_booking(current_actor(), need)
    minutes = None
    if event.ends_at:
        minutes = int((event.ends_at - event.starts_at).total_seconds()) // 60
    vendor, cost = (last.vendor, last.cost_cents) if last else ("", None)
    return {"vendor": vendor, "minutes": minutes, "cost_cents": cost}


@blueprint.route("/events/<uuid:event_id>/needs/<uuid:need_id>/fail", methods=["GET", "POST"])
@requires(FULFIL)
def fail_need(event_id: uuid.UUID, need_id: uuid.UUID) -> ResponseReturnValue:
    """Say why it was not there."""
    actor = current_actor()
    sheet = queries.get_need(actor, event_id, need_id)
    form = FailNeedForm()
    if form.validate_on_submit():
        operations.fail_need(
            actor=actor, need=sheet.need, event=sheet.event, reason=form.reason.data
        )
        return _back(sheet.event)
    return form_page("events/needs/fail_need.html", form=form, sheet=sheet, **_words())


@blueprint.post("/events/<uuid:event_id>/needs/<uuid:need_id>/steps/<verb>")
@requires(FULFIL)
def step_need(event_id: uuid.UUID, need_id: uuid.UUID, verb: str) -> ResponseReturnValue:
    """Confirm it, note that it was there, that nobody needs it, or take it up again."""
    if verb not in BY_BUTTON:
        raise NotFound
    actor = current_actor()
    sheet = queries.get_need(actor, event_id, need_id)
    operations.take_need_step(actor=actor, need=sheet.need, event=sheet.event, verb=verb)
    return _back(sheet.event)


def _back(event: Event) -> ResponseReturnValue:
    """To where they came from: whoever books through the city's list goes on there."""
    if request.args.get("from") == "city":
        return redirect(url_for(".list_needs"))
    return redirect(url_for(".list_event_needs", event_id=event.id))


def _make_panel(actor: Actor) -> Panel | None:
    """Only when something has to be done."""
    today = clock.today(settings().zone())
    due = queries.count_due(actor, today=today, week_ends=today + WEEK, now=clock.now())
    if not (due.overdue or due.this_week or due.unclosed):
        return None
    return Panel(
        title=_("Access needs"),
        template="events/needs/_panel.html",
        data=due,
        links=((_("All access needs"), url_for("event_needs.list_needs")),),
    )


panels = (PanelSource("events.needs", FULFIL, 15, _make_panel),)
