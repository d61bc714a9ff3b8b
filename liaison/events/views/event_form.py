"""The form of an event: what it offers, how it shows an event, and what it says when sent."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from liaison.audit.queries import list_last_changes
from liaison.events.forms.events import EventForm, NewEventForm
from liaison.events.forms.wall_time import key_of, offer_readings, settle_time
from liaison.events.models.event import Event
from liaison.events.operations.events import EventDetails
from liaison.events.policy.events import ACCESS, AUDIENCES
from liaison.events.policy.wall_time import at_wall_time
from liaison.events.queries.kinds import list_kinds
from liaison.i18n import _, current_language, settings
from liaison.languages import SPOKEN, spoken_language
from liaison.permissions import Permission
from liaison.places.queries import list_main_areas
from liaison.programs.queries import get_program, list_programs
from liaison.web.forms import Difference, list_differences
from liaison.web.guards import current_actor

SAME = (  # of form and event
    *("title", "kind", "summary", "language", "place_name", "room", "address", "access"),
    *("offered_languages", "interpretation", "audiences", "takes_sign_ups", "asks_name"),
    *("capacity", "held_for_walk_ins", "held_for_liaisons"),
)
COLUMNS = {  # of fields that several people may change at once
    **{name: name for name in (*SAME, "program_id", "area_id")},
    **dict.fromkeys(("starts_on", "start_time"), "starts_at"),
    **dict.fromkeys(("ends_on", "end_time"), "ends_at"),
    **dict.fromkeys(("closes_on", "closes_time"), "closes_at"),
}
MIDNIGHT = time()
Planning = TypeVar("Planning", bound=EventForm)


def open_form(said: Mapping[str, Any], *, event: Event | None = None, **given: Any) -> EventForm:
    """The form of an event that is there."""
    return _open(EventForm, said, event=event, **given)


def open_new_form(said: Mapping[str, Any], **given: Any) -> NewEventForm:
    """The form of an event that is not there yet."""
    return _open(NewEventForm, said, **given)


def _open(
    form_class: type[Planning],
    said: Mapping[str, Any],
    *,
    event: Event | None = None,
    **given: Any,
) -> Planning:
    """The form filled with what is said (columns of an event), offering what the city has."""
    zone = settings().zone()
    shown = {name: said[name] for name in SAME if name in said}
    shown |= _times(said, zone) | given
    shown["program_id"] = str(said.get("program_id") or given.get("program_id") or "")
    shown["area_id"] = str(said.get("area_id") or "")
    form = form_class(**shown)
    _offer_choices(form, said, event)
    if form.starts_on.data:
        for day, at, answer in _ends(form):
            offer_readings(day=day, at=at.data, zone=zone, answer=answer)
    return form


def said_of(event: Event) -> dict[str, Any]:
    """What an event says, by the names of its columns."""
    names = (*SAME, "program_id", "area_id", "starts_at", "ends_at", "closes_at")
    return {name: getattr(event, name) for name in names}


def list_clashes(form: EventForm, event: Event) -> list[Difference]:
    """What the event says now where something else was typed, and who said it."""
    stored = open_form(said_of(event), event=event, formdata=None)
    changed = list_last_changes(Event.__tablename__, str(event.id))
    return list_differences(form, stored, COLUMNS, changed)


def read_form(form: EventForm) -> dict[str, Any] | None:
    """What the operations of planning take; None where a day or time must be asked about."""
    actor, zone = current_actor(), settings().zone()
    day = cast("date", form.starts_on.data)
    starts_at, ends_at = (
        settle_time(day=on, at=at.data, zone=zone, field=at, answer=answer)
        for on, at, answer in _ends(form)
    )
    _check_days(form, day)
    if starts_at is None or form.errors:
        return None
    same = {name: form[name].data for name in SAME}
    for name in ("held_for_walk_ins", "held_for_liaisons"):
        same[name] = same[name] or 0
    details = EventDetails(
        **same,
        starts_at=starts_at,
        ends_at=ends_at,
        area_id=uuid.UUID(form.area_id.data) if form.area_id.data else None,
        closes_at=_closes_at(form, day, zone),
    )
    program = get_program(actor, uuid.UUID(form.program_id.data), Permission.EVENT_EDIT)
    return {"actor": actor, "zone": zone, "program": program, "details": details}


def read_new_form(form: NewEventForm) -> dict[str, Any] | None:
    """The same for an event that is not there yet: its form may be sent twice."""
    values = read_form(form)
    return values and values | {"key": form.once(values["actor"])}


def program_choices() -> list[tuple[str, str]]:
    """The programmes somebody may plan for."""
    programs = list_programs(current_actor(), Permission.EVENT_EDIT)
    offered = [(str(program.id), program.name) for program in programs if program.is_active]
    return offered if len(offered) == 1 else [("", _("Choose one")), *offered]


def _ends(form: EventForm) -> tuple[tuple[date, Any, Any], ...]:
    """Start and end: the day, the time, and the answer which time is meant."""
    first = cast("date", form.starts_on.data)
    return (
        (first, form.start_time, form.start_choice),
        (form.ends_on.data or first, form.end_time, form.end_choice),
    )


def _check_days(form: EventForm, first: date) -> None:
    """What may have stayed as it was when the event was moved."""
    last = form.closes_on.data
    if last is not None and last > first:
        form.closes_on.errors = [_("Enter a day that is not after the event, or leave it blank.")]
    if form.ends_on.data is not None and form.end_time.data is None:
        form.end_time.errors = [_("Enter the time it ends.")]


def _times(said: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, instant in (("start", said.get("starts_at")), ("end", said.get("ends_at"))):
        if instant:
            found[f"{name}_time"] = instant.astimezone(zone).time()
            found[f"{name}_choice"] = key_of(instant)
    if said.get("starts_at"):
        first = found["starts_on"] = said["starts_at"].astimezone(zone).date()
        last = (said.get("ends_at") or said["starts_at"]).astimezone(zone).date()
        found["ends_on"] = last if last != first else None
    if said.get("closes_at"):
        found |= _closing(said["closes_at"].astimezone(zone))
    return found


def _closing(local: datetime) -> dict[str, Any]:
    """The end of a day is shown as that day without a time."""
    if local.time() == MIDNIGHT:
        return {"closes_on": local.date() - timedelta(days=1)}
    return {"closes_on": local.date(), "closes_time": local.time()}


def _closes_at(form: EventForm, day: date, zone: ZoneInfo) -> datetime | None:
    last, at = form.closes_on.data, form.closes_time.data
    if at is not None:
        return at_wall_time(last or day, at, zone)
    return at_wall_time(last + timedelta(days=1), MIDNIGHT, zone) if last else None


def _offer_choices(form: EventForm, said: Mapping[str, Any], event: Event | None) -> None:
    """What the city offers, and what an imported event already says."""
    form.program_id.choices = program_choices()
    language, kind = current_language().tag, said.get("kind")
    form.kind.choices = [
        (row.key, row.name) for row in list_kinds(language) if row.is_active or row.key == kind
    ]
    areas = [(str(area.id), area.name) for area in list_main_areas()]
    placed = [(str(event.area.id), event.area.name)] if event and event.area else []
    other_map = [choice for choice in placed if choice not in areas]
    form.area_id.choices = [("", _("Not placed yet")), *areas, *other_map]
    spoken = [(tag, spoken_language(tag).name) for tag in SPOKEN]
    form.language.choices = spoken
    form.offered_languages.choices = _with(spoken, said.get("offered_languages", ()))
    form.interpretation.choices = _with(spoken, said.get("interpretation", ()))
    form.access.choices = _with(ACCESS.items(), said.get("access", ()))
    form.audiences.choices = _with(AUDIENCES.items(), said.get("audiences", ()))


def _with(choices: Iterable[tuple[str, Any]], chosen: Iterable[str]) -> list[tuple[str, Any]]:
    known = list(choices)
    return known + [(key, key) for key in chosen if key not in dict(known)]
