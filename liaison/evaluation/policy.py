"""Whose reports an actor may read and write into."""

from sqlalchemy import ColumnElement

from liaison.permissions import Actor, Permission
from liaison.programs import policy as programs
from liaison.programs.models import Program


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Programmes whose reports the actor may read.

    A report counts a whole programme, so a role held for some areas only does not open it.
    """
    return programs.in_scope(actor, Permission.REPORT_VIEW, program_id=Program.id)


def writable_by(actor: Actor) -> ColumnElement[bool]:
    """Programmes into whose reports the actor may write."""
    return programs.in_scope(actor, Permission.REPORT_EDIT, program_id=Program.id)
