"""Reading templates of events."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from liaison.db import db
from liaison.errors import NotFound
from liaison.events.models.plan import EventTemplate
from liaison.permissions import Actor, Permission
from liaison.programs.models import Program
from liaison.programs.policy import in_scope


def list_templates(actor: Actor, *, only_active: bool = False) -> Sequence[Any]:
    """`id`, `name`, `is_active`, `is_invented` and `program_name` of those the actor may use."""
    asked = (
        select(
            *(EventTemplate.id, EventTemplate.name, EventTemplate.is_active),
            *(EventTemplate.is_invented, Program.name.label("program_name")),
        )
        .join(Program, Program.id == EventTemplate.program_id)
        .where(_usable_by(actor))
        .order_by(EventTemplate.name, Program.name)
    )
    return db.session.execute(asked.where(EventTemplate.is_active) if only_active else asked).all()


def get_template(actor: Actor, template_id: uuid.UUID) -> EventTemplate:
    """Raises NotFound."""
    found = db.session.scalar(
        select(EventTemplate).where(EventTemplate.id == template_id, _usable_by(actor))
    )
    if found is None:
        raise NotFound
    return found


def _usable_by(actor: Actor) -> Any:
    return in_scope(actor, Permission.EVENT_EDIT, program_id=EventTemplate.program_id)
