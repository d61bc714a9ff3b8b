"""Writing to somebody who signed up, where they can be written to."""

from collections.abc import Callable

from liaison import mail
from liaison.events.models.event import Event
from liaison.events.models.sign_up import SignUp
from liaison.events.policy.reach import Reach, reach_of

Letter = Callable[[Event, SignUp, Reach], mail.Message]


def write_to(event: Event, sign_up: SignUp, letter: Letter) -> None:
    """Queue the message in this transaction; nothing where nobody can write to them."""
    reach = reach_of(sign_up)
    if reach:
        mail.queue(letter(event, sign_up, reach))
