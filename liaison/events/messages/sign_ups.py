"""What people who signed up are written, with the link to their own sign-up.

`title` is the event's, in the best language there is for them.
"""

from liaison.events.models.event import Event
from liaison.events.models.sign_up import SignUp
from liaison.events.policy.own_links import make_token
from liaison.events.policy.reach import Reach
from liaison.i18n import _, _n, in_language, instant
from liaison.mail import Carrier, Message, address_of


def place_confirmed(event: Event, sign_up: SignUp, reach: Reach, title: str) -> Message:
    """They have a place."""
    with in_language(sign_up.language):
        return _write(
            event,
            sign_up,
            reach,
            subject=_("You have a place: %(event)s", event=title),
            lines=(
                _n(
                    "A place is kept for %(num)s person.",
                    "Places are kept for %(num)s people.",
                    sign_up.party_size,
                ),
                _("At the door, show or say this code: %(code)s", code=sign_up.code),
            ),
        )


def queue_joined(event: Event, sign_up: SignUp, reach: Reach, title: str) -> Message:
    """All places are taken, and they wait."""
    with in_language(sign_up.language):
        return _write(
            event,
            sign_up,
            reach,
            subject=_("You are on the waiting list: %(event)s", event=title),
            lines=(_("All places are taken. We write to you when one is free for you."),),
        )


def place_offered(event: Event, sign_up: SignUp, reach: Reach, title: str) -> Message:
    """A place is free, and theirs if they say so in time."""
    with in_language(sign_up.language):
        until = instant(sign_up.offered_until) if sign_up.offered_until else ""
        return _write(
            event,
            sign_up,
            reach,
            subject=_("A place is free for you: %(event)s", event=title),
            lines=(
                _("Say on your page whether you take it, by %(until)s.", until=until),
                _("After that it is offered to somebody else."),
            ),
        )


def offer_ended(event: Event, sign_up: SignUp, reach: Reach, title: str) -> Message:
    """They did not answer in time."""
    with in_language(sign_up.language):
        return _write(
            event,
            sign_up,
            reach,
            subject=_("Your time to answer is over: %(event)s", event=title),
            lines=(
                _("We kept a place for you and did not hear from you, so others may have it now."),
                _("On your page you can join the waiting list again."),
            ),
        )


def already_known(event: Event, sign_up: SignUp, reach: Reach, title: str) -> Message:
    """Somebody, perhaps they, signed up with their address again; nothing was changed."""
    with in_language(sign_up.language):
        return _write(
            event,
            sign_up,
            reach,
            subject=_("You have signed up before: %(event)s", event=title),
            lines=(
                _("Somebody, perhaps you, signed up with your address again. Nothing changed."),
                _("On your page you can see your sign-up, change it or cancel."),
            ),
        )


def _write(
    event: Event, sign_up: SignUp, reach: Reach, *, subject: str, lines: tuple[str, ...]
) -> Message:
    language = sign_up.language or "en"
    link = address_of(f"/sign-ups/{make_token(sign_up.id)}", language)
    when = _("When: %(time)s", time=instant(event.starts_at))
    if reach.carrier is Carrier.TEXT:
        # a text message costs by its length: what it is, when, and the page that says the rest
        body = f"{subject}\n{when}\n{link}"
        return Message(reach.to, "", body, language, carrier=Carrier.TEXT)
    place = ", ".join(filter(None, (event.place_name, event.room, event.address)))
    where = (_("Where: %(place)s", place=place),) if place else ()
    own_page = _("Your page, to see, change or cancel your sign-up:")
    body = "\n\n".join((*lines, "\n".join((when, *where)), own_page, link))
    return Message(reach.to, subject, f"{body}\n", language)
