"""Some people press every button twice. What they asked for is done once, and said to be done."""

from sqlalchemy import func, select

from liaison.city.models import Department
from liaison.db import db


def test_a_button_pressed_twice_sends_its_form_once(at_desk, sign_in, live_app):
    page = sign_in(at_desk, "administrator").visit("/desk/city/departments/add")
    page.fill("#name", "Libraries")
    page.dblclick("main form button")
    page.wait_for_url("**/desk/city/")
    at_desk.check()
    with live_app.app_context():
        named = select(func.count()).where(Department.name == "Libraries")
        assert db.session.scalar(named) == 1
