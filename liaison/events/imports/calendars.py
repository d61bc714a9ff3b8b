"""Events from a calendar file (iCalendar), of whatever program.

The rule of what counts: every date of every entry is one event. An entry with a line that cannot
be read is refused whole, with the number of that line; the others are taken.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from functools import partial

from liaison import clock
from liaison.events.imports.content_lines import Line, Part, read_parts
from liaison.events.imports.limits import too_long
from liaison.events.imports.moments import Moment, Refused, Zones, read_moment, read_seconds
from liaison.events.imports.recurrence import MOST, instant, list_starts
from liaison.events.models.event import EventState
from liaison.events.operations.events import EventDetails
from liaison.events.operations.importing import HeldEvent
from liaison.events.policy.events import can_edit_event
from liaison.events.queries.events import list_fingerprints
from liaison.i18n import _, settings
from liaison.permissions import Actor, Permission
from liaison.places.queries import find_area_at
from liaison.programs.queries import get_program
from liaison.web.imports import Reading, RefusedRow
from liaison.web.words import without_controls

ONCE = ("DTSTART", "DTEND", "DURATION", "SUMMARY", "LOCATION", "UID", "RECURRENCE-ID", "STATUS")
ALL_DAY_END = timedelta(minutes=1)  # the end of a day is told as the next midnight
MOST_EVENTS = 20_000  # of one file


def read_calendar(actor: Actor, content: bytes, *, program_id: str) -> Reading[HeldEvent]:
    """Read the file for a programme. Raises InvalidInput('file') where it is no calendar."""
    program = get_program(actor, uuid.UUID(program_id), Permission.EVENT_EDIT)
    whole = read_parts(content)
    entries = [
        (calendar, entry)
        for calendar in whole.parts
        for entry in calendar.parts
        if entry.name == "VEVENT"
    ]
    ids = {_uid(entry) for _calendar, entry in entries}
    reader = _Reader(list_fingerprints(program.id, ids), partial(can_edit_event, actor, program))
    zones = {id(calendar): Zones(calendar, settings().zone()) for calendar in whole.parts}
    reader.moved = {
        key for calendar, entry in entries for key in reader.replaced(entry, zones[id(calendar)])
    }
    for calendar, entry in entries:
        reader.take(entry, zones[id(calendar)])
    return reader.reading


def _uid(entry: Part) -> str:
    """By what an entry is known again."""
    line = entry.first("UID")
    written = line.value.strip() if line else ""
    return written or hashlib.sha256(entry.text.encode()).hexdigest()


@dataclass
class _Reader:
    """Reads entry after entry, remembering what came before."""

    known: frozenset[str]
    may_place: Callable[[uuid.UUID | None], bool]
    reading: Reading[HeldEvent] = field(
        default_factory=lambda: Reading(("UID", "SUMMARY", "DTSTART", _("What the line says")))
    )
    moved: set[str] = field(default_factory=set)  # dates that an entry of their own tells of

    def __post_init__(self) -> None:
        self.seen: dict[str, int] = {}
        self.now, self.zone = clock.now(), settings().zone()

    def replaced(self, entry: Part, zones: Zones) -> Iterator[str]:
        """The date of a series that this entry tells of by itself."""
        line = entry.first("RECURRENCE-ID")
        if line:
            try:
                yield _key(_uid(entry), read_moment(line, line.value, zones))
            except Refused:
                return  # refused when it is its turn

    def take(self, entry: Part, zones: Zones) -> None:
        """Every date of the entry, or none."""
        try:
            self.reading.rows += self._read(entry, zones)
        except Refused as refusal:
            wrong = refusal.line
            told = [entry.first(name) for name in ("UID", "SUMMARY", "DTSTART")]
            cells = [line.words if line else "" for line in told]
            text = wrong.text if isinstance(wrong, Line) else f"BEGIN:{wrong.name}"
            row = RefusedRow(wrong.number, str(refusal), (*cells, text))
            self.reading.refused.append(row)

    def _read(self, entry: Part, zones: Zones) -> list[HeldEvent]:
        """Raises Refused."""
        _check_lines(entry)
        line = entry.first("DTSTART")
        if line is None:
            raise Refused(entry, _("The entry does not say when it starts (DTSTART)."))
        start = read_moment(line, line.value, zones)
        lasts = self._lasts(entry, start, zones)
        single = entry.first("RECURRENCE-ID")
        if single:
            keys = {_key(_uid(entry), read_moment(single, single.value, zones)): start}
        else:
            keys = self._dates(entry, start, zones)
        details = self._details(entry, start)
        self._refuse_known(entry, keys)
        state = self._state(entry, start)
        self._note(line, start)
        found = [
            HeldEvent(self._on(details, moment, lasts), self._state_on(state, moment), key)
            for key, moment in keys.items()
        ]
        if len(self.reading.rows) + len(found) > MOST_EVENTS:
            words = _(
                "The file holds more than %(most)s events. Bring it in parts.", most=MOST_EVENTS
            )
            raise Refused(entry, words)
        return found

    def _dates(self, entry: Part, start: Moment, zones: Zones) -> dict[str, Moment]:
        """Key and start of each date that no other entry tells of."""
        starts, is_cut = list_starts(entry, start, zones)
        if is_cut:
            words = _(
                "Repeats without an end, or far ahead: "
                "taken for two years, %(most)s dates at most.",
                most=MOST,
            )
            self.reading.note(words)
        if not entry.first("RRULE") and not entry.first("RDATE"):
            return {_uid(entry): start}
        dated = {_key(_uid(entry), moment): moment for moment in starts}
        return {key: moment for key, moment in dated.items() if key not in self.moved}

    def _refuse_known(self, entry: Part, keys: dict[str, Moment]) -> None:
        uid = _uid(entry)
        for key in keys:
            if key in self.seen:
                words = _("The same entry as in line %(line)s.", line=self.seen[key])
                raise Refused(entry, words)
        if uid in self.known or any(key in self.known for key in keys):
            raise Refused(entry.first("UID") or entry, _("This event is already here."))
        self.seen |= dict.fromkeys(keys, entry.number)

    def _lasts(self, entry: Part, start: Moment, zones: Zones) -> timedelta | None:
        """How long it takes, where it says so."""
        end, duration = entry.first("DTEND"), entry.first("DURATION")
        if end:
            lasts = instant(read_moment(end, end.value, zones)) - instant(start)
            if lasts < timedelta():
                raise Refused(end, _("It ends before it starts."))
            return lasts
        if duration:
            return timedelta(seconds=read_seconds(duration, duration.value))
        return None if isinstance(start, datetime) else timedelta(days=1)

    def _details(self, entry: Part, start: Moment) -> EventDetails:
        place, address = _place(entry)
        text = _words(entry, "DESCRIPTION").strip()
        topics = [
            topic
            for line in entry.all("CATEGORIES")
            for text in line.several
            if (topic := without_controls(text))
        ]
        title = " ".join(_words(entry, "SUMMARY").split())
        if not title:
            title = next(
                (part.strip() for part in (*text.splitlines(), *topics, place) if part.strip()), ""
            )
            if not title:
                raise Refused(entry, _("No title, and nothing that could stand for it."))
            self.reading.note(_("No title: the text, category or place stands for it."))
        if entry.first("ATTENDEE"):
            self.reading.note(_("Guests who are named in the file are not taken over."))
        area_id = _area(entry)
        if not self.may_place(area_id):
            raise Refused(entry.first("GEO") or entry, _("Choose an area that you work in."))
        details = EventDetails(
            title=title,
            starts_at=self._first_instant(start),
            category=topics[0] if topics else "",
            summary="" if text == title else text,
            place_name=place,
            address=address,
            area_id=area_id,
        )
        if words := too_long(details):
            raise Refused(entry, words)
        return details

    def _first_instant(self, moment: Moment) -> datetime:
        """A day begins at midnight in the city."""
        if isinstance(moment, datetime):
            return moment.astimezone(UTC)
        return datetime.combine(moment, time(), self.zone)

    def _on(self, details: EventDetails, moment: Moment, lasts: timedelta | None) -> EventDetails:
        start = self._first_instant(moment)
        if lasts is None:
            return replace(details, starts_at=start)
        if isinstance(moment, datetime):
            return replace(details, starts_at=start, ends_at=start + lasts)
        last = datetime.combine(moment + lasts, time(), self.zone)
        return replace(details, starts_at=start, ends_at=max(start, last - ALL_DAY_END))

    def _state(self, entry: Part, start: Moment) -> EventState:
        written = _words(entry, "STATUS").strip().upper()
        if written == "CANCELLED":
            return EventState.CANCELLED
        # nobody can come at "all day": somebody gives it an hour first
        is_sure = written != "TENTATIVE" and isinstance(start, datetime)
        return EventState.PUBLISHED if is_sure else EventState.DRAFT

    def _state_on(self, state: EventState, moment: Moment) -> EventState:
        if state is EventState.PUBLISHED and self._first_instant(moment) > self.now:
            self.reading.note(_("The event is still to come: taken as a draft, to be published."))
            return EventState.DRAFT
        return state

    def _note(self, line: Line, start: Moment) -> None:
        if not isinstance(start, datetime):
            self.reading.note(_("All day: taken as a draft from midnight to midnight."))
        elif "TZID" not in line.parameters and not line.value.strip().upper().endswith("Z"):
            self.reading.note(_("A time without a zone is read as the city’s time."))


def _check_lines(entry: Part) -> None:
    """Nothing of an entry is guessed: what is broken is refused. Raises Refused."""
    for line in entry.lines:
        if not line.name:
            raise Refused(line, _("The line cannot be read: it has no name and colon."))
    for name in ONCE:
        if len(entry.all(name)) > 1:
            words = _("%(name)s stands in the entry more than once.", name=name)
            raise Refused(entry.all(name)[1], words)
    if not entry.is_closed:
        raise Refused(entry, _("The entry is never closed (END:VEVENT)."))


def _key(uid: str, moment: Moment) -> str:
    return f"{uid} {instant(moment):%Y%m%dT%H%M%SZ}"


def _words(entry: Part, name: str) -> str:
    line = entry.first(name)
    return without_controls(line.words) if line else ""


def _place(entry: Part) -> tuple[str, str]:
    """Name and address: calendars have one line for both."""
    text = _words(entry, "LOCATION").strip()
    mark = "\n" if "\n" in text else ","
    place, _mark, rest = text.partition(mark)
    return place.strip(), ", ".join(part.strip() for part in rest.splitlines() if part.strip())


def _area(entry: Part) -> uuid.UUID | None:
    """Where the entry's point on the map lies, if it has one that can be read."""
    try:
        latitude, longitude = (float(part) for part in _words(entry, "GEO").split(";"))
    except ValueError:
        return None
    area = find_area_at(longitude, latitude)
    return area.id if area else None
