"""What several tests of liaisons start from."""

from datetime import UTC, datetime

import pytest

from liaison import clock
from liaison.db import db
from liaison.liaisons.models.booking import Booking, BookingState, Task


@pytest.fixture
def booking(cast, linh):
    """Linh interpreted at a paid job of two hours at 30 dollars, on 2 March 2026."""
    made = Booking(
        program_id=cast.outreach.id,
        title="Open house",
        task=Task.INTERPRET,
        state=BookingState.DONE,
        liaison_id=linh.id,
        language="vi",
        starts_at=datetime(2026, 3, 2, 15, tzinfo=UTC),
        ends_at=datetime(2026, 3, 2, 17, tzinfo=UTC),
        minutes=120,
        is_paid=True,
        cents_an_hour=30_00,
        budget_code="OUT-7",
        requested_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    return made
