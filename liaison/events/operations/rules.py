"""Setting the city's rules for all events."""

from dataclasses import dataclass, field
from datetime import time

from liaison.audit.operations import record
from liaison.errors import NotAllowed
from liaison.events.models.plan import EventRules
from liaison.events.queries.rules import get_rules
from liaison.permissions import Actor, Permission


@dataclass(frozen=True)
class RuleDetails:
    """The rules as a whole; EventRules says what each means."""

    place_days: int
    staff_days: int
    translations_days: int
    interpreter_days: int
    materials_days: int
    close_days: int
    close_time: time
    offer_hours: int
    thank_days: int
    keep_days: int
    required_access: list[str] = field(default_factory=list)
    text_languages: list[str] = field(default_factory=list)


def set_rules(*, actor: Actor, details: RuleDetails) -> EventRules:
    """From now on; what was closed or sent stays so. Raises NotAllowed."""
    if not actor.scope(Permission.CITY_EDIT).everywhere:
        raise NotAllowed
    rules = get_rules()
    for name, value in vars(details).items():
        setattr(rules, name, value)
    record(actor, "set_event_rules", rules)
    return rules
