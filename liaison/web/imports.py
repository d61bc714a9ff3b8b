"""Reading files that people bring: CSV in whatever encoding, XLSX, row by row.

A row that cannot be taken is never dropped silently: it comes back with the reason.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar
from zipfile import ZipFile

from liaison.errors import InvalidInput
from liaison.i18n import _
from liaison.web.exports import csv_text, safe_cell
from liaison.web.words import without_controls

Row = TypeVar("Row")
MOST_PEOPLE = 10**9  # nobody counts more heads, and a column holds no more
MOST_UNPACKED = 300_000_000  # bytes; a workbook of 100,000 contacts unpacks to a tenth
_XLSX = b"PK\x03\x04"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_COUNT = re.compile(r"[+-]?[0-9][0-9,\s]*(\.0*)?")


@dataclass(frozen=True)
class RefusedRow:
    """A row as it stood in the file, and why it is refused. `line` counts the header as 1."""

    line: int
    reason: str
    cells: tuple[str, ...]


@dataclass
class Reading(Generic[Row]):
    """What a file holds: rows to take, rows refused, and what was read differently than written."""

    header: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)  # what was noticed -> how often

    def note(self, what: str) -> None:
        self.notes[what] = self.notes.get(what, 0) + 1

    def refused_csv(self) -> str:
        """The refused rows as a file: the original cells, then the reason."""
        header = [*self.header, _("Line"), _("Why it was not taken")]
        rows = ([*row.cells, row.line, row.reason] for row in self.refused)
        return csv_text(header, rows)


@dataclass(frozen=True)
class ImportSummary:
    """What came of a file: nothing of it is hidden."""

    taken: int
    refused: tuple[RefusedRow, ...]
    notes: dict[str, int]  # what was read differently than written -> how often
    refused_csv: str


def read_file(path: Path) -> bytes:
    """What a file holds. Raises InvalidInput('file') where it cannot be opened."""
    try:
        return path.read_bytes()
    except OSError as fault:
        raise InvalidInput("file", f"{path}: {fault.strerror}") from None


def read_table(content: bytes) -> tuple[tuple[str, ...], Iterator[tuple[int, Sequence[str]]]]:
    """Header and numbered rows of a CSV or XLSX file. Raises InvalidInput('file', ...)."""
    lines = _xlsx_rows(content) if content.startswith(_XLSX) else _csv_rows(content)
    header = next(lines, None)
    if header is None or not any(cell.strip() for cell in header):
        raise InvalidInput("file", _("The file is empty. Choose a file with a header row."))
    names = tuple(cell.strip() for cell in header)
    numbered = ((line, row) for line, row in enumerate(lines, start=2) if any(map(str.strip, row)))
    return names, numbered


def _csv_rows(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise InvalidInput("file", _("This is not a table. Choose a CSV or XLSX file."))
    first = (text.splitlines() or [""])[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:  # a quote that never closes swallows the rest of the file
        words = _("A cell is too long. Look for a quotation mark that is never closed.")
        raise InvalidInput("file", words) from None


def _xlsx_rows(content: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook  # noqa: PLC0415  # 20 MB that only an import needs

    try:
        _refuse_bomb(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        # a sheet is read row by row, so what is broken in it shows only here
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield ["" if cell is None else str(cell) for cell in row]
    except Exception:  # noqa: BLE001  # openpyxl raises many kinds for a broken archive
        raise InvalidInput("file", _("This workbook cannot be opened. Save it again.")) from None


def _refuse_bomb(content: bytes) -> None:
    """Some words, repeated and packed well, fill a computer. Raises ValueError."""
    with ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > MOST_UNPACKED:
        raise ValueError(unpacked)


def columns(header: Sequence[str], wanted: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """Where each wanted column stands, by any of its names; missing ones are left out."""
    places = {name.strip().casefold(): index for index, name in enumerate(header)}
    found: dict[str, int] = {}
    for key, names in wanted.items():
        for name in names:
            if name.casefold() in places:
                found[key] = places[name.casefold()]
                break
    return found


def cell(row: Sequence[str], where: dict[str, int], key: str) -> str:
    """A cell's text without spaces at the ends; '' where there is none.

    The apostrophe that our own files put before what looks like a formula is taken off again.
    """
    index = where.get(key)
    found = row[index] if index is not None and index < len(row) else ""
    text = without_controls(found).strip()
    return text[1:] if text.startswith("'") and safe_cell(text[1:]) == text else text


def read_count(text: str) -> int:
    """A head count as people write it: '1,200' is 1200. Raises ValueError for anything else."""
    if not _COUNT.fullmatch(text.strip()):
        raise ValueError(text)
    count = int(re.sub(r"[,\s]|\..*", "", text))
    if abs(count) > MOST_PEOPLE:
        raise ValueError(text)
    return count
