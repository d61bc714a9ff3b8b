"""The two most frequent jobs, with a keyboard alone: nothing is clicked."""

import pytest
from factories.liaisons import make_certified_liaison
from factories.town import user_called
from sqlalchemy import select

from liaison.accounts.models import User
from liaison.accounts.operations.passwords import hash_password
from liaison.contacts.operations.topics import add_starter_topics
from liaison.db import db
from liaison.permissions import SYSTEM

PASSWORD = "seven quiet rivers"
MOST_STEPS = 60


@pytest.fixture
def city(live_app):
    with live_app.app_context():
        hashed = hash_password(PASSWORD)
        for user in db.session.scalars(select(User)):
            user.password_hash = hashed
        add_starter_topics(actor=SYSTEM)
        make_certified_liaison(user_called("liaison"))
        db.session.commit()


def test_sign_in_and_log_a_contact_without_a_mouse(on_phone, city):
    page = on_phone.visit("/sign-in")
    page.keyboard.press("Tab")
    assert focused(page) == "#main", "the first stop leads past the navigation"
    page.keyboard.press("Enter")
    tab_to(page, "email")
    page.keyboard.type("liaison@example.org")
    tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/field/#main")
    tab_to(page, "/field/contacts/new")
    page.keyboard.press("Enter")
    page.wait_for_url("**/field/contacts/new")
    tab_to(page, "topic")
    page.keyboard.press("Space")
    tab_to(page, "area")
    page.keyboard.press("ArrowDown")
    tab_to(page, "concern")
    page.keyboard.type("The lamp at the corner is out.")
    tab_to(page, "submit")
    page.keyboard.press("Enter")
    page.get_by_text("The lamp at the corner is out.").wait_for()
    on_phone.check()


def tab_to(page, what):
    """Tab until the field of that name, or a link to that address, has the focus."""
    for _step in range(MOST_STEPS):
        if focused(page) == what:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{what} cannot be reached by keyboard")


def focused(page):
    return page.evaluate(
        "document.activeElement.getAttribute('name') || document.activeElement.getAttribute('href')"
    )
