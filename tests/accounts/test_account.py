"""The own account."""

from datetime import timedelta

from sqlalchemy import select

from liaison import clock
from liaison.accounts.jobs import delete_expired
from liaison.accounts.models import Attempt, SignIn
from liaison.accounts.operations.passwords import is_right
from liaison.db import db


def count_sign_ins():
    return len(db.session.scalars(select(SignIn)).all())


def test_a_visitor_has_none(client):
    client.get("/account", status=302)


def test_account_shows_roles_and_browsers(client):
    page = client.sign_in("aide_of_2").get("/account")
    assert "Council office, area: District 2" in page.text
    assert "This browser, now" in page.text


def test_name_and_language_are_mine_to_change(client, cast):
    browser = client.sign_in("liaison")
    page = browser.submit("/account/edit", {"name": "Nguyễn Văn An", "language": "ar"})
    assert page.location == "/ar/account"
    page = browser.get("/account")  # no language in the address: the account's is spoken
    assert (page.tree.get("lang"), page.tree.get("dir")) == ("ar", "rtl")
    assert "Nguyễn Văn An" in page.text
    public = browser.get("/sign-in/", status=404)
    assert public.tree.get("lang") == "ar"


def test_a_name_is_needed_and_what_was_typed_stays(client):
    page = client.sign_in("liaison").submit(
        "/account/edit", {"name": "", "language": "es"}, status=422
    )
    assert page.errors() == ["Enter a name."]
    assert page.values(page.form())["language"] == ["es"]


def test_signing_out_one_other_browser(client):
    other, this = client.sign_in("coordinator"), client.sign_in("coordinator")
    page = this.get("/account")
    this.post(page.form(0).get("action"), {})
    other.get("/desk/", status=302)
    this.get("/desk/")


def test_nobody_signs_out_somebody_else(client):
    theirs = client.sign_in("coordinator")
    row = db.session.scalars(select(SignIn)).one()
    client.sign_in("administrator").post(f"/account/browsers/{row.id}/sign-out", {})
    theirs.get("/desk/")


def test_signing_out_everywhere_ends_every_browser(client):
    other, this = client.sign_in("coordinator"), client.sign_in("coordinator")
    bystander = client.sign_in("analyst")
    this.post("/account/sign-out-everywhere", {})
    other.get("/desk/", status=302)
    this.get("/desk/", status=302)
    bystander.get("/desk/")


def test_a_new_password_signs_the_other_browsers_out(client, cast, passwords):
    other, this = client.sign_in("coordinator"), client.sign_in("coordinator")
    new = "nine loud mountains"
    this.submit("/account/password", {"current": passwords, "password": new, "again": new})
    this.get("/desk/")
    other.get("/desk/", status=302)
    assert is_right(cast.users["coordinator"].password_hash, new)


def test_the_password_in_use_must_be_known_and_the_new_one_good(client, passwords):
    browser = client.sign_in("coordinator")

    def errors(current, new):
        form = {"current": current, "password": new, "again": new}
        return browser.submit("/account/password", form, status=422).errors()

    assert errors("wrong", "nine loud mountains") == ["This is not your password."]
    assert errors(passwords, "short") == ["Use at least 12 characters."]
    assert "easy to guess" in errors(passwords, "coordinator-1-2-3")[0]
    assert "easy to guess" in errors(passwords, "aaaaaaaaaaaaaaaa")[0]


def test_last_use_is_noted_about_once_an_hour(client, at):
    browser = client.sign_in("coordinator")
    started = clock.now()
    at(started + timedelta(minutes=30))
    browser.get("/desk/")
    first = db.session.scalars(select(SignIn.seen_at)).one()
    at(started + timedelta(hours=2))
    browser.get("/desk/")
    assert db.session.scalars(select(SignIn.seen_at)).one() - first > timedelta(minutes=90)


def test_what_ran_out_goes_at_night(client, at):
    client.sign_in("coordinator")
    client.post("/sign-in", {"email": "a@example.org", "password": "x"}, status=422)
    delete_expired()
    assert count_sign_ins() == 1
    at(clock.now() + timedelta(days=2))
    delete_expired()
    assert count_sign_ins() == 0
    assert db.session.scalars(select(Attempt)).all() == []
