"""Who sees which part of a liaison's profile, and who changes it.

A liaison is somebody's neighbour before they are anybody's resource. So the city's staff sees what
it takes to plan work with them, how to reach them is for those who keep the roster and for the one
they turn to, and everybody else sees what they agreed to show.
"""

import uuid
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from enum import StrEnum

from liaison.liaisons.models.liaison import Liaison, LiaisonState
from liaison.liaisons.policy.roster import may_cover
from liaison.permissions import Actor, Permission


class Part(StrEnum):
    """What a profile says."""

    NAME = "name"
    LANGUAGES = "languages"
    AREAS = "areas"
    COMMUNITIES = "communities"
    KIND = "kind"
    STATE = "state"
    TRAINING = "training"
    HOURS = "hours"
    ABSENCES = "absences"
    TRAVEL = "travel"
    QUIET = "quiet"
    REACH = "reach"
    CONFLICTS = "conflicts"
    MAP = "map"
    SUPPORTER = "supporter"
    CAP = "cap"
    HISTORY = "history"


class Viewer(StrEnum):
    """As what somebody looks at a profile; one person may be several."""

    SELF = "self"
    KEEPER = "keeper"  # keeps the roster where this liaison works
    SUPPORTER = "supporter"  # the one this liaison turns to
    STAFF = "staff"  # sees the roster
    PUBLIC = "public"  # everybody, once the liaison agreed to be shown


V = Viewer
_ALL = frozenset(Viewer)
_THOSE_WHO_PLAN = _ALL - {V.PUBLIC}
_THOSE_WHO_CARE = frozenset({V.SELF, V.KEEPER, V.SUPPORTER})
_OWN_AND_KEEPER = frozenset({V.SELF, V.KEEPER})

SEEN_BY: dict[Part, frozenset[Viewer]] = {
    Part.NAME: _ALL,
    Part.LANGUAGES: _ALL,
    Part.AREAS: _ALL,
    # the public reads no communities: to link with one tells something of oneself
    Part.COMMUNITIES: _THOSE_WHO_PLAN,
    Part.KIND: _THOSE_WHO_PLAN,
    Part.STATE: _THOSE_WHO_PLAN,
    Part.TRAINING: _THOSE_WHO_PLAN,
    Part.HOURS: _THOSE_WHO_PLAN,
    Part.ABSENCES: _THOSE_WHO_PLAN,
    Part.TRAVEL: _THOSE_WHO_PLAN,
    Part.QUIET: _THOSE_WHO_PLAN,
    Part.HISTORY: _THOSE_WHO_PLAN,
    Part.REACH: _THOSE_WHO_CARE,
    Part.SUPPORTER: _THOSE_WHO_CARE,
    Part.MAP: _THOSE_WHO_CARE,
    Part.CONFLICTS: _OWN_AND_KEEPER,
    Part.CAP: _OWN_AND_KEEPER,
}

# What is the city's to decide stays with the city; the rest is the liaison's own.
CHANGED_BY: dict[Part, frozenset[Viewer]] = {
    Part.NAME: _OWN_AND_KEEPER,
    Part.REACH: _OWN_AND_KEEPER,
    Part.LANGUAGES: _OWN_AND_KEEPER,
    Part.COMMUNITIES: _OWN_AND_KEEPER,
    Part.HOURS: _OWN_AND_KEEPER,
    Part.ABSENCES: _OWN_AND_KEEPER,
    Part.TRAVEL: _OWN_AND_KEEPER,
    Part.QUIET: _OWN_AND_KEEPER,
    Part.CONFLICTS: _OWN_AND_KEEPER,
    Part.MAP: _OWN_AND_KEEPER,
    Part.AREAS: frozenset({V.KEEPER}),
    Part.KIND: frozenset({V.KEEPER}),
    Part.SUPPORTER: frozenset({V.KEEPER}),
    # of those who look at a profile nobody: who approves work must not raise what stops it
    Part.CAP: frozenset(),
}


def viewers(actor: Actor, liaison: Liaison, area_ids: Collection[uuid.UUID]) -> frozenset[Viewer]:
    """As what this actor looks at this liaison, who covers these areas.

    Whether a member of staff reaches the liaison at all, `policy.roster.visible_to` says.
    """
    found = set()
    if actor.user_id and actor.user_id == liaison.user_id:
        found.add(V.SELF)
    if actor.user_id and actor.user_id == liaison.supporter_id:
        found.add(V.SUPPORTER)
    if actor.may(Permission.LIAISON_VIEW):
        found.add(V.STAFF)
    if may_cover(actor, area_ids):
        found.add(V.KEEPER)
    if is_shown_to_everybody(liaison):
        found.add(V.PUBLIC)
    return frozenset(found)


def may_see(part: Part, as_what: AbstractSet[Viewer]) -> bool:
    return bool(SEEN_BY[part] & as_what)


def may_change(part: Part, as_what: AbstractSet[Viewer]) -> bool:
    return bool(CHANGED_BY.get(part, frozenset()) & as_what)


def seen_parts(as_what: AbstractSet[Viewer]) -> frozenset[Part]:
    return frozenset(part for part in Part if may_see(part, as_what))


def changed_parts(as_what: AbstractSet[Viewer]) -> frozenset[Part]:
    return frozenset(part for part in Part if may_change(part, as_what))


def may_agree_to_map(as_what: AbstractSet[Viewer], *, has_account: bool) -> bool:
    """Who has an account agrees in person; a keeper writes down the word of one who has none."""
    return V.SELF in as_what or (V.KEEPER in as_what and not has_account)


def is_shown_to_everybody(liaison: Liaison) -> bool:
    """Shown on the public page: they agreed, and they work as a liaison now."""
    return liaison.on_map_since is not None and liaison.state is LiaisonState.ACTIVE
