"""Contacts are logged by a liaison who may: trained, with the code of conduct accepted."""

from datetime import UTC, datetime

import pytest
from factories.liaisons import make_certified_liaison

from liaison.db import db


@pytest.fixture
def certified(cast, at):
    """The liaison of the cast, on the roster."""
    at(datetime(2026, 3, 2, 16, tzinfo=UTC))
    liaison = make_certified_liaison(cast.users["liaison"])
    db.session.commit()
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))
    return liaison
