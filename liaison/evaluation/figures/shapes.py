"""What a report is made of. Screen, PDF, XLSX and JSON all show this and nothing else.

A table carries its values as numbers and says how each column is written; pictures are drawn from
the same rows. What may not be printed is not in here at all, only the word said in its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds, and so how it is written."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"  # 0.123: written as 12.3%
    POINTS = "points"  # a margin of a share, in percentage points
    RATIO = "ratio"
    MONEY = "money"  # cents
    DAY = "day"


class Unsaid(StrEnum):
    """What stands in place of a number."""

    FEWER = "fewer"  # a small count of people
    WITHHELD = "withheld"  # would give a small count away
    NO_BASELINE = "no_baseline"
    NOT_KNOWN = "not_known"
    NOT_RELIABLE = "not_reliable"  # too few people for a percentage


class Join(StrEnum):
    """How a column is written into the cell before it, so that tables stay narrow."""

    MARGIN = "margin"  # 31.9% ± 0.1
    LOW = "low"
    HIGH = "high"  # 0.81 (0.74 to 0.89)


class Drawing(StrEnum):
    """The picture drawn of a table."""

    BARS = "bars"
    COLUMNS = "columns"
    INTERVALS = "intervals"
    MAP = "map"


Value = str | int | float | date | Unsaid | None


@dataclass(frozen=True)
class Column:
    key: str
    label: str
    kind: Kind = Kind.COUNT
    join: Join | None = None
    sort: str = ""  # a report's tables keep their order

    @property
    def is_number(self) -> bool:
        return self.kind not in {Kind.TEXT, Kind.DAY}


@dataclass(frozen=True)
class Table:
    """Numbers of one kind of thing, what they say in words, and how they were counted.

    A picture shows the column `drawn` of the first `drawn_rows`. `print_rows` go on paper, the
    others only into the spreadsheet. 0 means all.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    words: str = ""
    definition: str = ""
    drawing: Drawing | None = None
    drawn: str = ""
    drawn_rows: int = 0
    print_rows: int = 0

    def records(self) -> list[Mapping[str, Value]]:
        """Rows as mappings from a column's key to its value."""
        keys = [column.key for column in self.columns]
        return [dict(zip(keys, row, strict=True)) for row in self.rows]

    @property
    def written_columns(self) -> list[Column]:
        """The columns of the table as people see it."""
        return [column for column in self.columns if column.join is None]

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    intro: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slot:
    """A place where a person writes; empty text: nothing written yet."""

    key: str
    title: str
    text: str = ""
    is_invented: bool = False


@dataclass(frozen=True)
class Report:
    program_key: str
    program_name: str
    department: str
    year: int
    language: str
    made_at: datetime  # when its numbers were counted
    is_invented: bool
    slots: tuple[Slot, ...]
    sections: tuple[Section, ...]

    def tables(self) -> list[Table]:
        return [table for section in self.sections for table in section.tables]

    def table(self, key: str) -> Table:
        """Raises StopIteration for a table the report does not have."""
        return next(table for table in self.tables() if table.key == key)
