"""Who sees accounts: those whose right to do so is for the whole city, and nobody else."""

from sqlalchemy import ColumnElement, false, true

from liaison.permissions import Actor, Permission


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The row filter of users and invitations."""
    return true() if actor.scope(Permission.ACCOUNT_VIEW).everywhere else false()


def can_edit_accounts(actor: Actor) -> bool:
    return actor.scope(Permission.ACCOUNT_EDIT).everywhere
