"""A programme's year from its first event to its report, by the people who do the work."""

import re
from datetime import timedelta

import pytest
from browser.conftest import PHONE
from factories.liaisons import make_certified_liaison
from factories.town import user_called
from sqlalchemy import select

from liaison import clock
from liaison.accounts.models import User
from liaison.accounts.operations.passwords import hash_password
from liaison.contacts.operations.topics import add_starter_topics
from liaison.db import db
from liaison.demographics.operations import create_collection_point
from liaison.permissions import SYSTEM
from liaison.programs.models import Program

PASSWORD = "seven quiet rivers"
TITLE = "Feria de árboles"


@pytest.fixture
def city(live_app):
    """The cast can sign in, there are topics, and a code is handed out."""
    with live_app.app_context():
        hashed = hash_password(PASSWORD)
        for user in db.session.scalars(select(User)):
            user.password_hash = hashed
        add_starter_topics(actor=SYSTEM)
        make_certified_liaison(user_called("liaison"))
        program = db.session.scalars(select(Program).where(Program.key == "parks-outreach")).one()
        today = clock.now().date()
        point = create_collection_point(
            actor=SYSTEM,
            program_id=program.id,
            label="Tree fair",
            opens_on=today - timedelta(days=2),
            closes_on=today + timedelta(days=2),
        )
        db.session.commit()
        return {"code": point.code, "day": today + timedelta(days=5), "program": program.id}


@pytest.fixture
def work(live_app):
    """Do what waits in the queue, as the worker would."""
    queue = live_app.extensions["liaison.queue"]()

    def until_empty():
        while task := queue.dequeue():
            queue.execute(task)

    return until_empty


def test_a_programme_year(open_browser, on_phone, city, work):
    coordinator = open_browser()
    enter(coordinator, "coordinator", "/desk/")
    address = publish_event(coordinator, city["day"])
    sign_up_in_spanish(on_phone, address)
    answer_by_code(on_phone, city["code"])
    liaison = open_browser(PHONE, has_touch=True, is_mobile=True)
    enter(liaison, "liaison", "/field/")
    log_contact(liaison)
    manager = open_browser()
    enter(manager, "manager", "/desk/")
    fill_worksheet(manager)
    download_report(manager, work)


def enter(visitor, who, landing):
    page = visitor.visit("/sign-in")
    page.get_by_label("E-mail address").fill(f"{who}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{landing}")
    visitor.check()


def publish_event(visitor, day):
    """The event's public address."""
    page = visitor.visit("/desk/events/new")
    page.get_by_label("Title", exact=True).fill(TITLE)
    page.get_by_label("Programme").select_option(label="Parks outreach")
    date = page.get_by_role("group", name="Day", exact=True)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        date.get_by_label(part, exact=True).fill(str(value))
    page.get_by_label("Starts at").fill("18:30")
    page.get_by_label("Place", exact=True).fill("Riverside Park")
    page.get_by_label("Area", exact=True).select_option(label="District 1")
    page.get_by_label("Language of title and text").select_option(value="es")
    page.get_by_role("group", name="Languages spoken there").get_by_label("Español").check()
    page.get_by_role("button", name="Save").click()
    visitor.check()
    page.get_by_role("button", name="Publish").click()
    visitor.check()
    for question in ("Step-free entrance", "Accessible toilet", "Interpreter on request"):
        page.get_by_role("group", name=question).get_by_label("There is", exact=True).check()
    page.get_by_role("button", name="Publish").click()
    visitor.check()
    return re.search("/desk(/events/[^/?#]+)", page.url)[1]


def sign_up_in_spanish(visitor, path):
    page = visitor.visit("/es/")
    page.get_by_role("link", name=TITLE).click()
    visitor.check()
    assert page.url.endswith(f"/es{path}")
    assert page.get_attribute("html", "lang") == "es"
    page.locator("[name=name]").fill("Lucía Ramos")
    page.locator("[name=party_size]").fill("3")
    page.locator("main form [type=submit]").click()
    visitor.check()
    assert "/es/sign-ups/" in page.url  # their own page, to change or cancel


def answer_by_code(visitor, code):
    page = visitor.visit("/es/answer")
    page.locator("[name=code]").fill(code.lower())
    page.locator("main form [type=submit]").click()
    visitor.check()
    page.locator("main [type=radio], main [type=checkbox]").first.check()
    page.locator("main form [type=submit]").click()
    page.wait_for_url("**/es/answer/thanks*")
    visitor.check()


def log_contact(visitor):
    page = visitor.page
    page.get_by_role("main").get_by_role("link", name="Log a contact").click()
    visitor.check()
    page.get_by_role("radio").first.check()
    page.get_by_label("Area", exact=True).select_option(label="District 1")
    page.get_by_label("What was said").fill("The lamp at the corner is out.")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The lamp at the corner is out.").wait_for()
    visitor.check()


def fill_worksheet(visitor):
    page = visitor.visit("/desk/worksheets/new")
    page.get_by_label("Programme").select_option(label="Parks outreach")
    page.locator("main form [type=submit]").click()
    visitor.check()
    page.locator("main a[href*='/sections/setup']").first.click()
    visitor.check()
    asked = "What is the programme, service or project called?"
    page.get_by_role("textbox", name=asked).fill("Street trees")
    page.get_by_role("button", name="Save and return to the overview").click()
    visitor.check()
    page.get_by_role("link", name="Read all answers").click()
    visitor.check()
    assert page.get_by_text("Street trees").first.is_visible()


def download_report(visitor, work):
    page = visitor.visit("/desk/reports/")
    page.locator("main a[href*='/desk/reports/']").first.click()
    # a report never counted asks for its numbers by itself; the page of the job looks again alone
    page.wait_for_url("**/desk/jobs/**")
    work()
    page.reload()
    visitor.check()
    page.get_by_role("link", name="Go on").click()
    visitor.check()
    page.get_by_role("button", name="Make the PDF").click()
    page.wait_for_url("**/desk/jobs/**")
    work()
    page.reload()
    visitor.check()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the file").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-1.7")
