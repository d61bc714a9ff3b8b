"""Month end in a real browser: a phone without a network, the desk, and one sum on both."""

import pytest
from factories.liaisons import make_liaison
from sqlalchemy import func, select

from liaison import clock
from liaison.accounts.models import User
from liaison.db import db
from liaison.i18n import settings
from liaison.liaisons.models.work import WorkEntry


@pytest.fixture
def linh(live_app):
    """A liaison who signs in; her id."""
    with live_app.app_context():
        user_id = db.session.scalar(select(User.id).where(User.email == "liaison@example.org"))
        made = make_liaison(user_id=user_id, trained_on=clock.today(settings().zone()))
        db.session.commit()
        return made.id


@pytest.fixture
def stored(live_app):
    """How many entries the city has."""

    def count():
        with live_app.app_context():
            return db.session.scalar(select(func.count(WorkEntry.id)))

    return count


@pytest.fixture
def phone(on_phone, sign_in, linh):
    return sign_in(on_phone, "liaison")


def enter_expense(page, amount, what="Copies"):
    page.get_by_label("Expense").check()
    page.get_by_label("Amount in dollars").fill(amount)
    page.get_by_label("For which programme").select_option(label="Parks outreach")
    page.get_by_label("What you did or bought").fill(what)
    page.get_by_role("button", name="Send to the city").click()


def owed(page):
    return page.locator("dt", has_text="Owed now").locator("xpath=../dd").inner_text()


def test_both_sides_see_the_same_sum(phone, at_desk, sign_in, linh, stored):
    page = phone.visit("/field/work/new")
    enter_expense(page, "12.34")
    page.wait_for_url("**/field/work/")
    phone.check()
    assert (stored(), owed(page)) == (1, "$0")
    desk = sign_in(at_desk, "manager").visit("/desk/work/")
    desk.get_by_role("button", name="Approve all on this page").click()
    desk.get_by_text("1 entry is approved.").wait_for()
    at_desk.check()
    page.reload()
    at_desk.visit(f"/desk/work/{desk_entry(desk)}")
    assert owed(page) == "$12.34"
    at_desk.visit("/desk/payments/new")


def desk_entry(desk):
    desk.goto("/desk/work/?state=approved")
    return desk.locator("tbody a").first.get_attribute("href").rpartition("/")[2]


def test_what_waits_on_a_phone_counts_later_and_once(phone, stored):
    page = phone.visit("/field/work/new")
    phone.go_offline()
    for amount in ("3.50", "4.50"):
        enter_expense(page, amount)
        page.get_by_text("kept on this device and sent later").wait_for()
    page.locator("#pending-work").get_by_text("3.50").wait_for()
    assert stored() == 0
    phone.check()
    phone.go_offline(is_offline=False)
    page.get_by_text("The city has received everything.").wait_for()
    assert stored() == 2
    page = phone.visit("/field/work/")
    assert not page.locator("#pending-work").is_visible()
    assert stored() == 2


def test_another_person_on_the_phone_neither_sees_nor_sends_it(phone, sign_in, stored, live_app):
    page = phone.visit("/field/work/new")
    page.context.route("**/field/work/entries", lambda route: route.abort())
    enter_expense(page, "3.50")
    page.get_by_text("kept on this device and sent later").wait_for()
    page.context.unroute("**/field/work/entries")
    phone.complaints.clear()  # of the request that was lost on purpose
    with live_app.app_context():
        other = db.session.scalar(select(User.id).where(User.email == "coordinator@example.org"))
        make_liaison("Ana", user_id=other)
        db.session.commit()
    page.context.clear_cookies()
    page = sign_in(phone, "coordinator").visit("/field/work/")
    assert not page.locator("#pending-work").is_visible()
    page.context.clear_cookies()
    assert stored() == 0
    page = sign_in(phone, "liaison").visit("/field/work/")
    page.get_by_text("$3.50").wait_for()
    assert stored() == 1


def test_what_the_city_refuses_is_shown_beside_its_field(phone, stored):
    page = phone.visit("/field/work/new")
    enter_expense(page, "")
    page.get_by_role("link", name="Enter an amount that is more than nothing.").wait_for()
    phone.check()
    assert stored() == 0
