"""Files that other programs open."""

import io

import openpyxl
import pytest

from liaison.web.exports import csv_response, csv_text, safe_cell, xlsx_bytes


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\x01=", "\uff1d"])
def test_no_cell_is_run_as_a_formula(start):
    assert safe_cell(f"{start}HYPERLINK(1)").startswith("'")
    assert csv_text(["a"], [[f"{start}1"]]).splitlines()[1].startswith(("'", "\"'"))


def test_a_workbook_is_made_of_whatever_people_typed():
    made = xlsx_bytes(["Detail"], [["a bell\x07 and\x1f more\nlines"], [None], [3]])
    sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
    assert [row[0] for row in sheet.values] == ["Detail", "a bell and more\nlines", None, 3]


def test_a_csv_says_its_encoding_once():
    assert csv_response("list", ["a"], []).headers["Content-Type"] == "text/csv; charset=utf-8"
