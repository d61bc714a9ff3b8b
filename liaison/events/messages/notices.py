"""Messages before and after an event, each in the language of whoever gets it.

By e-mail, or as a text message for whoever left only a telephone number: that one is short.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from liaison.city.queries import find_city_settings
from liaison.events.messages.dates import days, when_and_where
from liaison.events.messages.texts import help_line
from liaison.events.models.event import Event
from liaison.events.models.message import EventMessage, MessageKind
from liaison.events.policy.dates import Dated
from liaison.events.policy.messages import AFTERWARDS, Recipient, heeds_unsubscribing
from liaison.events.policy.own_links import make_token
from liaison.i18n import _, in_language, isolated, weekday_day
from liaison.mail import Carrier, Message, address_of

UNSUBSCRIBE = "unsubscribe from an event"  # the purpose of the token in the link
ON_ITS_WAY = frozenset({MessageKind.REMINDER, MessageKind.CHANGED, MessageKind.RESTORED})


@dataclass(frozen=True)
class Parts:
    """What a message is made of, whoever gets it."""

    message: EventMessage
    event: Event
    dates: Sequence[Dated]  # still to come, or all once it is over
    language: str  # of the readers; what follows is in it, or the best there is
    title: str
    notes: str
    note: str  # what a reader must know of these words, such as that a machine translated them
    words: str  # of the sender
    has_come: bool = False  # is it known that they did?
    goes_on: bool = False  # is there a date still to come?


def write(parts: Parts, to: Recipient) -> Message:
    """The message for one person; by e-mail when they left an address."""
    tag = to.language
    with in_language(tag):
        stop = address_of(f"/unsubscribe/{make_token(to.sign_up_id, UNSUBSCRIBE)}", tag)
        own = address_of(f"/sign-ups/{make_token(to.sign_up_id)}", tag)
        if not to.email:
            return Message(
                to=to.phone or "",
                subject="",
                body=_short(parts, own, stop),
                language=tag or "en",
                carrier=Carrier.TEXT,
            )
        return Message(
            to=to.email,
            subject=_subject(parts),
            body=_long(parts, own, stop),
            language=tag or "en",
            unsubscribe=stop,
        )


def _subject(parts: Parts) -> str:
    title = " ".join(parts.title.split())
    words: Mapping[MessageKind, str] = {
        MessageKind.REMINDER: _("Reminder: %(title)s", title=title),
        MessageKind.THANKS: _("Thank you: %(title)s", title=title),
        MessageKind.MATERIALS: _("To read on: %(title)s", title=title),
        MessageKind.NOTES: _("What was said: %(title)s", title=title),
        MessageKind.CHANGED: _("Another time or place: %(title)s", title=title),
        MessageKind.CANCELLED: _("Cancelled: %(title)s", title=title),
        MessageKind.RESTORED: _("It takes place after all: %(title)s", title=title),
    }
    return words[parts.message.kind]


def _opening(parts: Parts) -> str:
    """The sentence that says what it is about."""
    title = isolated(parts.title)
    kind = parts.message.kind
    if kind is MessageKind.THANKS and parts.has_come:
        return _("Thank you for coming to “%(title)s”.", title=title)
    if kind is MessageKind.CANCELLED and len(parts.dates) > 1:
        return "\n".join(
            (
                _(
                    "We are sorry: “%(title)s” does not take place on any of these days:",
                    title=title,
                ),
                days(parts.dates),
            )
        )
    words: Mapping[MessageKind, str] = {
        MessageKind.REMINDER: _("You signed up for “%(title)s”. It is soon.", title=title),
        MessageKind.THANKS: _("Thank you for your interest in “%(title)s”.", title=title),
        MessageKind.MATERIALS: _("Here are the materials of “%(title)s”.", title=title),
        MessageKind.NOTES: _("Here is what was said at “%(title)s”.", title=title),
        MessageKind.CHANGED: _(
            "“%(title)s” has another time or place. This is how it is now:", title=title
        ),
        MessageKind.CANCELLED: _(
            "We are sorry: “%(title)s” on %(day)s does not take place.",
            title=title,
            day=weekday_day(parts.dates[0].starts_at),
        ),
        MessageKind.RESTORED: _("“%(title)s” takes place after all.", title=title),
    }
    return words[kind]


def _long(parts: Parts, own: str, stop: str) -> str:
    kind = parts.message.kind
    city = find_city_settings()
    lines = [_opening(parts)]
    if kind in ON_ITS_WAY:
        lines.append(when_and_where(parts.dates))
    elif kind in AFTERWARDS and parts.goes_on:
        lines.append(_("It goes on:") + f"\n{when_and_where(parts.dates)}")
    if kind is MessageKind.NOTES:
        lines.append(parts.notes)
    lines += [parts.note, parts.words]
    if kind in ON_ITS_WAY:
        lines.append(_("Can you not come? Change or cancel your sign-up here:") + f"\n{own}")
    else:
        page = address_of(f"/events/{parts.event.id}", parts.language)
        lines.append(_("The page of the event:") + f"\n{page}")
    lines.append(
        help_line(
            email=city.contact_email if city else None, phone=city.contact_phone if city else None
        )
    )
    lines.append(_("Stop messages about this event:") + f"\n{stop}")
    if heeds_unsubscribing(kind):
        lines.append(_("You get this message because you signed up for the event."))
    return "\n\n".join(line.strip() for line in lines if line.strip()) + "\n"


def _short(parts: Parts, own: str, stop: str) -> str:
    lines = [_opening(parts)]
    if parts.message.kind in ON_ITS_WAY:
        lines.append(when_and_where(parts.dates).replace("\n\n", "\n"))
    lines.append(parts.words)
    if parts.message.kind in ON_ITS_WAY:
        lines.append(own)
    lines.append(_("Stop: %(link)s", link=stop))
    return "\n".join(line.strip() for line in lines if line.strip())
