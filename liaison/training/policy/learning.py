"""Who sees what staff learned. Pure.

| | own entries | people, hours and gaps of a division |
|---|---|---|
| anybody on the staff | yes | no |
| who manages a division, by a role in that division | yes | of that division |
| who holds the permission for the whole city | yes | no |

A role in the whole city is not a role in a division: what people lack stays where they work
together, and sums that grow by one entry would tell that entry, too.
"""

import uuid
from datetime import date

from dateutil.relativedelta import relativedelta

from liaison.permissions import DESK_ROLES, ROLE_PERMISSIONS, Actor, Permission, Role

GAP_MONTHS = 24
LONGEST = 60 * 24 * 10  # minutes: ten whole days are a course, more is a slip of the hand
STAFF_ROLES = DESK_ROLES - {Role.PARTNER}  # partners work at the desk, not for the city


def since(today: date) -> date:
    """The first day that still counts: whoever had no training from then on has a gap."""
    return today - relativedelta(months=GAP_MONTHS)


def may_see_names(actor: Actor, department_id: uuid.UUID) -> bool:
    """Do they manage this very division?"""
    return department_id in managed_divisions(actor)


def managed_divisions(actor: Actor) -> frozenset[uuid.UUID]:
    """Divisions in which they hold the permission by a role there."""
    held = (one for one in actor.grants if Permission.LEARNING_VIEW in ROLE_PERMISSIONS[one.role])
    return frozenset(grant.department_id for grant in held if grant.department_id)
