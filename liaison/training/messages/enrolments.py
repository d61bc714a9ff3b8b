"""What people who applied for a course are written, with the link to their own page."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel.speaklater import LazyString

from liaison.events.policy.dates import Dated
from liaison.events.policy.reach import Reach
from liaison.i18n import _, _l, in_language, instant
from liaison.mail import Carrier, Message, address_of
from liaison.training.models.course import CourseRun
from liaison.training.models.enrolment import Enrolment
from liaison.training.policy.enrolments import LIVE, OVER, last_reason
from liaison.training.policy.own_links import make_token


@dataclass(frozen=True)
class About:
    """The run it is about."""

    title: str  # of the course, in the best language there is for them
    sessions: Sequence[Dated]  # still to come


@dataclass(frozen=True)
class Letter:
    """What one of them says; on top is what became of the course for them."""

    subject: LazyString
    words: LazyString
    names_sessions: bool = True


LETTERS = {
    "apply_for_run": Letter(
        _l("We have your application: %(course)s"),
        _l("After the closing date we write to you whether you have a place."),
    ),
    "admit_enrolment": Letter(
        _l("You have a place in the course: %(course)s"),
        _l("On your page you can say for each session what you need to take part."),
    ),
    "waitlist_enrolment": Letter(
        _l("You are on the waiting list of the course: %(course)s"),
        _l("All places are taken. We write to you when one is yours."),
    ),
    "decline_enrolment": Letter(
        _l("You have no place in the course: %(course)s"),
        _l("This is why: %(reason)s"),
    ),
    "withdraw_enrolment": Letter(
        _l("You do not take part any more: %(course)s"),
        _l("If that is a mistake, answer this message or apply again."),
    ),
    "complete_enrolment": Letter(
        _l("You completed the course: %(course)s"),
        _l("Thank you for your time. On your page you find your certificate, to download."),
    ),
    "fail_enrolment": Letter(
        _l("The course is over: %(course)s"),
        _l("Something is missing to complete it. Your page says what, and what you can do."),
    ),
}
AT_OWN_PACE = {
    "admit_enrolment": Letter(
        _l("You have a place in the course: %(course)s"),
        _l(
            "Do its parts in your own time. Your page says which are done and what is still needed."
        ),
    ),
}
CANCELLED = Letter(
    _l("The course does not take place: %(course)s"),
    _l("We are sorry. We write to you when the course is held again, if you apply then."),
    names_sessions=False,
)
# Somebody, perhaps they, applied again; nothing was changed.
ALREADY_KNOWN = Letter(
    _l("You have applied before: %(course)s"),
    _l("Somebody, perhaps you, applied again in your name. Nothing changed."),
)


def letter_of(verb: str, run: CourseRun) -> Letter:
    """What they are written after a step."""
    return (AT_OWN_PACE if run.is_self_paced else {}).get(verb) or LETTERS[verb]


def write(letter: Letter, about: About, enrolment: Enrolment, reach: Reach) -> Message:
    """The letter in their language."""
    with in_language(enrolment.language):
        subject = str(letter.subject) % {"course": about.title}
        words = str(letter.words) % {"reason": last_reason(enrolment)}
        sessions = about.sessions if letter.names_sessions and enrolment.state in LIVE else ()
        return _write(sessions, enrolment, reach, subject, words)


def _write(
    sessions: Sequence[Dated], enrolment: Enrolment, reach: Reach, subject: str, words: str
) -> Message:
    language = enrolment.language or "en"
    link = address_of(f"/enrolments/{make_token(enrolment.id)}", language)
    if reach.carrier is Carrier.TEXT:
        return Message(reach.to, "", f"{subject}\n{link}", language, carrier=Carrier.TEXT)
    dates = [
        _("The sessions still to come:")
        + "\n"
        + "\n".join(instant(one.starts_at) for one in sessions)
    ]
    is_over = enrolment.state in OVER
    own_page = _("Your page:") if is_over else _("Your page, to see how you stand or to withdraw:")
    body = "\n\n".join((words, *(dates if sessions else ()), own_page, link))
    return Message(reach.to, subject, f"{body}\n", language)
