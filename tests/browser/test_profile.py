"""Becoming a liaison and keeping one's own profile, on a small screen and in one's own language."""

import pytest
from browser.conftest import PHONE
from sqlalchemy import select

from liaison.accounts.models import User
from liaison.db import db
from liaison.liaisons.models.liaison import Liaison, LiaisonArea, LiaisonKind, LiaisonState
from liaison.liaisons.operations.roster import create_liaison
from liaison.permissions import SYSTEM
from liaison.places.models import Area


@pytest.fixture
def amira(live_app):
    """A liaison who signs in with the account of the cast's liaison."""
    with live_app.app_context():
        user = db.session.scalars(select(User).where(User.email == "liaison@example.org")).one()
        create_liaison(
            actor=SYSTEM,
            name="أميرة حداد",
            kind=LiaisonKind.VOLUNTEER,
            languages=["ar"],
            user_id=user.id,
        )
        db.session.commit()


@pytest.fixture
def at_work(live_app, amira):
    """She covers a district that has a shape on the map, and is active."""
    with live_app.app_context():
        liaison = db.session.scalars(select(Liaison)).one()
        area = db.session.scalars(select(Area).where(Area.code == "1")).one()
        ring = [[0.0, 0.0], [0.1, 0.0], [0.1, 0.1], [0.0, 0.0]]
        area.boundary = {"type": "Polygon", "coordinates": [ring]}
        liaison.state = LiaisonState.ACTIVE
        db.session.add(LiaisonArea(liaison_id=liaison.id, area_id=area.id))
        db.session.commit()


def test_a_resident_offers_to_become_one_and_staff_finds_them(on_phone, at_desk, sign_in):
    page = on_phone.visit("/es/liaisons/join")
    page.locator("[name=submit]").click()
    on_phone.check()  # what is missing
    page.locator("[name=name]").fill("Rosa Pérez")
    page.locator("[name=phone]").fill("(206) 555-0188")
    page.locator("[name=languages][value=es]").check()
    page.locator("[name=has_agreed]").check()
    page.locator("[name=submit]").click()
    page.wait_for_url("**/thank-you")
    on_phone.check()
    desk = sign_in(at_desk, "coordinator").visit("/desk/liaisons/?state=prospect")
    desk.get_by_role("link", name="Rosa Pérez").click()
    at_desk.check()
    assert desk.get_by_text("+12065550188").is_visible()


def test_hours_and_consent_in_arabic_without_a_mouse(open_browser, sign_in, amira):
    window = sign_in(open_browser(PHONE, has_touch=True, is_mobile=True), "liaison")
    page = window.visit("/ar/field/profile/")
    page.locator("a[href$='/profile/hours']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/hours")
    window.check()
    page.locator("[name=weekdays][value='6']").press("Space")
    page.locator("[name=from_time]").press_sequentially("9:00")
    page.locator("[name=until_time]").press_sequentially("13:00")
    page.locator("[name=submit]").press("Enter")
    page.locator(".line-list li").wait_for()
    window.check()
    window.visit("/ar/field/profile/")
    page.locator("form[action$='/map/agree'] button").press("Enter")
    page.locator("form[action$='/map/withdraw'] button").wait_for()
    window.check()


NAME = "أميرة حداد"
MAP = "main figure img"


def test_consent_is_seen_by_everybody_at_once_and_so_is_its_end(
    open_browser, at_desk, sign_in, at_work
):
    window = sign_in(open_browser(PHONE, has_touch=True, is_mobile=True), "liaison")
    everybody = at_desk.visit("/liaisons/")
    assert everybody.get_by_text("works in 0 of 2 areas").count()
    assert everybody.get_by_text(NAME).count() == everybody.locator(MAP).count() == 0
    for action, shown in (("agree", 1), ("withdraw", 0), ("agree", 1)):
        page = window.visit("/ar/field/profile/")
        page.locator(f"form[action$='/map/{action}'] button").press("Enter")
        page.wait_for_load_state("load")
        everybody = at_desk.visit("/liaisons/")
        assert everybody.get_by_text(f"works in {shown} of 2 areas").count()
        assert everybody.get_by_text(NAME).count() == shown
        assert everybody.locator(MAP).count() == shown
