"""Events from a CSV or XLSX file: our own, or a parks department's list of what it held.

The rule of what counts: every row that differs from the others in some cell is one event. A row
that repeats another in every cell is refused. Nothing is corrected in silence: what is read
differently than it is written is counted in the notes.
"""

import hashlib
import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from typing import Any

from liaison import clock
from liaison.errors import InvalidInput
from liaison.events.imports.limits import too_long
from liaison.events.models.event import EventState
from liaison.events.operations.events import EventDetails
from liaison.events.operations.importing import HeldEvent
from liaison.events.policy.events import ACCESS, AUDIENCES, STATES, can_edit_event
from liaison.events.policy.wall_time import readings
from liaison.events.queries.events import list_fingerprints
from liaison.events.queries.kinds import list_kinds
from liaison.i18n import _, _l, _lp, current_language, in_language, listed, settings
from liaison.permissions import Actor, Permission
from liaison.places.queries import areas_by_bare_name, bare_name, list_main_areas
from liaison.programs.queries import get_program
from liaison.web.imports import Reading, RefusedRow, cell, columns, read_count, read_table

YEARS = range(1990, 2101)
LONG_AGO = timedelta(days=20 * 365)
# our own names of the columns, in English and in the reader's language, and those of others
COLUMNS: dict[str, tuple[Any, ...]] = {
    "title": (_l("Title"), "Event Name"),
    "when": ("Date and Time",),
    "date": (_l("Date"),),
    "start": (_l("Start"),),
    "end": (_l("End"),),
    "ends_on": (_l("Ends on"),),
    "place": (_l("Place"), "Location"),
    "address": (_l("Address"),),
    "kind": (_l("Kind"), "Event Type"),
    "category": (_l("Category"),),
    "state": (_l("State"),),
    "area_code": (_l("Area code"),),
    "area": (_l("Area"),),
    "part_of_city": ("Borough", "Ward", "Neighborhood"),
    "languages": (_l("Languages"),),
    "access": (_lp("event", "Access"),),
    "audiences": (_l("Audiences"), "Audience"),
    "attendance": (_l("Attendance"),),
    "attendance_note": (_l("Note on attendance"),),
    "summary": (_l("Summary"),),
    "language": (_l("Language of the text"),),
    "room": (_l("Room"),),
    "interpretation": (_l("Interpreters come for"),),
    "capacity": (_l("Seats"),),
    "fingerprint": (_l("Fingerprint"),),
    "id": (_l("ID"),),
}
# what others call our kinds and audiences
OTHER_NAMES = {
    "agency produced event": "own_event",
    "local event": "own_event",
    "community based event": "partner_event",
    "tournament/competition": "contest",
    "tot": "tots",
    "young adult": "young_adults",
}
# one category under two spellings, and the ways to write none
CATEGORIES = {
    "academic/out of school time": "Academics/Out of School Time",
    "--none--": "",
    "none": "",
    "n/a": "",
}
WHEN = ("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M")
DAY = ("%Y-%m-%d", "%m/%d/%Y", "%Y-%m-%d %H:%M:%S")
CLOCK = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p")


class Refused(Exception):
    """Why a row cannot be taken, in words."""


def read_table_of_events(actor: Actor, content: bytes, *, program_id: str) -> Reading[HeldEvent]:
    """Read the file for a programme. Raises InvalidInput('file') where it is no table."""
    program = get_program(actor, uuid.UUID(program_id), Permission.EVENT_EDIT)
    header, numbered = read_table(content)
    _refuse_without_a_start(header)
    rows, may_place = list(numbered), partial(can_edit_event, actor, program)
    where = columns(header, {key: _names(key) for key in ("id", "fingerprint")})
    ids = {cell(cells, where, key) for _line, cells in rows for key in where}
    reader = _Reader(header, Reading(header), list_fingerprints(program.id, ids), may_place)
    for line, cells in rows:
        try:
            reader.reading.rows.append(reader.read(line, cells))
        except Refused as refusal:
            reader.reading.refused.append(RefusedRow(line, str(refusal), tuple(cells)))
    reader.note_columns_left_out()
    return reader.reading


def _refuse_without_a_start(header: Sequence[str]) -> None:
    """Without these columns every row would be refused, and nobody told why."""
    found = columns(header, {key: _names(key) for key in ("when", "date", "start")})
    missing = [str(COLUMNS[key][0]) for key in ("date", "start") if key not in found]
    if missing and "when" not in found:
        words = _("These columns are missing: %(names)s.", names=listed(missing))
        raise InvalidInput("file", words)


@dataclass
class _Reader:
    """Reads row after row, remembering what came before."""

    header: tuple[str, ...]
    reading: Reading[HeldEvent]
    known: frozenset[str]
    may_place: Callable[[uuid.UUID | None], bool]

    def __post_init__(self) -> None:
        self.where = columns(self.header, {key: _names(key) for key in COLUMNS})
        self.seen: dict[str, int] = {}
        self.held: set[tuple[object, ...]] = set()
        self.now, self.zone = clock.now(), settings().zone()
        self.kinds, self.access = _kinds(), _keys(ACCESS)
        self.audiences, self.states = _keys(AUDIENCES), _keys(STATES)

    @cached_property
    def areas(self) -> dict[str, uuid.UUID]:
        """Areas by code and by name."""
        found = list_main_areas()
        by_name = {area.name.casefold(): area.id for area in found}
        return by_name | {area.code.casefold(): area.id for area in found}

    @cached_property
    def parts(self) -> dict[str, uuid.UUID]:
        """Areas of every map by name."""
        return areas_by_bare_name()

    def read(self, line: int, row: Sequence[str]) -> HeldEvent:
        """One row. Raises Refused."""
        key = self._fingerprint(line, row)
        start = self._start(row)
        attendance, note = self._attendance(row)
        area_id = self._area(row)
        if not self.may_place(area_id):
            raise Refused(_("Choose an area that you work in."))
        details = EventDetails(
            title=self._title(row),
            starts_at=start,
            ends_at=self._end(row, start),
            kind=self.kinds.get(self._text(row, "kind").casefold(), "own_event"),
            category=self._category(row),
            summary=self._text(row, "summary"),
            language=self._text(row, "language") or "en",
            place_name=self._text(row, "place"),
            address=self._text(row, "address"),
            area_id=area_id,
            offered_languages=_parts(self._text(row, "languages")),
            access=self._several(row, "access", self.access),
            audiences=self._several(row, "audiences", self.audiences),
            room=self._text(row, "room"),
            interpretation=_parts(self._text(row, "interpretation")),
            capacity=self._capacity(row),
        )
        if words := too_long(details):
            raise Refused(words)
        self._note_oddities(details, attendance)
        return HeldEvent(details, self._state(row, start), key, attendance, note)

    def _text(self, row: Sequence[str], key: str) -> str:
        return cell(row, self.where, key)

    def _fingerprint(self, line: int, row: Sequence[str]) -> str:
        own = self._text(row, "fingerprint")
        text = "\x1f".join(part.strip() for part in row)
        key = own or hashlib.sha256(text.encode()).hexdigest()
        if key in self.seen:
            raise Refused(_("The same as row %(line)s.", line=self.seen[key]))
        self.seen[key] = line
        if key in self.known or self._text(row, "id") in self.known:
            raise Refused(_("This event is already here."))
        return key

    def _start(self, row: Sequence[str]) -> datetime:
        found = _moment(self._text(row, "when"), WHEN)
        if found is None:
            day = _moment(self._text(row, "date"), DAY)
            at = _moment(self._text(row, "start"), CLOCK)
            found = datetime.combine(day.date(), at.time()) if day and at else None
        if found is None or found.year not in YEARS:
            words = _("No start that can be read. Write it like 2026-03-27 18:30.")
            raise Refused(words)
        return self._in_the_city(found)

    def _in_the_city(self, wall: datetime) -> datetime:
        """At this wall time; of two that it may mean the first, and the notes say so."""
        if len(readings(wall.date(), wall.time(), self.zone)) > 1:
            self.reading.note(_("The clocks change that night: look at the time."))
        return wall.replace(tzinfo=self.zone)

    def _end(self, row: Sequence[str], start: datetime) -> datetime | None:
        text = self._text(row, "end")
        at = _moment(text, CLOCK)
        if at is None:
            if text:
                raise Refused(_("The end cannot be read. Write it like 20:30."))
            return None
        day = self._last_day(row)
        end = datetime.combine(day or start.date(), at.time())
        is_next_day = end < start.replace(tzinfo=None)
        if is_next_day and day:
            raise Refused(_("It ends before it starts."))
        if is_next_day:
            self.reading.note(_("The end is earlier than the start: taken as on the next day."))
        return self._in_the_city(end + timedelta(days=is_next_day))

    def _last_day(self, row: Sequence[str]) -> date | None:
        text = self._text(row, "ends_on")
        found = _moment(text, DAY)
        if text and not found:
            raise Refused(_("The day it ends on cannot be read. Write it like 2026-03-27."))
        return found.date() if found else None

    def _title(self, row: Sequence[str]) -> str:
        title = " ".join(self._text(row, "title").split())
        if title:
            return title
        stand_in = self._category(row) or self._text(row, "kind") or self._text(row, "place")
        if not stand_in:
            raise Refused(_("No title, and nothing that could stand for it."))
        self.reading.note(_("No title: the category, kind or place stands for it."))
        return stand_in

    def _category(self, row: Sequence[str]) -> str:
        text = self._text(row, "category")
        return CATEGORIES.get(text.casefold(), text)

    def _attendance(self, row: Sequence[str]) -> tuple[int | None, str]:
        note, text = self._text(row, "attendance_note"), self._text(row, "attendance")
        if not text:
            self.reading.note(_("Attendance is blank: nobody wrote it down."))
            return None, note
        try:
            count = read_count(text)
        except ValueError:
            count = -1
        if count < 0:
            self.reading.note(_("Attendance is no head count: the event is taken without one."))
            return None, note or _("The file says “%(text)s”.", text=text)
        if not text.isdigit():
            self.reading.note(_("Attendance written like 1,200 is read as 1200."))
        if count == 0:
            self.reading.note(_("Attendance is 0: kept as a count of nobody."))
            note = note or _("The file says 0.")
        return count, note

    def _capacity(self, row: Sequence[str]) -> int | None:
        text = self._text(row, "capacity")
        try:
            count = read_count(text) if text else None
        except ValueError:
            count = -1
        if count is not None and count < 0:
            raise Refused(_("Enter the number of seats."))
        return count

    def _area(self, row: Sequence[str]) -> uuid.UUID | None:
        name, code = self._text(row, "area"), self._text(row, "area_code")
        # by name first: areas of different maps share their codes
        for found in (
            self.areas.get(name.casefold()),
            self.parts.get(bare_name(name)) if name else None,
            self.areas.get(code.casefold()),
        ):
            if found:
                return found
        if name or code:
            raise Refused(_("There is no area “%(name)s”.", name=name or code))
        return self._part_of_city(row)

    def _part_of_city(self, row: Sequence[str]) -> uuid.UUID | None:
        """Others' files name a part of the city that may be drawn on another map than the main."""
        written = self._text(row, "part_of_city")
        found = self.parts.get(bare_name(written)) if written else None
        if written and found is None:
            self.reading.note(_("No map has the part of the city named: the event has no area."))
        return found

    def _several(self, row: Sequence[str], key: str, keys: Mapping[str, str]) -> list[str]:
        return [keys.get(part.casefold(), part) for part in _parts(self._text(row, key))]

    def _state(self, row: Sequence[str], start: datetime) -> EventState:
        written = self.states.get(self._text(row, "state").casefold())
        state = EventState(written) if written else EventState.PUBLISHED
        if state is not EventState.PUBLISHED or start <= self.now:
            return state
        self.reading.note(_("The event is still to come: taken as a draft, to be published."))
        return EventState.DRAFT

    def _note_oddities(self, details: EventDetails, attendance: int | None) -> None:
        start = details.starts_at
        if start < self.now - LONG_AGO:
            self.reading.note(_("It began more than 20 years ago: kept, but look at the year."))
        if start.hour < 5:
            self.reading.note(_("It began between midnight and five: kept, but look at the hour."))
        same = (start.date(), details.title, details.place_name, attendance)
        if attendance and same in self.held:
            words = _("The same as another row but for the hour or the audience: both kept.")
            self.reading.note(words)
        self.held.add(same)

    def note_columns_left_out(self) -> None:
        """Say which columns the city's records have no place for."""
        used = set(self.where.values())
        left = [name for index, name in enumerate(self.header) if name and index not in used]
        if left and self.reading.rows:
            words = _("Columns that are not taken over: %(names)s.", names=listed(left))
            self.reading.notes[words] = len(self.reading.rows)


def _names(key: str) -> tuple[str, ...]:
    """What a column may be called."""
    with in_language("en"):
        english = [str(name) for name in COLUMNS[key]]
    return (*(str(name) for name in COLUMNS[key]), *english)


def _kinds() -> dict[str, str]:
    """A kind by its key and its names, in English and in the reader's language."""
    found = [*list_kinds("en"), *list_kinds(current_language().tag)]
    known = {name.casefold(): kind.key for kind in found for name in (kind.key, kind.name)}
    return known | {name: key for name, key in OTHER_NAMES.items() if key in known}


def _keys(words: Mapping[str, Any]) -> dict[str, str]:
    """A choice by its key and its names."""
    with in_language("en"):
        english = {str(word).casefold(): str(key) for key, word in words.items()}
    here = {str(word).casefold(): str(key) for key, word in words.items()}
    others = {name: key for name, key in OTHER_NAMES.items() if key in words}
    return {str(key): str(key) for key in words} | english | here | others


def _parts(text: str) -> list[str]:
    """The parts of a list, whichever of its separators a system writes; each once."""
    found = (part.strip(" #") for part in re.split(r";#|[;,]", text))
    return list(dict.fromkeys(part for part in found if part))


def _moment(text: str, formats: Iterable[str]) -> datetime | None:
    for pattern in formats:
        try:
            return datetime.strptime(text, pattern)  # noqa: DTZ007  # the city's zone comes later
        except ValueError:
            continue
    return None
