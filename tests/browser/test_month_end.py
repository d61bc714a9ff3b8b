"""Month end in a real browser: a phone without a network, the desk, and one sum on both."""

import csv
import hashlib
import io
from datetime import timedelta

import pytest
from browser.conftest import PHONE
from factories.liaisons import make_liaison
from factories.work import make_entry
from playwright.sync_api import expect
from sqlalchemy import func, select

from liaison import clock
from liaison.accounts.models import User
from liaison.db import db
from liaison.i18n import settings
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.models.work import WorkEntry
from liaison.programs.models import Program


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


def enter_offline(phone, *amounts):
    """What is entered without a network; the page it was entered on."""
    page = phone.visit("/field/work/new")
    phone.go_offline()
    for number, amount in enumerate(amounts, start=1):
        enter_expense(page, amount)
        page.wait_for_function(
            f"() => document.querySelectorAll('[data-waiting] li').length === {number}"
        )
    return page


def beside(page, words):
    return page.locator("dt", has_text=words).locator("xpath=../dd").inner_text()


def test_both_sides_see_the_same_sum_and_so_does_finance(phone, at_desk, sign_in, linh, live_app):
    with live_app.app_context():
        earn(linh, 480_00, 30_00)
    page = phone.visit("/field/work/new")
    enter_expense(page, "12.34")
    page.wait_for_url("**/field/work/")
    phone.check()
    assert beside(page, "Owed now") == "$0"
    desk = sign_in(at_desk, "manager").visit("/desk/work/")
    desk.get_by_role("button", name="Approve all on this page").dblclick()
    desk.get_by_text("2 entries are approved.").wait_for()
    desk.get_by_text(
        "1 entry is left. It would pass their yearly cap: $20 of it is left."
    ).wait_for()
    at_desk.check()
    sums = [beside(page_of(who, linh), "Owed now") for who in (phone, at_desk)]
    assert sums == ["$492.34", "$492.34"]
    *lines, total = pay_up_to_today(at_desk)
    assert [line["amount"] for line in lines] == ["480.00", "12.34"]
    said = "".join(f"{one['reference']} {one['amount'].replace('.', '')}\n" for one in lines)
    assert total["control_hash"] == hashlib.sha256(said.encode()).hexdigest()
    assert (total["line"], total["amount"]) == ("2", "492.34")
    for visitor in (phone, at_desk):
        page = page_of(visitor, linh)
        assert (beside(page, "Owed now"), beside(page, "Of this, paid")) == ("$0", "$492.34")


def earn(liaison_id, *amounts):
    """Hours that are paid, entered at the desk."""
    program = db.session.scalar(select(Program).where(Program.name == "Parks outreach"))
    today = clock.today(settings().zone())
    for cents in amounts:
        liaison = db.session.get_one(Liaison, liaison_id)
        make_entry(liaison, program, cents=cents, worked_on=today)
    db.session.commit()


def page_of(visitor, liaison_id):
    """The same account, as the liaison and as the city see it."""
    is_phone = visitor.page.viewport_size["width"] == 320
    return visitor.visit("/field/work/" if is_phone else f"/desk/work/liaisons/{liaison_id}")


def pay_up_to_today(at_desk):
    """Hand everything to finance; the rows of the file."""
    until = clock.now().date() + timedelta(days=1)  # tomorrow, wherever the city is
    desk = at_desk.visit(f"/desk/work/payments/new?until={until.isoformat()}")
    desk.get_by_role("button", name="Hand it to finance").dblclick()
    desk.get_by_role("heading", name="Payment 1").wait_for()
    at_desk.check()
    with desk.expect_download() as caught:
        desk.get_by_role("link", name="File for finance").click()
    text = caught.value.path().read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_what_waits_on_a_phone_counts_later_and_once(phone, stored):
    page = enter_offline(phone, "3.50", "4.50")
    page.get_by_text("kept on this device and sent later").wait_for()
    assert stored() == 0
    phone.check()
    phone.go_offline(is_offline=False)
    page.get_by_text("The city has received everything.").wait_for()
    assert stored() == 2
    page = phone.visit("/field/work/")
    assert not page.locator("#pending-work").is_visible()
    assert beside(page, "Waiting for approval").endswith("$8")


def test_two_pages_send_it_once(phone, stored):
    page = phone.visit("/field/work/new")
    other = page.context.new_page()
    other.goto("/field/work/")
    phone.go_offline()
    enter_expense(page, "3.50")
    other.locator("#pending-work").get_by_text("3.50").wait_for()
    phone.go_offline(is_offline=False)
    other.get_by_text("$3.50").first.wait_for()
    page.locator("#pending-work[hidden]").wait_for(state="attached")
    assert not other.locator("#pending-work").is_visible()
    page.get_by_text("The city has received everything.").wait_for()
    assert stored() == 1


def test_looking_again_with_nothing_to_send_takes_back_nothing_that_was_said(phone, stored):
    page = enter_offline(phone, "3.50")
    phone.go_offline(is_offline=False)
    page.get_by_text("The city has received everything.").wait_for()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.evaluate("navigator.locks.request('liaison-work', () => null)")  # after it has looked
    assert page.locator("[data-said]").inner_text() == "The city has received everything."
    assert stored() == 1


def test_a_page_that_ends_before_the_receipt_comes_loses_and_doubles_nothing(phone, stored):
    page = phone.visit("/field/work/new")

    def lose_receipt(route):
        route.fetch()
        route.abort()

    page.route("**/field/work/entries", lose_receipt)
    enter_expense(page, "3.50")
    page.get_by_text("kept on this device and sent later").wait_for()
    assert stored() == 1
    context = page.context
    page.close()
    again = context.new_page()
    again.goto("/field/work/")
    again.locator("#pending-work[hidden]").wait_for(state="attached")
    again.wait_for_load_state("networkidle")
    assert (stored(), beside(again, "Waiting for approval")) == (1, "0 min, $3.50")


def test_the_page_opens_without_a_network(phone, stored):
    page = phone.visit("/field/work/new")
    page.wait_for_function("() => caches.match(location.pathname).then(Boolean)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    phone.go_offline()
    page.goto("/field/work/new")
    enter_expense(page, "3.50")
    page.get_by_text("kept on this device and sent later").wait_for()
    phone.go_offline(is_offline=False)
    page.get_by_text("The city has received everything.").wait_for()
    assert stored() == 1


@pytest.mark.parametrize("place", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_without_a_network_the_day_is_that_of_the_city(
    open_browser, sign_in, linh, live_app, place
):
    phone = sign_in(open_browser(PHONE, timezone_id=place), "liaison")
    page = phone.visit("/field/work/new")
    page.wait_for_function("() => caches.match(location.pathname).then(Boolean)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    phone.go_offline()
    page.goto("/field/work/new")
    with live_app.app_context():
        today = clock.today(settings().zone())
    for part in ("day", "month", "year"):
        expect(page.get_by_label(part.title())).to_have_value(str(getattr(today, part)))


def test_who_was_signed_out_meanwhile_is_told_so(phone, sign_in, stored):
    page = phone.visit("/field/work/new")
    page.context.clear_cookies()
    enter_expense(page, "3.50")
    page.get_by_text("You are signed out.").wait_for()
    phone.complaints.clear()  # of the request that was refused
    assert stored() == 0
    sign_in(phone, "liaison")
    page.get_by_role("button", name="Send now").click()
    page.get_by_text("The city has received everything.").wait_for()
    assert stored() == 1


def test_what_the_city_refuses_later_is_mended_in_its_form(phone, stored):
    page = enter_offline(phone, "")
    phone.go_offline(is_offline=False)
    page.get_by_text("Enter an amount that is more than nothing.").wait_for()
    phone.check()
    page.get_by_role("button", name="Change").click()
    page.get_by_role("link", name="Enter an amount that is more than nothing.").wait_for()
    phone.check()
    page.get_by_label("Amount in dollars").fill("3.50")
    page.get_by_role("button", name="Send to the city").click()
    page.wait_for_url("**/field/work/")
    assert not page.locator("#pending-work").is_visible()
    assert stored() == 1


def test_what_a_form_sends_before_its_script_runs_is_kept_no_longer(phone, stored):
    page = enter_offline(phone, "")
    phone.go_offline(is_offline=False)
    page.get_by_role("button", name="Change").click()
    page.get_by_role("link", name="Enter an amount that is more than nothing.").wait_for()
    page.get_by_label("Amount in dollars").fill("3.50")
    page.evaluate("document.querySelector('[data-work-entry] [name=submit]').remove()")
    page.evaluate("document.querySelector('[data-work-entry]').submit()")  # past the script
    page.get_by_text("The city has received your entry.").wait_for()
    page.wait_for_load_state("networkidle")
    assert not page.locator("#pending-work").is_visible()
    assert stored() == 1


def test_another_person_on_the_phone_neither_sees_nor_sends_it(phone, sign_in, stored, live_app):
    page = enter_offline(phone, "3.50")
    page.goto("about:blank")
    phone.go_offline(is_offline=False)
    with live_app.app_context():
        other = db.session.scalar(select(User.id).where(User.email == "coordinator@example.org"))
        make_liaison("Ana", user_id=other)
        db.session.commit()
    page.context.clear_cookies()
    page = sign_in(phone, "coordinator").visit("/field/work/")
    assert not page.locator("#pending-work").is_visible()
    page.context.clear_cookies()
    assert stored() == 0
    sign_in(phone, "liaison").page.goto("/field/work/")
    page.get_by_text("$3.50").first.wait_for()
    assert stored() == 1


def test_what_the_city_refuses_is_shown_beside_its_field(phone, stored):
    page = phone.visit("/field/work/new")
    enter_expense(page, "")
    page.get_by_role("link", name="Enter an amount that is more than nothing.").wait_for()
    phone.check()
    assert not page.locator("#pending-work").is_visible()
    assert stored() == 0
