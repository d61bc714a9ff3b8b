"""Codes of states and kinds are words for who reads the log, in their language."""

from factories.events import make_event
from sqlalchemy import Enum

from liaison.audit.models import AuditEntry
from liaison.audit.policy.values import VALUES
from liaison.db import Base, db
from liaison.events.models.event import EventState
from liaison.events.operations.events import cancel_event

# of background work, of mail, and of answers nobody may be known by: none of it is recorded
UNRECORDED = {"JobState", "OutboxState", "Carrier", "Mode", "Occasion"}


def test_every_code_of_every_column_has_words_and_no_other():
    kinds = {
        column.type.enum_class.__name__: {member.value for member in column.type.enum_class}
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Enum)
    }
    told = {name: codes for name, codes in kinds.items() if name not in UNRECORDED}
    assert {name: set(words) for name, words in VALUES.items()} == told


def test_a_state_is_said_in_the_readers_language_and_stored_as_a_code(client, cast):
    event = make_event(cast.outreach)
    cancel_event(actor=cast.actor("coordinator"), event=event)
    db.session.commit()
    officer = client.sign_in("privacy_officer")
    page = officer.get("/desk/audit/?action=cancel_event")
    assert "from Published to Cancelled" in page.text
    spanish = officer.get("/es/desk/audit/?action=cancel_event")
    assert "Publicado" in spanish.text
    assert "published" not in spanish.text
    (entry,) = db.session.query(AuditEntry).filter_by(action="cancel_event").all()
    assert entry.changes["state"] == [EventState.PUBLISHED, EventState.CANCELLED]


def test_a_title_that_reads_like_a_code_stays_a_title(client, cast):
    make_event(cast.outreach, title="published")
    page = client.sign_in("privacy_officer").get("/desk/audit/?action=create_event")
    assert "Title: published" in page.text
