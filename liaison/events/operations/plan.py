"""What an event takes: further dates, who holds it with us, people, things, costs and hours."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from liaison import clock
from liaison.audit.operations import record
from liaison.db import Base, db
from liaison.errors import Conflict, InvalidInput
from liaison.events.models.event import Event, EventDate
from liaison.events.models.plan import EventMaterial, EventOrganisation, EventStaff
from liaison.events.operations.notices import event_changed
from liaison.i18n import _, instant
from liaison.people.models import Organisation
from liaison.permissions import Actor


@dataclass(frozen=True)
class DateDetails:
    """A further date; what is blank is as on the first."""

    starts_at: datetime
    ends_at: datetime | None = None
    place_name: str = ""
    address: str = ""
    room: str = ""


def add_date(*, actor: Actor, event: Event, details: DateDetails) -> EventDate:
    """Raises InvalidInput."""
    if details.ends_at is not None and details.ends_at < details.starts_at:
        raise InvalidInput("end_time", _("Enter an end that is after the start."))
    if details.starts_at < event.starts_at:  # at the same time at another place is fine
        words = _(
            "Enter a time that is not before the first date, which is %(first)s.",
            first=instant(event.starts_at),
        )
        raise InvalidInput("starts_on", words)
    row = EventDate(event_id=event.id, **vars(details))
    record(actor, "add_event_date", row, event=event.id)
    _tell_of(event, row)
    return row


def add_partner(
    *, actor: Actor, event: Event, organisation_id: uuid.UUID | None, name: str, is_host: bool
) -> EventOrganisation:
    """Somebody the city knows, or a new one by name. Raises InvalidInput, Conflict."""
    if organisation_id is None and not name:
        raise InvalidInput("name", _("Choose an organisation or enter its name."))
    organisation_id = organisation_id or _organisation_called(name)
    if db.session.get(EventOrganisation, (event.id, organisation_id)):
        raise Conflict("organisation_id", _("This organisation is there already."))
    row = EventOrganisation(event_id=event.id, organisation_id=organisation_id, is_host=is_host)
    record(actor, "add_partner", row)
    return row


def _organisation_called(name: str) -> uuid.UUID:
    """The one of this name, whatever its capitals; else a new one."""
    found = db.session.scalar(
        select(Organisation.id).where(func.lower(Organisation.name) == func.lower(name))
    )
    if found:
        return found
    organisation = Organisation(name=name)
    db.session.add(organisation)
    db.session.flush()
    return organisation.id


def add_staff(
    *,
    actor: Actor,
    event: Event,
    user_id: uuid.UUID | None,
    liaison_id: uuid.UUID | None,
    task: str,
) -> EventStaff:
    """Somebody with an account, or a liaison. Raises Conflict."""
    same = select(EventStaff.id).where(
        EventStaff.event_id == event.id,
        EventStaff.user_id == user_id if user_id else EventStaff.liaison_id == liaison_id,
    )
    if db.session.scalar(same):
        raise Conflict("who", _("They are there already."))
    row = EventStaff(event_id=event.id, user_id=user_id, liaison_id=liaison_id, task=task)
    record(actor, "add_event_staff", row)
    return row


def save_material(
    *,
    actor: Actor,
    event: Event,
    material: EventMaterial | None,
    name: str,
    quantity: int,
    brought_by_id: uuid.UUID | None,
    is_ready: bool,
) -> EventMaterial:
    """A thing that has to be there: a new one, or one that is changed."""
    row = material or EventMaterial(event_id=event.id)
    row.name, row.quantity = name, quantity
    row.brought_by_id, row.is_ready = brought_by_id, is_ready
    record(actor, "save_material", row)
    return row


def set_costs(
    *,
    actor: Actor,
    event: Event,
    estimated_cents: int | None,
    actual_cents: int | None,
    planned_minutes: int | None,
    worked_minutes: int | None,
) -> None:
    """What it is expected to take, and what it took; None: nobody knows."""
    event.cost_estimated_cents, event.cost_actual_cents = estimated_cents, actual_cents
    event.minutes_planned, event.minutes_worked = planned_minutes, worked_minutes
    record(actor, "set_event_costs", event)


def remove_part(*, actor: Actor, event: Event, part: Base) -> None:
    """Take a date, a partner, a person or a thing off the plan again."""
    record(actor, "remove_event_part", part, event=event.id)
    db.session.delete(part)
    db.session.flush()
    if isinstance(part, EventDate):
        _tell_of(event, part)


def _tell_of(event: Event, date: EventDate) -> None:
    """Who signed up hears of a date that is new or gone, unless it is over."""
    if (date.ends_at or date.starts_at) > clock.now():
        event_changed(event)
