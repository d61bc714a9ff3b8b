"""What people who signed up are written, with the link to their own sign-up."""

from collections.abc import Sequence
from dataclasses import dataclass

from liaison.events.messages.dates import days, when, when_and_where, where
from liaison.events.models.sign_up import SignUp
from liaison.events.policy.dates import Dated
from liaison.events.policy.own_links import make_token
from liaison.events.policy.reach import Reach
from liaison.i18n import _, _n, in_language, instant, isolated
from liaison.mail import Carrier, Message, address_of


@dataclass(frozen=True)
class About:
    """The event it is about."""

    title: str  # on one line, in the best language there is for them
    dates: Sequence[Dated]  # still to come


def place_confirmed(about: About, sign_up: SignUp, reach: Reach) -> Message:
    """They have a place."""
    with in_language(sign_up.language):
        return _write(
            about,
            sign_up,
            reach,
            subject=_("You have a place: %(event)s", event=about.title),
            lines=(
                _n(
                    "A place is kept for %(num)s person.",
                    "Places are kept for %(num)s people.",
                    sign_up.party_size,
                ),
                _("At the door, show or say this code: %(code)s", code=isolated(sign_up.code)),
            ),
        )


def queue_joined(about: About, sign_up: SignUp, reach: Reach) -> Message:
    """All places are taken, and they wait."""
    with in_language(sign_up.language):
        return _write(
            about,
            sign_up,
            reach,
            subject=_("You are on the waiting list: %(event)s", event=about.title),
            lines=(_("All places are taken. We write to you when one is free for you."),),
        )


def place_offered(about: About, sign_up: SignUp, reach: Reach) -> Message:
    """A place is free, and theirs if they say so in time."""
    with in_language(sign_up.language):
        until = instant(sign_up.offered_until) if sign_up.offered_until else ""
        return _write(
            about,
            sign_up,
            reach,
            subject=_("A place is free for you: %(event)s", event=about.title),
            lines=(
                _("Say on your page whether you take it, by %(until)s.", until=until),
                _("After that it is offered to somebody else."),
            ),
        )


def offer_ended(about: About, sign_up: SignUp, reach: Reach) -> Message:
    """They did not answer in time."""
    with in_language(sign_up.language):
        return _write(
            about,
            sign_up,
            reach,
            subject=_("Your time to answer is over: %(event)s", event=about.title),
            lines=(
                _("We kept a place for you and did not hear from you, so others may have it now."),
                _("On your page you can join the waiting list again."),
            ),
        )


def already_known(about: About, sign_up: SignUp, reach: Reach) -> Message:
    """Somebody, perhaps they, signed up with their address again; nothing was changed."""
    with in_language(sign_up.language):
        return _write(
            about,
            sign_up,
            reach,
            subject=_("You have signed up before: %(event)s", event=about.title),
            lines=(
                _("Somebody, perhaps you, signed up with your address again. Nothing changed."),
                _("On your page you can see your sign-up, change it or cancel."),
            ),
        )


def _write(
    about: About, sign_up: SignUp, reach: Reach, *, subject: str, lines: tuple[str, ...]
) -> Message:
    language = sign_up.language or "en"
    link = address_of(f"/sign-ups/{make_token(sign_up.id)}", language)
    if reach.carrier is Carrier.TEXT:
        # a text message costs by its length: what it is, when, and the page that says the rest
        body = f"{subject}\n{_when(about)}\n{link}"
        return Message(reach.to, "", body, language, carrier=Carrier.TEXT)
    own_page = _("Your page, to see, change or cancel your sign-up:")
    body = "\n\n".join((*lines, _when_and_where(about), own_page, link))
    return Message(reach.to, subject, f"{body}\n", language)


def _when(about: About) -> str:
    if len(about.dates) == 1:
        return _("When: %(time)s", time=when(about.dates[0]))
    return _several(about, days(about.dates))


def _when_and_where(about: About) -> str:
    if len(about.dates) > 1:
        return _several(about, when_and_where(about.dates))
    place = where(about.dates[0])
    return "\n".join((_when(about), *([_("Where: %(place)s", place=place)] if place else ())))


def _several(about: About, words: str) -> str:
    count = len(about.dates)
    return _n("There is %(num)s date:", "There are %(num)s dates:", count) + f"\n{words}"
