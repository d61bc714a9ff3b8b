"""What is typed into a table is read as it was meant."""

import pytest
from werkzeug.datastructures import MultiDict

from liaison.web.grids import Grid, GridColumn, GridRow, read_language, sent_numbers

pytestmark = pytest.mark.usefixtures("session")


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("es", "es"),
        ("Spanish", "es"),
        ("español", "es"),
        ("ESPANOL", "es"),
        ("span", "es"),
        ("zh", "zh-Hans"),
        ("Chinese", "zh-Hans"),
        ("中", None),
        ("简体中文", "zh-Hans"),
        ("العربية", "ar"),
        ("viet", "vi"),
        ("asl", None),
        ("american sign language", "ase"),
        ("klingon", None),
    ],
)
def test_a_language_is_known_by_its_tag_or_how_it_begins(typed, tag):
    assert read_language(typed) == tag


@pytest.mark.parametrize(
    ("typed", "read"),
    [("\x01\x02", ""), ("\u200b", ""), ("\ufffe", ""), ("a\x07b", "ab"), ("\u202eabc", "abc")],
)
def test_a_cell_holds_what_a_field_would(typed, read):
    grid = Grid([GridColumn("name", "Name")], [GridRow(3, "K7MQ-03")])
    grid.read(MultiDict({"name-3": typed}))
    assert grid.rows[0]["name"] == read


def test_cells_are_read_by_column_and_number():
    grid = Grid([GridColumn("name", "Name")], [GridRow(3, "K7MQ-03"), GridRow(4, "K7MQ-04")])
    grid.read(MultiDict({"name-3": " Ana\0 ", "name-9": "nobody"}))
    assert [row.number for row in grid.filled] == [3]
    assert grid.rows[0]["name"] == "Ana"


def test_only_rows_there_are_can_be_sent():
    sent = MultiDict(
        [("row", "2"), ("row", "999"), ("row", "-1"), ("row", "9" * 5000), ("row", "2")]
    )
    assert sent_numbers(sent, among=range(1, 5)) == [2]
