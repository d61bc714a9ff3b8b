"""The city's rules for all events."""

from liaison.db import db
from liaison.events.models.plan import EventRules


def get_rules() -> EventRules:
    """The city's rules; what the models say while nobody has set any."""
    return db.session.get(EventRules, 1) or EventRules(**_defaults())


def _defaults() -> dict[str, object]:
    columns = EventRules.__table__.columns
    set_ones = {c.name: c.default.arg for c in columns if c.default and c.default.is_scalar}
    return set_ones | {"required_access": []}
