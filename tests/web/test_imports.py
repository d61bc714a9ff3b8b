"""Reading tables as people send them."""

import io
import re
import zipfile

import pytest

from liaison.errors import InvalidInput
from liaison.web.exports import xlsx_bytes
from liaison.web.imports import read_count, read_table

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    "content",
    [
        b"Name,Count\r\nOpen day,5\r\n",
        b"\xef\xbb\xbfName,Count\nOpen day,5\n",
        b"Name;Count\nOpen day;5\n",
        b"Name\tCount\rOpen day\t5\r",
        "Name,Count\nOpen day,5\n".encode("utf-16"),
        b"Name|Count\n\n|\nOpen day|5\n",
    ],
    ids=["crlf", "byte-order mark", "semicolons", "classic Mac", "utf-16", "blank rows"],
)
def test_tables_of_many_makes(content):
    header, rows = read_table(content)
    assert header == ("Name", "Count")
    assert [list(row) for _line, row in rows] == [["Open day", "5"]]


def test_letters_of_an_old_windows_file():
    _header, rows = read_table("Name\nFête d’été\n".encode("cp1252"))
    assert [row[0] for _line, row in rows] == ["Fête d’été"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"a\0b,c\n", b"PK\x03\x04broken"])
def test_what_is_no_table(content):
    with pytest.raises(InvalidInput) as refusal:
        read_table(content)
    assert refusal.value.field == "file"


@pytest.mark.parametrize(
    ("text", "count"), [("1,200", 1200), ("0", 0), ("-42", -42), ("12.0", 12), ("1 200", 1200)]
)
def test_counts(text, count):
    assert read_count(text) == count


@pytest.mark.parametrize("text", ["", "12.5", "inf", "nan", "1_0", "about 30", "1e3", "9999999999"])
def test_what_is_no_count(text):
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        read_count(text)


def _packed(sheet):
    """A workbook whose sheet is replaced by these bytes."""
    made, repacked = io.BytesIO(xlsx_bytes(["code"], [["1"]])), io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(repacked, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
    return repacked.getvalue()


@pytest.mark.parametrize("sheet", [b"<worksheet><sheetData><row", b" " * 301_000_000])
def test_workbooks_that_are_broken_inside_or_fill_the_computer(sheet):
    with pytest.raises(InvalidInput):
        list(read_table(_packed(sheet))[1])
