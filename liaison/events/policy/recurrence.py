"""On which days something repeats: rules of RFC 5545 that end, over days of the wall calendar.

Times are no part of this, so nothing here knows of zones and clock changes.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice

from dateutil.rrule import rrulestr

from liaison.errors import InvalidInput
from liaison.i18n import _

MOST = 104  # dates of one series: every week for two years
LONGEST = timedelta(days=731)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
KNOWN = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYSETPOS", "WKST", "COUNT", "UNTIL"})


class Repeats(StrEnum):
    """What people choose from."""

    WEEKLY = "weekly"
    MONTHLY_WEEKDAY = "monthly_weekday"  # the second Tuesday
    MONTHLY_LAST = "monthly_last"  # the last Tuesday
    MONTHLY_DAY = "monthly_day"  # the 14th
    DAILY = "daily"


@dataclass(frozen=True)
class Repetition:
    """How something repeats from a first day on, as somebody chose it."""

    repeats: Repeats
    interval: int = 1
    weekdays: Collection[int] = ()  # Monday is 0; of weekly ones; none: that of the first day
    times: int | None = None
    until: date | None = None

    def rule(self, first: date) -> str:
        """In the words of RFC 5545. Raises InvalidInput where it has no end, or two."""
        if (self.times is None) == (self.until is None):
            raise InvalidInput(
                "times", _("Say when it ends: after how many times, or on which day.")
            )
        frequency, _sep, _rest = self.repeats.value.upper().partition("_")
        parts = {"FREQ": frequency, "INTERVAL": str(self.interval), **self._days(first)}
        ends = {"COUNT": str(self.times)} if self.times else {"UNTIL": f"{self.until:%Y%m%d}"}
        return _join(parts | ends)

    def _days(self, first: date) -> dict[str, str]:
        weekday = WEEKDAYS[first.weekday()]
        if self.repeats is Repeats.WEEKLY:
            chosen = sorted(set(self.weekdays) or {first.weekday()})
            return {"BYDAY": ",".join(WEEKDAYS[number] for number in chosen)}
        if self.repeats is Repeats.MONTHLY_WEEKDAY:
            place = week_of_month(first)
            return {"BYDAY": f"{-1 if place == 5 else place}{weekday}"}  # no fifth in most months
        if self.repeats is Repeats.MONTHLY_LAST:
            return {"BYDAY": f"-1{weekday}"}
        return {"BYMONTHDAY": str(first.day)} if self.repeats is Repeats.MONTHLY_DAY else {}


def week_of_month(day: date) -> int:
    """Whether it is the first, second ... weekday of its name in its month."""
    return (day.day - 1) // 7 + 1


def read_repetition(rule: str) -> Repetition | None:
    """A rule as somebody would choose it; None where the choices cannot say it."""
    parts = _split(rule)
    day, until = parts.get("BYDAY", ""), parts.get("UNTIL")
    kinds = {
        "WEEKLY": Repeats.WEEKLY,
        "DAILY": None if day else Repeats.DAILY,
        "MONTHLY": _monthly(day) if day else Repeats.MONTHLY_DAY,
    }
    repeats = kinds.get(parts.get("FREQ", ""))
    if repeats is None or "BYSETPOS" in parts:
        return None
    weekly = repeats is Repeats.WEEKLY
    return Repetition(
        repeats=repeats,
        interval=int(parts.get("INTERVAL", 1)),
        weekdays=[WEEKDAYS.index(one) for one in day.split(",") if weekly and day],
        times=int(parts["COUNT"]) if "COUNT" in parts else None,
        until=datetime.strptime(until[:8], "%Y%m%d").date() if until else None,  # noqa: DTZ007  # a day
    )


def _monthly(day: str) -> Repeats | None:
    if "," in day or day in WEEKDAYS:
        return None
    return Repeats.MONTHLY_LAST if day.startswith("-1") else Repeats.MONTHLY_WEEKDAY


def list_days(rule: str, first: date) -> list[date]:
    """The days of a rule, in order, the first among them.

    Raises InvalidInput where it has no end, too many days or days too far off, or cannot be read.
    """
    parts = _split(rule)
    if not {"COUNT", "UNTIL"} & parts.keys():
        raise InvalidInput("times", _("Say when it ends: after how many times, or on which day."))
    if parts.get("FREQ") not in FREQUENCIES or parts.keys() - KNOWN:
        raise InvalidInput("repeats", _("Choose how it repeats."))
    try:
        found = rrulestr(rule, dtstart=datetime.combine(first, time()))  # a day
    except (ValueError, TypeError):
        raise InvalidInput("repeats", _("Choose how it repeats.")) from None
    days = [moment.date() for moment in islice(found, MOST + 1)]
    if len(days) > MOST or (days and days[-1] - first > LONGEST):
        words = _(
            "A series has at most %(most)s dates within two years. Let it end sooner.", most=MOST
        )
        raise InvalidInput("times", words)
    if not days or days[0] != first:
        raise InvalidInput(
            "weekdays", _("The first day is none of those it repeats on. Choose it, too.")
        )
    return days


def split_rule(rule: str, first: date, at: date) -> tuple[str, str]:
    """The rule up to the day before `at`, and that from `at` on, which is one of its days."""
    parts, days = _split(rule), list_days(rule, first)
    head = {key: value for key, value in parts.items() if key != "COUNT"}
    head["UNTIL"] = f"{at - timedelta(days=1):%Y%m%d}"
    tail = dict(parts)
    if "COUNT" in tail:
        tail["COUNT"] = str(sum(day >= at for day in days))
    return _join(head), _join(tail)


def _split(rule: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in rule.upper().split(";") if part)
    return {key.strip(): value.strip() for key, _sep, value in pairs}


def _join(parts: dict[str, str]) -> str:
    return ";".join(f"{key}={value}" for key, value in parts.items())


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
