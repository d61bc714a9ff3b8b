"""Events for tests."""

from datetime import UTC, datetime

from sqlalchemy import select

from liaison.accounts.models import User
from liaison.db import db
from liaison.events.models.event import EventDate, EventState, EventText, TextStatus
from liaison.events.models.need import AccessNeed, NeedState
from liaison.events.models.plan import EventStaff
from liaison.events.operations.events import EventDetails, create_event
from liaison.i18n import settings
from liaison.permissions import SYSTEM

NOON = datetime(2026, 3, 14, 16, 0, tzinfo=UTC)  # Saturday, 12:00 in New York
# what somebody types into the form of a new event
TYPED = {
    "title": "Block party",
    "kind": "own_event",
    "language": "en",
    "starts_on": ["27", "6", "2026"],
    "start_time": "6:30 pm",
    "place_name": "Elm Street",
}


def make_event(
    program, *, state=EventState.PUBLISHED, attendance=None, access_lacking=(), **details
):
    """An event of a programme, stored; published on a Saturday in March unless told otherwise."""
    values = {"title": "Open day", "starts_at": NOON, "place_name": "Library"} | details
    event = create_event(
        actor=SYSTEM, program=program, details=EventDetails(**values), zone=settings().zone()
    )
    event.state, event.attendance = state, attendance
    event.access_lacking = list(access_lacking)
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


def make_ready(program, **details):
    """An event that lacks nothing, but for what the test says."""
    answered = ["step_free", "accessible_toilet", "interpreter_on_request"]
    event = make_event(program, **({"access": answered, "offered_languages": ["en"]} | details))
    who = db.session.scalars(select(User.id).order_by(User.id).limit(1)).one()
    db.session.add(EventStaff(event_id=event.id, user_id=who))
    db.session.commit()
    return event


def foresee(event, kind, **values):
    """A need of an event, in any state."""
    reason = "Nobody was free." if values.get("state") is NeedState.NOT_DELIVERED else ""
    made = {"asked_at": event.starts_at, "reason": reason} | values
    db.session.add(AccessNeed(event_id=event.id, kind=kind, **made))
    db.session.commit()
