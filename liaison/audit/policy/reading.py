"""Who reads the audit log. It is about the whole city, so a right to a part of it opens nothing."""

from sqlalchemy import ColumnElement, false, true

from liaison.permissions import Actor, Permission


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The row filter of audit entries."""
    return true() if actor.scope(Permission.AUDIT_VIEW).everywhere else false()
