"""Events that repeat: starting a series, leaving a day out, changing this one and what follows.

Each date is an event of its own from the start, so that it can be signed up for, moved and
cancelled like any other. The rule says which days there are; wall time is the same on each.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db
from liaison.errors import InvalidInput, LiaisonError, WrongState
from liaison.events.models.event import Event, EventState, EventStep
from liaison.events.models.plan import EventSeries
from liaison.events.operations.events import (
    EventDetails,
    cancel_event,
    drop_event,
    edit_event,
    publish_event,
    restore_event,
    take_up_event,
)
from liaison.events.operations.parts import add_parts, minutes_between, read_parts
from liaison.events.operations.seats import hold_event
from liaison.events.policy.recurrence import Repetition, list_days, split_rule
from liaison.events.policy.wall_time import at_wall_time, move_days
from liaison.events.queries.series import get_series_of, list_occurrences
from liaison.i18n import _, day, settings
from liaison.permissions import Actor
from liaison.programs.models import Program

# columns that each date has for itself
OWN = frozenset(
    {
        *("id", "state", "starts_at", "ends_at", "closes_at", "local_year", "local_month"),
        *("attendance", "attendance_note", "notes", "learned", "seats_promised"),
        *("cost_actual_cents", "minutes_worked", "override_reason", "collection_point_id"),
        *("series_id", "occurrence_on", "is_changed_alone", "source", "source_key"),
        *("revision", "changed_at", "text_hash", "found_by"),
    }
)
TAKES_PLACE = frozenset({EventState.DRAFT, EventState.PUBLISHED})


def start_series(
    *, actor: Actor, event: Event, repetition: Repetition, zone: ZoneInfo
) -> EventSeries:
    """Let an event repeat; it is the first date. Asked twice, it is one series.

    Raises InvalidInput, WrongState.
    """
    hold_event(event)  # asked twice at the same moment, there would be two
    first = event.starts_at.astimezone(zone).date()
    rule = repetition.rule(first)
    started = get_series_of(event) if event.series_id else None
    if started and (started.rule, started.first_on) == (rule, first):
        return started
    if started or event.state not in TAKES_PLACE:
        raise WrongState(_("This event cannot be made to repeat."))
    days = list_days(rule, first)
    if len(days) == 1:
        raise InvalidInput("times", _("Let it end later, or it does not repeat."))
    series = _new_series(event, rule, first, zone)
    record(actor, "start_series", series, events=len(days))
    _tie(event, series, first)
    _add_dates(actor, event, series, days[1:], zone)
    return series


def skip_occurrence(*, actor: Actor, event: Event) -> None:
    """Nothing takes place that day. Raises WrongState."""
    series = _hold_series_of(event)
    if event.state is EventState.PUBLISHED:
        cancel_event(actor=actor, event=event)
    else:
        drop_event(actor=actor, event=event)
    left_out = _day_of(event)
    series.skipped = sorted({*series.skipped, left_out})
    record(actor, "skip_occurrence", series, day=left_out)


def keep_occurrence(*, actor: Actor, event: Event) -> None:
    """It takes place that day after all. Raises WrongState."""
    series = _hold_series_of(event)
    if event.state is EventState.CANCELLED:
        restore_event(actor=actor, event=event)
    else:
        take_up_event(actor=actor, event=event)
    series.skipped = [one for one in series.skipped if one != _day_of(event)]
    record(actor, "keep_occurrence", series, day=_day_of(event))


def publish_series(*, actor: Actor, event: Event) -> tuple[int, int]:
    """Publish all drafts of the series; how many were, and how many lack something."""
    published = lacking = 0
    for one in list_occurrences(get_series_of(event).id):
        if one.state is EventState.DRAFT and one.starts_at > clock.now():
            try:
                publish_event(actor=actor, event=one)
                published += 1
            except LiaisonError:
                lacking += 1
    return published, lacking


def edit_following(
    *,
    actor: Actor,
    event: Event,
    program: Program,
    details: EventDetails,
    zone: ZoneInfo,
    opened: str | None = None,
) -> None:
    """Change this date and those that follow, but for those changed alone.

    Only what differs from this date before is carried over. Raises InvalidInput, Conflict.
    """
    before = _details_of(event)
    if details.starts_at.astimezone(zone).date() != before.starts_at.astimezone(zone).date():
        words = _("To move the day of this and all that follow, change how it repeats from here.")
        raise InvalidInput("starts_on", words)
    following = _following(event)
    _split_at(actor, event, zone)
    edit_event(
        actor=actor,
        event=event,
        program=program,
        details=details,
        zone=zone,
        opened=opened,
        is_alone=False,
    )
    series = get_series_of(event)
    series.program_id = program.id
    series.starts_time = details.starts_at.astimezone(zone).time()
    series.minutes = minutes_between(details.starts_at, details.ends_at)
    for one in following:
        carried = _carry(one, before, details, zone)
        _edit_one(actor=actor, event=one, program=program, details=carried, zone=zone)


def change_rule(
    *, actor: Actor, event: Event, first: date, repetition: Repetition, zone: ZoneInfo
) -> EventSeries:
    """Let this date and those that follow repeat in another way, from `first` on.

    A date that is on one of the new days keeps it; the others take the days that are left, in
    their order. Days beyond them are new drafts; dates beyond the days are left out. Those that
    were changed alone stay as they are, and days that were left out stay so. Raises InvalidInput.
    """
    rule = repetition.rule(first)
    days = list_days(rule, first)
    moved = [event, *_following(event)]
    _split_at(actor, event, zone)
    series = get_series_of(event)
    own_days = _days_left_alone(series, moved)
    series.rule, series.first_on = rule, first
    series.skipped = [one for one in series.skipped if date.fromisoformat(one) in days]
    record(actor, "change_rule", series)
    shares, new_days = _share(moved, [one for one in days if one not in own_days])
    for one in moved:  # out of the way, so that no two of them ever stand on one day
        one.occurrence_on = None
    db.session.flush()
    for one, new_day in shares:
        if new_day is not None:
            _move_to(actor, one, new_day, zone)
            continue
        one.series_id = None
        (cancel_event if one.state is EventState.PUBLISHED else drop_event)(actor=actor, event=one)
    _add_dates(actor, event, series, new_days, zone)
    return series


def _days_left_alone(series: EventSeries, moved: Sequence[Event]) -> set[date | None]:
    """Days of dates that a new rule leaves as they are: changed alone, or left out."""
    return {one.occurrence_on for one in list_occurrences(series.id) if one not in moved}


def _share(
    moved: Sequence[Event], days: Sequence[date]
) -> tuple[list[tuple[Event, date | None]], list[date]]:
    """Which day each date gets, and the days that are left. Nobody is moved without need."""
    kept = {one.occurrence_on for one in moved}.intersection(days)
    others = [one for one in days if one not in kept]
    left = iter(others)
    shares = [
        (one, one.occurrence_on if one.occurrence_on in kept else next(left, None)) for one in moved
    ]
    return shares, list(left)


def _hold_series_of(event: Event) -> EventSeries:
    """Nobody else leaves out one of its days until the transaction ends: they stand in one list."""
    series = get_series_of(event)
    db.session.refresh(series, with_for_update=True)
    return series


def _new_series(event: Event, rule: str, first: date, zone: ZoneInfo) -> EventSeries:
    return EventSeries(
        program_id=event.program_id,
        rule=rule,
        first_on=first,
        starts_time=event.starts_at.astimezone(zone).time(),
        minutes=minutes_between(event.starts_at, event.ends_at),
        made_at=clock.now(),
    )


def _tie(event: Event, series: EventSeries, day_of_it: date) -> None:
    event.series_id, event.occurrence_on = series.id, day_of_it
    db.session.flush()


def _add_dates(
    actor: Actor, source: Event, series: EventSeries, days: Sequence[date], zone: ZoneInfo
) -> None:
    """Drafts like the source on these days, with all that belongs to it."""
    if not days:
        return
    first = source.starts_at.astimezone(zone).date()
    events = [_like(source, series, one, (one - first).days, zone) for one in days]
    db.session.add_all(events)
    db.session.flush()
    db.session.add_all(
        EventStep(
            event_id=event.id,
            verb="create_event",
            from_state=None,
            to_state=event.state,
            by_id=actor.user_id,
            at=clock.now(),
        )
        for event in events
    )
    add_parts(actor, events, read_parts(source, zone), zone)


def _like(source: Event, series: EventSeries, on: date, days: int, zone: ZoneInfo) -> Event:
    same = {
        column.key: getattr(source, column.key)
        for column in Event.__table__.columns
        if column.key not in OWN
    }
    start = at_wall_time(on, series.starts_time, zone)
    minutes = series.minutes
    return Event(
        **same,
        state=EventState.DRAFT,
        starts_at=start,
        ends_at=None if minutes is None else start + timedelta(minutes=minutes),
        closes_at=source.closes_at and move_days(source.closes_at, days, zone),
        local_year=on.year,
        local_month=on.month,
        series_id=series.id,
        occurrence_on=on,
    )


def _following(event: Event) -> list[Event]:
    """Later dates that go with the series."""
    return [
        one
        for one in list_occurrences(get_series_of(event).id)
        if one.state in TAKES_PLACE and not one.is_changed_alone and _day_of(one) > _day_of(event)
    ]


def _split_at(actor: Actor, event: Event, zone: ZoneInfo) -> None:
    """From this date on it is a series of its own; the one before it ends the day before."""
    series, at = get_series_of(event), event.occurrence_on
    if at is None or at == series.first_on:
        return
    head, tail = split_rule(series.rule, series.first_on, at)
    new = _new_series(event, tail, at, zone)
    new.after_id = series.id
    new.skipped = [one for one in series.skipped if one >= at.isoformat()]
    series.skipped = [one for one in series.skipped if one < at.isoformat()]
    series.rule = head
    record(actor, "split_series", new)
    for one in list_occurrences(series.id):
        if one.occurrence_on is not None and one.occurrence_on >= at:
            one.series_id = new.id
    db.session.flush()


def _move_to(actor: Actor, event: Event, to: date, zone: ZoneInfo) -> None:
    details = _details_of(event)
    days = (to - details.starts_at.astimezone(zone).date()).days
    details = replace(
        details,
        starts_at=move_days(details.starts_at, days, zone),
        ends_at=_moved(details.ends_at, days, zone),
        closes_at=_moved(details.closes_at, days, zone),
    )
    _edit_one(actor=actor, event=event, program=event.program, details=details, zone=zone)
    event.occurrence_on = to
    db.session.flush()


def _moved(instant: datetime | None, days: int, zone: ZoneInfo) -> datetime | None:
    return instant and move_days(instant, days, zone)


def _carry(event: Event, before: EventDetails, after: EventDetails, zone: ZoneInfo) -> EventDetails:
    """What a following date says once it takes over what was changed."""
    said, old, new = _details_of(event), vars(before), vars(after)
    changed = {
        name: new[name]
        for name in new
        if name not in {"starts_at", "ends_at", "closes_at"} and new[name] != old[name]
    }
    first = before.starts_at.astimezone(zone).date()
    on = said.starts_at.astimezone(zone).date()
    if (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at):
        start = at_wall_time(on, after.starts_at.astimezone(zone).time(), zone)
        minutes = minutes_between(after.starts_at, after.ends_at)
        ends = None if minutes is None else start + timedelta(minutes=minutes)
        changed |= {"starts_at": start, "ends_at": ends}
    if before.closes_at != after.closes_at:
        changed["closes_at"] = _moved(after.closes_at, (on - first).days, zone)
    return replace(said, **changed)


def _edit_one(**values: Any) -> None:
    """A refusal says which date it is about."""
    try:
        edit_event(**values, is_alone=False)
    except InvalidInput as refusal:
        when = day(values["event"].starts_at)
        words = _("%(day)s: %(message)s", day=when, message=refusal.message)
        raise InvalidInput(refusal.field, words) from None


def _details_of(event: Event) -> EventDetails:
    names = EventDetails.__dataclass_fields__
    return EventDetails(**{name: getattr(event, name) for name in names})


def _day_of(event: Event) -> str:
    """On the city's calendar: an evening may be the next day elsewhere."""
    local = event.starts_at.astimezone(settings().zone())
    return (event.occurrence_on or local.date()).isoformat()
