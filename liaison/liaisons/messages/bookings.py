"""Messages about a booking, each in the language of whoever gets it.

To the liaison by e-mail or as a short text message, as they prefer; to staff by e-mail.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from liaison.city.queries import find_city_settings
from liaison.i18n import (
    _,
    exact_time,
    in_language,
    isolated,
    language_name,
    money,
    time_of_end,
    weekday_day,
)
from liaison.liaisons.models.booking import Booking
from liaison.liaisons.models.liaison import ReachBy
from liaison.liaisons.policy.bookings import MOVES, TASKS
from liaison.liaisons.policy.candidates import Period
from liaison.liaisons.policy.pay import price
from liaison.mail import Carrier, Message, address_of

WITH_TIME = frozenset(
    {"offer_booking", "brief_booking", "cancel_booking", "release_booking"} | set(MOVES)
)


@dataclass(frozen=True)
class Reader:
    """A liaison, and the ways in which the city can write to them."""

    email: str | None
    phone: str | None
    language: str | None
    reach_by: ReachBy
    has_account: bool  # can they answer on their own page?
    has_texts: bool  # can the city send text messages at all?

    @property
    def carrier(self) -> Carrier | None:
        """The way they like if there is one, else the other; None: somebody has to call."""
        ways = {
            Carrier.EMAIL: bool(self.email),
            Carrier.TEXT: bool(self.phone) and self.has_texts,
        }
        liked = Carrier.TEXT if self.reach_by is ReachBy.TEXT else Carrier.EMAIL
        open_ways = [way for way, is_open in ways.items() if is_open]
        return liked if liked in open_ways else next(iter(open_ways), None)


def write_to_liaison(
    reader: Reader,
    booking: Booking,
    verb: str,
    *,
    program: str,
    answer_by: datetime | None = None,
    before: Period | None = None,
) -> Message | None:
    """What a step of the booking means for them; None where there is no way to write to them."""
    if reader.carrier is None:
        return None
    tag = reader.language
    with in_language(tag):
        title, opening = _title(booking), _opening(verb, isolated(_title(booking)))
        page = address_of(f"/field/jobs/{booking.id}", tag) if reader.has_account else ""
        if reader.carrier is Carrier.TEXT:
            times = _times(booking, before) if verb in WITH_TIME else ""
            lines = [opening, times, page or _call_us()]
            body = "\n".join(line for line in lines if line)
            return Message(reader.phone or "", "", body, tag or "en", Carrier.TEXT)
        lines = [
            opening,
            *_details(booking, verb, program, answer_by, before),
            _("See the job:") + f"\n{page}" if page else _call_us(),
            _city_name(),
        ]
        body = "\n\n".join(line for line in lines if line) + "\n"
        return Message(reader.email or "", _subject(verb, title), body, tag or "en")


def _title(booking: Booking) -> str:
    return " ".join(booking.title.split())


def _city_name() -> str:
    city = find_city_settings()
    return city.name if city else ""


def _call_us() -> str:
    """For whoever has no account, and so no page on which to answer."""
    city = find_city_settings()
    ways = (
        [isolated(way) for way in (city.contact_phone, city.contact_email) if way] if city else []
    )
    return _("Call or write to us:") + "\n" + "\n".join(ways) if ways else ""


def _subject(verb: str, title: str) -> str:
    words: Mapping[str, str] = {
        "offer_booking": _("A job for you: %(title)s", title=title),
        "withdraw_offer": _("No longer needed: %(title)s", title=title),
        "release_booking": _("No longer yours: %(title)s", title=title),
        "move_booking": _("Another time: %(title)s", title=title),
        "rematch_booking": _("No longer yours: %(title)s", title=title),
        "brief_booking": _("What to know: %(title)s", title=title),
        "cancel_booking": _("Cancelled: %(title)s", title=title),
        "thank_booking": _("Thank you: %(title)s", title=title),
        "report_booking": _("What came of it: %(title)s", title=title),
    }
    return words[verb]


def _opening(verb: str, title: str) -> str:
    words: Mapping[str, str] = {
        "offer_booking": _("Can you take this job: “%(title)s”?", title=title),
        "withdraw_offer": _(
            "We asked you to take the job “%(title)s”. You need not answer any more.", title=title
        ),
        "release_booking": _("You are no longer asked to do the job “%(title)s”.", title=title),
        "move_booking": _(
            "The time of the job “%(title)s” has changed. Can you take it at the new time?",
            title=title,
        ),
        "rematch_booking": _(
            "The time of the job “%(title)s” has changed, and somebody else is asked for the new "
            "time. You need not come.",
            title=title,
        ),
        "brief_booking": _("This is what to know for the job “%(title)s”.", title=title),
        "cancel_booking": _("We are sorry: the job “%(title)s” does not take place.", title=title),
        "thank_booking": _("Thank you for what you did for “%(title)s”.", title=title),
        "report_booking": _("The city tells you what came of “%(title)s”.", title=title),
    }
    return words[verb]


def _details(
    booking: Booking,
    verb: str,
    program: str,
    answer_by: datetime | None,
    before: Period | None,
) -> list[str]:
    place = isolated(booking.place) if booking.place else ""
    when_and_where = "\n".join(line for line in (_times(booking, before), place) if line)
    if verb in {"offer_booking", "move_booking"}:
        deadline = _deadline(answer_by) if answer_by else ""
        what = "\n".join(_what(booking, program))
        return [when_and_where, what, deadline, _("You are free to say no.")]
    words: Mapping[str, list[str]] = {
        "brief_booking": [when_and_where, booking.brief],
        "cancel_booking": [when(booking), booking.reason],
        "release_booking": [when(booking)],
        "rematch_booking": [_times(booking, before)],
        "report_booking": [booking.report_back],
    }
    return words.get(verb, [])


def _deadline(answer_by: datetime) -> str:
    day, time = weekday_day(answer_by), exact_time(answer_by)
    return _("Please answer by %(day)s, %(time)s.", day=day, time=time)


def _what(booking: Booking, program: str) -> list[str]:
    lines = [
        _("Programme: %(program)s", program=isolated(program)),
        _("What you would do: %(task)s", task=TASKS[booking.task]),
    ]
    if booking.language:
        lines.append(_("Language: %(language)s", language=language_name(booking.language)))
    if booking.cents_an_hour is None:
        lines.append(_("This job is not paid."))
    else:
        amount = money(price(booking.minutes, booking.cents_an_hour))
        lines.append(_("Pay: %(amount)s", amount=amount))
    return lines


def _times(booking: Booking, before: Period | None) -> str:
    if before is None:
        return when(booking)
    old, new = _("Before: %(when)s", when=when(before)), _("Now: %(when)s", when=when(booking))
    return f"{old}\n{new}"


def when(booking: Booking | Period) -> str:
    """The day and from when to when, at the city's clocks."""
    return _(
        "%(day)s, %(start)s to %(end)s",
        day=weekday_day(booking.starts_at),
        start=exact_time(booking.starts_at),
        end=time_of_end(booking.ends_at, booking.starts_at),
    )


def write_to_staff(
    to: str, language: str | None, booking: Booking, verb: str, *, liaison_name: str
) -> Message:
    """What the liaison did about it."""
    with in_language(language):
        name, title = isolated(liaison_name), _title(booking)
        words: Mapping[str, str] = {
            "accept_offer": _("%(name)s takes the job “%(title)s”.", name=name, title=title),
            "decline_offer": _("%(name)s cannot take the job “%(title)s”.", name=name, title=title),
            "expire_offer": _(
                "%(name)s did not answer in time about “%(title)s”.", name=name, title=title
            ),
            "leave_booking": _(
                "%(name)s cannot come any more to “%(title)s”.", name=name, title=title
            ),
            "move_booking": _("“%(title)s” was moved to another time.", title=title),
            # without a name: they may have been erased
            "release_booking": _(
                "Somebody else has to be found for “%(title)s”: "
                "the liaison who was asked is no longer at work.",
                title=title,
            ),
            "debrief_booking": _(
                "%(name)s wrote down what they bring back from “%(title)s”.", name=name, title=title
            ),
        }
        page = address_of(f"/desk/bookings/{booking.id}", language)
        return Message(
            to=to,
            subject=words[verb],
            body="\n\n".join((words[verb], when(booking), page)) + "\n",
            language=language or "en",
        )
