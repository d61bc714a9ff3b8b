"""Who comes, at the desk: taking down a call, giving places, cancelling."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison.audit.operations import record_always
from liaison.errors import Conflict, NotFound
from liaison.events.exports import people as exports
from liaison.events.forms.desk_sign_ups import ChangeGuestForm, TakeSignUpForm
from liaison.events.models.event import Event
from liaison.events.models.sign_up import SignUp, SignUpState, SignUpWay
from liaison.events.operations import sign_ups as operations
from liaison.events.policy.dates import over_at
from liaison.events.policy.events import is_within
from liaison.events.policy.retention import forgotten_at
from liaison.events.policy.sign_ups import COMING, STATES, TONES, WAYS, free_seats, held_seats
from liaison.events.queries import events
from liaison.events.queries import sign_ups as queries
from liaison.events.queries.dates import list_dates
from liaison.events.queries.needs import list_open_needs_of
from liaison.events.queries.rules import get_rules
from liaison.events.views.sign_ups import send_form
from liaison.i18n import _, _l, _lp, _n, settings
from liaison.permissions import Permission
from liaison.web.exports import DOWNLOADS
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires
from liaison.web.tables import PAGE_SIZE, Column, Page, page_number

blueprint = Blueprint(
    "event_sign_ups", __name__, url_prefix="/desk/events/<uuid:event_id>/sign-ups"
)
COLUMNS = (
    Column(_l("Name")),
    Column(_l("How many"), is_number=True),
    Column(_lp("sign-up", "State")),
    Column(_l("How to reach them")),
    Column(_lp("sign-up", "Code")),
    Column(_l("How it came in")),
    Column(_l("What can be done")),
)


@blueprint.get("")
@requires(Permission.EVENT_EDIT)
def list_sign_ups(event_id: uuid.UUID) -> ResponseReturnValue:
    """Who has a place, who waits and in which order, and how many places are left."""
    event, number = _get_event(event_id), page_number()
    state = request.args.get("state")
    states = (SignUpState(state),) if state in set(SignUpState) else tuple(COMING)
    text = request.args.get("text", "").strip()[:100]
    download = DOWNLOADS.get(request.args.get("format", ""))
    if download:
        found, _total = queries.search_sign_ups(event.id, states, text=text)
        record_always(
            "export_sign_ups",
            actor_id=current_actor().user_id,
            subject_type="event",
            subject_id=str(event.id),
        )
        rows_of_file = exports.sign_up_rows(found, settings().zone())
        return download("sign-ups", exports.SIGN_UPS, rows_of_file)
    rows, total = queries.search_sign_ups(
        event.id, states, text=text, skip=(number - 1) * PAGE_SIZE, size=PAGE_SIZE
    )
    parties, people = queries.count_waiting(event.id)
    return render_template(
        "events/desk_sign_ups/list_sign_ups.html",
        event=event,
        page=Page(rows, total, number, PAGE_SIZE),
        columns=COLUMNS,
        states=STATES,
        tones=TONES,
        ways=WAYS,
        state=state,
        text=text,
        free=free_seats(event),
        held=held_seats(event),
        parties=parties,
        people=people,
        forgotten_at=forgotten_at(over_at(list_dates(event)), get_rules()),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def add_sign_up(event_id: uuid.UUID) -> ResponseReturnValue:
    """Take down a call: one short form, and then the next one."""
    event = _get_event(event_id)
    form = TakeSignUpForm(key=uuid.uuid4().hex)
    form.offer_for(asks_name=event.asks_name, to_liaison=event.held_for_liaisons > 0)
    if form.validate_on_submit():
        over_capacity = form.over_capacity.data
        made = send_form(form, event, way=SignUpWay.STAFF, over_capacity=over_capacity)
        if made:
            flash(_what_became_of(made, is_new=made.id == form.once(event.id)))
            return redirect(url_for(".add_sign_up", event_id=event.id))
    return form_page(
        "events/desk_sign_ups/add_sign_up.html", form=form, event=event, free=free_seats(event)
    )


@blueprint.route("/<uuid:sign_up_id>/change", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def change_sign_up(event_id: uuid.UUID, sign_up_id: uuid.UUID) -> ResponseReturnValue:
    """They called: more or fewer come. What they need, for those who arrange it."""
    actor = current_actor()
    event, sign_up = _get(event_id, sign_up_id)
    sees_needs = is_within(actor, Permission.NEED_FULFIL, event.program, event.area_id)
    form = ChangeGuestForm(obj=sign_up, data={"needs": []})
    form.offer()
    if sees_needs:
        form.show_needs(list_open_needs_of(sign_up.id))
    if form.validate_on_submit():
        form.attempt(
            operations.change_sign_up,
            actor=actor,
            event=event,
            sign_up=sign_up,
            party_size=form.party_size.data,
            language=form.language.data,
            needs=form.wanted_needs() if sees_needs else None,
        )
        if not form.errors:
            flash(_("The sign-up is changed."))
            return redirect(url_for(".list_sign_ups", event_id=event.id))
    return form_page(
        "events/desk_sign_ups/change_sign_up.html",
        form=form,
        event=event,
        sign_up=sign_up,
        sees_needs=sees_needs,
    )


@blueprint.post("/<uuid:sign_up_id>/cancel")
@requires(Permission.EVENT_EDIT)
def cancel_sign_up(event_id: uuid.UUID, sign_up_id: uuid.UUID) -> ResponseReturnValue:
    """They called to say that they do not come."""
    _event, sign_up = _get(event_id, sign_up_id)
    operations.cancel_sign_up(actor=current_actor(), sign_up=sign_up)
    flash(_("The sign-up is cancelled. Its places go to those who wait."))
    return redirect(url_for(".list_sign_ups", event_id=event_id))


@blueprint.post("/<uuid:sign_up_id>/give-place")
@requires(Permission.EVENT_EDIT)
def give_place(event_id: uuid.UUID, sign_up_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody who waits is given a place, out of turn."""
    event, sign_up = _get(event_id, sign_up_id)
    try:
        operations.give_place(actor=current_actor(), event=event, sign_up=sign_up)
    except Conflict as refusal:
        flash(refusal.message)
    else:
        flash(_("They have a place now."))
    return redirect(url_for(".list_sign_ups", event_id=event_id))


def _get_event(event_id: uuid.UUID) -> Event:
    return events.get_event(current_actor(), event_id, Permission.EVENT_EDIT)


def _get(event_id: uuid.UUID, sign_up_id: uuid.UUID) -> tuple[Event, SignUp]:
    event, sign_up = _get_event(event_id), queries.get_sign_up(sign_up_id)
    if sign_up.event_id != event.id:
        raise NotFound
    return event, sign_up


def _what_became_of(sign_up: SignUp, *, is_new: bool) -> Any:
    if not is_new:
        return _(
            "This address is known: %(state)s, code %(code)s. Nothing was changed.",
            state=STATES[sign_up.state],
            code=sign_up.code,
        )
    if sign_up.state is SignUpState.SIGNED_UP:
        return _n(
            "There is a place for %(num)s person. Code: %(code)s",
            "There are places for %(num)s people. Code: %(code)s",
            sign_up.party_size,
            code=sign_up.code,
        )
    return _(
        "All places are taken: they are on the waiting list. Code: %(code)s", code=sign_up.code
    )
