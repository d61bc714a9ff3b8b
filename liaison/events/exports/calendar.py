"""Events for people's own calendars (iCalendar, RFC 5545; names and colours of RFC 7986).

Written line by line: a feed of hundreds of events is asked for by machines, again and again.
Wall times carry the city's zone, which the file describes, so that an event stays at ten o'clock
whatever becomes of the law. What is cancelled stays in the feed and says so, or it would stand in
people's calendars for ever.
"""

import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from liaison.events.exports.zones import time_zone_lines

_FOLDED = 75  # octets of a line, the line break not counted
_UNTELLABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_SPECIAL = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True)
class Entry:
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
        *("CALSCALE:GREGORIAN", f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}"),
        *("REFRESH-INTERVAL;VALUE=DURATION:PT4H", "X-PUBLISHED-TTL:PT4H"),
        *_zone_lines(entries, zone),
    ]
    for entry in entries:
        lines += _entry_lines(entry, zone)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def place_of(*parts: str) -> str:
    """Place, room and address in one line."""
    return ", ".join(part for part in parts if part)


def _zone_lines(entries: Iterable[Entry], zone: ZoneInfo) -> Sequence[str]:
    years = [at.year for entry in entries for at in (entry.starts_at, entry.ends_at) if at]
    return time_zone_lines(zone, min(years) - 1, max(years)) if years else ()


def _entry_lines(entry: Entry, zone: ZoneInfo) -> Iterator[str]:
    changed = f"{entry.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    spoken = f";LANGUAGE={entry.language}" if _TAG.fullmatch(entry.language) else ""
    yield from ("BEGIN:VEVENT", f"UID:{entry.id}", f"DTSTAMP:{changed}")
    yield from (f"LAST-MODIFIED:{changed}", f"SEQUENCE:{entry.revision}")
    yield _moment("DTSTART", entry.starts_at, zone)
    if entry.ends_at:
        yield _moment("DTEND", entry.ends_at, zone)
    yield f"SUMMARY{spoken}:{_text(entry.title)}"
    if entry.place:
        yield f"LOCATION:{_text(entry.place)}"
    if entry.text:
        yield f"DESCRIPTION{spoken}:{_text(entry.text)}"
    if entry.topic:
        yield f"CATEGORIES:{_text(entry.topic)}"
    yield f"URL:{entry.address}"
    yield "STATUS:CANCELLED" if entry.is_cancelled else "STATUS:CONFIRMED"
    yield "END:VEVENT"


def _moment(name: str, at: datetime, zone: ZoneInfo) -> str:
    return f"{name};TZID={zone.key}:{at.astimezone(zone):%Y%m%dT%H%M%S}"


def _text(text: str) -> str:
    """Words as a value: no character in them ends the line or the value."""
    plain = text if text.isprintable() else _UNTELLABLE.sub("", _one_break(text))
    return plain.translate(_SPECIAL)


def _one_break(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")


def _folded(line: str) -> bytes:
    """The line in pieces that mail programs of 1982 could carry; no letter is cut in two."""
    written = line.encode()
    if len(written) <= _FOLDED:
        return written + b"\r\n"
    pieces, start, room = [], 0, _FOLDED
    while start < len(written):
        end = min(start + room, len(written))
        while end < len(written) and written[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(written[start:end])
        start, room = end, _FOLDED - 1  # the space before a continued line counts
    return b"\r\n ".join(pieces) + b"\r\n"
