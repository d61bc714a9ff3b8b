"""What is too long for an event, whichever file it comes from."""

from liaison.events.operations.events import EventDetails
from liaison.events.policy.events import LONGEST
from liaison.i18n import _, number

SHOWN = 40  # letters by which a person finds the text in the file


def too_long(details: EventDetails) -> str:
    """Why it cannot be taken; empty where all of it fits into the form of an event."""
    for name, most in LONGEST.items():
        text = getattr(details, name)
        if len(text) > most:
            return _(
                "“%(text)s…” is too long. Shorten it to %(most)s letters.",
                text=text[:SHOWN],
                most=number(most),
            )
    return ""
