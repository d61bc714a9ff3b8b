"""Writing to somebody who signed up, where they can be written to."""

from collections.abc import Callable, Sequence
from typing import Any

from liaison import clock, mail
from liaison.events.messages.sign_ups import About
from liaison.events.models.event import Event
from liaison.events.models.sign_up import SignUp
from liaison.events.policy.dates import still_to_come
from liaison.events.policy.reach import Reach, reach_of
from liaison.events.queries.dates import list_dates
from liaison.events.queries.texts import text_of

Letter = Callable[[About, SignUp, Reach], mail.Message]


def write_to(
    event: Event, sign_up: SignUp, letter: Letter, *, further: Sequence[Any] | None = None
) -> None:
    """Queue the message in this transaction; nothing where nobody can write to them.

    `further` are the event's further dates, for whoever has just read them.
    """
    reach = reach_of(sign_up)
    if reach:
        dates = still_to_come(list_dates(event, further), clock.now())
        about = About(_title(event, sign_up.language), dates)
        mail.queue(letter(about, sign_up, reach))


def _title(event: Event, language: str | None) -> str:
    """The event's title for this reader, on one line."""
    wanted = language or "en"
    title = event.title if wanted == event.language else text_of(event.id, wanted).title
    return " ".join(title.split())
