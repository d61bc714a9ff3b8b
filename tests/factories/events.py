"""Events for tests."""

from datetime import UTC, datetime

from liaison.db import db
from liaison.events.models.event import EventDate, EventState, EventText, TextStatus
from liaison.events.operations.events import EventDetails, create_event
from liaison.i18n import settings
from liaison.permissions import SYSTEM

NOON = datetime(2026, 3, 14, 16, 0, tzinfo=UTC)  # Saturday, 12:00 in New York


def make_event(program, *, state=EventState.PUBLISHED, attendance=None, **details):
    """An event of a programme, stored; published on a Saturday in March unless told otherwise."""
    values = {"title": "Open day", "starts_at": NOON, "place_name": "Library"} | details
    event = create_event(
        actor=SYSTEM, program=program, details=EventDetails(**values), zone=settings().zone()
    )
    event.state, event.attendance = state, attendance
    db.session.commit()
    return event


def translate(event, language, *, status=TextStatus.HUMAN, **words):
    """The event's text in another language, made of what it says now."""
    values = {"title": f"{event.title} ({language})", "summary": "", "notes": ""} | words
    made = {"source_hash": event.text_hash, "status": status, "at": event.starts_at}
    text = EventText(event_id=event.id, language=language, **values, **made)
    db.session.add(text)
    db.session.commit()
    return text


def add_date(event, **details):
    """A further date of an event."""
    date = EventDate(event_id=event.id, **details)
    db.session.add(date)
    db.session.commit()
    return date
