"""How long personal details of sign-ups are kept after an event."""

from datetime import datetime, timedelta

from liaison.events.models.plan import EventRules


def forgotten_at(over_at: datetime, rules: EventRules) -> datetime:
    """From when on nobody who signed up can be told apart any more.

    `over_at` is the end of the event's last date.
    """
    return over_at + timedelta(days=rules.keep_days)
