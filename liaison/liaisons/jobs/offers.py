"""Offers that nobody answered in time."""

from liaison import clock
from liaison.jobs import each_minute, one_by_one
from liaison.liaisons.operations.offers import expire_offer
from liaison.liaisons.queries.bookings import list_overdue_offers


@each_minute
def end_unanswered_offers() -> None:
    """Somebody else may be asked."""
    one_by_one(list_overdue_offers(clock.now()), expire_offer)
