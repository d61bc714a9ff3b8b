"""Contacts from a CSV or XLSX file: our own download, or the casework file of district offices.

Every row is one contact, recognised by its key; a key that comes twice, or is here already, is
refused. Nothing is corrected in silence: what is read differently than written is counted.
"""

import re
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial

from liaison import clock
from liaison.contacts.models import Channel
from liaison.contacts.operations.files import ContactRow
from liaison.contacts.operations.topics import topic_key
from liaison.contacts.policy import may_import_into
from liaison.contacts.queries.log import find_known_keys, list_topics
from liaison.errors import InvalidInput
from liaison.i18n import _, listed, settings
from liaison.permissions import Actor, Permission
from liaison.places.queries import list_main_areas
from liaison.programs.queries import get_program
from liaison.web.imports import Reading, RefusedRow, cell, columns, read_count, read_table

# our own names of the columns, then those of the casework file
COLUMNS: dict[str, tuple[str, ...]] = {
    "key": ("key", "unique_key"),
    "opened": ("opened_on", "opendate"),
    "closed": ("closed_on", "closedate"),
    "topic": ("topic", "complaint_type"),
    "detail": ("detail", "descriptor"),
    "area": ("area", "council_dist"),
    "place": ("place",),
    "zip": ("zip",),
    "borough": ("borough",),
    "city": ("city",),
    "office": ("account",),
    "channel": ("channel",),
    "language": ("language",),
    "people": ("people",),
    "concern": ("concern",),
    "promised": ("promised",),
}
NEEDED = ("key", "opened", "topic")
YEARS = range(1990, 2101)
DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f")
UNTOLD = ("", "please choose an issue...")  # what the casework tool writes when nobody chose
TOPIC_UNTOLD = "Topic not written down"
_NUMBERED = re.compile(r"\D*0*(\d+)(?:\.0+)?\s*")
_FORMULA_STARTS = ("'=", "'+", "'-", "'@")


class Refused(Exception):
    """Why a row cannot be taken, in words."""


@dataclass
class Areas:
    """Finds an area by its code, its name or its number: 7, 07, District 7 and NYCC007 are one."""

    by_name: dict[str, uuid.UUID]
    by_number: dict[int, uuid.UUID]

    def find(self, written: str) -> uuid.UUID | None:
        known = self.by_name.get(written.casefold())
        if known:
            return known
        numbered = _NUMBERED.fullmatch(written)
        return self.by_number.get(int(numbered[1])) if numbered else None


def load_areas() -> Areas:
    """The main areas as they can be written."""
    areas = list_main_areas()
    by_name = {area.name.casefold(): area.id for area in areas}
    by_name |= {area.code.casefold(): area.id for area in areas}
    numbers: dict[int, set[uuid.UUID]] = {}
    for area in areas:
        numbered = _NUMBERED.fullmatch(area.code)
        if numbered:
            numbers.setdefault(int(numbered[1]), set()).add(area.id)
    return Areas(by_name, {number: ids.pop() for number, ids in numbers.items() if len(ids) == 1})


def read_contacts(actor: Actor, content: bytes, *, program_id: str) -> Reading[ContactRow]:
    """Read the file for a programme. Raises InvalidInput('file') where it is no such table."""
    program = get_program(actor, uuid.UUID(program_id), Permission.CONTACT_IMPORT)
    header, lines = read_table(content)
    where = columns(header, COLUMNS)
    missing = [COLUMNS[key][0] for key in NEEDED if key not in where]
    if missing:
        words = _("These columns are missing: %(names)s.", names=listed(missing))
        raise InvalidInput("file", words)
    today = clock.today(settings().zone())
    may_place = partial(may_import_into, actor, program)
    reader = _Reader(where, Reading(header), load_areas(), today, may_place)
    kept: list[tuple[int, Sequence[str], ContactRow]] = []
    for line, cells in lines:
        try:
            kept.append((line, cells, reader.read(cells)))
        except Refused as refusal:
            reader.reading.refused.append(RefusedRow(line, str(refusal), tuple(cells)))
    known = find_known_keys(program.id, [row.source_key for _line, _cells, row in kept])
    for line, cells, row in kept:
        if row.source_key in known:
            reason = _("This contact is here already.")
            reader.reading.refused.append(RefusedRow(line, reason, tuple(cells)))
        else:
            reader.take(row)
    reader.reading.refused.sort(key=lambda refused: refused.line)
    reader.note_new_topics()
    return reader.reading


@dataclass
class _Reader:
    """Reads row after row, remembering what came before."""

    where: dict[str, int]
    reading: Reading[ContactRow]
    areas: Areas
    today: date
    may_place: Callable[[uuid.UUID | None], bool]
    seen: set[str] = field(default_factory=set)
    topics: dict[str, str] = field(default_factory=dict)  # key -> as first written
    uses: Counter[str] = field(default_factory=Counter)

    def read(self, cells: Sequence[str]) -> ContactRow:
        """One row. Raises Refused."""
        key = self._key(cells)
        opened = self._day(cells, "opened")
        if opened is None:
            raise Refused(_("No opening day. Write it like 2026-03-27."))
        closed = self._day(cells, "closed")
        if closed and closed < opened:
            raise Refused(_("It was closed before it was opened. Mend one of the days."))
        area_id, place = self._place(cells)
        if not self.may_place(area_id):
            raise Refused(_("Choose an area you work in."))
        return ContactRow(
            source_key=key,
            opened_on=opened,
            closed_on=closed,
            topic=self._text(cells, "topic"),
            detail=self._text(cells, "detail"),
            area_id=area_id,
            place=place,
            channel=self._channel(cells),
            language=self._text(cells, "language") or None,
            people=self._people(cells),
            concern=self._text(cells, "concern"),
            promised=self._text(cells, "promised"),
        )

    def take(self, row: ContactRow) -> None:
        """Keep a row; count what is odd about it."""
        if row.topic.casefold() in UNTOLD:
            self.reading.note(_("No topic: taken as “%(topic)s”.", topic=TOPIC_UNTOLD))
            row = replace(row, topic=TOPIC_UNTOLD)
        key = topic_key(row.topic)
        self.topics.setdefault(key, row.topic)
        self.uses[key] += 1
        if row.area_id is None:
            self.reading.note(_("No area that is on the map: the place is kept in words."))
        self.reading.rows.append(row)

    def note_new_topics(self) -> None:
        """Say which topics the city does not have yet."""
        known = {topic_key(topic.name) for topic in list_topics("en")}
        for key, name in self.topics.items():
            if key not in known:
                self.reading.notes[_("New topic: %(name)s", name=name)] = self.uses[key]

    def _text(self, cells: Sequence[str], key: str) -> str:
        text = cell(cells, self.where, key)
        # our own download marks what a spreadsheet would take for a formula
        return text[1:] if text.startswith(_FORMULA_STARTS) else text

    def _key(self, cells: Sequence[str]) -> str:
        key = self._text(cells, "key")
        if not key:
            raise Refused(_("No key. Give every row one of its own."))
        if key in self.seen:
            raise Refused(_("A row above has the same key."))
        self.seen.add(key)
        return key

    def _day(self, cells: Sequence[str], key: str) -> date | None:
        text = self._text(cells, key)
        if not text:
            return None
        found = _read_day(text)
        if found is None or found.year not in YEARS:
            words = _("“%(text)s” is no day. Write it like 2026-03-27.", text=text)
            raise Refused(words)
        if found > self.today:
            raise Refused(_("%(text)s is in the future.", text=text))
        return found

    def _place(self, cells: Sequence[str]) -> tuple[uuid.UUID | None, str]:
        written, place = self._text(cells, "area"), self._text(cells, "place")
        area_id = self.areas.find(written) if written else None
        if area_id or place:
            return area_id, place
        parts = [self._text(cells, key) for key in ("borough", "city", "zip")]
        words = ", ".join(dict.fromkeys(part for part in parts if part)) or written
        office = self._text(cells, "office")
        if not words and office:
            words = _("not written down; office %(name)s", name=office)
            self.reading.note(_("No place at all: the office that took it is kept."))
        if not words:
            raise Refused(_("No area and no place."))
        return None, words

    def _channel(self, cells: Sequence[str]) -> Channel:
        text = self._text(cells, "channel").casefold()
        try:
            return Channel(text) if text else Channel.OFFICE
        except ValueError:
            words = _("“%(text)s” is no channel.", text=text)
            raise Refused(words) from None

    def _people(self, cells: Sequence[str]) -> int:
        text = self._text(cells, "people")
        try:
            count = read_count(text) if text else 1
        except ValueError:
            count = 0
        if not 1 <= count <= 500:
            raise Refused(_("The number of people must lie between 1 and 500."))
        return count


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    for pattern in DAYS:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None
