"""A code from a phone, for desk roles where the city asks for it."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select

from liaison.accounts.models import User
from liaison.accounts.operations.sealing import SealBroken, seal, unseal
from liaison.accounts.operations.second_factor import count_unreadable, draw_code
from liaison.audit.models import AuditEntry
from liaison.db import db

NOON = datetime(2026, 3, 2, 12, 0, 5, tzinfo=UTC)


@pytest.fixture
def asked_for(app, settings, monkeypatch):
    """The city asks desk roles for a second factor."""
    asked = dataclasses.replace(settings, require_second_factor=True)
    monkeypatch.setitem(app.extensions, "liaison.settings", asked)


@pytest.fixture
def secret(cast, at):
    """The coordinator has a second factor, and it is noon."""
    at(NOON)
    user = cast.users["coordinator"]
    made = pyotp.random_base32()
    user.totp_secret, user.totp_last_step = seal(made, owner_id=user.id), 0
    db.session.commit()
    return made


def code_at(secret, when=NOON):
    return pyotp.TOTP(secret).at(when)


def sign_in(client, who, password, query=""):
    form = {"email": f"{who}@example.org", "password": password}
    return client.post(f"/sign-in{query}", form)


def test_the_desk_opens_after_the_code(client, passwords, secret):
    page = sign_in(client, "coordinator", passwords, "?next=/desk/accounts/")
    assert page.location == "/sign-in/code?next=/desk/accounts/"
    assert client.get("/desk/", status=302).location == "/sign-in/code?next=/desk/"
    client.get("/account", status=302)
    digits = code_at(secret)
    given = client.submit(page.location, {"code": f" {digits[:3]} {digits[3:]} "})
    assert given.location == "/desk/accounts/"
    client.get("/desk/")


def test_a_password_alone_changes_nothing(client, passwords, secret):
    sign_in(client, "coordinator", passwords)
    for path in ("/account/edit", "/account/password", "/account/sign-out-everywhere"):
        location = client.post(path, {"name": "Thief", "language": ""}).location
        assert location.startswith("/sign-in/code")


def test_a_code_counts_once(client, passwords, secret):
    sign_in(client, "coordinator", passwords)
    client.submit("/sign-in/code", {"code": code_at(secret)})
    client.post("/sign-out", {})
    sign_in(client, "coordinator", passwords)
    page = client.submit("/sign-in/code", {"code": code_at(secret)}, status=422)
    assert page.errors() == ["This code is not right. Enter the one shown now."]
    client.submit("/sign-in/code", {"code": code_at(secret, NOON + timedelta(seconds=30))})


@pytest.fixture
def another_key(app, settings, monkeypatch, secret):
    """After the secret was made the city was given another secret key."""
    other = dataclasses.replace(settings, secret_key="another-key-of-the-city")
    monkeypatch.setitem(app.extensions, "liaison.settings", other)


@pytest.mark.parametrize(("seconds", "status"), [(-30, 302), (30, 302), (-90, 422), (90, 422)])
def test_clocks_may_differ_a_little(client, passwords, secret, seconds, status):
    sign_in(client, "coordinator", passwords)
    code = code_at(secret, NOON + timedelta(seconds=seconds))
    client.submit("/sign-in/code", {"code": code}, status=status)


def test_five_wrong_codes_are_enough(client, passwords, secret):
    sign_in(client, "coordinator", passwords)
    for _try in range(5):
        client.post("/sign-in/code", {"code": "000000"}, status=422)
    client.post("/sign-in/code", {"code": code_at(secret)}, status=429)
    failed = select(AuditEntry).where(AuditEntry.action == "failed_code")
    assert len(db.session.scalars(failed).all()) == 5


def test_desk_roles_set_it_up_before_anything_else(client, passwords, asked_for, at):
    at(NOON)
    assert sign_in(client, "analyst", passwords).location == "/sign-in/set-up"
    assert client.get("/desk/", status=302).location == "/sign-in/set-up?next=/desk/"
    client.post("/sign-in/set-up", {})
    page = client.get("/sign-in/set-up")
    shown = page.tree.find(".//figcaption/span").text
    picture = client.get("/sign-in/set-up/code.svg")
    assert picture.response.mimetype == "image/svg+xml"
    assert picture.response.headers["Cache-Control"] == "no-store"
    client.submit("/sign-in/set-up", {"code": "12345"}, status=422)
    client.submit("/sign-in/set-up", {"code": code_at(shown)})
    client.get("/desk/")
    assert "code from your phone" in client.get("/account").text
    client.get("/account/second-factor/remove", status=302)  # the city asks for it


def test_liaisons_are_not_asked(client, passwords, asked_for):
    assert sign_in(client, "liaison", passwords).location == "/field/"


def test_anybody_may_have_one_and_do_without_again(client, cast, secret):
    browser = client.sign_in("coordinator")
    browser.submit("/account/second-factor/remove", {"code": "000000"}, status=422)
    browser.submit("/account/second-factor/remove", {"code": code_at(secret)})
    assert cast.users["coordinator"].totp_secret is None


def test_a_secret_in_force_is_never_shown_again(client, secret):
    browser = client.sign_in("coordinator")
    browser.get("/sign-in/set-up", status=302)
    browser.get("/sign-in/set-up/code.svg", status=409)
    assert secret not in browser.get("/account").body


def test_an_administrator_helps_who_lost_their_phone(client, cast, secret):
    theirs = client.sign_in("coordinator")
    address = f"/desk/accounts/{cast.users['coordinator'].id}/reset-second-factor"
    client.sign_in("privacy_officer").post(address, {}, status=403)
    client.sign_in("administrator").post(address, {})
    assert cast.users["coordinator"].totp_secret is None
    theirs.get("/desk/", status=302)
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "reset_second_factor")
    ).one()
    assert entry.changes["totp_secret"] == "changed"
    assert entry.actor_id == cast.users["administrator"].id


def test_the_database_does_not_hold_the_secret(client, cast, at):
    at(NOON)
    browser = client.sign_in("coordinator")
    browser.post("/sign-in/set-up", {})
    shown = browser.get("/sign-in/set-up").tree.find(".//figcaption/span").text
    user = cast.users["coordinator"]
    stored = db.session.scalar(select(User.totp_secret).where(User.id == user.id))
    assert shown not in stored
    assert unseal(stored, owner_id=user.id) == shown
    with pytest.raises(SealBroken):  # not somebody else's
        unseal(stored, owner_id=cast.users["analyst"].id)


def test_after_another_secret_key_an_administrator_can_help(
    client, cast, passwords, secret, another_key
):
    sign_in(client, "coordinator", passwords)
    page = client.post("/sign-in/code", {"code": code_at(secret)}, status=409)
    assert "Ask an administrator to reset it" in page.text
    assert count_unreadable() == 1
    address = f"/desk/accounts/{cast.users['coordinator'].id}/reset-second-factor"
    client.sign_in("administrator").post(address, {})
    assert count_unreadable() == 0


def test_the_picture_is_a_file_of_its_own_without_styles():
    picture = draw_code("otpauth://totp/x").decode()
    assert picture.startswith("<?xml")
    assert "style=" not in picture
