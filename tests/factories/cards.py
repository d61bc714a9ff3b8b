"""Courses with cards, and people who filled them in."""

import uuid
from datetime import UTC, date, datetime

from factories.liaisons import make_liaison

from liaison import clock
from liaison.db import db
from liaison.liaisons.operations.credentials import issue_credential
from liaison.permissions import SYSTEM
from liaison.training.models.assessment import Occasion
from liaison.training.models.course import Course, CourseKind, CourseRun, CourseText, RunState
from liaison.training.models.enrolment import Enrolment, EnrolmentState
from liaison.training.operations.cards import answer_cards
from liaison.training.queries.cards import list_sheets

DAY = date(2026, 3, 7)
MORNING = datetime(2026, 3, 7, 15, tzinfo=UTC)


def make_carded_run(program, *, course="liaison", **values):
    """A run of a course that is shipped with cards."""
    if db.session.get(Course, course) is None:
        db.session.add(Course(key=course, kind=CourseKind.SESSION, minutes=60, rule={}))
        db.session.flush()
        title = "One hour for neighborhood liaisons"
        db.session.add(CourseText(course=course, language="en", title=title))
    values = {"state": RunState.RUNNING, "language": "en", "planned_at": MORNING} | values
    run = CourseRun(
        course=course, kind=CourseKind.SESSION, program_id=program.id, rule={}, **values
    )
    db.session.add(run)
    db.session.commit()
    return run


def right_answers(run, *, but=0):
    """Ticks of a knowledge card with so many questions left out."""
    items = next(iter(list_sheets(run.course).values())).items
    return {item.key: item.right for item in items[but:]}


def answer(run, occasion, *, code="", today=DAY, **sent):
    """Fill in what is asked at an occasion; returns how many cards were stored."""
    return answer_cards(
        run=run,
        occasion=Occasion(occasion),
        own_code=code,
        sent=sent,
        key=uuid.uuid4(),
        today=today,
    )


def answer_twice(run, people, *, before=3, after=1):
    """So many people who left out some questions before and fewer after."""
    for number in range(people):
        code = f"code{number:02}"
        answer(run, "before", code=code, **right_answers(run, but=min(5, before + number % 2)))
        answer(run, "after", code=code, **right_answers(run, but=after))


def graduate(run, liaison, *, on=DAY):
    """The liaison completed the run and has its credential since that day."""
    enrolment = Enrolment(
        run_id=run.id,
        person_id=liaison.person_id,
        state=EnrolmentState.COMPLETED,
        applied_at=clock.now(),
    )
    db.session.add(enrolment)
    db.session.flush()
    issue_credential(
        actor=SYSTEM,
        person_id=liaison.person_id,
        course=run.course,
        titles={"en": "One hour"},
        grants_rights=False,
        language="en",
        minutes=60,
        issued_on=on,
        expires_on=None,
        enrolment_id=enrolment.id,
    )
    db.session.commit()


def add_cards(program):
    """A run that goes on, with its cards, and one that ended; what addresses are made of."""
    run, over = make_carded_run(program), make_carded_run(program)
    answer_twice(over, 2)
    over.state = RunState.ENDED
    graduate(over, make_liaison("Noor Haddad"))
    views = ("choose_card", "answer_card")
    return {f"training_cards.{view}:code": run.card_code for view in views} | {
        "training_cards.answer_card:occasion": "before",
        "training_results.show_course_results:course_key": run.course,
        "card_texts.write_card:course_key": run.course,
        "card_texts.write_card:card_kind": "knowledge",
        "training_results.show_cards:run_id": run.id,
        "training_results.draw_card_code:run_id": run.id,
        "training_results.show_run_results:run_id": over.id,
        "training_levels.show_levels:run_id": over.id,
    }
