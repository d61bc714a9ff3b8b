"""Nobody waits while a password is hashed or compared: it takes a tenth of a second."""

import pytest
from sqlalchemy import select

from liaison.accounts.models import User
from liaison.accounts.operations import passwords as hashing
from liaison.db import db

NEW = "nine loud mountains"


@pytest.fixture
def in_transaction(monkeypatch):
    """Whether a transaction was open, for each time a password was hashed or compared."""
    seen = []

    def watched(work):
        def do(*args):
            seen.append(db.session().in_transaction())
            return work(*args)

        return do

    for name in ("hash_password", "is_right"):
        monkeypatch.setattr(hashing, name, watched(getattr(hashing, name)))
    return seen


def test_signing_in(client, passwords, in_transaction):
    form = {"email": "coordinator@example.org", "password": passwords}
    client.post("/sign-in", form)
    assert in_transaction == [False]


def test_a_new_password_by_a_link(client, mailed, in_transaction):
    client.post("/forgotten-password", {"email": "coordinator@example.org"})
    client.submit(mailed("coordinator@example.org"), {"password": NEW, "again": NEW})
    assert in_transaction == [False]


def test_another_password(client, passwords, in_transaction):
    form = {"current": passwords, "password": NEW, "again": NEW}
    client.sign_in("coordinator").submit("/account/password", form)
    assert in_transaction == [False, False]


def test_an_invitation(client, mailed, in_transaction):
    form = {"name": "Rosa Díaz", "email": "rosa@example.org", "role": "liaison"}
    browser = client.sign_in("administrator")
    browser.submit("/desk/accounts/invite", form | {"place": "city", "language": "es"})
    own = {"name": "Rosa Díaz", "password": NEW, "again": NEW}
    client.submit(mailed("rosa@example.org"), own)
    assert in_transaction == [False]
    stored = select(User.password_hash).where(User.email == "rosa@example.org")
    assert hashing.is_right(db.session.scalar(stored), NEW)
