"""An event with everything that belongs to one."""

from datetime import timedelta

from factories.events import NOON, make_event
from factories.liaisons import make_liaison

from liaison import clock
from liaison.db import db
from liaison.events.models.event import EventDate, EventText, TextStatus
from liaison.events.models.plan import EventMaterial, EventOrganisation, EventStaff
from liaison.people.models import Organisation

TITLES = {"es": "Taller", "ar": "ورشة"}


def make_training(program, *, user, title="Training", **details):
    """Monthly, in three languages, with a partner, two people and a thing one of them brings."""
    said = {"kind": "training", "summary": "How to listen.", "ends_at": NOON + timedelta(hours=2)}
    event = make_event(program, title=title, **(said | details))
    add_text(event, "es")
    add_text(event, "ar", status=TextStatus.REVIEWED)
    organisation = Organisation(name=f"Neighbours of {event.id}")
    staff = EventStaff(event_id=event.id, user_id=user.id, task="Leads")
    db.session.add_all([organisation, staff])
    db.session.flush()
    db.session.add_all(
        [
            EventOrganisation(event_id=event.id, organisation_id=organisation.id, is_host=True),
            EventStaff(event_id=event.id, liaison_id=make_liaison().id),
            EventMaterial(event_id=event.id, name="Chairs", quantity=20, brought_by_id=staff.id),
            EventDate(event_id=event.id, starts_at=event.starts_at + timedelta(days=1)),
        ]
    )
    db.session.commit()
    return event


def add_text(event, language, *, status=TextStatus.HUMAN):
    db.session.add(
        EventText(
            event_id=event.id,
            language=language,
            title=TITLES.get(language, language),
            status=status,
            source_hash=event.text_hash,
            at=clock.now(),
        )
    )
    db.session.flush()
