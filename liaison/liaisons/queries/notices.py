"""What somebody's notebook says about their rights."""

from dataclasses import dataclass
from datetime import date

from liaison import clock
from liaison.i18n import settings
from liaison.liaisons.policy.credentials import renewal_is_open
from liaison.liaisons.policy.rights import Lack, Standing, find_lack, needs_rights
from liaison.liaisons.queries.care import get_liaison_rules
from liaison.liaisons.queries.rights import find_standing
from liaison.permissions import Actor


@dataclass(frozen=True)
class Notice:
    """What is lacking to enter things, and until when to renew, once that can be done."""

    lack: Lack | None
    renew_until: date | None


def find_notice(actor: Actor) -> Notice | None:
    """None: nothing needs saying."""
    if actor.user_id is None or not needs_rights(actor):
        return None
    return notice_of(find_standing(actor.user_id))


def notice_of(standing: Standing | None) -> Notice | None:
    """The same of a standing that is known already."""
    today = clock.today(settings().zone())
    lack = find_lack(standing, today)
    until = standing.trained_until if standing else None
    is_open = renewal_is_open(until, get_liaison_rules().renew_days, today)
    if lack is None and not is_open:
        return None
    return Notice(lack, until if is_open and lack is not Lack.LEFT else None)
