"""Signing up without an account, and one's own page afterwards."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.accounts.operations.attempts import guard_public_form
from liaison.db import db
from liaison.errors import NotFound, WrongState
from liaison.events.forms.sign_ups import ChangeSignUpForm, SignUpForm
from liaison.events.models.event import Event, EventState
from liaison.events.models.plan import EventRules
from liaison.events.models.sign_up import SignUp, SignUpState, SignUpWay
from liaison.events.operations import sign_ups as operations
from liaison.events.operations import waiting
from liaison.events.policy.dates import still_to_come
from liaison.events.policy.needs import KINDS
from liaison.events.policy.own_links import make_token, read_token
from liaison.events.policy.reach import reach_by, reach_of
from liaison.events.policy.sign_ups import (
    closing,
    free_seats,
    is_open,
    may_take_liaison_seats,
    offer_is_over,
    way_back,
)
from liaison.events.queries.dates import list_dates
from liaison.events.queries.needs import list_open_needs_of
from liaison.events.queries.public import get_public_event
from liaison.events.queries.rules import get_rules
from liaison.events.queries.sign_ups import count_before, count_waiting, get_sign_up
from liaison.events.queries.texts import text_for
from liaison.i18n import _, current_language, settings
from liaison.mail import Carrier
from liaison.web.exports import qr_svg
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, public

blueprint = Blueprint("sign_ups", __name__)


@dataclass(frozen=True)
class Seats:
    """What the event's page says about signing up."""

    is_open: bool
    closes_at: datetime
    free: int | None  # None: nobody counts
    parties: int = 0  # that wait
    people: int = 0
    offer_hours: int = 0


def look_at_seats(event: Event, rules: EventRules) -> Seats:
    """As they are now."""
    closes_at = closing(event, rules, settings().zone())
    takes = is_open(SignUpWay.WEB, event, now=clock.now(), closes_at=closes_at)
    free = free_seats(event)
    parties, people = count_waiting(event.id) if takes and free is not None else (0, 0)
    return Seats(takes, closes_at, free, parties, people, rules.offer_hours)


def take_sign_up(
    event: Event, further: Sequence[Any]
) -> tuple[SignUpForm, ResponseReturnValue | None]:
    """The form on an event's page, and where to go once it was sent and taken.

    `further` are the event's further dates, as the page has read them.
    """
    form = SignUpForm(key=uuid.uuid4().hex)
    form.offer_for(
        asks_name=event.asks_name, to_liaison=may_take_liaison_seats(current_actor(), event)
    )
    if not form.validate_on_submit():
        return form, None
    guard_public_form("sign_up", address=request.remote_addr or "")
    made = send_form(form, event, further=further)
    return form, _answer(event, form, made) if made else None


def send_form(form: SignUpForm, event: Event, **more: Any) -> SignUp | None:
    """The sign-up the form makes, or made before; None with the reason on the form if refused.

    `more` is passed on to `operations.sign_up`.
    """
    try:
        made: SignUp | None = form.attempt(
            operations.sign_up,
            actor=current_actor(),
            event=event,
            key=form.once(event.id),
            details=form.details(),
            as_liaison=form.comes_as_liaison(),
            **more,
        )
    except WrongState as refusal:  # it closed, or was called off, while the form was filled in
        form.form_errors.append(refusal.message)
        return None
    return made


def _answer(event: Event, form: SignUpForm, made: SignUp) -> ResponseReturnValue:
    """Whoever can be written to is, and finds the rest there: only the address's owner learns
    whether it was known. Only a sign-up that nobody can be written about shows itself at once."""
    reach = reach_by(form.email.data, form.phone.data)  # which the operation has read
    if reach:
        by = "text" if reach.carrier is Carrier.TEXT else None
        return redirect(url_for("sign_ups.show_sent", event_id=event.id, by=by), 303)
    return redirect(url_for("sign_ups.show_sign_up", token=make_token(made.id)), 303)


@blueprint.get("/events/<uuid:event_id>/signed-up")
@public
def show_sent(event_id: uuid.UUID) -> ResponseReturnValue:
    """The same for everybody who left an address: the rest is in the message."""
    return render_template(
        "events/sign_ups/show_sent.html",
        **_about(get_public_event(event_id)),
        by_text=request.args.get("by") == "text",
    )


@blueprint.get("/sign-ups/<token>")
@public
def show_sign_up(token: str) -> ResponseReturnValue:
    """One's own sign-up: its state, the code for the door, and what can be done."""
    event, sign_up = _load(token)
    now, rules = clock.now(), get_rules()
    state = sign_up.state
    if offer_is_over(sign_up, now):
        state = SignUpState.LAPSED  # as the worker will write within a minute
    may_change = event.state is EventState.PUBLISHED and event.starts_at > now
    closes_at = closing(event, rules, settings().zone())
    return render_template(
        "events/sign_ups/show_sign_up.html",
        **_about(event),
        sign_up=sign_up,
        token=token,
        state=state,
        before=count_before(sign_up) if state is SignUpState.WAITING else 0,
        needs=[KINDS[need.kind] for need in list_open_needs_of(sign_up.id)],
        may_change=may_change,
        may_return=is_open(way_back(event), event, now=now, closes_at=closes_at),
        offer_hours=rules.offer_hours,
        is_written_to=reach_of(sign_up) is not None,
    )


@blueprint.get("/sign-ups/<token>/code.svg")
@public
def draw_code(token: str) -> ResponseReturnValue:
    """The code for the camera at the door."""
    _event, sign_up = _load(token)
    return Response(qr_svg(sign_up.code), mimetype="image/svg+xml")


@blueprint.route("/sign-ups/<token>/change", methods=["GET", "POST"])
@public
def change_sign_up(token: str) -> ResponseReturnValue:
    """Say that more or fewer come, or what is needed."""
    event, sign_up = _load(token)
    form = ChangeSignUpForm(obj=sign_up, data={"needs": []})
    form.offer()
    form.show_needs(list_open_needs_of(sign_up.id))
    if event.course_run_id:  # nobody brings others to a course
        del form.party_size
    if form.validate_on_submit():
        form.attempt(
            operations.change_sign_up,
            actor=current_actor(),
            event=event,
            sign_up=sign_up,
            party_size=form.party_size.data if "party_size" in form else sign_up.party_size,
            language=form.language.data,
            needs=form.wanted_needs(),
        )
        if not form.errors:
            flash(_("Your sign-up is changed."))
            return _back(token)
    return form_page("events/sign_ups/change_sign_up.html", form=form, token=token, **_about(event))


@blueprint.route("/sign-ups/<token>/cancel", methods=["GET", "POST"])
@public
def cancel_sign_up(token: str) -> ResponseReturnValue:
    """Ask once more, then cancel."""
    event, sign_up = _load(token)
    if request.method == "POST":
        operations.cancel_sign_up(actor=current_actor(), sign_up=sign_up)
        flash(_("Your sign-up is cancelled. Thank you for telling us."))
        return _back(token)
    return render_template("events/sign_ups/cancel_sign_up.html", token=token, **_about(event))


@blueprint.post("/sign-ups/<token>/accept")
@public
def accept_place(token: str) -> ResponseReturnValue:
    """Take the place that was offered."""
    event, sign_up = _load(token)
    if waiting.accept_place(actor=current_actor(), event=event, sign_up=sign_up):
        flash(_("The place is yours. We look forward to seeing you."))
    else:
        flash(_("The time to answer was over, so the place could not be given to you."))
    return _back(token)


@blueprint.post("/sign-ups/<token>/decline")
@public
def decline_place(token: str) -> ResponseReturnValue:
    """Leave the place to others."""
    event, sign_up = _load(token)
    waiting.decline_place(actor=current_actor(), event=event, sign_up=sign_up)
    flash(_("Thank you for telling us. The place goes to somebody else."))
    return _back(token)


@blueprint.post("/sign-ups/<token>/again")
@public
def sign_up_again(token: str) -> ResponseReturnValue:
    """Come after all."""
    event, sign_up = _load(token)
    operations.sign_up_again(actor=current_actor(), event=event, sign_up=sign_up)
    return _back(token)


def _load(token: str) -> tuple[Event, SignUp]:
    sign_up = get_sign_up(read_token(token))
    event = db.session.get(Event, sign_up.event_id)
    if event is None or sign_up.anonymised_at is not None:
        raise NotFound
    return event, sign_up


def _about(event: Event) -> dict[str, Any]:
    """What each of these pages says of the event: its words for this reader, its dates."""
    return {
        "event": event,
        "text": text_for(event, current_language().tag),
        "dates": still_to_come(list_dates(event), clock.now()),
    }


def _back(token: str) -> ResponseReturnValue:
    return redirect(url_for(".show_sign_up", token=token), 303)
