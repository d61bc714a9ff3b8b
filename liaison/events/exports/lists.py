"""Events as a file: every column the import reads back, so that a list can go out and come home."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from liaison.events.policy.events import ACCESS, AUDIENCES, STATES
from liaison.events.queries.kinds import list_kinds
from liaison.i18n import _l, _lp, current_language

SEPARATOR = "; "
HEADER = (
    *(_l("Title"), _l("Programme"), _l("Kind"), _l("Category"), _l("State")),
    *(_l("Date"), _l("Start"), _l("End"), _l("Ends on")),
    *(_l("Place"), _l("Address")),
    *(_l("Area code"), _l("Area"), _l("Languages"), _lp("event", "Access"), _l("Audiences")),
    *(_l("Attendance"), _l("Note on attendance"), _l("Summary"), _l("Language of the text")),
    *(_l("Room"), _l("Interpreters come for"), _l("Seats"), _l("Fingerprint"), _l("ID")),
)


def header() -> list[str]:
    """The column names in the reader's language."""
    return [str(name) for name in HEADER]


def list_cells(events: Iterable[Any], zone: ZoneInfo) -> Iterable[Sequence[Any]]:
    """The cells of each event, in the order of the header. Dates as 2026-03-27, times as 18:30."""
    kinds = {kind.key: kind.name for kind in list_kinds(current_language().tag)}
    for event in events:
        start = event.starts_at.astimezone(zone)
        end = event.ends_at.astimezone(zone) if event.ends_at else None
        yield (
            *(event.title, event.program_name, _word(event.kind, kinds), event.category),
            *(str(STATES[event.state]), start.date().isoformat(), f"{start:%H:%M}"),
            *((f"{end:%H:%M}", end.date().isoformat()) if end else ("", "")),
            *(event.place_name, event.address),
            *(
                event.area_code or "",
                event.area_name or "",
                SEPARATOR.join(event.offered_languages),
            ),
            *(_words(event.access, ACCESS), _words(event.audiences, AUDIENCES)),
            *(event.attendance, event.attendance_note, event.summary, event.language),
            *(event.room, SEPARATOR.join(event.interpretation), event.capacity),
            *(event.source_key or str(event.id), str(event.id)),
        )


def _word(key: str, words: Mapping[str, Any]) -> str:
    return str(words.get(key, key))


def _words(keys: Iterable[str], words: Mapping[str, Any]) -> str:
    return SEPARATOR.join(_word(key, words) for key in keys)
