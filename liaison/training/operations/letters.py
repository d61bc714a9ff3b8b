"""Writing to somebody in a course, where they can be written to."""

from liaison import mail
from liaison.events.policy.reach import reach_by
from liaison.training.messages.enrolments import About, Letter, write
from liaison.training.models.enrolment import Enrolment
from liaison.training.operations.in_hand import RunInHand
from liaison.training.queries.courses import words_of


def write_to(held: RunInHand, enrolment: Enrolment, letter: Letter) -> None:
    """Queue the letter in this transaction; nothing where nobody can write to them."""
    reach = reach_by(enrolment.person.email, enrolment.person.phone)
    if reach is None:
        return
    title = words_of(held.course, enrolment.language or "en").title
    mail.queue(write(letter, About(title, held.coming), enrolment, reach))
