"""Courses with cards, and people who filled them in."""

import uuid
from datetime import date

from liaison.db import db
from liaison.training.models.assessment import Occasion
from liaison.training.models.course import Course, CourseKind, CourseRun, CourseText, RunState
from liaison.training.operations.cards import answer_cards
from liaison.training.queries.cards import list_sheets

DAY = date(2026, 3, 7)


def make_carded_run(program, *, course="liaison", **values):
    """A run of a course that is shipped with cards."""
    if db.session.get(Course, course) is None:
        db.session.add(Course(key=course, kind=CourseKind.SESSION, minutes=60, rule={}))
        db.session.flush()
        title = "One hour for neighborhood liaisons"
        db.session.add(CourseText(course=course, language="en", title=title))
    values = {"state": RunState.RUNNING, "language": "en", "starts_on": DAY} | values
    run = CourseRun(course=course, program_id=program.id, rule={}, **values)
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


def add_cards(program):
    """A run that goes on, with its cards; what addresses are made of."""
    run = make_carded_run(program, state=RunState.RUNNING)
    views = ("choose_card", "answer_card")
    return {f"training_cards.{view}:code": run.card_code for view in views} | {
        "training_cards.answer_card:occasion": "before"
    }
