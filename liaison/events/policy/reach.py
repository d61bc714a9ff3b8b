"""How somebody who signed up is written to."""

from typing import NamedTuple

from liaison.events.models.sign_up import SignUp
from liaison.i18n import settings
from liaison.mail import Carrier


class Reach(NamedTuple):
    """What takes a message to whom."""

    carrier: Carrier
    to: str


def reach_by(email: str | None, phone: str | None) -> Reach | None:
    """By e-mail, else by text message where the city sends them; None: nobody can write."""
    if email:
        return Reach(Carrier.EMAIL, email)
    if phone and settings().sends_texts():
        return Reach(Carrier.TEXT, phone)
    return None


def reach_of(sign_up: SignUp) -> Reach | None:
    """The same for one who signed up; the person must be loaded."""
    person = sign_up.person
    return reach_by(person.email, person.phone) if person else None
