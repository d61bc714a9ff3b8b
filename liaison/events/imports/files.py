"""A file of events: a table or a calendar, as its first letters say."""

from liaison.errors import InvalidInput
from liaison.events.imports.calendars import read_calendar
from liaison.events.imports.tables import read_table_of_events
from liaison.events.operations.importing import HeldEvent
from liaison.i18n import _
from liaison.permissions import Actor
from liaison.web.imports import Reading

_BEGINS = b"BEGIN:VCALENDAR"


def read_events(actor: Actor, content: bytes, *, program_id: str) -> Reading[HeldEvent]:
    """Read the file for a programme. Raises InvalidInput('file') where it is neither."""
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[: len(_BEGINS)]
    if start[:1] in {b"{", b"["}:
        words = _("Line 1: this is neither a table nor a calendar. Choose a CSV, XLSX or ICS file.")
        raise InvalidInput("file", words)
    read = read_calendar if start.upper().startswith(b"BEGIN:") else read_table_of_events
    return read(actor, content, program_id=program_id)
