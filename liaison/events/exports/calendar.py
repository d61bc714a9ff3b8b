"""Events for people's own calendars (iCalendar, RFC 5545; names and colours of RFC 7986).

Written line by line: a feed of hundreds of events is asked for by machines, again and again.
Wall times carry the city's zone, which the file describes, so that an event stays at ten o'clock
whatever becomes of the law. What is cancelled stays in the feed and says so, or it would stand in
people's calendars for ever.
"""

import re
import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from liaison.events.exports.zones import time_zone_lines

_FOLDED = 75  # octets of a line, the line break not counted
_UNTELLABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_HAS_SPECIAL = re.compile(r"[\\;,\n]")
_SPECIAL = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class Entry(NamedTuple):
    """One event on one of its dates."""

    id: uuid.UUID  # of the event, or of its further date
    title: str
    text: str
    language: str  # of title and text
    starts_at: datetime
    ends_at: datetime | None
    place: str
    topic: str
    address: str  # of its page
    is_cancelled: bool
    revision: int
    changed_at: datetime


def calendar_file(entries: Sequence[Entry], *, name: str, zone: ZoneInfo) -> bytes:
    """A calendar of this name. Without an end an event stands there as a moment."""
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Liaison//Events//EN"),
        *("CALSCALE:GREGORIAN", _words("NAME", name), _words("X-WR-CALNAME", name)),
        *("REFRESH-INTERVAL;VALUE=DURATION:PT4H", "X-PUBLISHED-TTL:PT4H"),
        *_zone_lines(entries, zone),
    ]
    for entry in entries:
        lines += _entry_lines(entry, zone)
    lines.append("END:VCALENDAR")
    lines.append("")
    return "\r\n".join(lines).encode()


def place_of(*parts: str) -> str:
    """Place, room and address in one line."""
    return ", ".join(filter(None, parts))


def _zone_lines(entries: Iterable[Entry], zone: ZoneInfo) -> Sequence[str]:
    years = [at.year for entry in entries for at in (entry.starts_at, entry.ends_at) if at]
    return time_zone_lines(zone, min(years) - 1, max(years)) if years else ()


def _entry_lines(entry: Entry, zone: ZoneInfo) -> list[str]:
    changed, spoken = _in_utc(entry.changed_at), _spoken(entry.language)
    lines = [
        *("BEGIN:VEVENT", f"UID:{entry.id}", f"DTSTAMP:{changed}"),
        f"LAST-MODIFIED:{changed}",
        f"SEQUENCE:{entry.revision}",
        _moment("DTSTART", entry.starts_at, zone),
    ]
    if entry.ends_at:
        lines.append(_moment("DTEND", entry.ends_at, zone))
    lines.append(_words(f"SUMMARY{spoken}", entry.title))
    if entry.place:
        lines.append(_words("LOCATION", entry.place))
    if entry.text:
        lines.append(_words(f"DESCRIPTION{spoken}", entry.text))
    if entry.topic:
        lines.append(_words("CATEGORIES", entry.topic))
    state = "CANCELLED" if entry.is_cancelled else "CONFIRMED"
    lines += (_folded(f"URL:{entry.address}"), f"STATUS:{state}", "END:VEVENT")
    return lines


@lru_cache
def _spoken(language: str) -> str:
    """The parameter of words in this language; none where it is no tag of one."""
    return f";LANGUAGE={language}" if _TAG.fullmatch(language) else ""


def _moment(name: str, at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    if local.fold:  # of a wall time that comes twice that night, readers take the first
        return f"{name}:{_in_utc(at)}"
    return f"{name};TZID={zone.key}:{_digits(local)}"


def _in_utc(at: datetime) -> str:
    return f"{_digits(at.astimezone(UTC))}Z"


def _digits(at: datetime) -> str:
    """As 20260314T090000. Half the time of strftime, and a feed asks for thousands."""
    return at.isoformat()[:19].replace("-", "").replace(":", "")


def _words(name: str, text: str) -> str:
    """A line of words: no character in them ends the line or the value."""
    plain = text if text.isprintable() else _UNTELLABLE.sub("", _one_break(text))
    escaped = plain.translate(_SPECIAL) if _HAS_SPECIAL.search(plain) else plain
    return _folded(f"{name}:{escaped}")


def _one_break(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")


def _folded(line: str) -> str:
    """The line in pieces that mail programs of 1982 could carry; no letter is cut in two."""
    if len(line) <= _FOLDED and line.isascii():
        return line
    written = line.encode()
    pieces, start, room = [], 0, _FOLDED
    while start < len(written):
        end = min(start + room, len(written))
        while end < len(written) and written[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(written[start:end].decode())
        start, room = end, _FOLDED - 1  # the space before a continued line counts
    return "\r\n ".join(pieces)
