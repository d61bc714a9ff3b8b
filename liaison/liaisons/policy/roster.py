"""Who sees and keeps which liaisons, and the steps of a liaison's life."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from liaison.liaisons.models.liaison import Liaison, LiaisonArea, LiaisonState
from liaison.permissions import Actor, Permission

S = LiaisonState


@dataclass(frozen=True)
class Step:
    """From which states a verb leads to which; `needs_training`: only while training is valid."""

    from_states: frozenset[LiaisonState]
    to_state: LiaisonState
    needs_training: bool = False


STEPS: dict[str, Step] = {
    # somebody talked with them; they are what they were
    "answer_liaison": Step(frozenset({S.PROSPECT}), S.PROSPECT),
    "train_liaison": Step(frozenset({S.PROSPECT, S.LAPSED, S.ALUMNI}), S.TRAINED, True),
    "activate_liaison": Step(frozenset({S.TRAINED}), S.ACTIVE, True),
    "pause_liaison": Step(frozenset({S.ACTIVE}), S.PAUSED),
    "resume_liaison": Step(frozenset({S.PAUSED}), S.ACTIVE, True),
    "lapse_liaison": Step(frozenset({S.TRAINED, S.ACTIVE, S.PAUSED}), S.LAPSED),
    "thank_liaison": Step(frozenset({S.TRAINED, S.ACTIVE, S.PAUSED, S.LAPSED}), S.ALUMNI),
    "remove_liaison": Step(frozenset(S) - {S.REMOVED}, S.REMOVED),
}
# Taken by entering a training and by the nightly look at the dates, so they have no button.
STEPS_WITHOUT_BUTTON = frozenset({"train_liaison", "lapse_liaison"})


def visible_to(
    actor: Actor, permission: Permission = Permission.LIAISON_VIEW
) -> ColumnElement[bool]:
    """Liaisons the actor reaches: all of them, or those who cover the actor's areas.

    A liaison belongs to the city, so a role in a department or programme reaches none. An entry
    that was merged into another stands on no list.
    """
    scope, is_whole = actor.scope(permission), Liaison.merged_into_id.is_(None)
    if scope.everywhere:
        return is_whole
    covering = select(LiaisonArea.liaison_id).where(LiaisonArea.area_id.in_(scope.area_ids))
    return is_whole & Liaison.id.in_(covering)


def reaches_roster(actor: Actor) -> bool:
    """Is there anybody the actor could reach, whoever is on the roster?"""
    scope = actor.scope(Permission.LIAISON_VIEW)
    return scope.everywhere or bool(scope.area_ids)


def may_cover(actor: Actor, area_ids: Collection[uuid.UUID]) -> bool:
    """May the actor keep a liaison who covers these areas?"""
    scope = actor.scope(Permission.LIAISON_EDIT)
    return scope.everywhere or bool(scope.area_ids & set(area_ids))


def open_steps(state: LiaisonState) -> list[str]:
    """The verbs that have a button in this state."""
    return [
        verb
        for verb, step in STEPS.items()
        if state in step.from_states and verb not in STEPS_WITHOUT_BUTTON
    ]
