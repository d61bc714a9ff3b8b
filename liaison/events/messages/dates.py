"""When and where, in words for plain text: one date in a line, several one below the other."""

from collections.abc import Sequence

from liaison.events.policy.dates import Dated
from liaison.i18n import _, in_parts, time_of_day, time_of_end, weekday_day, zone_name


def when(date: Dated) -> str:
    """The day and the wall time; with the zone where it would be understood wrongly without."""
    day, start = weekday_day(date.starts_at), time_of_day(date.starts_at)
    if date.ends_at is None:
        words = _("%(day)s, %(time)s", day=day, time=start)
    else:
        end = time_of_end(date.ends_at, date.starts_at)
        words = _("%(day)s, %(start)s to %(end)s", day=day, start=start, end=end)
    if date.says_zone:
        words = _("%(time)s (%(zone)s)", time=words, zone=zone_name(date.starts_at))
    return words


def where(date: Dated) -> str:
    """Place, room and address in one line; empty where nobody knows yet."""
    return in_parts(date.place)


def when_and_where(dates: Sequence[Dated]) -> str:
    """All dates, each with its place; a place that all have in common is said once."""
    if len({date.place for date in dates}) == 1:
        return _lines(*map(when, dates), where(dates[0]))
    return "\n\n".join(_lines(when(date), where(date)) for date in dates)


def days(dates: Sequence[Dated]) -> str:
    """Only when, one below the other."""
    return _lines(*map(when, dates))


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)
