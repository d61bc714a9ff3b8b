"""Who may look a person up and erase them: a privacy officer of the whole city."""

from sqlalchemy import ColumnElement, false, true

from liaison.permissions import Actor, Permission


def can_erase_person(actor: Actor) -> bool:
    return actor.scope(Permission.PERSON_ERASE).everywhere


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The row filter of persons as such; other features show their own persons to their readers."""
    return true() if can_erase_person(actor) else false()
