"""Lists: paging, sorting and filters that live in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request, url_for

Row = TypeVar("Row")
PAGE_SIZE = 50
YEARS = range(1990, 2101)  # outside of them a database or a time zone runs out of numbers


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list. `total` counts all rows that match the filters."""

    rows: Sequence[Row]
    total: int
    number: int
    size: int = PAGE_SIZE

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first_row(self) -> int:
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last_row(self) -> int:
        return (self.number - 1) * self.size + len(self.rows)

    @property
    def numbers(self) -> list[int | None]:
        """Page numbers to offer; None stands for a gap."""
        near = {1, self.number - 1, self.number, self.number + 1, self.last}
        shown = sorted(number for number in near if 1 <= number <= self.last)
        offered: list[int | None] = []
        for number in shown:
            if offered and number - (offered[-1] or 0) > 1:
                offered.append(None)
            offered.append(number)
        return offered


@dataclass(frozen=True)
class Column:
    """A column of a `data_table`; `sort` is the key in the address, if it sorts."""

    label: str
    sort: str = ""
    is_number: bool = False


def page_number() -> int:
    """The page asked for, at least 1 and no larger than a database can skip to."""
    number = request.args.get("page", 1, type=int)
    return min(max(number, 1), 100_000)


def read_year(text: str) -> int:
    """A year of a filter, for `request.args.get(type=...)`. Raises ValueError."""
    if not text.isdecimal() or int(text[:5]) not in YEARS:
        raise ValueError(text)
    return int(text)


def read_day(text: str) -> date:
    """A day of a filter, written 2026-03-27. Raises ValueError."""
    found = date.fromisoformat(text)
    if found.year not in YEARS:
        raise ValueError(text)
    return found


def address(**changes: Any) -> str:
    """This page's address with some arguments changed; None or '' drops one."""
    arguments: dict[str, Any] = {key: request.args.getlist(key) for key in request.args}
    for key, value in changes.items():
        if value in {None, ""}:
            arguments.pop(key, None)
        else:
            arguments[key] = value
    # not given to url_for: some names mean something to it, and anybody may write any name
    path = url_for(request.endpoint or "", **(request.view_args or {}))
    query = urlencode(arguments, doseq=True)
    return f"{path}?{query}" if query else path
