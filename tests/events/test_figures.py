"""What the evaluation report counts."""

from datetime import UTC, datetime

from factories.events import make_event

from liaison.events.figures import EventsIn
from liaison.events.models.event import EventState
from liaison.indicators.figures import compute_figure

MARCH, MAY = datetime(2025, 3, 1, 17, tzinfo=UTC), datetime(2025, 5, 1, 17, tzinfo=UTC)


def fill(cast):
    one = cast.district_1.id
    make_event(cast.outreach, starts_at=MARCH, attendance=30, area_id=one)
    make_event(cast.outreach, starts_at=MARCH, attendance=0, area_id=one)
    make_event(cast.outreach, starts_at=MAY, attendance=None)
    make_event(cast.outreach, starts_at=MAY, attendance=5, state=EventState.CANCELLED)
    make_event(cast.outreach, starts_at=MAY, state=EventState.DRAFT)
    make_event(cast.outreach, starts_at=datetime(2099, 1, 5, 17, tzinfo=UTC))
    make_event(cast.meters, starts_at=MARCH, attendance=7)


def count(cast, who="coordinator", year=2025):
    return compute_figure("events.held", cast.actor(who), program_id=cast.outreach.id, year=year)


def test_events_held_by_month_and_area(cast):
    fill(cast)
    found = count(cast)
    assert found.total == EventsIn(events=3, attendance=30, counted=2)
    assert [month.events for month in found.by_month] == [0, 0, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    assert [(area.area_name, area.held.events) for area in found.by_area] == [
        ("District 1", 2),
        (None, 1),
    ]
    assert found.total.uncounted == 1


def test_what_is_still_to_come_was_not_held(cast):
    fill(cast)
    assert count(cast, year=2099).total.events == 0


def test_somebody_of_an_area_counts_that_area(cast):
    fill(cast)
    make_event(cast.outreach, starts_at=MAY, attendance=9, area_id=cast.district_2.id)
    assert count(cast, "aide_of_2").total == EventsIn(1, 9, 1)


def test_an_empty_year(cast):
    assert count(cast, year=2001).total == EventsIn()
