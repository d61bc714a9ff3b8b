"""A liaison writes where there is no network, the training ends, and what was written is taken."""

import pytest
from factories.contacts import make_topic
from factories.liaisons import make_certified_liaison
from sqlalchemy import func, select

from liaison.accounts.models import User
from liaison.contacts.models import Contact
from liaison.db import db
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.operations.credentials import revoke_credential
from liaison.liaisons.queries.rights import find_last_rights
from liaison.permissions import SYSTEM

NEW = "/field/contacts/new"
KEPT = "() => document.querySelectorAll('[data-kept] li').length === {}"


@pytest.fixture
def notebook(live_app, on_phone, sign_in):
    """A liaison's telephone with the page on which contacts are logged."""
    with live_app.app_context():
        user = db.session.scalar(select(User).where(User.email == "liaison@example.org"))
        make_certified_liaison(user)
        make_topic("Food")
        db.session.commit()
    visitor = sign_in(on_phone, "liaison")
    visitor.visit(NEW)
    return visitor


def count_contacts(live_app):
    with live_app.app_context():
        return db.session.scalar(select(func.count(Contact.id)))


def write(visitor, words):
    page = visitor.page
    page.get_by_label("Food").check()
    page.get_by_label("Or the place in words").fill("Bus stop at 5th")
    page.get_by_label("What was said").fill(words)
    page.get_by_role("button", name="Save").click()


def test_with_a_network_nothing_is_kept(live_app, notebook):
    write(notebook, "No shop nearby")
    notebook.page.wait_for_url("**/field/contacts/*-*")
    notebook.check()
    assert count_contacts(live_app) == 1


def test_what_was_written_while_trained_is_taken_after_it(live_app, notebook):
    notebook.go_offline()
    write(notebook, "No shop nearby")
    notebook.page.get_by_text("kept on this telephone and sent later").wait_for()
    notebook.page.wait_for_function(KEPT.format(1))
    assert count_contacts(live_app) == 0
    with live_app.app_context():
        liaison = db.session.scalar(select(Liaison))
        held = find_last_rights(liaison.person_id)
        revoke_credential(actor=SYSTEM, credential=held, reason="Somebody else sat the test")
        db.session.commit()
    notebook.go_offline(is_offline=False)
    notebook.page.wait_for_function(KEPT.format(0))
    assert count_contacts(live_app) == 1
    notebook.visit("/field/contacts/")
    notebook.page.get_by_text("Food").wait_for()
    notebook.visit(NEW, status=403)


def test_who_signed_in_again_meanwhile_sends_from_the_page_that_stayed_open(
    live_app, notebook, sign_in
):
    notebook.go_offline()
    write(notebook, "No shop nearby")
    notebook.page.wait_for_function(KEPT.format(1))
    sign_in(notebook, "liaison")
    notebook.go_offline(is_offline=False)
    notebook.page.wait_for_function(KEPT.format(0))
    assert count_contacts(live_app) == 1
