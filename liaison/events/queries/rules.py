"""The city's rules for all events, and what they ask of each."""

from typing import Any

from sqlalchemy import ColumnDefault

from liaison.db import db
from liaison.events.models.plan import EventRules
from liaison.events.policy.readiness import Wanted
from liaison.i18n import settings


def get_rules() -> EventRules:
    """The city's rules; what the models say while nobody has set any."""
    return db.session.get(EventRules, 1) or default_rules()


def default_rules() -> EventRules:
    """What holds while nobody has set any."""
    return EventRules(**_defaults())


def get_wanted() -> Wanted:
    """What the city asks of every event: its rules, and the languages it writes in."""
    return Wanted(get_rules(), tuple(settings().languages))


def _defaults() -> dict[str, Any]:
    kept = [(column.name, column.default) for column in EventRules.__table__.columns]
    # a default that is made anew each time wants to be told for which statement; there is none
    return {
        name: default.arg if default.is_scalar else default.arg(None)
        for name, default in kept
        if isinstance(default, ColumnDefault)
    }
