"""Topics and contacts for tests."""

from liaison.contacts.models import Channel
from liaison.contacts.operations.entries import ContactDetails, log_contact
from liaison.contacts.operations.topics import create_missing_topics
from liaison.permissions import SYSTEM


def make_topic(name="Parks"):
    """The topic of that name."""
    [topic] = create_missing_topics(actor=SYSTEM, names=[name]).values()
    return topic


def make_contact(program, *, topic="Parks", area=None, actor=SYSTEM, **values):
    """A contact in a programme; without an area somewhere in words."""
    details = ContactDetails(
        program_id=program.id,
        topic_id=make_topic(topic).id,
        area_id=area.id if area else None,
        place=values.pop("place", "" if area else "Corner of Main and 1st"),
        channel=values.pop("channel", Channel.IN_PERSON),
        **values,
    )
    return log_contact(actor=actor, details=details)
