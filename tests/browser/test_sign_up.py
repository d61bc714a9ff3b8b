"""Signing up on a phone, and the waiting list, in a real browser."""

import re
from datetime import timedelta

import pytest
from browser.conftest import PHONE
from factories.events import make_event
from factories.sign_ups import come
from sqlalchemy import select

from liaison import clock
from liaison.db import db
from liaison.events.models.event import Event
from liaison.events.policy.own_links import make_token
from liaison.mail import OutboxMessage
from liaison.programs.models import Program

LINK = re.compile(r"http://[^/]+(/\S*/sign-ups/\S+)")
SUBMIT = "main form:has([name=party_size]) [type=submit]"


@pytest.fixture
def event_path(live_app):
    with live_app.app_context():
        program = db.session.scalars(select(Program).where(Program.key == "parks-outreach")).one()
        starts_at = clock.now() + timedelta(days=9)
        event = make_event(program, starts_at=starts_at, capacity=4)
        return f"/events/{event.id}"


def link_in_the_last_message(app):
    with app.app_context():
        asked = select(OutboxMessage.body).order_by(OutboxMessage.queued_at.desc()).limit(1)
        return LINK.search(db.session.scalars(asked).one())[1]


def test_in_arabic_on_a_phone(on_phone, live_app, event_path):
    page = on_phone.visit(f"/ar{event_path}")
    assert page.get_attribute("html", "dir") == "rtl"
    page.locator("[name=name]").fill("أمينة حداد")
    page.locator("[name=party_size]").fill("٢")
    page.locator("[name=email]").fill("amina@example.org")
    page.locator("details:has([name=needs]) summary").click()
    page.locator("[name=needs][value=interpreter]").check()
    assert page.locator("[name=interpreter_language]").input_value() == "ar"
    page.locator(SUBMIT).click()
    page.wait_for_url("**/signed-up*")
    on_phone.check()
    page = on_phone.visit(link_in_the_last_message(live_app))
    assert page.get_attribute("html", "lang") == "ar"
    assert page.locator("figure.qr img").is_visible()


def test_the_list_fills_somebody_cancels_and_the_next_that_fits_comes(
    open_browser, live_app, event_path
):
    with live_app.app_context():
        event = db.session.scalars(select(Event)).one()
        pages = [f"/sign-ups/{make_token(come(event, size).id)}" for size in (2, 2, 3)]
        db.session.commit()
    window = open_browser(PHONE, has_touch=True, is_mobile=True)
    page = window.visit(event_path)
    page.locator("[name=name]").fill("Lan")
    page.locator("[name=party_size]").fill("2")
    page.locator(SUBMIT).click()
    page.wait_for_url("**/sign-ups/*")
    window.check()
    own = page.url
    assert page.get_by_text("You are number 2 on the waiting list.").is_visible()
    page = window.visit(pages[0])
    page.get_by_role("link", name="I cannot come").click()
    window.check()
    page.get_by_role("button", name="Cancel my sign-up").click()
    window.check()
    assert window.visit(pages[2]).get_by_text("You are number 1").is_visible()
    page = window.visit(own)
    page.get_by_role("button", name="Yes, I take it").click()
    window.check()
    assert page.get_by_text("Places are kept for 2 people.").is_visible()


def test_the_list_of_sign_ups_can_be_read_on_a_phone(on_phone, sign_in, live_app, event_path):
    """The table scrolls in its frame; no column is squeezed until names stand letter by letter."""
    with live_app.app_context():
        event = db.session.scalars(select(Event)).one()
        come(event, name="Maximiliana", email="maximiliana@people.example.org")
        db.session.commit()
    page = sign_in(on_phone, "coordinator").visit(f"/desk{event_path}/sign-ups")
    name = page.locator("tbody bdi").get_by_text("Maximiliana")
    assert name.bounding_box()["width"] > 60
    on_phone.check()
