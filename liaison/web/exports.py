"""Files a person downloads: CSV and XLSX of exactly the rows shown."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response

# the last four are as wide as Chinese letters; spreadsheets read them as the first four
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML holds them


def safe_cell(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front.

    So does text that has one already, or reading it again would take off what was typed.
    Control characters go: a workbook cannot hold them.
    """
    if not isinstance(value, str):
        return value
    text = value if value.isprintable() else _UNPRINTABLE.sub("", value)
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA_STARTS) else text


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """CSV as spreadsheets expect it: CRLF, a byte-order mark, None as an empty cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([safe_cell(name) for name in header])
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return "\ufeff" + buffer.getvalue()


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Download as `<name>.csv`."""
    return _download(csv_text(header, rows).encode(), f"{name}.csv", "text/csv")


def xlsx_bytes(header: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "") -> bytes:
    """One sheet, header in the first row."""
    from openpyxl import Workbook  # noqa: PLC0415  # 20 MB that only an export needs

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31] or "Sheet1")
    sheet.append([safe_cell(name) for name in header])
    for row in rows:
        sheet.append([safe_cell(value) for value in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xlsx_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Download as `<name>.xlsx`."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _download(xlsx_bytes(header, rows, name), f"{name}.xlsx", kind)


# what `?format=` in an address may ask for
DOWNLOADS = {"csv": csv_response, "xlsx": xlsx_response}


def _download(content: bytes, name: str, kind: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def qr_svg(text: str) -> bytes:
    """A text, mostly an address, as a QR code: black on white with its quiet zone, no own size."""
    import segno  # noqa: PLC0415  # a tenth of a second that only this picture needs

    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        picture, kind="svg", xmldecl=False, omitsize=True, border=4, light="#fff", dark="#000"
    )
    return picture.getvalue()
