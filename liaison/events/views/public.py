"""Events as everybody sees them: list, calendar, page, sign-up."""

import calendar
import uuid
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.accounts.operations.attempts import guard_public_form
from liaison.events.exports.calendar import calendar_file
from liaison.events.forms.sign_ups import SignUpForm
from liaison.events.models.event import Event, EventState
from liaison.events.operations import sign_ups
from liaison.events.policy.events import ACCESS, AUDIENCES
from liaison.events.queries import events as queries
from liaison.events.queries.events import EventFilter
from liaison.events.queries.kinds import find_kind_name
from liaison.i18n import _, current_language, first_weekday, settings
from liaison.languages import SPOKEN, spoken_language
from liaison.places.queries import list_main_areas
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, public
from liaison.web.tables import Page, page_number

blueprint = Blueprint("events", __name__, url_prefix="/events")
PAGE_SIZE = 20
MONTHS_AHEAD = 12
SHOWN_A_DAY = 5  # in the calendar; the rest is one click away
YEARS = range(1990, 2101)


@blueprint.get("/")
@public
def list_events() -> ResponseReturnValue:
    """What is on, the next first."""
    zone = settings().zone()
    today, number = clock.today(zone), page_number()
    wanted = _filter(today)
    rows, total = queries.list_public_events(
        wanted, zone=zone, skip=(number - 1) * PAGE_SIZE, size=PAGE_SIZE
    )
    return render_template(
        "events/public/list_events.html",
        page=Page(rows, total, number, PAGE_SIZE),
        wanted=wanted,
        today=today,
        areas=list_main_areas(),
        months=_months(today, wanted.first),
        languages_spoken=[spoken_language(tag) for tag in SPOKEN],
        access_words=ACCESS,
        is_filtered=any(request.args.get(name) for name in ("text", "area", "language", *_WHEN)),
    )


_WHEN = ("month", "day")


def _filter(today: date) -> EventFilter:
    """From today on, or the days asked for."""
    first, last = today, None
    day = request.args.get("day", type=date.fromisoformat)
    month = request.args.get("month", type=lambda text: date.fromisoformat(f"{text}-01"))
    if day and day.year in YEARS:
        first, last = day, day
    elif month and month.year in YEARS:
        first, last = month, _last_of(month)
    return EventFilter(
        text=request.args.get("text", "").strip()[:100],
        area_id=request.args.get("area", type=uuid.UUID),
        language=request.args.get("language", ""),
        first=first,
        last=last,
    )


def _months(today: date, chosen: date | None) -> list[date]:
    """Months to choose from; the one chosen is always among them."""
    ahead = [_add_months(today, n) for n in range(MONTHS_AHEAD)]
    if request.args.get("month") and chosen and chosen not in ahead:
        return sorted([chosen, *ahead])
    return ahead


@blueprint.get("/calendar")
@blueprint.get("/calendar/<int:year>/<int:month>")
@public
def show_calendar(year: int | None = None, month: int | None = None) -> ResponseReturnValue:
    """A month of events as a table of weeks."""
    zone = settings().zone()
    today = clock.today(zone)
    if year is None or month is None:
        year, month = today.year, today.month
    if year not in YEARS or not 1 <= month <= 12:
        abort(404)
    first = date(year, month, 1)
    by_day: dict[date, list[Any]] = {}
    for event in queries.list_events_between(first, _last_of(first), zone=zone):
        by_day.setdefault(event.starts_at.astimezone(zone).date(), []).append(event)
    weeks = calendar.Calendar(first_weekday()).monthdatescalendar(year, month)
    return render_template(
        "events/public/show_calendar.html",
        month=first,
        before=_add_months(first, -1),
        after=_add_months(first, 1),
        today=today,
        weeks=weeks,
        by_day=by_day,
        shown=SHOWN_A_DAY,
    )


@blueprint.route("/<uuid:event_id>", methods=["GET", "POST"])
@public
def show_event(event_id: uuid.UUID) -> ResponseReturnValue:
    """One event, and the form to say that one comes."""
    event = queries.get_public_event(event_id)
    form = SignUpForm(key=uuid.uuid4().hex)
    if form.validate_on_submit() and _sign_up(form, event):
        flash(_("You are on the list. We look forward to seeing you."))
        return redirect(url_for(".show_event", event_id=event.id))
    return form_page(
        "events/public/show_event.html",
        form=form,
        event=event,
        is_open=event.state is EventState.PUBLISHED and event.starts_at > clock.now(),
        kind=find_kind_name(event.kind, current_language().tag),
        access=[ACCESS.get(key, key) for key in event.access],
        audiences=[AUDIENCES.get(key, key) for key in event.audiences],
    )


def _sign_up(form: SignUpForm, event: Event) -> object:
    guard_public_form("sign_up", address=request.remote_addr or "")
    return form.attempt(
        sign_ups.sign_up,
        actor=current_actor(),
        event=event,
        key=form.once(event.id),
        name=form.name.data,
        email=form.email.data,
        phone=form.phone.data,
        party_size=form.party_size.data,
        language=current_language().tag,
    )


@blueprint.get("/<uuid:event_id>/calendar.ics")
@public
def show_calendar_entry(event_id: uuid.UUID) -> ResponseReturnValue:
    """The event as an entry for one's own calendar."""
    event = queries.get_public_event(event_id)
    address = url_for(".show_event", event_id=event.id, _external=True)
    response = Response(calendar_file(event, address), mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="event.ics"'
    return response


def _last_of(month: date) -> date:
    return _add_months(month, 1) - timedelta(days=1)


def _add_months(day: date, count: int) -> date:
    """The first of the month that many months on."""
    years, month = divmod(day.month - 1 + count, 12)
    return date(day.year + years, month + 1, 1)
