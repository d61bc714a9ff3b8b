"""Answers in words, and the worksheet as a document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask import render_template

from liaison import clock, documents
from liaison.city.queries import find_city_settings
from liaison.i18n import _, _l, current_language, day, money, number
from liaison.indicators.figures import list_figures
from liaison.languages import spoken_language
from liaison.places.queries import list_main_areas
from liaison.programs.policy import ACTION_WORDS
from liaison.worksheets import policy, queries
from liaison.worksheets.models import (
    Answer,
    Content,
    EvidenceStrength,
    Question,
    QuestionKind,
    Section,
    Template,
    Worksheet,
    WorksheetState,
)

K = QuestionKind

STATE_WORDS = {
    WorksheetState.DRAFT: _l("Draft"),
    WorksheetState.IN_REVIEW: _l("In review"),
    WorksheetState.CHANGES_REQUESTED: _l("Changes requested"),
    WorksheetState.APPROVED: _l("Approved"),
}
STRENGTH_WORDS = {
    EvidenceStrength.NONE: _l("No evidence yet"),
    EvidenceStrength.ANECDOTAL: _l("Stories or staff experience"),
    EvidenceStrength.PARTIAL: _l("Some data, gaps known"),
    EvidenceStrength.SOLID: _l("Data and community confirmation agree"),
}
STEP_WORDS = {
    "start_worksheet": _l("Started"),
    "submit_worksheet": _l("Sent to review"),
    "request_changes": _l("Changes requested"),
    "approve_worksheet": _l("Approved"),
}


@dataclass(frozen=True)
class Words:
    """What codes in answers stand for, beyond the template's own options."""

    places: Mapping[str, str]
    indicators: Mapping[str, str]


@dataclass(frozen=True)
class ShownAnswer:
    """An answer as it is read: lines of words, or a table of them."""

    question: Question
    content: Content
    lines: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    is_answered: bool = False
    strength: str = ""
    by_name: str = ""


@dataclass(frozen=True)
class ShownSection:
    title: str
    answers: Sequence[ShownAnswer]


def load_words() -> Words:
    """Names of the places and figures an answer may point to."""
    return Words(
        places={area.code: area.name for area in list_main_areas()},
        indicators={source.key: str(source.definition) for source in list_figures()},
    )


def show_sections(
    template: Template, answers: Mapping[str, Answer], words: Words
) -> list[ShownSection]:
    """Every question that is shown, with its answer or without."""
    contents = {key: answer.content for key, answer in answers.items()}
    return [
        ShownSection(
            section.title,
            [
                show_answer(question, contents.get(question.key, Content()), words)
                for question in section.questions
                if policy.is_shown(question, contents)
            ],
        )
        for section in template.sections
    ]


def show_answer(
    question: Question, content: Content, words: Words, by_name: str = ""
) -> ShownAnswer:
    """One answer in words."""
    is_table = question.kind is K.TABLE
    strength = EvidenceStrength(content.evidence_strength)
    return ShownAnswer(
        question=question,
        content=content,
        lines=() if is_table else _lines(question, content.value, content.detail, words),
        rows=_rows(question, content.value or (), words) if is_table else (),
        is_answered=policy.is_answered(question, content),
        strength="" if strength is EvidenceStrength.NONE else str(STRENGTH_WORDS[strength]),
        by_name=by_name,
    )


def show_theirs(section: Section, answers: Mapping[str, Answer]) -> dict[str, ShownAnswer]:
    """What others wrote meanwhile, with their names, by question."""
    words = load_words()
    names = queries.find_names({answer.answered_by_id for answer in answers.values()})
    return {
        question.key: show_answer(
            question, answer.content, words, names.get(answer.answered_by_id, "")
        )
        for question in section.questions
        if (answer := answers.get(question.key))
    }


def _rows(
    table: Question, rows: Sequence[Mapping[str, Any]], words: Words
) -> Sequence[Sequence[str]]:
    return [
        ["; ".join(_lines(column, _cell(column, row), row.get(f"{column.key}_detail", ""), words))
         for column in table.columns]
        for row in rows
    ]  # fmt: skip


def _cell(column: Question, row: Mapping[str, Any]) -> Any:
    if column.kind is K.DATE_RANGE:
        return {end: row.get(f"{column.key}_{end}") for end in ("from", "to")}
    return row.get(column.key)


def _lines(question: Question, value: Any, detail: str, words: Words) -> list[str]:
    if value in (None, "", [], {}):
        return []
    labels = {option.value: option.label for option in question.options}
    codes = value if isinstance(value, list) else [value]
    if question.kind is K.PLACE_SELECT:
        lines = [words.places.get(code, code) for code in codes]
    elif question.kind is K.LANGUAGE_SELECT:
        lines = [spoken_language(code).name for code in codes]
    elif question.kind is K.INDICATOR_REF:
        lines = [words.indicators.get(value, value)]
    elif labels:
        lines = [labels.get(str(code), str(code)) for code in codes]
    else:
        return [_typed(question.kind, value)]
    return [*lines, detail] if detail else lines


def _typed(kind: QuestionKind, value: Any) -> str:
    if kind is K.DATE:
        return day(date.fromisoformat(value))
    if kind is K.DATE_RANGE:
        ends = [day(date.fromisoformat(end)) for end in (value["from"], value["to"]) if end]
        return " – ".join(ends)
    if kind is K.MONEY:
        return money(int(Decimal(value) * 100))
    if kind is K.PERCENT:
        return f"{number(Decimal(value))} %"
    if kind is K.NUMBER:
        return number(Decimal(value))
    return str(value)


def worksheet_html(worksheet: Worksheet) -> str:
    """The whole worksheet as a document, in the language in force."""
    template = worksheet.template.parsed
    answers = queries.find_answers(worksheet.id)
    contents = {key: answer.content for key, answer in answers.items()}
    return render_template(
        "documents/worksheet.html",
        worksheet=worksheet,
        produced_at=clock.now(),
        state_words=STATE_WORDS,
        action_words=ACTION_WORDS,
        strength_words=STRENGTH_WORDS,
        sections=show_sections(template, answers, load_words()),
        completeness=policy.measure_completeness(template, contents),
        evidence=policy.count_evidence(template, contents),
        actions=queries.list_actions(worksheet.id),
        steps=queries.list_steps(worksheet.id),
    )


def worksheet_pdf(worksheet: Worksheet) -> bytes:
    """The document as PDF; in jobs and commands only."""
    city = find_city_settings()
    return documents.render_pdf(
        worksheet_html(worksheet),
        title=document_title(worksheet),
        language=current_language().tag,
        accent=city.accent if city else "",
    )


def document_title(worksheet: Worksheet) -> str:
    """What the document is called."""
    title: str = _(
        "%(title)s: %(program)s, %(year)s",
        title=worksheet.title,
        program=worksheet.program.name,
        year=worksheet.year,
    )
    return title
