"""A time zone as a calendar file tells it (VTIMEZONE): from when on clocks show what."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


@lru_cache(maxsize=64)
def time_zone_lines(zone: ZoneInfo, first: int, last: int) -> tuple[str, ...]:
    """The zone as it is in these years, both included: each change of the clocks by itself."""
    began = datetime(first, 1, 1, tzinfo=UTC)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone.key}", *_part(zone, began, began)]
    for change in _changes(zone, began, datetime(last + 1, 1, 2, tzinfo=UTC)):
        lines += _part(zone, change - _SECOND, change)
    return (*lines, "END:VTIMEZONE")


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """The instants at which the clocks are changed."""
    day = first
    while day < last:
        if _offset(zone, day) != _offset(zone, day + _DAY):
            yield _within(zone, day, day + _DAY)
        day += _DAY


def _within(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The instant between the two from which on the offset is the later one."""
    while after - before > _SECOND:
        middle = before + timedelta(seconds=(after - before) // _SECOND // 2)
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _part(zone: ZoneInfo, before: datetime, after: datetime) -> list[str]:
    """One rule: it begins at the time that clocks showed before it."""
    local, old = after.astimezone(zone), _offset(zone, before)
    kind = "DAYLIGHT" if local.dst() else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{after + old:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_written(old)}",
        f"TZOFFSETTO:{_written(_offset(zone, after))}",
        f"TZNAME:{local.tzname()}",
        f"END:{kind}",
    ]


def _written(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
