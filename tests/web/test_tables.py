"""What stands in the address of a list, whoever wrote it."""

from datetime import date

import pytest

from liaison.web.tables import address, read_day, read_year


@pytest.mark.parametrize("name", ["endpoint", "_external", "_scheme", "_anchor", "_method"])
def test_names_that_mean_something_elsewhere_are_only_names(app, name):
    with app.test_request_context(f"/desk/events/?{name}=javascript&page=2"):
        assert address(page=3) == f"/desk/events/?{name}=javascript&page=3"


def test_a_name_of_the_path_can_be_repeated_in_the_query(app):
    with app.test_request_context("/events/calendar/2026/3?month=5"):
        assert address() == "/events/calendar/2026/3?month=5"


def test_what_is_dropped(app):
    with app.test_request_context("/desk/events/?text=a%26b&page=2"):
        assert address(page=None) == "/desk/events/?text=a%26b"
        assert address(page="", text="") == "/desk/events/"


def test_days_and_years_that_can_be_looked_for():
    assert read_day("2026-03-27") == date(2026, 3, 27)
    assert read_year("2026") == 2026


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01", "2026-13-01"])
def test_days_nobody_looks_for(text):
    with pytest.raises(ValueError, match=r"9999|0001|month"):
        read_day(text)


@pytest.mark.parametrize("text", ["99999999999999999999", "-1", "0", "²", " "])
def test_years_nobody_looks_for(text):
    with pytest.raises(ValueError, match=text):
        read_year(text)


@pytest.mark.parametrize(
    "path",
    [
        "/desk/events/?from=0001-01-01&to=9999-12-31",
        "/desk/contacts/?month=9999-12",
        "/desk/worksheets/?year=99999999999999999999",
    ],
)
def test_a_list_leaves_out_a_filter_it_cannot_read(client, path):
    client.sign_in("administrator").get(path)


def test_a_plan_year_that_cannot_be(client, cast):
    path = f"/desk/programs/{cast.outreach.id}/years/99999999999999999999"
    client.sign_in("administrator").get(path, status=404)
