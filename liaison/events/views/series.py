"""How an event repeats: its dates, days left out, and the rule."""

import uuid
from datetime import date, datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.events.forms.series import RepeatForm
from liaison.events.models.event import Event
from liaison.events.models.plan import EventSeries
from liaison.events.operations import series as operations
from liaison.events.policy.events import STATES, can_edit_event
from liaison.events.policy.recurrence import (
    Repeats,
    Repetition,
    list_days,
    read_repetition,
    split_rule,
)
from liaison.events.policy.rule_words import say_rule
from liaison.events.policy.wall_time import readings
from liaison.events.queries import series as queries
from liaison.events.queries.events import get_event
from liaison.i18n import _, first_weekday, settings, weekday_name
from liaison.permissions import Permission
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires

blueprint = Blueprint("event_series", __name__, url_prefix="/desk/events/<uuid:event_id>/repeats")
A_MONDAY = date(2024, 1, 1)


@blueprint.get("/")
@requires(Permission.EVENT_VIEW)
def show_series(event_id: uuid.UUID) -> ResponseReturnValue:
    """The dates of the series an event belongs to."""
    actor = current_actor()
    event = get_event(actor, event_id)
    dates = queries.list_occurrences(event.series_id) if event.series_id else []
    series = queries.get_series_of(event) if event.series_id else None
    return render_template(
        "events/series/show_series.html",
        event=event,
        series=series,
        rule=say_rule(series) if series else [],
        dates=dates,
        parts=queries.list_other_parts(actor, series.id) if series else [],
        moved_by_clock={one.id for one in dates if series and _is_moved_by_clock(one, series)},
        now=clock.now(),
        states=STATES,
        may_edit=can_edit_event(actor, event.program, event.area_id),
    )


def _is_moved_by_clock(event: Event, series: EventSeries) -> bool:
    """Is its wall time one that the clocks show twice, or was it moved off one they jump over?"""
    zone = settings().zone()
    local = event.starts_at.astimezone(zone)
    times = {local.time()} if event.is_changed_alone else {local.time(), series.starts_time}
    return any(len(readings(local.date(), time, zone)) > 1 for time in times)


@blueprint.route("/start", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def start_series(event_id: uuid.UUID) -> ResponseReturnValue:
    """Let an event repeat."""
    event, first = _event_and_day(event_id)
    form = _form(first)
    if form.validate_on_submit():
        done = form.attempt(
            operations.start_series,
            actor=current_actor(),
            event=event,
            repetition=_repetition(form),
            zone=settings().zone(),
        )
        if done:
            flash(_("The dates are planned as drafts. Look at them, then publish them."))
            return redirect(url_for(".show_series", event_id=event.id))
    return form_page("events/series/start_series.html", form=form, event=event)


@blueprint.route("/change", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def change_rule(event_id: uuid.UUID) -> ResponseReturnValue:
    """Let this date and those that follow repeat in another way."""
    event, first = _event_and_day(event_id)
    series = queries.get_series_of(event)
    first = event.occurrence_on or first
    form = _form(first, first_on=first, **_as_it_repeats(series, first))
    if form.validate_on_submit():
        done = form.attempt(
            operations.change_rule,
            actor=current_actor(),
            event=event,
            first=form.first_on.data or first,
            repetition=_repetition(form),
            zone=settings().zone(),
        )
        if done:
            flash(_("The dates follow the new rule."))
            return redirect(url_for(".show_series", event_id=event.id))
    return form_page("events/series/change_rule.html", form=form, event=event)


@blueprint.post("/publish")
@requires(Permission.EVENT_EDIT)
def publish_series(event_id: uuid.UUID) -> ResponseReturnValue:
    """Publish all dates that are drafts."""
    event, _first = _event_and_day(event_id)
    published, lacking = operations.publish_series(actor=current_actor(), event=event)
    flash(
        _(
            "Published: %(published)s. Still drafts, because something is missing: %(lacking)s.",
            published=published,
            lacking=lacking,
        )
    )
    return redirect(url_for(".show_series", event_id=event.id))


@blueprint.post("/skip")
@requires(Permission.EVENT_EDIT)
def skip_occurrence(event_id: uuid.UUID) -> ResponseReturnValue:
    """Leave this date out."""
    return _switch(operations.skip_occurrence, event_id)


@blueprint.post("/keep")
@requires(Permission.EVENT_EDIT)
def keep_occurrence(event_id: uuid.UUID) -> ResponseReturnValue:
    """Hold it that day after all."""
    return _switch(operations.keep_occurrence, event_id)


def _switch(act: Any, event_id: uuid.UUID) -> ResponseReturnValue:
    event, _first = _event_and_day(event_id)
    act(actor=current_actor(), event=event)
    return redirect(url_for(".show_series", event_id=event.id))


def _event_and_day(event_id: uuid.UUID) -> tuple[Event, date]:
    event = get_event(current_actor(), event_id, Permission.EVENT_EDIT)
    start: datetime = event.starts_at.astimezone(settings().zone())
    return event, start.date()


def _form(first: date, **given: Any) -> RepeatForm:
    usual = {"repeats": Repeats.WEEKLY.value, "weekdays": [first.weekday()], "interval": 1}
    form = RepeatForm(**usual | given)
    week = [(first_weekday() + place) % 7 for place in range(7)]
    form.weekdays.choices = [(n, weekday_name(A_MONDAY.replace(day=1 + n))) for n in week]
    return form


def _as_it_repeats(series: EventSeries, first: date) -> dict[str, Any]:
    """What the form shows of the rule from this day on."""
    rule = series.rule
    if first != series.first_on and first in list_days(rule, series.first_on):
        _head, rule = split_rule(rule, series.first_on, first)
    found = read_repetition(rule)
    if found is None:
        return {}
    said = {name: getattr(found, name) for name in ("interval", "times", "until")}
    days = {"weekdays": found.weekdays} if found.weekdays else {}
    return {**said, **days, "repeats": found.repeats.value}


def _repetition(form: RepeatForm) -> Repetition:
    return Repetition(
        repeats=Repeats(form.repeats.data),
        interval=form.interval.data or 1,
        weekdays=form.weekdays.data,
        times=form.times.data,
        until=form.until.data,
    )
