"""Bookings on the desk: ask for a liaison, brief them, and tell them what came of it."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.audit.queries import list_last_changes
from liaison.i18n import _, _l, instant, settings
from liaison.liaisons.forms.bookings import (
    BookingForm,
    BriefForm,
    CancelBookingForm,
    EditBookingForm,
    ReportForm,
)
from liaison.liaisons.models.booking import Booking, BookingState, Task
from liaison.liaisons.operations import bookings as operations
from liaison.liaisons.operations.bookings import BookingDetails
from liaison.liaisons.policy.bookings import (
    MOVES,
    OFFER_STATES,
    STATES,
    TASKS,
    TONES,
    can_take_step,
    has_to_be_debriefed,
    is_too_late,
    state_words,
)
from liaison.liaisons.policy.explaining import say_of_job
from liaison.liaisons.policy.pay import price
from liaison.liaisons.policy.reasons import REASON_WORDS, Reason
from liaison.liaisons.queries import bookings as queries
from liaison.liaisons.queries.bookings import BookingFilter
from liaison.liaisons.queries.coverage import list_communities_in_use
from liaison.liaisons.queries.moves import list_times_before
from liaison.lines import Line
from liaison.permissions import Actor, Permission
from liaison.places.queries import list_main_areas
from liaison.programs.queries import list_active_programs, list_program_names
from liaison.web.forms import Difference, form_page, list_differences
from liaison.web.guards import current_actor, requires
from liaison.web.panels import ListSource, Panel
from liaison.web.tables import PAGE_SIZE, Column, Page, page_number

blueprint = Blueprint("bookings", __name__, url_prefix="/desk/bookings")
REQUEST, MATCH = Permission.BOOKING_REQUEST, Permission.BOOKING_MATCH
COLUMNS = (
    Column(_l("What")),
    Column(_l("When")),
    Column(_l("Task")),
    Column(_l("Language")),
    Column(_l("State")),
    Column(_l("Liaison")),
    Column(_l("Programme")),
)
# the fields of the form, and the column that each stands for
COLUMN_OF = {
    "program": "program_id",
    "area": "area_id",
    "day": "starts_at",
    "starts": "starts_at",
    "ends": "ends_at",
    "last_day": "ends_at",
    "rate": "cents_an_hour",
} | {
    name: name
    for name in (
        *("title", "task", "language", "community", "place", "minutes", "budget_code"),
        *("needs_credential", "materials", "access"),
    )
}
STEP_WORDS = {
    "request_booking": _l("Asked for"),
    "offer_booking": _l("Offered to a liaison"),
    "accept_offer": _l("Accepted"),
    "decline_offer": _l("Declined"),
    "withdraw_offer": _l("Offer taken back"),
    "expire_offer": _l("Not answered in time"),
    "leave_booking": _l("The liaison cannot come any more"),
    "release_booking": _l("The liaison is no longer at work, so somebody else is looked for"),
    "move_booking": _l("Moved to another time, and the liaison was asked again"),
    "rematch_booking": _l("Moved to another time, for which somebody else is looked for"),
    "brief_booking": _l("Briefed"),
    "finish_booking": _l("Took place"),
    "debrief_booking": _l("Debriefed"),
    "pay_booking": _l("Paid"),
    "thank_booking": _l("Thanked"),
    "report_early": _l("Told what came of it"),
    "report_booking": _l("Told what came of it"),
    "end_booking": _l("Ended: the liaison knows what came of it"),
    "cancel_booking": _l("Cancelled"),
}


@blueprint.get("/")
@requires(REQUEST)
def list_bookings() -> ResponseReturnValue:
    """What was asked for, by when it takes place."""
    actor, number = current_actor(), page_number()
    state = request.args.get("state", "")
    wanted = BookingFilter(
        program_id=request.args.get("program", type=uuid.UUID),
        state=BookingState(state) if state in list(BookingState) else None,
        is_open=state != "all",
    )
    rows = queries.list_bookings(actor, wanted, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)
    return render_template(
        "liaisons/bookings/list_bookings.html",
        page=Page(rows, queries.count_bookings(actor, wanted), number),
        columns=COLUMNS,
        wanted=wanted,
        is_narrowed=wanted != BookingFilter(),
        programs=list_program_names(actor, REQUEST),
        may_match=actor.may(MATCH),
        **_words(),
    )


def _words() -> dict[str, Any]:
    return {"states": STATES, "tones": TONES, "tasks": TASKS, "state_words": state_words}


@blueprint.get("/<uuid:booking_id>")
@requires(REQUEST)
def show_booking(booking_id: uuid.UUID) -> ResponseReturnValue:
    """One booking: what is asked for, who does it and why that one, what came of it."""
    actor = current_actor()
    booking = queries.get_booking(actor, booking_id)
    offers, names = queries.list_offers(actor, booking.id), queries.names_of(actor, booking)
    times_before = iter(list_times_before(booking))
    accepted = next((one for one in offers if one.offer.liaison_id == booking.liaison_id), None)
    return render_template(
        "liaisons/bookings/show_booking.html",
        booking=booking,
        names=names,
        offers=offers if names.is_matcher else [],
        reasons=[
            say_of_job(Reason(key), booking, names.area or "") or REASON_WORDS[Reason(key)]
            for key in (accepted.offer.why if accepted else ())
        ],
        debrief=queries.find_debrief(booking.id),
        history=[
            (line, next(times_before, None) if line.verb in MOVES else None)
            for line in queries.list_booking_steps(booking.id)
        ],
        step_words=STEP_WORDS,
        offer_states=OFFER_STATES,
        may=lambda verb: _may(booking, verb),
        may_match=names.is_matcher,
        may_note_debrief=names.is_matcher
        and has_to_be_debriefed(booking.state, booking.starts_at, clock.now()),
        is_too_late=is_too_late(booking.state, booking.starts_at, clock.now()),
        pay=None
        if booking.cents_an_hour is None
        else price(booking.minutes, booking.cents_an_hour),
        **_words(),
    )


def _may(booking: Booking, verb: str) -> bool:
    return can_take_step(
        booking.state,
        verb,
        starts_at=booking.starts_at,
        now=clock.now(),
        is_paid=booking.is_paid,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(REQUEST)
def request_booking() -> ResponseReturnValue:
    """Ask for a liaison."""
    actor = current_actor()
    form = BookingForm(needs_credential=True)
    _offer_choices(form, actor)
    if form.validate_on_submit():
        booking = form.attempt(
            operations.request_booking,
            actor=actor,
            details=_typed_details(form),
            key=form.once(actor),
        )
        if booking:
            flash(_("The coordinators see it now and find somebody."))
            return redirect(url_for(".show_booking", booking_id=booking.id))
    return form_page(
        "liaisons/bookings/request_booking.html", form=form, communities=_communities(actor)
    )


@blueprint.route("/<uuid:booking_id>/edit", methods=["GET", "POST"])
@requires(REQUEST)
def edit_booking(booking_id: uuid.UUID) -> ResponseReturnValue:
    """Change what is asked for."""
    actor = current_actor()
    booking = queries.get_booking(actor, booking_id, REQUEST)
    operations.check_is_open(booking)
    form = EditBookingForm(**_values_of(booking))
    _offer_choices(form, actor)
    clashes: list[Difference] = []
    if form.validate_on_submit() and form.attempt(
        operations.edit_booking,
        actor=actor,
        booking=booking,
        details=_typed_details(form),
        opened=form.opened.data,
    ):
        return redirect(url_for(".show_booking", booking_id=booking.id))
    if form.form_errors:  # they were told that somebody changed it: saving again is meant
        form.opened.data = operations.fingerprint_booking(booking)
        stored = EditBookingForm(formdata=None, **_values_of(booking))
        _offer_choices(stored, actor)
        changed = list_last_changes(Booking.__tablename__, str(booking.id))
        clashes = list_differences(form, stored, COLUMN_OF, changed)
    return form_page(
        "liaisons/bookings/edit_booking.html",
        form=form,
        booking=booking,
        clashes=clashes,
        communities=_communities(actor),
    )


def _communities(actor: Actor) -> Sequence[str]:
    """What liaisons call them, for whoever sees the roster: another word finds nobody."""
    return list_communities_in_use() if actor.may(Permission.LIAISON_VIEW) else ()


def _offer_choices(form: EditBookingForm, actor: Actor) -> None:
    form.offer(list(list_active_programs(actor, REQUEST)), list_main_areas())


def _values_of(booking: Booking) -> dict[str, object]:
    lasts = int((booking.ends_at - booking.starts_at).total_seconds()) // 60
    return {
        "program": str(booking.program_id),
        "title": booking.title,
        "task": booking.task.value,
        "language": booking.language or "",
        "community": booking.community,
        "area": str(booking.area_id or ""),
        "place": booking.place,
        **EditBookingForm.values(booking.starts_at, booking.ends_at, settings().zone()),
        "minutes": booking.minutes if booking.minutes != lasts else None,
        "rate": booking.cents_an_hour,
        "budget_code": booking.budget_code,
        "needs_credential": booking.needs_credential,
        "materials": booking.materials,
        "access": booking.access,
        "opened": operations.fingerprint_booking(booking),
    }


def _typed_details(form: EditBookingForm) -> BookingDetails:
    starts_at, ends_at = form.period(settings().zone())
    return BookingDetails(
        program_id=uuid.UUID(form.program.data),
        title=form.title.data or "",
        task=Task(form.task.data),
        starts_at=starts_at,
        ends_at=ends_at,
        minutes=form.minutes.data,
        language=form.language.data or None,
        community=form.community.data or "",
        area_id=uuid.UUID(form.area.data) if form.area.data else None,
        place=form.place.data or "",
        cents_an_hour=form.rate.data or None,  # for nothing is not paid
        budget_code=form.budget_code.data or "",
        needs_credential=bool(form.needs_credential.data),
        materials=form.materials.data or "",
        access=form.access.data or "",
    )


@blueprint.route("/<uuid:booking_id>/brief", methods=["GET", "POST"])
@requires(REQUEST)
def brief_booking(booking_id: uuid.UUID) -> ResponseReturnValue:
    """Tell the liaison what to know."""
    actor = current_actor()
    booking = queries.get_booking(actor, booking_id, REQUEST)
    form = BriefForm(brief=booking.brief)
    if form.validate_on_submit():
        brief = form.brief.data or ""
        _say_when(operations.brief_booking(actor=actor, booking=booking, brief=brief))
        return redirect(url_for(".show_booking", booking_id=booking.id))
    return form_page("liaisons/bookings/brief_booking.html", form=form, booking=booking)


def _say_when(sent_at: datetime | None) -> None:
    if sent_at is None:
        flash(_("It is stored. Nobody can write to the liaison: call them."))
    elif sent_at > clock.now():
        flash(_("It goes out at %(time)s, when their quiet hours end.", time=instant(sent_at)))
    else:
        flash(_("The liaison was sent it."))


@blueprint.route("/<uuid:booking_id>/report", methods=["GET", "POST"])
@requires(REQUEST)
def report_booking(booking_id: uuid.UUID) -> ResponseReturnValue:
    """Tell the liaison what the city did with it."""
    actor = current_actor()
    booking = queries.get_booking(actor, booking_id, REQUEST)
    form = ReportForm(report_back=booking.report_back)
    if form.validate_on_submit():
        text = form.report_back.data or ""
        _say_when(operations.report_booking(actor=actor, booking=booking, report_back=text))
        return redirect(url_for(".show_booking", booking_id=booking.id))
    return form_page("liaisons/bookings/report_booking.html", form=form, booking=booking)


@blueprint.route("/<uuid:booking_id>/cancel", methods=["GET", "POST"])
@requires(REQUEST)
def cancel_booking(booking_id: uuid.UUID) -> ResponseReturnValue:
    """It does not take place."""
    actor = current_actor()
    booking = queries.get_booking(actor, booking_id, REQUEST)
    form = CancelBookingForm()
    if form.validate_on_submit():
        operations.cancel_booking(actor=actor, booking=booking, reason=form.reason.data or "")
        return redirect(url_for(".show_booking", booking_id=booking.id))
    return form_page("liaisons/bookings/cancel_booking.html", form=form, booking=booking)


@blueprint.post("/<uuid:booking_id>/finish")
@requires(REQUEST)
def finish_booking(booking_id: uuid.UUID) -> ResponseReturnValue:
    """It took place."""
    actor = current_actor()
    booking = queries.get_booking(actor, booking_id, REQUEST)
    operations.finish_booking(actor=actor, booking=booking)
    return redirect(url_for(".show_booking", booking_id=booking.id))


@blueprint.post("/<uuid:booking_id>/thank")
@requires(REQUEST)
def thank_booking(booking_id: uuid.UUID) -> ResponseReturnValue:
    """Thank whoever did unpaid work."""
    actor = current_actor()
    booking = queries.get_booking(actor, booking_id, REQUEST)
    operations.thank_booking(actor=actor, booking=booking)
    return redirect(url_for(".show_booking", booking_id=booking.id))


def _make_panel(lines: Sequence[Line]) -> Panel:
    """For whoever finds somebody: what waits for it."""
    return Panel(
        title=_("Somebody has to be found"),
        template="liaisons/bookings/_requested_panel.html",
        data=lines,
        links=((_("All bookings"), url_for("bookings.list_bookings")),),
    )


panels = (ListSource("liaisons.bookings", MATCH, 30, queries.ask_requested, _make_panel),)
