"""Tables to type into, row by row: what is typed, what must be mended, and nothing is lost.

A page makes a `Grid` of columns and row numbers, `read` fills it from the form sent, and
`components/entry_grid.html` draws it. Each cell is a plain field named `<column>-<number>`, so it
works without scripts; `static/js/entry_grid.js` adds keys, pasting and undoing.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Any

from werkzeug.datastructures import MultiDict

from liaison.i18n import _, _l, current_language, in_language, language_name
from liaison.languages import LANGUAGES, SPOKEN, spoken_language
from liaison.web.words import without_controls

ROW = "row"  # the name under which the numbers of the rows are sent
LONGEST = 5000  # of what is kept of one cell; far more than any column takes


class CellKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    LONG = "long"  # several lines
    TICK = "tick"
    CHOICE = "choice"


@dataclass(frozen=True)
class GridColumn:
    """A column to type into; `width` is narrow, medium or wide."""

    key: str
    label: Any
    kind: CellKind = CellKind.TEXT
    width: str = "medium"
    choices: Sequence[tuple[str, str]] = ()


VOID = "is_void"  # the column that says that a row of paper holds nothing
VOID_COLUMN = GridColumn(VOID, _l("Void"), CellKind.TICK, width="narrow")


@dataclass
class GridRow:
    """What stands in one row, and what is wrong with it, by column."""

    number: int
    label: str
    cells: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not any(self.cells.values())

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")

    def has(self, key: str) -> bool:
        """Is it ticked?"""
        return bool(self[key])


@dataclass
class Grid:
    """The whole table."""

    columns: Sequence[GridColumn]
    rows: list[GridRow]

    def read(self, sent: MultiDict[str, str]) -> None:
        """Take what was typed."""
        for row in self.rows:
            row.cells = {
                column.key: _clean(sent.get(f"{column.key}-{row.number}", ""))
                for column in self.columns
            }

    def refuse(self, number: int, key: str, message: str) -> None:
        """Say what stands in the way; the first word about a cell stays."""
        for row in self.rows:
            if row.number == number:
                row.errors.setdefault(key, message)

    def chosen(self, row: GridRow, key: str) -> str:
        """The value of a drop-down; nothing where it was none of its choices."""
        offered = next(column.choices for column in self.columns if column.key == key)
        return row[key] if row[key] in {value for value, _words in offered} else ""

    @property
    def filled(self) -> list[GridRow]:
        return [row for row in self.rows if not row.is_empty]

    @property
    def problems(self) -> Iterator[tuple[str, str, str]]:
        """(id of the cell, the row's label, what to do), in the order of the rows."""
        for row in self.rows:
            for key, message in row.errors.items():
                yield f"{key}-{row.number}", row.label, message

    @property
    def has_problems(self) -> bool:
        return any(row.errors for row in self.rows)


def with_choices(
    columns: Sequence[GridColumn], **choices: Sequence[tuple[str, str]]
) -> Sequence[GridColumn]:
    """The columns with what their drop-downs offer today."""
    return [
        replace(column, choices=choices[column.key]) if column.key in choices else column
        for column in columns
    ]


def sent_numbers(sent: MultiDict[str, str], *, among: Iterable[int]) -> list[int]:
    """The numbers of the rows that were sent, of those there are."""
    texts = frozenset(sent.getlist(ROW))
    return [number for number in among if str(number) in texts]


def read_voided(grid: Grid) -> list[int]:
    """The rows ticked as void; whatever else stands in one is refused."""
    voided = [row for row in grid.filled if row.has(VOID)]
    for row in voided:
        if any(text for key, text in row.cells.items() if key != VOID):
            message = _("Empty the row if it is void, or take the tick away.")
            grid.refuse(row.number, VOID, message)
    return [row.number for row in voided]


def read_language(text: str) -> str | None:
    """The language somebody means: by its tag, or by how its name begins here or among speakers.

    Where several begin so, the only one of them that the interface speaks.
    """
    typed = _fold(text.strip())
    names = _names_of_languages(current_language().tag)
    exact = [tag for tag, known in names.items() if typed in known]
    begun = [tag for tag, known in names.items() if any(n.startswith(typed) for n in known)]
    for found in (exact, begun, [tag for tag in begun if tag in LANGUAGES]):
        if len(found) == 1:
            return found[0]
    return None


@cache
def _names_of_languages(reader: str) -> dict[str, frozenset[str]]:
    """Tag, own name, the reader's name and the English one, each also from its last word on."""
    found = {}
    for tag in SPOKEN:
        names = {tag, spoken_language(tag).name}
        for language in (reader, "en"):
            with in_language(language):
                names.add(language_name(tag))
        words = {word for name in names for word in name.replace("(", " ").split()}
        found[tag] = frozenset(_fold(name) for name in names | words)
    return found


def _fold(text: str) -> str:
    """Small and without marks, so that espanol is Español."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _clean(text: str) -> str:
    return without_controls(text).strip()[:LONGEST]
