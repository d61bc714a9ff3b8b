"""Reminding liaisons at night, each once, that their training ends soon."""

from liaison import clock
from liaison.i18n import settings
from liaison.jobs import nightly, one_by_one
from liaison.liaisons.operations.renewal import remind_to_renew
from liaison.liaisons.queries.care import get_liaison_rules
from liaison.liaisons.queries.credentials import list_to_remind


@nightly
def remind_of_renewals() -> None:
    """One at a time: a message that cannot be written holds up no other."""
    due = list_to_remind(clock.today(settings().zone()), get_liaison_rules().renew_days)
    one_by_one(due, remind_to_renew)
