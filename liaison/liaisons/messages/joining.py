"""What follows when somebody offers to become a liaison: an answer, and a note to the city."""

import uuid

from liaison.city.queries import find_city_settings
from liaison.i18n import _, in_language, isolated, settings
from liaison.mail import Message, address_of
from liaison.people.models import Person


def thanks(person: Person) -> Message:
    """In the language in which they wrote. For a person with an e-mail address."""
    tag = person.language
    with in_language(tag):
        city = find_city_settings()
        name = isolated(city.name if city else settings().city_name)
        lines = [
            _("Hello %(name)s,", name=isolated(person.name)),
            _("Thank you for offering to become a liaison of %(city)s.", city=name),
            _("Somebody from the city will talk with you about the free training."),
            _("What liaisons do: %(link)s", link=address_of("/about", tag)),
            _("If you did not ask for this, you need not do anything: no account was made."),
        ]
        return Message(
            to=person.email or "",
            subject=_("You want to become a liaison"),
            body="\n\n".join(lines),
            language=tag or "en",
        )


def note_to_city(liaison_id: uuid.UUID, to: str) -> Message:
    """That there is somebody to talk with; who it is stands on the desk and in no message."""
    with in_language("en"):
        link = address_of(f"/desk/liaisons/{liaison_id}", "en")
        return Message(
            to=to,
            subject=_("Somebody wants to become a liaison"),
            body=_("Talk with them, and enter their training: %(link)s", link=link),
        )
