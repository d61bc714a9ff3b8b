"""The city's settings."""

import pytest
from sqlalchemy import select

from liaison.city.models import City, Department
from liaison.city.operations import contrast_with_white
from liaison.db import db

FORM = {
    "name": "Riverton",
    "accent": "#7A1F1F",
    "contact_email": "hello@riverton.example",
    "contact_phone": "+1 212 555 0123",
    "plan_year_starts": "7",
}


def test_an_administrator_sets_what_every_page_shows(client):
    browser = client.sign_in("administrator")
    browser.submit("/desk/city/", FORM)
    city = db.session.scalars(select(City)).one()
    assert (city.name, city.accent, city.plan_year_starts) == ("Riverton", "#7a1f1f", 7)
    page = browser.get("/desk/city/")
    assert page.values(page.form())["contact_phone"] == ["+1 212 555 0123"]
    assert "#7a1f1f" in browser.get("/city.css").body


def test_setting_it_again_changes_the_one_row(client):
    browser = client.sign_in("administrator")
    browser.submit("/desk/city/", FORM)
    browser.submit("/desk/city/", {"name": "Riverton on Sea", "contact_phone": ""})
    city = db.session.scalars(select(City)).one()
    assert (city.name, city.contact_phone) == ("Riverton on Sea", None)


@pytest.mark.parametrize(
    ("colour", "said"),
    [
        ("#ffcc00", "Choose a darker colour: the contrast with white is 1.51 to 1"),
        ("#777777", "the contrast with white is 4.47 to 1, and people need 4.5 to 1"),
        ("red", "Enter a colour as #"),
        ("#12345", "Enter a colour as #"),
        ("#005ea2; } body { display: none", "Enter a colour as #"),
    ],
)
def test_a_colour_nobody_can_read_is_refused(client, colour, said):
    browser = client.sign_in("administrator")
    page = browser.submit("/desk/city/", FORM | {"accent": colour}, status=422)
    assert len(page.errors()) == 1
    assert said in page.errors()[0]
    assert page.values(page.form())["accent"] == [colour]


@pytest.mark.parametrize(
    ("colour", "contrast"),
    [("#ffffff", 1.0), ("#000000", 21.0), ("#777777", 4.48), ("#767676", 4.54)],
)
def test_contrast_is_that_of_wcag(colour, contrast):
    assert contrast_with_white(colour) == pytest.approx(contrast, abs=0.005)


def test_departments_are_added_and_renamed(client, cast):
    browser = client.sign_in("administrator")
    browser.submit("/desk/city/departments/add", {"name": "Libraries"})
    browser.submit(f"/desk/city/departments/{cast.water.id}/rename", {"name": "Water and sewers"})
    names = db.session.scalars(select(Department.name).order_by(Department.name)).all()
    assert names == ["Libraries", "Parks", "Water and sewers"]
    assert "Water and sewers" in browser.get("/desk/city/").text


def test_two_departments_of_one_name_are_refused(client, cast):
    browser = client.sign_in("administrator")
    page = browser.submit("/desk/city/departments/add", {"name": "Parks"}, status=422)
    assert page.errors() == ["There is a department of this name already."]
    path = f"/desk/city/departments/{cast.water.id}/rename"
    page = browser.submit(path, {"name": "Parks"}, status=422)
    assert page.values(page.form())["name"] == ["Parks"]


@pytest.mark.parametrize("who", ["coordinator", "privacy_officer", "manager", "liaison"])
def test_others_do_not_change_the_city(client, cast, who):
    browser = client.sign_in(who)
    browser.get("/desk/city/", status=403)
    browser.post("/desk/city/", FORM, status=403)
    browser.post(f"/desk/city/departments/{cast.parks.id}/rename", {"name": "X"}, status=403)
