"""The jobs of a liaison in their own notebook: answer, see what to know, bring back, be told."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.errors import NotFound
from liaison.i18n import _
from liaison.liaisons.forms.bookings import DebriefForm, DeclineForm, LeaveForm
from liaison.liaisons.models.booking import Booking, BookingOffer, BookingState, OfferState
from liaison.liaisons.operations import offers
from liaison.liaisons.operations.bookings import hold
from liaison.liaisons.operations.debriefs import debrief_booking
from liaison.liaisons.policy.bookings import (
    ENDED_OFFERS,
    STATES,
    TASKS,
    TONES,
    can_take_step,
    has_to_be_debriefed,
    state_words,
)
from liaison.liaisons.policy.pay import price
from liaison.liaisons.queries import bookings as queries
from liaison.liaisons.queries.moves import find_time_asked_before
from liaison.liaisons.queries.roster import find_liaison_of_user
from liaison.permissions import Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("own_bookings", __name__, url_prefix="/field/jobs")


def _own_liaison_id() -> uuid.UUID:
    user_id = current_actor().user_id
    liaison = find_liaison_of_user(user_id) if user_id else None
    if liaison is None:
        raise NotFound
    return liaison.id


@blueprint.get("/")
@requires(Permission.FIELD_USE)
def list_my_jobs() -> ResponseReturnValue:
    """To answer, to come, to debrief, and what came of the others."""
    user_id, now = current_actor().user_id, clock.now()
    liaison = find_liaison_of_user(user_id) if user_id else None
    rows = queries.list_own_bookings(liaison.id) if liaison else []
    offered = [row for row in rows if row.answer_by]
    debts = [row for row in rows if has_to_be_debriefed(row.state, row.starts_at, now)]
    coming = [row for row in rows if row.starts_at > now and row not in offered]
    shown = {row.id for row in (*offered, *debts, *coming)}
    return render_template(
        "liaisons/own_bookings/list_my_jobs.html",
        is_liaison=liaison is not None,
        offered=sorted(offered, key=lambda row: row.answer_by),
        debts=debts,
        coming=sorted(coming, key=lambda row: row.starts_at),
        past=[row for row in rows if row.id not in shown],
        tones=TONES,
        tasks=TASKS,
        state_words=state_words,
    )


@blueprint.get("/<uuid:booking_id>")
@requires(Permission.FIELD_USE)
def show_my_job(booking_id: uuid.UUID) -> ResponseReturnValue:
    """One of my jobs. Who was asked and does not do it comes back to a page that says so."""
    liaison_id, now = _own_liaison_id(), clock.now()
    booking = queries.get_offered_booking(liaison_id, booking_id)
    offer = queries.find_last_offer(liaison_id, booking_id)
    if offer and offer.state is not OfferState.OPEN and booking.liaison_id != liaison_id:
        return _show_ended(booking, offer)
    return render_template(
        "liaisons/own_bookings/show_my_job.html",
        booking=booking,
        names=queries.names_of(current_actor(), booking),
        offer=offer,
        is_mine=booking.liaison_id == liaison_id,
        debrief=queries.find_debrief(booking.id),
        before=find_time_asked_before(booking, offer),
        may_answer=offer is not None and offer.state is OfferState.OPEN and now < booking.starts_at,
        may_leave=_may(booking, "leave_booking"),
        may_debrief=has_to_be_debriefed(booking.state, booking.starts_at, now),
        pay=None
        if booking.cents_an_hour is None
        else price(booking.minutes, booking.cents_an_hour),
        states=STATES,
        tones=TONES,
        tasks=TASKS,
        state_words=state_words,
    )


def _show_ended(booking: Booking, offer: BookingOffer) -> ResponseReturnValue:
    is_off = booking.state is BookingState.CANCELLED
    return render_template(
        "liaisons/own_bookings/show_ended_offer.html",
        booking=booking,
        words=_("This job does not take place.") if is_off else ENDED_OFFERS[offer.state],
    )


def _may(booking: Booking, verb: str) -> bool:
    return can_take_step(
        booking.state,
        verb,
        starts_at=booking.starts_at,
        now=clock.now(),
        is_paid=booking.is_paid,
    )


@blueprint.post("/<uuid:booking_id>/accept")
@requires(Permission.FIELD_USE)
def accept_offer(booking_id: uuid.UUID) -> ResponseReturnValue:
    """I take it. Pressed twice, or too late, the page of the job says how it stands."""
    liaison_id = _own_liaison_id()
    booking = queries.get_offered_booking(liaison_id, booking_id)
    is_open = offers.is_open_for(booking, liaison_id)
    if is_open:
        offers.accept_offer(actor=current_actor(), booking=booking)
    if is_open or booking.liaison_id == liaison_id:
        flash(_("The job is yours. You will be told what to know for it."))
    return redirect(url_for(".show_my_job", booking_id=booking.id))


@blueprint.route("/<uuid:booking_id>/decline", methods=["GET", "POST"])
@requires(Permission.FIELD_USE)
def decline_offer(booking_id: uuid.UUID) -> ResponseReturnValue:
    """I do not."""
    liaison_id = _own_liaison_id()
    booking = queries.get_offered_booking(liaison_id, booking_id)
    if not offers.is_open_for(booking, liaison_id):
        return redirect(url_for(".show_my_job", booking_id=booking.id))
    form = DeclineForm()
    if form.validate_on_submit():
        words = form.words.data or ""
        offers.decline_offer(actor=current_actor(), booking=booking, words=words)
        flash(_("Thank you for the answer. Somebody else will be asked."))
        return redirect(url_for(".list_my_jobs"))
    return form_page("liaisons/own_bookings/decline_offer.html", form=form, booking=booking)


@blueprint.route("/<uuid:booking_id>/leave", methods=["GET", "POST"])
@requires(Permission.FIELD_USE)
def leave_booking(booking_id: uuid.UUID) -> ResponseReturnValue:
    """I had taken it and cannot come."""
    liaison_id = _own_liaison_id()
    booking = queries.get_offered_booking(liaison_id, booking_id)
    hold(booking)
    if booking.liaison_id != liaison_id:  # they said so already
        return redirect(url_for(".show_my_job", booking_id=booking.id))
    form = LeaveForm()
    if form.validate_on_submit():
        words = form.words.data or ""
        offers.leave_booking(actor=current_actor(), booking=booking, words=words)
        flash(_("Thank you for telling us. Somebody else will be asked."))
        return redirect(url_for(".list_my_jobs"))
    return form_page("liaisons/own_bookings/leave_booking.html", form=form, booking=booking)


@blueprint.route("/<uuid:booking_id>/debrief", methods=["GET", "POST"])
@requires(Permission.FIELD_USE)
def write_debrief(booking_id: uuid.UUID) -> ResponseReturnValue:
    """What I bring back, and how long it took."""
    actor, liaison_id = current_actor(), _own_liaison_id()
    booking = queries.get_own_booking(liaison_id, booking_id)
    hold(booking)
    if queries.find_debrief(booking.id):  # sent twice, or opened again: it is written
        return redirect(url_for(".show_my_job", booking_id=booking.id))
    form = DebriefForm(minutes=booking.minutes)
    if form.validate_on_submit() and form.attempt(
        debrief_booking,
        actor=actor,
        booking=booking,
        liaison=queries.get_with_person(liaison_id),
        details=form.details,
    ):
        flash(_("Thank you. The time is in your hours."))
        return redirect(url_for(".show_my_job", booking_id=booking.id))
    return form_page("liaisons/own_bookings/write_debrief.html", form=form, booking=booking)
