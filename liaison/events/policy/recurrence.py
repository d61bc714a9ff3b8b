"""On which days something repeats: rules of RFC 5545 that end, over days of the wall calendar.

Times are no part of this, so nothing here knows of zones and clock changes.
"""

from datetime import date, timedelta


def same_weekday_next_month(day: date) -> date:
    """The second Tuesday for a second Tuesday; the last where there is no fifth."""
    first = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    found = first + timedelta(days=(day.weekday() - first.weekday()) % 7)
    found += timedelta(weeks=(day.day - 1) // 7)
    return found if found.month == first.month else found - timedelta(weeks=1)


def next_month_after(day: date, today: date) -> date:
    """The next such day that is still to come."""
    while day <= today:
        day = same_weekday_next_month(day)
    return day
