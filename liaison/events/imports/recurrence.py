"""The dates on which an entry of a calendar takes place: its rule, what is added, what is not.

Rules are followed by dateutil at the wall time of the entry's zone, and never without an end.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from liaison.events.imports.content_lines import Line, Part
from liaison.events.imports.moments import Moment, Refused, Zones, read_moment
from liaison.i18n import _

MOST = 366  # dates of one entry
LAST_YEAR = 9990  # of those that Python counts, with room for what comes after a start
FURTHEST = timedelta(days=2 * 366)  # from its first
_OFTEN = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_NUMBER = re.compile(r"[1-9]\d{0,4}")
_RULE = re.compile(r"[A-Z]+=[A-Z0-9,+:-]+(;[A-Z]+=[A-Z0-9,+:-]+)*")


def list_starts(entry: Part, start: Moment, zones: Zones) -> tuple[list[Moment], bool]:
    """Every start, the first first, and whether some were left out beyond the bounds.

    Raises Refused where a line of the recurrence cannot be read.
    """
    found, is_cut = [start], False
    for line in entry.all("RRULE"):
        repeated, was_cut = _follow(line, start)
        found += repeated
        is_cut = is_cut or was_cut
    for line in entry.all("RDATE"):
        found += [_like(start, moment) for moment in _moments(line, zones)]
    left_out = {
        _like(start, moment) for line in entry.all("EXDATE") for moment in _moments(line, zones)
    }
    starts = sorted(set(found) - left_out, key=instant)
    return starts[:MOST], is_cut or len(starts) > MOST


def instant(moment: Moment) -> datetime:
    """To compare by."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime.combine(moment, time(), UTC)


def _moments(line: Line, zones: Zones) -> list[Moment]:
    values = line.value.split(",")
    if line.parameters.get("VALUE", "").upper() == "PERIOD":
        values = [value.partition("/")[0] for value in values]
        line = Line(line.number, line.text, line.name, line.parameters | {"VALUE": ""}, line.value)
    return [read_moment(line, value, zones) for value in values]


def _like(start: Moment, moment: Moment) -> Moment:
    """Of the kind and in the zone of the start: a day means that day at the start's hour."""
    if isinstance(start, datetime):
        if isinstance(moment, datetime):
            return moment.astimezone(start.tzinfo)
        return datetime.combine(moment, start.time(), start.tzinfo)
    return moment.date() if isinstance(moment, datetime) else moment


def _follow(line: Line, start: Moment) -> tuple[list[Moment], bool]:
    """The dates of a rule within the bounds. dateutil is given wall times: clocks may change."""
    from dateutil.rrule import rrulestr  # noqa: PLC0415  # only who imports a calendar needs it

    rule = _parts(line)
    zone = start.tzinfo if isinstance(start, datetime) else None
    first = _wall(start)
    last = first + FURTHEST
    count = rule.pop("COUNT", "")
    most = min(int(count or MOST + 1), MOST + 1)
    # The calendar repeats every 400 years to the weekday. Followed so near to the last year there
    # is, a rule that never applies comes to its end at once.
    years = (LAST_YEAR - first.year) // 400 * 400
    late, latest = _in_years(first, years), _in_years(last, years)
    try:
        until = _until(rule.pop("UNTIL", ""), zone)
        ends = latest if until is None or until > last else _in_years(until, years)
        text = ";".join(f"{name}={value}" for name, value in rule.items())
        asked: Any = rrulestr(f"{text};UNTIL={ends:%Y%m%dT%H%M%S}", dtstart=late)
        walls = [_in_years(wall, -years) for wall in islice(asked, most)]
    except (ValueError, TypeError, KeyError):
        raise Refused(line, _unreadable(line)) from None
    is_cut = len(walls) > MOST or not (until or (count and len(walls) == int(count)))
    is_cut = is_cut or bool(until and until > last)
    starts: list[Moment] = [wall.replace(tzinfo=zone) if zone else wall.date() for wall in walls]
    return starts[:MOST], is_cut


def _parts(line: Line) -> dict[str, str]:
    """The parts of a rule, spaces taken out. Raises Refused."""
    text = re.sub(r"\s", "", line.value).upper().rstrip(";")
    if not _RULE.fullmatch(text):
        raise Refused(line, _unreadable(line))
    rule = dict(part.split("=", 1) for part in text.split(";"))
    counts = [rule.get(name, "1") for name in ("COUNT", "INTERVAL")]
    if rule.get("FREQ") not in _OFTEN or not all(_NUMBER.fullmatch(count) for count in counts):
        raise Refused(line, _unreadable(line))
    return rule


def _unreadable(line: Line) -> str:
    return _("The rule “%(text)s” cannot be read.", text=line.value[:80])


def _wall(moment: Moment) -> datetime:
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime.combine(moment, time())


def _in_years(moment: datetime, years: int) -> datetime:
    return moment.replace(year=moment.year + years)


def _until(text: str, zone: Any) -> datetime | None:
    """The last wall time a rule may reach. Raises ValueError."""
    if not text:
        return None
    if "T" not in text:
        return datetime.combine(date.fromisoformat(text), time(23, 59, 59))
    at = datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007  # zone below
    if text.endswith("Z") and zone is not None:
        return at.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    return at
