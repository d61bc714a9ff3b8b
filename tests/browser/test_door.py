"""The door in a real browser: with a network, without one, and back; and the kiosk."""

import json
import uuid
from datetime import timedelta

import pytest
from browser.conftest import PHONE
from factories.door import expect
from factories.events import make_event
from sqlalchemy import select

from liaison import clock
from liaison.db import db
from liaison.events.models.door import CheckIn
from liaison.events.models.event import Event, EventState
from liaison.events.queries.door import count_people
from liaison.events.views.kiosk import kiosk_address
from liaison.programs.models import Program

NAMES = ("Nguyễn Thị Hoa", "王伟", "أحمد علي", "Rosa Linden", "Zoë O’Brien")
NUMBERS = range(10, 30)
PEOPLE = len(NUMBERS)


@pytest.fixture
def event(live_app):
    """An event that begins in an hour, for which twenty signed up; its id."""
    with live_app.app_context():
        program = db.session.scalars(select(Program).order_by(Program.key)).first()
        made = make_event(program, starts_at=clock.now() + timedelta(hours=1))
        for number in NUMBERS:
            expect(made, f"{NAMES[number % len(NAMES)]} {number}")
        return made.id


@pytest.fixture
def came(live_app, event):
    """How many the server knows of."""

    def count():
        with live_app.app_context():
            return count_people(event)

    return count


@pytest.fixture
def at_door(on_phone, sign_in, event):
    """A phone with the door's page, ready for going without a network."""
    return open_door(sign_in(on_phone, "coordinator"), event)


def open_door(window, event):
    """The page in this window, once it is kept."""
    window.visit(f"/desk/events/{event}/door")
    window.page.get_by_text("Connected.").wait_for()
    until(window.page, "() => Boolean(navigator.serviceWorker.controller)")
    kept = "async () => (await (await caches.open('door ' + door.dataset.event)).keys()).length"
    until(window.page, kept)
    return window


def check_in(page, text):
    page.fill("#q", text)
    page.locator("[data-found]").get_by_role("button", name="Check in").first.click()
    page.locator("[data-found]").get_by_text("Here:").first.wait_for()


def until(page, script):
    """Playwright's own waiting needs `eval`, which the content policy forbids."""
    for _look in range(100):
        if page.evaluate(script):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never came true: {script}")


def wait_until_sent(page, waiting=0):
    page.locator("[data-waiting]").get_by_text(str(waiting), exact=True).wait_for()


def test_twenty_come_while_there_is_no_network(at_door, came):
    page = at_door.page
    at_door.go_offline()
    page.reload()
    for number in NUMBERS:
        check_in(page, f"{NAMES[number % len(NAMES)]} {number}")
    assert page.text_content("[data-waiting]") == str(PEOPLE)
    assert page.text_content("[data-people]") == str(PEOPLE)
    assert came() == 0
    at_door.check()
    page.reload()
    wait_until_sent(page, PEOPLE)
    at_door.go_offline(is_offline=False)
    wait_until_sent(page)
    page.reload()
    page.get_by_text("Connected.").wait_for()
    assert came() == PEOPLE
    assert page.text_content("[data-people]") == str(PEOPLE)


def test_the_page_opens_without_a_network_for_a_browser_that_asks_for_a_language(
    open_browser, sign_in, event
):
    window = open_door(sign_in(open_browser(PHONE, locale="en-GB"), "coordinator"), event)
    window.go_offline()
    window.page.reload()
    window.page.get_by_text("No network.").wait_for()


def test_an_answer_that_is_lost_counts_nobody_twice(at_door, came):
    page = at_door.page
    page.route("**/door/entries", lambda route: (route.fetch(), route.abort()))
    check_in(page, "Rosa")
    page.get_by_text("No network.").wait_for()
    assert page.text_content("[data-waiting]") == "1"
    page.unroute("**/door/entries")
    page.click("[data-send]")
    wait_until_sent(page)
    assert came() == 1


def test_names_are_found_in_any_script_and_taken_back_at_once(at_door, came):
    page = at_door.page
    for typed in ("nguyen", "王伟", "احمد", "obrien"):
        check_in(page, typed)
    wait_until_sent(page)
    assert came() == 4
    at_door.check()
    page.wait_for_timeout(800)  # a second tap at once would be a slip
    page.locator("[data-arrivals]").get_by_role("button", name="Undo").first.click()
    page.get_by_text("Taken back.").wait_for()
    wait_until_sent(page)
    assert came() == 3
    assert page.text_content("[data-people]") == "3"


def test_the_plus_button_counts_every_press(at_door, came):
    for _press in range(5):
        at_door.page.click(".door__plus")
    at_door.page.locator("[data-people]").get_by_text("5", exact=True).wait_for()  # all are kept
    wait_until_sent(at_door.page)
    assert came() == 5


def test_what_waits_is_named_and_taken_back_after_the_page_was_closed(at_door, came):
    page = at_door.page
    at_door.go_offline()
    for name in ("Amira", "Bo"):
        page.fill("#name", name)
        page.get_by_role("button", name="Let them in").click()
        page.get_by_text(f"Checked in: {name}").wait_for()
    page.reload()
    rows = page.locator("[data-arrivals] li")
    rows.get_by_text("Amira").wait_for()
    assert rows.locator("bdi").all_inner_texts() == ["Bo", "Amira"]
    rows.get_by_role("button", name="Undo").last.click()
    page.get_by_text("Taken back.").wait_for()
    page.reload()
    rows.get_by_text("Bo").wait_for()
    assert rows.locator("bdi").all_inner_texts() == ["Bo"]
    at_door.go_offline(is_offline=False)
    wait_until_sent(page)
    assert came() == 1


def test_what_waits_can_be_saved_and_brought_in_elsewhere(at_door, came, tmp_path):
    page = at_door.page
    at_door.go_offline()
    page.fill("#name", "Amira")
    page.get_by_role("button", name="Let them in").click()
    page.get_by_text("Checked in: Amira").wait_for()
    with page.expect_download() as download:
        page.click("[data-save]")
    saved = tmp_path / "door.json"
    download.value.save_as(saved)
    assert [entry["name"] for entry in json.loads(saved.read_text())["entries"]] == ["Amira"]
    page.click("[data-forget]")
    page.get_by_text("Send or save what waits").wait_for()
    at_door.go_offline(is_offline=False)
    wait_until_sent(page)
    page.set_input_files("[data-load]", saved)
    wait_until_sent(page)
    assert came() == 1


def test_the_device_forgets_the_names(at_door):
    page = at_door.page
    page.click("[data-forget]")
    page.get_by_text("This device has forgotten the list.").wait_for()
    assert page.evaluate("caches.keys()") == []
    assert kept_lists(page) == 0


def test_whoever_signs_out_takes_the_names_along(at_door):
    page = at_door.page
    page.goto("/desk/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: not url.endswith("/desk/"))
    until(page, "async () => (await caches.keys()).length === 0")
    assert kept_lists(page) == 0


def kept_lists(page):
    return kept(page, "lists")


def kept(page, store):
    return page.evaluate(
        """(store) => new Promise((resolve) => {
          indexedDB.open("liaison-door").onsuccess = ({target}) => {
            const rows = target.result.transaction(store).objectStore(store).count();
            rows.onsuccess = () => { target.result.close(); resolve(rows.result); };
          };
        })""",
        store,
    )


def test_without_https_the_names_leave_all_the_same(on_phone, sign_in, event):
    page = on_phone.page
    page.add_init_script("delete window.caches")  # as a browser does at an address without HTTPS
    sign_in(on_phone, "coordinator").visit(f"/desk/events/{event}/door")
    page.get_by_text("Connected.").wait_for()
    assert kept_lists(page) == 1
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "door" not in url)
    assert kept_lists(page) == 0


def test_names_of_what_is_over_leave_though_nobody_signed_out(at_door):
    page = at_door.page
    page.context.clear_cookies()  # the session ended by itself
    page.clock.install()
    page.clock.fast_forward("48:00:00")
    page.goto("/")
    until(page, "async () => (await caches.keys()).length === 0")
    assert kept_lists(page) == 0


def test_what_is_refused_is_not_counted_and_does_not_keep_the_names(at_door, live_app, event):
    page = at_door.page
    with live_app.app_context():
        db.session.get_one(Event, event).state = EventState.DRAFT
        db.session.commit()
    page.click(".door__plus")
    page.locator("[data-refused]").get_by_text("Publish the event first").wait_for()
    assert page.text_content("[data-people]") == "0"
    page.click("[data-forget]")
    page.get_by_text("This device has forgotten the list.").wait_for()
    assert kept(page, "entries") == 0


def test_a_file_of_another_event_is_not_brought_in(at_door, came, tmp_path):
    file = tmp_path / "door.json"
    elsewhere = {"act": "count", "key": str(uuid.uuid4()), "people": 3}
    file.write_text(json.dumps({"event": str(uuid.uuid4()), "entries": [elsewhere]}))
    at_door.page.set_input_files("[data-load]", file)
    at_door.page.get_by_text("This file was not saved at the door of this event.").wait_for()
    assert came() == 0


def test_it_works_without_scripts(open_browser, sign_in, event, came):
    window = sign_in(open_browser(java_script_enabled=False), "coordinator")
    page = window.page
    page.goto(f"/desk/events/{event}/door")
    page.fill("#q", "王伟")
    page.click("[data-find]")
    page.locator("[data-found]").get_by_role("button", name="Check in").first.click()
    page.get_by_text("1 person is checked in.").wait_for()
    assert came() == 1
    page.locator(".undo-toast button").click()
    assert came() == 0


@pytest.mark.parametrize("language", ["es", "zh-Hans", "vi", "ar"])
def test_the_pages_in_other_languages(on_phone, sign_in, event, live_app, language):
    sign_in(on_phone, "coordinator").visit(f"/{language}/field/events/{event}/door")
    on_phone.page.fill("#q", "a")
    on_phone.check()
    on_phone.visit(f"/{language}{kiosk_of(live_app, event)}")


def kiosk_of(app, event):
    with app.test_request_context():
        return kiosk_address(event).removeprefix("http://localhost")


def test_nothing_leads_away_from_a_kiosk(on_phone, sign_in, live_app, event):
    path = kiosk_of(live_app, event)
    page = on_phone.visit(path)
    links = page.eval_on_selector_all("a", "all => all.map((a) => new URL(a.href).pathname)")
    assert len(links) > 1
    assert all(link.endswith(path) for link in links), links
    sign_in(on_phone, "coordinator").visit(path)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "kiosk" not in url)


def test_people_check_themselves_in_with_and_without_a_network(on_phone, live_app, event, came):
    page = on_phone.visit(kiosk_of(live_app, event))
    page.fill("#name", "rosa linden 13")
    page.click("#submit")
    page.get_by_role("button", name="Yes, check in").click()
    page.get_by_text("Welcome! You are checked in.").wait_for()
    on_phone.check()
    until(page, "() => Boolean(navigator.serviceWorker.controller)")
    kept = (
        "async () => (await (await caches.open('door kiosk ' + kiosk.dataset.event)).keys()).length"
    )
    until(page, kept)
    on_phone.go_offline()
    page.fill("#people", "4")
    page.dblclick("#submit")  # a slip of the finger is no second party
    page.get_by_text("You are counted").wait_for()
    assert came() == 1
    on_phone.go_offline(is_offline=False)
    for _look in range(200):
        if came() == 5:
            break
        page.wait_for_timeout(100)
    assert came() == 5
    with live_app.app_context():
        assert {row.came_by for row in db.session.scalars(select(CheckIn))} == {"kiosk"}
