"""Contacts as a table to download, which `imports` reads again.

The columns have fixed names, the same in every language, so that a file can come back. Nobody's
name and no way to reach anybody is in it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

HEADER = (
    *("key", "program", "opened_on", "closed_on", "topic", "detail", "area", "place", "channel"),
    *("language", "people", "concern", "promised"),
)


def rows(found: Iterable[Any]) -> Iterator[list[Any]]:
    """One line a contact; the area as its code."""
    for contact in found:
        yield [
            contact.source_key or str(contact.id),
            contact.program_key,
            contact.opened_on.isoformat(),
            contact.closed_on.isoformat() if contact.closed_on else "",
            contact.topic,
            contact.detail,
            contact.area_code or "",
            contact.place,
            contact.channel.value,
            contact.language or "",
            contact.people,
            contact.concern,
            contact.promised,
        ]
