"""A report's tables as a spreadsheet, every row of them."""

import io
from typing import Any

from liaison.evaluation.figures.shapes import Kind, Report, Table, Unsaid, Value
from liaison.evaluation.figures.words import say_unsaid
from liaison.i18n import _, instant
from liaison.web.exports import safe_cell

_FORMATS = {Kind.SHARE: "0.0%", Kind.POINTS: "0.00%", Kind.RATIO: "0.00", Kind.COUNT: "#,##0"}


def workbook(report: Report) -> bytes:
    """A first sheet that lists the others, then one sheet for each table."""
    from openpyxl import Workbook  # noqa: PLC0415  # 20 MB that only an export needs

    book = Workbook(write_only=True)
    contents = book.create_sheet(_("Contents")[:31])
    contents.append([_("Numbers as of %(instant)s.", instant=instant(report.made_at))])
    contents.append([_("Sheet"), _("Table"), _("How it is counted")])
    for number, table in enumerate(report.tables(), 1):
        name = f"{number} {table.key}".replace(".", " ")[:31]
        contents.append([name, safe_cell(table.title), safe_cell(table.definition)])
        _fill(book.create_sheet(name), table)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill(sheet: Any, table: Table) -> None:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  # see above

    sheet.append([safe_cell(column.label) for column in table.columns])
    for row in table.rows:
        cells = []
        for column, value in zip(table.columns, row, strict=True):
            cell = WriteOnlyCell(sheet, _cell(value, column.kind))
            if isinstance(value, int | float) and column.kind in _FORMATS:
                cell.number_format = _FORMATS[column.kind]
            cells.append(cell)
        sheet.append(cells)


def _cell(value: Value, kind: Kind) -> Any:
    if isinstance(value, Unsaid):
        return say_unsaid(value)
    if kind is Kind.MONEY and isinstance(value, int | float):
        return value / 100
    return safe_cell(value)
