"""A department books a Vietnamese-speaking liaison for Saturday and sees why that one."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from browser.conftest import PHONE
from factories.bookings import booking_called, let_interpret, make_booking
from factories.liaisons import make_liaison
from sqlalchemy import select

from liaison import clock
from liaison.accounts.models import User
from liaison.db import db
from liaison.liaisons.models.booking import BookingState
from liaison.liaisons.models.liaison import Liaison, LiaisonHours
from liaison.liaisons.operations.offers import offer_booking
from liaison.permissions import SYSTEM
from liaison.places.models import Area
from liaison.programs.models import Program

TITLE = "Tenants’ meeting at the library"


@pytest.fixture
def saturday():
    today = clock.today(ZoneInfo("America/New_York"))
    return today + timedelta(days=(5 - today.weekday()) % 7 + 7)


@pytest.fixture
def roster(live_app, saturday):
    """Of those who speak the language one interprets in it, works on Saturdays and is near."""
    with live_app.app_context():
        near, far = db.session.scalars(select(Area).order_by(Area.code)).all()
        trained = {"trained_on": clock.today(ZoneInfo("America/New_York"))}
        user = db.session.scalars(select(User).where(User.email == "liaison@example.org")).one()
        linh = let_interpret(make_liaison(areas=[near], user_id=user.id, **trained))
        for day in range(1, 8):
            hours = {"from_time": time(0), "until_time": time(23, 59)}
            db.session.add(LiaisonHours(liaison_id=linh.id, weekday=day, **hours))
        make_liaison("Ivo Hà", areas=[near], **trained)
        let_interpret(make_liaison("Mai Vũ", areas=[far], **trained))
        make_liaison("Sara Ali", languages=("so",), areas=[near], **trained)
        db.session.commit()


def press(visitor, name, role="button"):
    """Follow a link or send a form, and look at the page that comes."""
    with visitor.page.expect_navigation():
        visitor.page.get_by_role(role, name=name, exact=True).click()
    visitor.check()


def test_a_department_books_a_liaison_for_saturday(at_desk, on_phone, sign_in, roster, saturday):
    staff = sign_in(at_desk, "staff")
    ask(staff, saturday)
    coordinator = sign_in(at_desk, "coordinator")
    page = coordinator.visit("/desk/bookings/")
    press(at_desk, TITLE, "link")
    press(at_desk, "Find somebody", "link")
    names = page.locator("main h3 a").all_inner_texts()
    assert names == ["Linh Tran"]
    nearest = page.locator("main").inner_text()
    assert "Works in Vietnamese, but does not interpret" in nearest
    assert "Works only in other areas than District 1" in nearest
    press(at_desk, "Ask Linh Tran")
    liaison = sign_in(on_phone, "liaison")
    answer(liaison)
    page = sign_in(at_desk, "staff").visit("/desk/bookings/")
    press(at_desk, TITLE, "link")
    said = page.locator("main").inner_text()
    assert "Linh Tran" in said
    for reason in ("Interprets in Vietnamese", "is free", "Covers District 1"):
        assert reason in said


def ask(staff, day):
    page = staff.visit("/desk/bookings/new")
    page.get_by_label("What it is called").fill(TITLE)
    page.get_by_label("Interpret", exact=True).check()
    page.get_by_label("Language", exact=True).select_option("vi")
    page.get_by_label("Area", exact=True).select_option("District 1")
    first = page.get_by_role("group", name="Day", exact=True)
    for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        first.get_by_label(part).fill(str(number))
    page.get_by_label("From", exact=True).fill("10:00")
    page.get_by_label("To", exact=True).fill("12:00")
    page.get_by_label("Pay for an hour").fill("30")
    press(staff, "Save")
    assert "$60" in page.locator("main").inner_text()


def answer(liaison):
    page = liaison.visit("/field/jobs/")
    press(liaison, TITLE, "link")
    press(liaison, "I take it")
    assert "Confirmed" in page.locator("main").inner_text()


def test_an_offer_is_answered_in_arabic_with_the_keyboard(live_app, roster, open_browser, sign_in):
    with live_app.app_context():
        program = db.session.scalars(select(Program).where(Program.key == "parks-outreach")).one()
        booking = make_booking(program, title=TITLE, area_id=None)
        linh = db.session.scalars(select(Liaison).where(Liaison.sort_name == "linh tran")).one()
        offer_booking(actor=SYSTEM, booking=booking, liaison=linh)
        path = f"/ar/field/jobs/{booking.id}"
        db.session.commit()
    phone = sign_in(open_browser(PHONE, locale="ar"), "liaison")
    page = phone.visit(path)
    page.get_by_role("button", name="أتولاه").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    phone.check()
    with live_app.app_context():
        assert booking_called(TITLE).state is BookingState.CONFIRMED
