"""Writing to somebody in a course, where they can be written to."""

from liaison import clock, mail
from liaison.events.policy.reach import reach_by
from liaison.events.queries.dates import list_dates
from liaison.training.messages.enrolments import About, Letter
from liaison.training.models.course import CourseRun
from liaison.training.models.enrolment import Enrolment
from liaison.training.queries.courses import get_course, words_of
from liaison.training.queries.runs import list_sessions, takes_place


def write_to(run: CourseRun, enrolment: Enrolment, letter: Letter) -> None:
    """Queue the letter in this transaction; nothing where nobody can write to them."""
    reach = reach_by(enrolment.person.email, enrolment.person.phone)
    if reach is None:
        return
    title = words_of(get_course(run.course), enrolment.language or "en").title
    coming = [
        date
        for session in list_sessions(run.id)
        if session.event and takes_place(session)
        for date in list_dates(session.event, ())
        if date.over_at > clock.now()
    ]
    mail.queue(letter(About(title, coming), enrolment, reach))
