"""What a visitor narrows events to, as it stands in the address."""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from werkzeug.datastructures import MultiDict

from liaison.events.queries.public import PublicFilter
from liaison.web.tables import read_day
from liaison.web.words import without_controls

LONGEST = 100  # letters somebody looks for
# what the pages hand on to each other; the days are a page's own
KEPT = ("text", "area", "program", "language", "access", "topic")
DAYS = ("month", "day", "from", "to")


def read_filter(
    sent: MultiDict[str, str], *, since: date, days: tuple[date, date] | None = None
) -> PublicFilter:
    """These days, else those asked for, from `since` on. What cannot be read is left out."""
    first, last = days or _days(sent)
    if first is None and (last is None or last >= since):
        first = since  # what is still to come; who names a day in the past wants what was
    return PublicFilter(
        text=_words(sent, "text"),
        area_id=sent.get("area", type=uuid.UUID),
        program_id=sent.get("program", type=uuid.UUID),
        language=_words(sent, "language"),
        access=_words(sent, "access"),
        topic=_words(sent, "topic"),
        first=first,
        last=last,
    )


def kept_arguments(sent: Mapping[str, str], *, with_days: bool = False) -> dict[str, Any]:
    """The filters of this address, for an address of another page with the same."""
    names = KEPT + DAYS if with_days else KEPT
    found = {name: without_controls(sent.get(name, "")).strip() for name in names}
    return {name: value for name, value in found.items() if value}


def _words(sent: MultiDict[str, str], name: str) -> str:
    return without_controls(sent.get(name, "")).strip()[:LONGEST]


def _days(sent: MultiDict[str, str]) -> tuple[date | None, date | None]:
    day = sent.get("day", type=read_day)
    if day:
        return day, day
    month = sent.get("month", type=lambda text: read_day(f"{text}-01"))
    if month:
        return month, last_of(month)
    return sent.get("from", type=read_day), sent.get("to", type=read_day)


def add_months(day: date, count: int) -> date:
    """The first of the month that many months on."""
    years, month = divmod(day.month - 1 + count, 12)
    return date(day.year + years, month + 1, 1)


def last_of(month: date) -> date:
    """The last day of a month."""
    return add_months(month, 1) - timedelta(days=1)
