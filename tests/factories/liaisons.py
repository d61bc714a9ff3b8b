"""Liaisons for tests."""

from liaison.liaisons.models.liaison import LiaisonKind
from liaison.liaisons.operations.credentials import record_training
from liaison.liaisons.operations.roster import create_liaison
from liaison.liaisons.operations.steps import step_liaison
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
