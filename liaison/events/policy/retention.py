"""How long personal details of sign-ups are kept after an event."""

from datetime import datetime, timedelta

from liaison.events.models.event import Event
from liaison.events.models.plan import EventRules


def forgotten_at(event: Event, rules: EventRules) -> datetime:
    """From when on nobody who signed up can be told apart any more."""
    return (event.ends_at or event.starts_at) + timedelta(days=rules.keep_days)
