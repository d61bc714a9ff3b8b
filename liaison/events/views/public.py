"""Events as everybody sees them: list, month, map, one event."""

import calendar
import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.events.forms.filters import (
    DAYS,
    KEPT,
    add_months,
    kept_arguments,
    last_of,
    read_filter,
)
from liaison.events.policy.dates import days_of, needs_zone
from liaison.events.policy.events import ACCESS, AUDIENCES
from liaison.events.queries import public as queries
from liaison.events.queries.events import start_of
from liaison.events.queries.public import FilterChoices, PublicFilter
from liaison.events.queries.texts import text_for, texts_for
from liaison.events.views.sign_ups import look_at_seats, take_sign_up
from liaison.i18n import _, current_language, first_weekday, number, settings
from liaison.languages import SPOKEN, spoken_language
from liaison.liaisons.policy.invitations import make_invitation
from liaison.web.forms import form_page
from liaison.web.guards import public
from liaison.web.pages import root_path
from liaison.web.tables import Column, Page, page_number

blueprint = Blueprint("events", __name__, url_prefix="/events")
PAGE_SIZE = 20
MONTHS_AHEAD = 12
SHOWN_A_DAY = 5  # in the calendar; the rest is one click away
YEARS = range(1990, 2101)


@blueprint.get("/")
@public
def list_events() -> ResponseReturnValue:
    """What is on, the next first."""
    zone, page = settings().zone(), page_number()
    today = clock.today(zone)
    wanted = read_filter(request.args, since=today)
    rows, total = queries.list_public_events(
        wanted, zone=zone, skip=(page - 1) * PAGE_SIZE, size=PAGE_SIZE
    )
    return render_template(
        "events/public/list_events.html",
        page=Page(rows, total, page, PAGE_SIZE),
        texts=texts_for({row.id for row in rows}, current_language().tag),
        months=_months(today, wanted.first),
        feed=_feed_address(),
        **_bar(wanted, today),
    )


def _feed_address() -> str:
    """Where this list is a calendar, in the language of the page: a calendar program has none."""
    here = url_for("event_feeds.show_feed", **kept_arguments(request.args, with_days=True))
    path = here.removeprefix(request.root_path.rstrip("/"))
    return f"{request.host_url.rstrip('/')}{root_path()}/{current_language().tag}{path}"


def _bar(wanted: PublicFilter, today: date) -> dict[str, Any]:
    """What the filters show, and what the pages beside this one are asked for."""
    choices = queries.list_filter_choices(start_of(today, settings().zone()))
    return {
        "wanted": wanted,
        "choices": _with_chosen(choices, wanted),
        "spoken": [spoken_language(tag) for tag in _with(list(SPOKEN), wanted.language)],
        "access_words": ACCESS,
        "kept": kept_arguments(request.args),
        "is_filtered": any(request.args.get(name) for name in KEPT + DAYS),
    }


def _with_chosen(choices: FilterChoices, wanted: PublicFilter) -> FilterChoices:
    topics = _with(list(choices.topics), wanted.topic)
    return FilterChoices(choices.areas, choices.programs, topics)


def _with(offered: list[str], chosen: str) -> list[str]:
    """What is chosen stays on the list, whoever wrote it into the address."""
    return offered if not chosen or chosen in offered else [*offered, chosen]


def _months(today: date, chosen: date | None) -> list[date]:
    """Months to choose from; the one chosen is always among them."""
    ahead = [add_months(today, n) for n in range(MONTHS_AHEAD)]
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
    wanted = read_filter(request.args, since=today, days=(first, last_of(first)))
    by_day = _by_day(queries.list_events_between(wanted, zone=zone), first, zone)
    shown = {event.id for events in by_day.values() for event, _first in events[:SHOWN_A_DAY]}
    return render_template(
        "events/public/show_calendar.html",
        month=first,
        before=add_months(first, -1),
        after=add_months(first, 1),
        today=today,
        weeks=calendar.Calendar(first_weekday()).monthdatescalendar(year, month),
        by_day=by_day,
        shown=SHOWN_A_DAY,
        texts=texts_for(shown, current_language().tag),
        **_bar(wanted, today),
    )


def _by_day(events: Iterable[Any], month: date, zone: ZoneInfo) -> dict[date, list[Any]]:
    """Each event on each of its days in the month, and whether it begins on that day."""
    by_day: dict[date, list[Any]] = {}
    end = last_of(month)
    for event in events:
        first, last = days_of(event.starts_at, event.ends_at, zone)
        if first == last:  # nearly all of them
            if first >= month:
                by_day.setdefault(first, []).append((event, True))
            continue
        on, last = max(first, month), min(last, end)
        while on <= last:
            by_day.setdefault(on, []).append((event, on == first))
            on += timedelta(days=1)
    return by_day


@blueprint.get("/map")
@public
def show_map() -> ResponseReturnValue:
    """How many there are in each area: a picture, and a table that says the same."""
    zone = settings().zone()
    today = clock.today(zone)
    wanted = read_filter(request.args, since=today)
    counts = queries.count_by_area(wanted, zone=zone)
    bar = _bar(wanted, today)
    areas = bar["choices"].areas
    shown = kept_arguments(request.args, with_days=True)
    return render_template(
        "events/public/show_map.html",
        counts=counts,
        total=sum(counts.values()),
        columns=[Column(_("Area")), Column(_("Events"), is_number=True)],
        words=_in_words(counts, areas),
        links={area_id: url_for(".list_events", **shown | {"area": area_id}) for area_id in counts},
        months=_months(today, wanted.first),
        picture=url_for("event_feeds.draw_map", **shown) if areas else None,
        **bar,
    )


def _in_words(counts: Any, areas: Any) -> str:
    """What the picture shows: where something is on, and where most."""
    placed = [(counts[area_id], name) for area_id, name in areas if area_id in counts]
    if not placed:
        return _("None of these events is in an area of the map.")
    most, name = max(placed, key=lambda found: found[0])
    return _(
        "Something is on in %(areas)s of %(all)s areas, the most in %(name)s: %(count)s.",
        areas=number(len(placed)),
        all=number(len(areas)),
        name=name,
        count=number(most),
    )


@blueprint.route("/<uuid:event_id>", methods=["GET", "POST"])
@public
def show_event(event_id: uuid.UUID) -> ResponseReturnValue:
    """One event, and the form to say that one comes."""
    language, zone = current_language().tag, settings().zone()
    page = queries.load_event_page(event_id, language)
    event = page.event
    form, answer = take_sign_up(event, page.dates)
    if answer:
        return answer
    return form_page(
        "events/public/show_event.html",
        form=form,
        event=event,
        text=text_for(event, language),
        dates=page.dates,
        zone=zone,
        needs_zone=lambda date: needs_zone(event, date, zone),
        seats=look_at_seats(event, page.rules),
        now=clock.now(),
        kind=page.kind,
        access=[ACCESS.get(key, key) for key in event.access],
        lacking=[ACCESS.get(key, key) for key in event.access_lacking],
        audiences=[AUDIENCES.get(key, key) for key in event.audiences],
        invitation=make_invitation(event.title),
    )
