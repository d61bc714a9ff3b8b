"""Templates: what events of a sort have in common, kept to start the next one from."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from liaison.audit.operations import record
from liaison.db import db
from liaison.errors import Conflict
from liaison.events.models.event import Event
from liaison.events.models.plan import EventTemplate
from liaison.events.operations.copies import add_kept, read_kept
from liaison.events.operations.events import EventDetails, create_event
from liaison.events.operations.parts import read_parts
from liaison.events.policy.recurrence import next_month_after
from liaison.events.policy.wall_time import move_days
from liaison.i18n import _
from liaison.permissions import Actor
from liaison.programs.models import Program

TIMES = ("starts_at", "ends_at", "closes_at")


def keep_template(*, actor: Actor, event: Event, name: str, zone: ZoneInfo) -> EventTemplate:
    """Keep what an event says and what belongs to it. Raises Conflict."""
    _check_name(event.program_id, name)
    template = EventTemplate(
        program_id=event.program_id,
        name=name,
        details={
            "said": _plain(event),
            "kept": read_kept(event),
            "parts": read_parts(event, zone),
        },
        is_invented=event.is_invented,
    )
    record(actor, "keep_event_template", template)
    return template


def _plain(event: Event) -> dict[str, Any]:
    said = {name: getattr(event, name) for name in EventDetails.__dataclass_fields__}
    said |= {name: said[name] and said[name].isoformat() for name in TIMES}
    return said | {"area_id": str(event.area_id) if event.area_id else None}


def read_template(template: EventTemplate, *, today: date, zone: ZoneInfo) -> Mapping[str, Any]:
    """What the form of an event is filled with: the day is the next of its kind in a month."""
    said = dict(template.details["said"])
    times = {name: said[name] and datetime.fromisoformat(said[name]) for name in TIMES}
    day = times["starts_at"].astimezone(zone).date()
    days = (next_month_after(day, today + timedelta(days=1)) - day).days
    moved = {name: at and move_days(at, days, zone) for name, at in times.items()}
    return said | moved | {"program_id": template.program_id}


def start_event(
    *,
    actor: Actor,
    template: EventTemplate,
    program: Program,
    details: EventDetails,
    zone: ZoneInfo,
    key: uuid.UUID | None = None,
) -> Event:
    """A draft from a template. Raises InvalidInput."""
    kept, parts = template.details["kept"], template.details["parts"]
    complete = partial(add_kept, actor=actor, kept=kept, parts=parts, zone=zone)
    return create_event(
        actor=actor, program=program, details=details, zone=zone, key=key, complete=complete
    )


def rename_template(*, actor: Actor, template: EventTemplate, name: str) -> None:
    """Raises Conflict."""
    _check_name(template.program_id, name, template)
    template.name = name
    record(actor, "rename_event_template", template)


def retire_template(*, actor: Actor, template: EventTemplate) -> None:
    """No longer offered."""
    template.is_active = False
    record(actor, "retire_event_template", template)


def restore_template(*, actor: Actor, template: EventTemplate) -> None:
    """Offered again."""
    template.is_active = True
    record(actor, "restore_event_template", template)


def _check_name(program_id: Any, name: str, template: EventTemplate | None = None) -> None:
    same = select(EventTemplate.id).where(
        EventTemplate.program_id == program_id, func.lower(EventTemplate.name) == name.lower()
    )
    if template is not None:
        same = same.where(EventTemplate.id != template.id)
    if db.session.scalar(same.limit(1)):
        raise Conflict("name", _("The programme has a template of this name. Enter another name."))
