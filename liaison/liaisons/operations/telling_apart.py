"""Remembering that two entries which look alike are two people, so that nobody asks them again."""

from sqlalchemy.exc import IntegrityError

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db
from liaison.errors import InvalidInput
from liaison.i18n import _
from liaison.liaisons.models.liaison import Liaison, ToldApart
from liaison.liaisons.queries.likeness import find_told_apart
from liaison.permissions import Actor


def tell_apart(*, actor: Actor, one: Liaison, other: Liaison) -> None:
    """Somebody asked: they are two people. Said twice it is said once."""
    if one.id == other.id:
        raise InvalidInput("other", _("An entry is one person."))
    if find_told_apart(one.id, other.id):
        return
    first, second = sorted((one.id, other.id))
    row = ToldApart(one_id=first, other_id=second, by_id=actor.user_id, at=clock.now())
    try:
        with db.session.begin_nested():
            record(actor, "tell_apart", row)
    except IntegrityError:  # somebody else said it at the same moment
        if find_told_apart(one.id, other.id) is None:
            raise
