"""Passwords and links of the cast."""

import re

import pytest
from sqlalchemy import select

from liaison.accounts.operations.passwords import hash_password
from liaison.db import db
from liaison.mail import OutboxMessage

PASSWORD = "seven quiet rivers"


@pytest.fixture(scope="session")
def hashed():
    """PASSWORD as it is stored; hashing takes long on purpose, so it is done once."""
    return hash_password(PASSWORD)


@pytest.fixture
def passwords(cast, hashed):
    """The cast can sign in with PASSWORD."""
    for user in cast.users.values():
        user.password_hash = hashed
    db.session.commit()
    return PASSWORD


@pytest.fixture
def mailed():
    """The path in the newest message to an address."""

    def path_of_link(address):
        bodies = db.session.scalars(
            select(OutboxMessage.body)
            .where(OutboxMessage.recipient == address)
            .order_by(OutboxMessage.id.desc())
        )
        return re.search(r"http://127.0.0.1:8000(/\S+)", bodies.first()).group(1)

    return path_of_link
