"""Getting in with a password, and staying out without one."""

import time
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from liaison import clock
from liaison.accounts.models import Attempt, SignIn, User, UserState
from liaison.accounts.operations.passwords import hash_password, is_right
from liaison.accounts.operations.sign_in import describe_browser
from liaison.audit.models import AuditEntry
from liaison.db import db

WRONG = "The e-mail address or the password is not right."


def sign_in(client, who, password, *, status=302, query="", **options):
    form = {"email": f"{who}@example.org", "password": password}
    return client.post(f"/sign-in{query}", form, status=status, **options)


@pytest.mark.parametrize(
    ("who", "landing"),
    [("coordinator", "/desk/"), ("liaison", "/field/"), ("partner", "/desk/")],
)
def test_each_role_lands_where_its_work_is(client, passwords, who, landing):
    assert sign_in(client, who, passwords).location == landing


def test_the_address_is_taken_as_people_type_it(client, passwords):
    form = {"email": " Coordinator@Example.ORG ", "password": passwords}
    client.post("/sign-in", form)
    assert "This week" in client.get("/desk/").text


@pytest.mark.parametrize(("who", "password"), [("coordinator", "wrong"), ("nobody", "wrong")])
def test_a_wrong_password_and_an_unknown_address_read_the_same(client, passwords, who, password):
    page = sign_in(client, who, password, status=422)
    assert page.errors() == [WRONG]
    assert f'value="{who}@example.org"' in page.body


def test_a_user_without_password_cannot_sign_in_with_an_empty_one(client):
    assert sign_in(client, "coordinator", "x", status=422).errors() == [WRONG]


def test_a_closed_account_reads_like_a_wrong_password(client, cast, passwords):
    cast.users["coordinator"].state = UserState.CLOSED
    db.session.commit()
    assert sign_in(client, "coordinator", passwords, status=422).errors() == [WRONG]


def test_a_failed_try_is_on_record_without_the_address(client, cast, passwords):
    sign_in(client, "coordinator", "wrong", status=422)
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "failed_sign_in")
    ).one()
    assert (entry.actor_id, entry.subject_id) == (None, str(cast.users["coordinator"].id))
    keys = db.session.scalars(select(Attempt.key_hash)).all()
    assert len(keys) == 2
    assert not any("coordinator" in key for key in keys)


def test_ten_wrong_tries_are_enough_for_a_quarter_of_an_hour(client, passwords, at):
    for _try in range(10):
        sign_in(client, "coordinator", "wrong", status=422)
    sign_in(client, "coordinator", passwords, status=429)
    sign_in(client, "analyst", passwords)
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    sign_in(client, "coordinator", passwords, environ_overrides=elsewhere)
    at(clock.now() + timedelta(minutes=16))
    sign_in(client, "coordinator", passwords)


def test_an_unknown_address_costs_as_much_time():
    known = hash_password("seven quiet rivers")
    is_right(None, "warm up")

    def seconds(stored):
        start = time.process_time()
        is_right(stored, "wrong")
        return time.process_time() - start

    assert min(seconds(None) for _ in range(3)) > 0.5 * min(seconds(known) for _ in range(3))


def test_a_hash_of_weaker_parameters_is_renewed(client, cast, passwords):
    weak = PasswordHasher(time_cost=1, memory_cost=1024).hash(passwords)
    cast.users["coordinator"].password_hash = weak
    db.session.commit()
    sign_in(client, "coordinator", passwords)
    stored = db.session.scalar(select(User.password_hash).where(User.email.startswith("coord")))
    assert stored != weak
    assert is_right(stored, passwords)


@pytest.mark.parametrize("path", ["/desk/?page=2", "/es/desk/", "/account"])
def test_a_path_of_ours_is_gone_on_to(client, passwords, path):
    page = sign_in(client, "coordinator", passwords, query=f"?next={path.replace('?', '%3F')}")
    assert page.location == path


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example/",
        "/%5Cevil.example/",
        "%5C%5Cevil.example",
        "/%09/evil.example",
        "%09//evil.example",
        "/%0D%0ALocation:%20evil",
        "javascript:alert(1)",
        "evil.example",
        "///evil.example",
    ],
)
def test_another_site_is_not(client, passwords, path):
    assert sign_in(client, "coordinator", passwords, query=f"?next={path}").location == "/desk/"


def test_the_page_asked_for_is_remembered_in_its_language(client, passwords):
    asked = client.get("/es/desk/accounts/?page=2", status=302)
    form = {"email": "administrator@example.org", "password": passwords}
    assert client.post(asked.location, form).location == "/es/desk/accounts/?page=2"


def test_a_sign_in_runs_out(client, at):
    browser = client.sign_in("coordinator")
    at(clock.now() + timedelta(hours=8, seconds=1))
    browser.get("/desk/", status=302)


def test_signing_out_takes_the_row_away(client):
    browser = client.sign_in("coordinator")
    kept = browser.browser.get_cookie("session").value
    browser.post("/sign-out", {})
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 0
    browser.browser.set_cookie("session", kept)  # a stolen cookie is worth nothing now
    browser.get("/desk/", status=302)


def test_only_a_hash_of_the_cookie_is_stored(client):
    browser = client.sign_in("coordinator")
    with browser.browser.session_transaction() as cookies:
        token = cookies["_user_id"]
    stored = db.session.scalars(select(SignIn.token_hash)).one()
    assert stored != token
    assert len(stored) == 64


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Linux",
        ),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("curl/8", ""),
    ],
)
def test_of_a_browser_only_its_kind_is_kept(sent, kept):
    assert describe_browser(sent) == kept
