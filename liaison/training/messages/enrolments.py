"""What people who applied for a course are written, with the link to their own page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from liaison.events.policy.dates import Dated
from liaison.events.policy.reach import Reach
from liaison.i18n import _, in_language, instant
from liaison.mail import Carrier, Message, address_of
from liaison.training.models.enrolment import Enrolment
from liaison.training.policy.enrolments import OVER, last_reason
from liaison.training.policy.own_links import make_token


@dataclass(frozen=True)
class About:
    """The run it is about."""

    title: str  # of the course, in the best language there is for them
    sessions: Sequence[Dated]  # still to come


Letter = Callable[[About, Enrolment, Reach], Message]


def applied(about: About, enrolment: Enrolment, reach: Reach) -> Message:
    """We have their application."""
    with in_language(enrolment.language):
        return _write(
            about,
            enrolment,
            reach,
            _("We have your application: %(course)s", course=about.title),
            _("After the closing date we write to you whether you have a place."),
        )


def admitted(about: About, enrolment: Enrolment, reach: Reach) -> Message:
    """They have a place."""
    with in_language(enrolment.language):
        return _write(
            about,
            enrolment,
            reach,
            _("You have a place in the course: %(course)s", course=about.title),
            _("On your page you can say for each session what you need to take part."),
        )


def waitlisted(about: About, enrolment: Enrolment, reach: Reach) -> Message:
    """All places are taken."""
    with in_language(enrolment.language):
        return _write(
            about,
            enrolment,
            reach,
            _("You are on the waiting list of the course: %(course)s", course=about.title),
            _("All places are taken. We write to you when one is yours."),
        )


def declined(about: About, enrolment: Enrolment, reach: Reach) -> Message:
    """They have no place, and why."""
    with in_language(enrolment.language):
        return _write(
            about,
            enrolment,
            reach,
            _("You have no place in the course: %(course)s", course=about.title),
            _("This is why: %(reason)s", reason=last_reason(enrolment)),
        )


def withdrawn(about: About, enrolment: Enrolment, reach: Reach) -> Message:
    """They do not take part any more."""
    with in_language(enrolment.language):
        return _write(
            about,
            enrolment,
            reach,
            _("You do not take part any more: %(course)s", course=about.title),
            _("If that is a mistake, answer this message or apply again."),
        )


def completed(about: About, enrolment: Enrolment, reach: Reach) -> Message:
    """They completed it."""
    with in_language(enrolment.language):
        return _write(
            about,
            enrolment,
            reach,
            _("You completed the course: %(course)s", course=about.title),
            _("Thank you for your time. The number of your certificate is on your page."),
        )


def not_completed(about: About, enrolment: Enrolment, reach: Reach) -> Message:
    """The course is over, and something is missing."""
    with in_language(enrolment.language):
        return _write(
            about,
            enrolment,
            reach,
            _("The course is over: %(course)s", course=about.title),
            _("Something is missing to complete it. Your page says what, and what you can do."),
        )


def cancelled(about: About, enrolment: Enrolment, reach: Reach) -> Message:
    """The run does not take place."""
    with in_language(enrolment.language):
        return _write(
            About(about.title, ()),
            enrolment,
            reach,
            _("The course does not take place: %(course)s", course=about.title),
            _("We are sorry. We write to you when the course is held again, if you apply then."),
        )


def already_known(about: About, enrolment: Enrolment, reach: Reach) -> Message:
    """Somebody, perhaps they, applied again; nothing was changed."""
    with in_language(enrolment.language):
        return _write(
            about,
            enrolment,
            reach,
            _("You have applied before: %(course)s", course=about.title),
            _("Somebody, perhaps you, applied again in your name. Nothing changed."),
        )


LETTERS: dict[str, Letter] = {
    "apply_for_run": applied,
    "admit_enrolment": admitted,
    "waitlist_enrolment": waitlisted,
    "decline_enrolment": declined,
    "withdraw_enrolment": withdrawn,
    "complete_enrolment": completed,
    "fail_enrolment": not_completed,
}


def _write(about: About, enrolment: Enrolment, reach: Reach, subject: str, words: str) -> Message:
    language = enrolment.language or "en"
    link = address_of(f"/enrolments/{make_token(enrolment.id)}", language)
    if reach.carrier is Carrier.TEXT:
        return Message(reach.to, "", f"{subject}\n{link}", language, carrier=Carrier.TEXT)
    dates = [
        _("The sessions still to come:")
        + "\n"
        + "\n".join(instant(one.starts_at) for one in about.sessions)
    ]
    is_over = enrolment.state in OVER
    own_page = _("Your page:") if is_over else _("Your page, to see how you stand or to withdraw:")
    body = "\n\n".join((words, *(dates if about.sessions else ()), own_page, link))
    return Message(reach.to, subject, f"{body}\n", language)
