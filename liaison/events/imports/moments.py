"""Days and times as iCalendar writes them, and the time zones they name."""

import re
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from liaison.events.imports.content_lines import Line, Part
from liaison.i18n import _

YEARS = range(1990, 2101)
LONGEST_NAME = 200  # of a time zone
_MOMENT = re.compile(r"(\d{8})(?:T(\d{4}(?:\d{2})?)(Z?))?")
_DURATION = re.compile(
    r"\+?P(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,4})D)?"
    r"(?:T(?:(?P<hours>\d{1,4})H)?(?:(?P<minutes>\d{1,5})M)?(?:(?P<seconds>\d{1,6})S)?)?"
)
_YEARLY = re.compile(r"FREQ=YEARLY(;|$)")

Moment = date | datetime  # an all-day entry has days


class Refused(Exception):
    """Why an entry cannot be taken, in words, and which line is wrong."""

    def __init__(self, line: Line | Part, reason: str) -> None:
        super().__init__(reason)
        self.line = line


class Zones:
    """The zones of a file: by their names in the world, else as the file itself describes them."""

    def __init__(self, calendar: Part, city: ZoneInfo) -> None:
        self.city = city
        self._described = {
            name.value.strip(): part
            for part in calendar.parts
            if part.name == "VTIMEZONE"
            for name in part.all("TZID")
        }
        self._found: dict[str, tzinfo | None] = {}

    def of(self, line: Line) -> tzinfo:
        """The zone a line names; the city's where it names none. Raises Refused."""
        name = line.parameters.get("TZID", "").strip()
        if not name:
            return self.city
        if name not in self._found:
            self._found[name] = _known_zone(name) or self._as_described(name)
        zone = self._found[name]
        if zone is None:
            raise Refused(line, _("There is no time zone “%(name)s”.", name=name))
        return zone

    def _as_described(self, name: str) -> tzinfo | None:
        """As the file says the clocks change."""
        part = self._described.get(name)
        if part is None or not all(
            _YEARLY.search(rule.value) for rules in part.parts for rule in rules.all("RRULE")
        ):  # a rule that counts seconds would be followed for hours
            return None
        import icalendar  # noqa: PLC0415  # only who imports a calendar needs it

        try:
            described: Any = icalendar.Timezone.from_ical(part.text)
            read: tzinfo = described.to_tz()
            datetime(2026, 1, 1, tzinfo=read).astimezone(UTC)
        except Exception:  # noqa: BLE001  # it raises many kinds for what it cannot read
            return None
        return read


@lru_cache(maxsize=500)
def _known_zone(name: str) -> ZoneInfo | None:
    """By its name, by the end of it (`/vendor/Europe/Berlin`), or by the name Windows has."""
    if len(name) > LONGEST_NAME:
        return None
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415  # as above

    ends = [name[start:] for start in range(len(name)) if "/" in name[start:]]
    for known in (name, *ends, WINDOWS_TO_OLSON.get(name, "")):
        if known in available_timezones():
            return ZoneInfo(known)
    return None


def read_moment(line: Line, value: str, zones: Zones) -> Moment:
    """A day, or an instant. Raises Refused."""
    found = _MOMENT.fullmatch(value.strip())
    kind = line.parameters.get("VALUE", "").upper()
    try:
        if found is None or kind not in {"", "DATE", "DATE-TIME"}:
            raise ValueError(value)
        day = datetime.strptime(found[1], "%Y%m%d").date()  # noqa: DTZ007  # a day has no zone
        if day.year not in YEARS:
            raise ValueError(value)
        if found[2] is None:
            return day
        clock = datetime.strptime(found[2].ljust(6, "0"), "%H%M%S").time()  # noqa: DTZ007  # see below
    except ValueError:
        words = _("“%(text)s” is no day and no time that can be read.", text=value[:50])
        raise Refused(line, words) from None
    return datetime.combine(day, clock, UTC if found[3] else zones.of(line))


def read_seconds(line: Line, value: str) -> int:
    """A duration such as PT1H30M. Raises Refused."""
    found = _DURATION.fullmatch(value.strip())
    if found is None or not any(found.groups()):
        words = _("“%(text)s” is no duration that can be read.", text=value[:50])
        raise Refused(line, words)
    weights = {"weeks": 604_800, "days": 86_400, "hours": 3600, "minutes": 60, "seconds": 1}
    return sum(int(found[name] or 0) * weight for name, weight in weights.items())
