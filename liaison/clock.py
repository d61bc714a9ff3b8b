"""What time it is: the one seam that tests replace."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today(zone: ZoneInfo) -> date:
    """The date on the city's wall calendar."""
    return now().astimezone(zone).date()
