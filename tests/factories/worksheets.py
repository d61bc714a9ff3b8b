"""Worksheets as tests need them."""

from datetime import date

from liaison.db import db
from liaison.permissions import SYSTEM
from liaison.worksheets import imports, operations, queries
from liaison.worksheets.models import Content, Question, QuestionKind, Rung
from liaison.worksheets.operations import Entry

K = QuestionKind
TYPED = {
    K.NUMBER: "12",
    K.PERCENT: "45",
    K.MONEY: "1200.50",
    K.DATE: "2026-03-27",
}


def start_worksheet(cast, who="manager", year=2026):
    """A draft for the outreach programme, started by one of the cast."""
    template = imports.publish_shipped(actor=SYSTEM, key="equity-planning-guide")
    worksheet = operations.start_worksheet(
        actor=cast.actor(who), template=template, program=cast.outreach, year=year
    )
    db.session.commit()
    return get_worksheet(worksheet.id)


def get_worksheet(worksheet_id):
    """As a request would load it."""
    return queries.get_worksheet(SYSTEM, worksheet_id)


def keep(worksheet):
    """Store, and load again what storing made stale."""
    db.session.commit()
    get_worksheet(worksheet.id)


def value_of(question: Question):
    """Something that answers a question."""
    if question.kind is K.TABLE:
        cells = {}
        for column in question.columns:
            if column.kind is K.DATE_RANGE:
                cells |= {f"{column.key}_from": "2026-03-01", f"{column.key}_to": "2026-04-01"}
            else:
                cells[column.key] = value_of(column)
        return [cells] * max(1, question.min_rows)
    if question.kind in {K.PLACE_SELECT, K.LANGUAGE_SELECT}:
        return ["1"] if question.kind is K.PLACE_SELECT else ["en", "es"]
    if question.kind is K.INDICATOR_REF:
        return "worksheets.state"
    if question.options:
        first = question.options[0].value
        return first if question.kind in {K.SINGLE_CHOICE, K.YES_NO_UNSURE} else [first]
    return TYPED.get(question.kind, f"Words on {question.prompt}")


def answer_all(cast, worksheet, who="manager", leave_out=()):
    """Answer every required question but some, and plan one action."""
    entries = [
        Entry(question.key, Content(value=value_of(question)))
        for question in worksheet.template.parsed.questions
        if question.required is not Rung.NEVER and question.key not in leave_out
    ]
    actor = cast.actor(who)
    operations.save_answers(actor=actor, worksheet=worksheet, entries=entries)
    operations.add_worksheet_action(
        actor=actor,
        worksheet=worksheet,
        text="Ask the renters of District 1",
        owner_name="Ana Pérez",
        due_on=date(2026, 6, 1),
    )
    keep(worksheet)


def submit(cast, worksheet, who="manager"):
    """Answer everything and send it to review."""
    answer_all(cast, worksheet, who)
    operations.submit_worksheet(actor=cast.actor(who), worksheet=worksheet)
    keep(worksheet)
