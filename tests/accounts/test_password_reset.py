"""A new password by mail."""

from datetime import timedelta

from sqlalchemy import select

from liaison import clock
from liaison.accounts.models import PasswordReset, UserState
from liaison.accounts.operations.passwords import is_right
from liaison.db import db
from liaison.mail import OutboxMessage

NEW = {"password": "nine loud mountains", "again": "nine loud mountains"}


def ask(client, address, *, status=302):
    return client.post("/forgotten-password", {"email": address}, status=status)


def test_the_link_sets_a_password_once_and_signs_out_everywhere(client, cast, mailed):
    browser = client.sign_in("coordinator")
    ask(client, "Coordinator@example.org")
    link = mailed("coordinator@example.org")
    client.submit(link, NEW)
    assert is_right(cast.users["coordinator"].password_hash, NEW["password"])
    browser.get("/desk/", status=302)
    assert "does not work any more" in client.get(link, status=404).text
    client.post("/sign-in", {"email": "coordinator@example.org", "password": NEW["password"]})


def test_a_new_password_ends_every_other_link(client, mailed):
    links = []
    for _time in range(2):
        ask(client, "coordinator@example.org")
        links.append(mailed("coordinator@example.org"))
    first, second = links
    assert first != second
    client.submit(second, NEW)
    client.get(first, status=404)


def test_an_unknown_address_is_answered_the_same(client):
    known = ask(client, "coordinator@example.org").location
    assert ask(client, "nobody@example.org").location == known
    assert "If there is an account" in client.get(known).text
    recipients = db.session.scalars(select(OutboxMessage.recipient)).all()
    assert recipients == ["coordinator@example.org"]


def test_a_closed_account_gets_no_link(client, cast):
    cast.users["coordinator"].state = UserState.CLOSED
    db.session.commit()
    ask(client, "coordinator@example.org")
    assert db.session.scalars(select(OutboxMessage)).all() == []


def test_the_link_runs_out_within_the_hour(client, mailed, at):
    ask(client, "coordinator@example.org")
    at(clock.now() + timedelta(minutes=61))
    client.get(mailed("coordinator@example.org"), status=404)


def test_nobody_fills_a_mailbox(client):
    for _try in range(6):
        ask(client, "coordinator@example.org")
    assert len(db.session.scalars(select(OutboxMessage)).all()) == 3


def test_nobody_asks_about_everybody(client):
    for number in range(20):
        ask(client, f"somebody{number}@example.org")
    ask(client, "one.more@example.org", status=429)


def test_the_message_speaks_the_language_of_its_reader(client, cast):
    cast.users["liaison"].language = "es"
    db.session.commit()
    ask(client, "liaison@example.org")
    message = db.session.scalars(select(OutboxMessage)).one()
    assert message.language == "es"
    assert "http://127.0.0.1:8000/es/reset-password/" in message.body


def test_the_link_is_made_of_the_citys_address_and_not_of_the_requests(client):
    path, forged = "/forgotten-password", {"base_url": "http://evil.example"}
    page = client.get(path, **forged)
    form = {
        "email": "coordinator@example.org",
        "csrf_token": page.values(page.form())["csrf_token"][0],
    }
    client.browser.post(path, data=form, **forged)
    assert "evil" not in db.session.scalars(select(OutboxMessage.body)).one()


def test_the_token_is_stored_as_a_hash(client, mailed):
    ask(client, "coordinator@example.org")
    token = mailed("coordinator@example.org").rpartition("/")[2]
    assert db.session.scalars(select(PasswordReset.token_hash)).one() != token


def test_two_different_passwords_are_refused(client, mailed):
    ask(client, "coordinator@example.org")
    form = NEW | {"again": "something else entirely"}
    page = client.submit(mailed("coordinator@example.org"), form, status=422)
    assert page.errors() == ["Enter the same password twice."]
