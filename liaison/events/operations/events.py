"""Planning events, taking them through their states, counting who came."""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db, write_once
from liaison.demographics.operations import create_collection_point
from liaison.errors import Conflict, InvalidInput, WrongState
from liaison.events.models.event import Event, EventState, EventStep
from liaison.events.operations.notices import (
    event_cancelled,
    event_changed,
    event_published,
    event_restored,
    where_and_when,
)
from liaison.events.operations.seats import hold_event, keep_room
from liaison.events.operations.waiting import move_queue
from liaison.events.policy.events import STEPS, can_edit_event
from liaison.events.policy.readiness import unanswered
from liaison.events.queries.plan import list_event_dates
from liaison.events.queries.rules import get_rules
from liaison.events.queries.sign_ups import sign_up_exists
from liaison.i18n import _, _n, instant, number
from liaison.permissions import Actor
from liaison.programs.models import Program


@dataclass(frozen=True)
class EventDetails:
    """What is said about an event, whoever says it: a form or a row of a file."""

    title: str
    starts_at: datetime
    ends_at: datetime | None = None
    kind: str = "own_event"
    category: str = ""
    summary: str = ""
    language: str = "en"
    place_name: str = ""
    address: str = ""
    area_id: uuid.UUID | None = None
    offered_languages: list[str] = field(default_factory=list)
    access: list[str] = field(default_factory=list)
    audiences: list[str] = field(default_factory=list)
    room: str = ""
    interpretation: list[str] = field(default_factory=list)
    takes_sign_ups: bool = True
    asks_name: bool = True
    closes_at: datetime | None = None
    capacity: int | None = None
    held_for_walk_ins: int = 0
    held_for_liaisons: int = 0


def create_event(
    *,
    actor: Actor,
    program: Program,
    details: EventDetails,
    zone: ZoneInfo,
    is_invented: bool = False,
    key: uuid.UUID | None = None,
    complete: Callable[[Event], None] | None = None,
) -> Event:
    """A new draft; `complete` adds what else belongs to it. Raises InvalidInput.

    Under the same `key`, even at the same moment, it is one event.
    """
    _check(actor, program, details)

    def write(event_id: uuid.UUID) -> Event:
        event = Event(id=event_id, state=EventState.DRAFT, is_invented=is_invented)
        event.program, event.program_id = program, program.id  # the log goes by the column
        _set_details(event, details, zone)
        record(actor, "create_event", event)
        _write_step(actor, event, "create_event", None)
        if complete:
            complete(event)
        return event

    return write_once(Event, key, write)


def fingerprint_event(event: Event) -> str:
    """Tells two states of what is said about an event apart."""
    said = [(name, getattr(event, name)) for name in EventDetails.__dataclass_fields__]
    text = repr([event.program_id, *said])
    return hashlib.sha256(text.encode()).hexdigest()


def _says(event: Event, program: Program, details: EventDetails) -> bool:
    said = all(getattr(event, name) == value for name, value in vars(details).items())
    return said and event.program_id == program.id


def edit_event(
    *,
    actor: Actor,
    event: Event,
    program: Program,
    details: EventDetails,
    zone: ZoneInfo,
    opened: str | None = None,
    is_alone: bool = True,
) -> None:
    """Change what is said about an event, in whatever state; it keeps its category.

    `opened` is the fingerprint of what the person began with. A date of a series that is changed
    alone is left as it is when the series changes. Raises InvalidInput, Conflict.
    """
    _check(actor, program, details)
    hold_event(event)
    details = replace(details, category=details.category or event.category)
    if opened is not None and opened != fingerprint_event(event):
        if _says(event, program, details):  # it is sent twice
            return
        raise Conflict(
            "event",  # no field of the form: the person mends nothing, but decides
            _("Somebody changed this event meanwhile. Saving again replaces what they wrote."),
        )
    check_seats(details, event.seats_promised)
    if is_alone and details.starts_at != event.starts_at:
        _check_is_first(event, details)
    before, said = where_and_when(event), fingerprint_event(event)
    event.program, event.program_id = program, program.id
    if _seats_of(details) != _seats_of(event):
        keep_room(event)
    _set_details(event, details, zone)
    if is_alone and event.series_id and fingerprint_event(event) != said:
        event.is_changed_alone = True
    record(actor, "edit_event", event)
    move_queue(event)  # there may be room now for somebody who waits
    if where_and_when(event) != before:
        event_changed(event)


def publish_event(*, actor: Actor, event: Event, override_reason: str = "") -> None:
    """Show it to the public. Twice is once, as with each step. Raises WrongState, InvalidInput.

    While a required access question is unanswered, somebody has to say why it cannot wait; the
    reason is kept with the event, and in the record of who did what.
    """
    if not _begin_step(event, "publish_event"):
        return
    is_open = bool(unanswered(event, get_rules().required_access))
    if is_open and not override_reason:
        raise InvalidInput(
            "override_reason",
            _("Answer what is open, or say why the event is published without the answers."),
        )
    event.override_reason = override_reason if is_open else ""
    _end_step(actor, event, "publish_event")
    event_published(event)


def withdraw_event(*, actor: Actor, event: Event) -> None:
    """Make it a draft again, as long as nobody counts on it. Raises WrongState."""
    if not _begin_step(event, "withdraw_event"):
        return
    if sign_up_exists(event.id):
        raise WrongState(_("Somebody has signed up. Cancel the event instead, so that they know."))
    _end_step(actor, event, "withdraw_event")


def cancel_event(*, actor: Actor, event: Event) -> None:
    """It will not take place; its page stays and says so. Raises WrongState."""
    if _take_step(actor, event, "cancel_event"):
        event_cancelled(event)


def restore_event(*, actor: Actor, event: Event) -> None:
    """It takes place after all. Raises WrongState."""
    if _take_step(actor, event, "restore_event"):
        event_restored(event)


def drop_event(*, actor: Actor, event: Event) -> None:
    """The draft comes to nothing; only the desk still sees it. Raises WrongState."""
    _take_step(actor, event, "drop_event")


def take_up_event(*, actor: Actor, event: Event) -> None:
    """Plan it after all. Raises WrongState."""
    _take_step(actor, event, "take_up_event")


def record_attendance(*, actor: Actor, event: Event, attendance: int | None, note: str) -> None:
    """Write down how many came; None: nobody counted. Raises WrongState, InvalidInput."""
    if event.state is not EventState.PUBLISHED or event.starts_at > clock.now():
        raise WrongState(_("Attendance is entered for an event that has begun."))
    if attendance is not None and attendance < 0:
        raise InvalidInput("attendance", _("Enter how many people came, 0 or more."))
    event.attendance, event.attendance_note = attendance, note
    record(actor, "record_attendance", event)


def offer_form(*, actor: Actor, event: Event, zone: ZoneInfo) -> uuid.UUID:
    """Offer the demographic form on the days of the event; returns its collection point.

    The point is made once. Answers do not know it: see docs/privacy.md. Raises NotFound where the
    actor may not collect for the programme.
    """
    if event.collection_point_id is None:
        point = create_collection_point(
            actor=actor,
            program_id=event.program_id,
            label=event.title,
            opens_on=event.starts_at.astimezone(zone).date(),
            closes_on=(event.ends_at or event.starts_at).astimezone(zone).date(),
            is_invented=event.is_invented,
        )
        event.collection_point_id = point.id
        record(actor, "offer_form", event)
    return event.collection_point_id


def _check(actor: Actor, program: Program, details: EventDetails) -> None:
    if details.ends_at is not None and details.ends_at < details.starts_at:
        raise InvalidInput("end_time", _("Enter an end that is after the start."))
    if not can_edit_event(actor, program, details.area_id):
        raise InvalidInput("area_id", _("Choose an area that you work in."))
    check_seats(details, 0)


def _check_is_first(event: Event, details: EventDetails) -> None:
    """The event's own date is its first: reminders and the queue go by it. Raises InvalidInput."""
    further = list_event_dates(event.id)
    if further and further[0].starts_at < details.starts_at:
        words = _(
            "A further date is on %(day)s. Take it off first, or enter a time before it.",
            day=instant(further[0].starts_at),
        )
        raise InvalidInput("starts_on", words)


def _seats_of(said: EventDetails | Event) -> tuple[int | None, ...]:
    return (said.capacity, said.held_for_walk_ins, said.held_for_liaisons)


def check_seats(details: EventDetails, promised: int) -> None:
    """Raises InvalidInput where there would be fewer seats than are promised or kept."""
    kept = details.held_for_walk_ins + details.held_for_liaisons
    if details.capacity is None or promised + kept <= details.capacity:
        return
    if promised == 0:
        raise InvalidInput("capacity", _("Enter at least as many seats as are kept."))
    words = _n(
        "%(count)s seat is promised already. With those that are kept, enter %(least)s or more.",
        "%(count)s seats are promised already. With those that are kept, enter %(least)s or more.",
        promised,
        count=number(promised),
        least=number(promised + kept),
    )
    raise InvalidInput("capacity", words)


def _set_details(event: Event, details: EventDetails, zone: ZoneInfo) -> None:
    for name, value in vars(details).items():
        setattr(event, name, value)
    # whoever ticks that there is something has changed the answer that there is not
    event.access_lacking = [key for key in event.access_lacking or () if key not in details.access]
    local = details.starts_at.astimezone(zone)
    event.local_year, event.local_month = local.year, local.month


def _take_step(actor: Actor, event: Event, verb: str) -> bool:
    is_new = _begin_step(event, verb)
    if is_new:
        _end_step(actor, event, verb)
    return is_new


def _begin_step(event: Event, verb: str) -> bool:
    """False if it was taken already: a button is pressed twice. Raises WrongState.

    From here on nobody else takes a step, or signs up.
    """
    hold_event(event)
    step = STEPS[verb]
    if event.state not in step.from_states | {step.to_state}:
        raise WrongState(_("The event is no longer in a state that allows this."))
    return event.state is not step.to_state


def _end_step(actor: Actor, event: Event, verb: str) -> None:
    before, event.state = event.state, STEPS[verb].to_state
    record(actor, verb, event)
    _write_step(actor, event, verb, before)


def _write_step(actor: Actor, event: Event, verb: str, before: EventState | None) -> None:
    db.session.add(
        EventStep(
            event_id=event.id,
            verb=verb,
            from_state=before,
            to_state=event.state,
            by_id=actor.user_id,
            at=clock.now(),
        )
    )
    db.session.flush()
