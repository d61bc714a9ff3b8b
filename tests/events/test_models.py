"""What a row of an event knows by itself."""

from datetime import timedelta

import pytest
from factories.events import NOON, make_event

from liaison.db import db
from liaison.events.models.event import EventState

LATER = NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("name", "value", "revision"),
    [
        ("title", "Open house", 1),
        ("starts_at", LATER, 1),
        ("place_name", "School", 1),
        ("state", EventState.CANCELLED, 1),
        ("attendance", 12, 0),
        ("seats_promised", 3, 0),
    ],
)
def test_versions_are_counted_of_what_people_come_by(cast, at, name, value, revision):
    at(NOON)
    event = make_event(cast.outreach)
    before = event.revision
    at(LATER)
    setattr(event, name, value)
    db.session.commit()
    assert event.revision == before + revision
    assert event.changed_at == (LATER if revision else NOON)
