"""Wall time on the days the clocks change: what a time typed there may mean."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def readings(day: date, at: time, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The instants a wall time may mean, the earlier first: nearly always one.

    Two where it exists twice, and where the clocks jump over it: what the clocks show then is an
    hour before or after.
    """
    meant = (datetime.combine(day, at.replace(fold=fold), zone) for fold in (0, 1))
    return tuple(sorted({instant.astimezone(UTC) for instant in meant}))


def is_shown(day: date, at: time, zone: ZoneInfo) -> bool:
    """Do the clocks show this time on this day at all?"""
    shown = (instant.astimezone(zone) for instant in readings(day, at, zone))
    return any(local.replace(tzinfo=None) == datetime.combine(day, at) for local in shown)


def at_wall_time(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant that RFC 5545 means by a wall time when nobody can be asked.

    Of two the first; what is jumped over as if the clocks had not been changed yet.
    """
    return datetime.combine(day, at.replace(fold=0), zone).astimezone(UTC)


def move_days(instant: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same wall time so many days later."""
    local = instant.astimezone(zone)
    return at_wall_time(local.date() + timedelta(days=days), local.time(), zone)
