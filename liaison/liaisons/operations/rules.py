"""Setting the city's rules for all liaisons."""

from dataclasses import dataclass
from datetime import time

from liaison.audit.operations import record
from liaison.errors import NotAllowed
from liaison.liaisons.models.care import LiaisonRules
from liaison.liaisons.queries.care import get_liaison_rules
from liaison.permissions import Actor, Permission


@dataclass(frozen=True)
class LiaisonRuleDetails:
    """The rules as a whole; LiaisonRules says what each means."""

    quarter_minutes: int
    quarter_asks: int
    quiet_from: time
    quiet_until: time
    yearly_cap_cents: int
    renew_days: int
    idle_days: int
    answer_hours: int


def set_liaison_rules(*, actor: Actor, details: LiaisonRuleDetails) -> LiaisonRules:
    """From now on; what was approved or asked stays so. Raises NotAllowed."""
    if not actor.scope(Permission.CITY_EDIT).everywhere:
        raise NotAllowed
    rules = get_liaison_rules()
    for name, value in vars(details).items():
        setattr(rules, name, value)
    record(actor, "set_liaison_rules", rules)
    return rules
