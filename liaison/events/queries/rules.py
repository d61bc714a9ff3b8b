"""The city's rules for all events, and what they ask of each."""

from liaison.db import db
from liaison.events.models.plan import EventRules
from liaison.events.policy.readiness import Wanted
from liaison.i18n import settings


def get_rules() -> EventRules:
    """The city's rules."""
    return db.session.get_one(EventRules, 1)


def get_wanted() -> Wanted:
    """What the city asks of every event: its rules, and the languages it writes in."""
    return Wanted(get_rules(), tuple(settings().languages))
