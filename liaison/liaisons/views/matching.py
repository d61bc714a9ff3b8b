"""Finding somebody for a booking: who fits and why, who does not and why not."""

import uuid
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.audit.queries import list_last_changes
from liaison.errors import NotFound
from liaison.i18n import _, _n, instant, settings
from liaison.liaisons.forms.bookings import YES, AnswerForm, MoveBookingForm, NoteDebriefForm
from liaison.liaisons.models.booking import Booking
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.operations import offers as operations
from liaison.liaisons.operations.bookings import fingerprint_booking, hold
from liaison.liaisons.operations.debriefs import debrief_booking
from liaison.liaisons.operations.moving import check_can_move
from liaison.liaisons.operations.moving import move_booking as move
from liaison.liaisons.policy.bookings import TASKS, can_take_step, has_to_be_debriefed
from liaison.liaisons.policy.candidates import Period, Question
from liaison.liaisons.policy.explaining import say_load, say_reason, say_rule
from liaison.liaisons.policy.matching import share_out
from liaison.liaisons.policy.reasons import RULE_WORDS, Reason
from liaison.liaisons.queries import bookings as queries
from liaison.liaisons.queries.matching import Looked, look_for
from liaison.liaisons.queries.roster import get_liaison
from liaison.permissions import Permission
from liaison.web.forms import Difference, form_page, list_differences
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("matching", __name__, url_prefix="/desk/bookings")
MATCH = Permission.BOOKING_MATCH
PROPOSED, MISSED, AT_ONCE = 10, 30, 40
# fields of the form, and the column that each stands for
COLUMN_OF = {"day": "starts_at", "starts": "starts_at", "ends": "ends_at", "last_day": "ends_at"}


def _words(looked: Looked) -> dict[str, Any]:
    """For the templates: each reason as a sentence about the job of this place in the list."""
    asked = [Question.about(job, looked.city) for job in looked.jobs]
    told = looked.told
    return {
        "rule_words": RULE_WORDS,
        "tasks": TASKS,
        "say_for": lambda one, at=0: [
            *(
                say_reason(why, asked[at], one.candidate, told)
                for why in one.why
                if why is not Reason.ASKED_LITTLE  # how little, `say_load` says
            ),
            *say_load(asked[at], one.candidate, told),
        ],
        "say_against": lambda one: [
            say_rule(rule, asked[0], one.candidate, told) for rule in one.rules
        ],
    }


@blueprint.get("/<uuid:booking_id>/match")
@requires(MATCH)
def show_match(booking_id: uuid.UUID) -> ResponseReturnValue:
    """Everybody who was looked at, with the reasons in words."""
    actor = current_actor()
    booking = queries.get_booking(actor, booking_id, MATCH)
    looked = look_for(actor, [booking])
    found = looked.matches[0]
    return render_template(
        "liaisons/matching/show_match.html",
        booking=booking,
        found=found,
        names=looked.names,
        proposals=found.proposals[:PROPOSED],
        misses=found.exclusions[:MISSED],
        may_offer=can_take_step(
            booking.state,
            "offer_booking",
            starts_at=booking.starts_at,
            now=clock.now(),
            is_paid=booking.is_paid,
        ),
        nobody_of_community=bool(booking.community)
        and not any(Reason.COMMUNITY in one.why for one in found.proposals),
        **_words(looked),
    )


@blueprint.post("/<uuid:booking_id>/offers/<uuid:liaison_id>")
@requires(MATCH)
def offer_booking(booking_id: uuid.UUID, liaison_id: uuid.UUID) -> ResponseReturnValue:
    """Ask one of them."""
    actor = current_actor()
    booking = queries.get_booking(actor, booking_id, MATCH)
    liaison = get_liaison(actor, liaison_id)
    sent_at = operations.offer_booking(actor=actor, booking=booking, liaison=liaison)
    _say_asked(liaison.person.name, sent_at)
    return redirect(url_for("bookings.show_booking", booking_id=booking.id))


def _say_asked(name: str, sent_at: datetime | None) -> None:
    if sent_at is None:
        flash(_("Nobody can write to %(name)s: call them.", name=name))
    elif sent_at > clock.now():
        time = instant(sent_at)
        flash(_("%(name)s is asked at %(time)s, when their quiet hours end.", name=name, time=time))
    else:
        flash(_("%(name)s was asked.", name=name))


@blueprint.route("/<uuid:booking_id>/time", methods=["GET", "POST"])
@requires(MATCH)
def move_booking(booking_id: uuid.UUID) -> ResponseReturnValue:
    """Change the time of one that somebody was asked for or took: they are asked again."""
    actor, zone = current_actor(), settings().zone()
    booking = queries.get_booking(actor, booking_id, MATCH)
    hold(booking)
    opened = fingerprint_booking(booking)
    here = MoveBookingForm.values(booking.starts_at, booking.ends_at, zone)
    form = MoveBookingForm(**here, who=YES, opened=opened)
    if form.opened.data != opened and _says(form, here):  # sent twice: it was moved
        return redirect(url_for("bookings.show_booking", booking_id=booking.id))
    form.offer(queries.get_with_person(check_can_move(booking).liaison_id).person.name)
    clashes: list[Difference] = []
    if form.validate_on_submit():
        asks_again = form.who.data == YES
        moved = form.attempt(
            move,
            actor=actor,
            booking=booking,
            to=Period(*form.period(zone)),
            asks_again=asks_again,
            opened=form.opened.data,
        )
        if moved:
            if asks_again or moved.has_to_be_called:
                _say_asked(moved.name, moved.sent_at)
            else:
                flash(_("Somebody has to be found for the new time."))
            return redirect(url_for("bookings.show_booking", booking_id=booking.id))
    if form.form_errors:  # they were told that somebody changed it: saving again is meant
        form.opened.data = opened
        stored = MoveBookingForm(formdata=None, **here)
        changed = list_last_changes(Booking.__tablename__, str(booking.id))
        clashes = list_differences(form, stored, COLUMN_OF, changed)
    return form_page(
        "liaisons/matching/move_booking.html", form=form, booking=booking, clashes=clashes
    )


def _says(form: MoveBookingForm, values: dict[str, Any]) -> bool:
    return all(form[name].data == value for name, value in values.items())


@blueprint.post("/<uuid:booking_id>/withdraw")
@requires(MATCH)
def withdraw_offer(booking_id: uuid.UUID) -> ResponseReturnValue:
    """Take the offer back."""
    actor = current_actor()
    booking = queries.get_booking(actor, booking_id, MATCH)
    operations.withdraw_offer(actor=actor, booking=booking)
    return redirect(url_for("bookings.show_booking", booking_id=booking.id))


@blueprint.route("/<uuid:booking_id>/answer", methods=["GET", "POST"])
@requires(MATCH)
def note_answer(booking_id: uuid.UUID) -> ResponseReturnValue:
    """Take down what somebody said on the telephone."""
    actor = current_actor()
    booking = queries.get_booking(actor, booking_id, MATCH)
    form = AnswerForm()
    if form.validate_on_submit():
        takes_it = form.answer.data == YES
        act = operations.accept_offer if takes_it else operations.decline_offer
        act(actor=actor, booking=booking, words=form.words.data or "")
        return redirect(url_for("bookings.show_booking", booking_id=booking.id))
    return form_page("liaisons/matching/note_answer.html", form=form, booking=booking)


@blueprint.route("/<uuid:booking_id>/debrief", methods=["GET", "POST"])
@requires(MATCH)
def note_debrief(booking_id: uuid.UUID) -> ResponseReturnValue:
    """Take down what the liaison brings back: not everybody has an account."""
    actor = current_actor()
    booking = queries.get_booking(actor, booking_id, MATCH)
    hold(booking)
    here = url_for("bookings.show_booking", booking_id=booking.id)
    is_due = has_to_be_debriefed(booking.state, booking.starts_at, clock.now())
    if booking.liaison_id is None or not is_due:
        return redirect(here)  # sent twice, or the liaison wrote it meanwhile: the page shows it
    liaison = queries.get_with_person(booking.liaison_id)
    form = NoteDebriefForm(minutes=booking.minutes)
    if form.validate_on_submit() and form.attempt(
        debrief_booking, actor=actor, booking=booking, liaison=liaison, details=form.details
    ):
        flash(_("The time is in their hours."))
        return redirect(here)
    return form_page(
        "liaisons/matching/note_debrief.html",
        form=form,
        booking=booking,
        liaison_name=liaison.person.name,
    )


@blueprint.route("/share-out", methods=["GET", "POST"])
@requires(MATCH)
def share_out_bookings() -> ResponseReturnValue:
    """All that wait, each with the one person who is best for all of them together."""
    actor = current_actor()
    if request.method == "POST":
        pairs = [found for pair in request.form.getlist("pair") if (found := _find_pair(pair))]
        asked = operations.offer_bookings(actor=actor, pairs=pairs)
        flash(_n("%(num)s liaison was asked.", "%(num)s liaisons were asked.", asked))
        return redirect(url_for("bookings.list_bookings"))
    waiting = queries.list_waiting_bookings(actor, limit=AT_ONCE)
    looked = look_for(actor, waiting)
    chosen = share_out(looked.jobs, looked.matches)
    return render_template(
        "liaisons/matching/share_out_bookings.html",
        lines=[
            (booking, chosen.get(booking.id), match)
            for booking, match in zip(waiting, looked.matches, strict=True)
        ],
        names=looked.names,
        **_words(looked),
    )


def _find_pair(pair: str) -> tuple[Booking, Liaison] | None:
    """A booking and whom the page showed for it; None where one of them is gone."""
    actor = current_actor()
    try:
        booking_id, liaison_id = (uuid.UUID(key) for key in pair.split(" "))
        return queries.get_booking(actor, booking_id, MATCH), get_liaison(actor, liaison_id)
    except (ValueError, NotFound):
        return None
