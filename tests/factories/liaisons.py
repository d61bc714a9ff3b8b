"""Liaisons for tests."""

from datetime import date

from liaison.liaisons.models.liaison import LiaisonKind
from liaison.liaisons.operations.code_of_conduct import accept_code
from liaison.liaisons.operations.credentials import record_training
from liaison.liaisons.operations.roster import create_liaison
from liaison.liaisons.operations.steps import step_liaison
from liaison.liaisons.queries.code_of_conduct import find_version_in_force
from liaison.permissions import SYSTEM


def make_liaison(name="Linh Tran", *, areas=(), languages=("vi",), trained_on=None, **values):
    """A liaison; with `trained_on` trained that day and active."""
    liaison = create_liaison(
        actor=SYSTEM,
        name=name,
        kind=LiaisonKind.VOLUNTEER,
        languages=languages,
        area_ids=[area.id for area in areas],
        **values,
    )
    if trained_on:
        record_training(actor=SYSTEM, liaison=liaison, trained_on=trained_on)
        step_liaison(actor=SYSTEM, liaison=liaison, verb="activate_liaison")
    return liaison


def make_certified_liaison(user, *, until=date(2099, 1, 5), **values):
    """A liaison with this account who may enter things: trained, and the code accepted."""
    liaison = make_liaison(user_id=user.id, **values)
    accept(liaison)
    day = date(2026, 1, 5)
    record_training(actor=SYSTEM, liaison=liaison, trained_on=day, trained_until=until)
    return liaison


def accept(liaison):
    """They accept the code of conduct that is in force."""
    version = find_version_in_force()
    accept_code(actor=SYSTEM, liaison=liaison, version=version, language="en")
