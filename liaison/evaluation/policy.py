"""Whose reports an actor may read and write into."""

from sqlalchemy import ColumnElement

from liaison.permissions import Actor, Permission
from liaison.programs import policy as programs


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Programmes whose reports the actor may read."""
    return programs.visible_to(actor, Permission.REPORT_VIEW)


def writable_by(actor: Actor) -> ColumnElement[bool]:
    """Programmes into whose reports the actor may write."""
    return programs.visible_to(actor, Permission.REPORT_EDIT)
