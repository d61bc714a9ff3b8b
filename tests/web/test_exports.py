"""Files that other programs open."""

import io

import openpyxl
import pytest

from liaison.web.exports import csv_response, csv_text, safe_cell, xlsx_bytes
from liaison.web.imports import cell, read_table


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\x01=", "\uff1d"])
def test_no_cell_is_run_as_a_formula(start):
    assert safe_cell(f"{start}HYPERLINK(1)").startswith("'")
    assert csv_text(["a"], [[f"{start}1"]]).splitlines()[1].startswith(("'", "\"'"))


@pytest.mark.parametrize("typed", ["=1", "'=1", "''+1", "'tis", "+1 215 555", "it's"])
def test_what_was_typed_comes_back_out_of_our_own_file(typed):
    _header, rows = read_table(csv_text(["name"], [[typed]]).encode())
    assert [cell(row, {"name": 0}, "name") for _line, row in rows] == [typed]


def test_a_workbook_is_made_of_whatever_people_typed():
    made = xlsx_bytes(["Detail"], [["a bell\x07 and\x1f more\nlines"], [None], [3]])
    sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
    assert [row[0] for row in sheet.values] == ["Detail", "a bell and more\nlines", None, 3]


def test_a_csv_says_its_encoding_once():
    assert csv_response("list", ["a"], []).headers["Content-Type"] == "text/csv; charset=utf-8"
