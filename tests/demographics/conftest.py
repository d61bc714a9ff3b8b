"""What the tests of demographics share: an open collection point."""

from datetime import date, timedelta

import pytest

from liaison import clock
from liaison.db import db
from liaison.demographics.operations import create_collection_point
from liaison.i18n import settings
from liaison.permissions import SYSTEM


@pytest.fixture
def point(cast):
    """A point of parks outreach, open today."""
    today = clock.today(settings().zone())
    made = create_collection_point(
        actor=SYSTEM,
        program_id=cast.outreach.id,
        label="Block party",
        opens_on=today,
        closes_on=today + timedelta(days=1),
    )
    db.session.commit()
    return made


@pytest.fixture
def closed_point(cast):
    """A point that closed long ago."""
    made = create_collection_point(
        actor=SYSTEM,
        program_id=cast.outreach.id,
        label="Spring fair",
        opens_on=date(2024, 3, 1),
        closes_on=date(2024, 3, 2),
    )
    db.session.commit()
    return made
