"""Tabulation: how many answered what, by the rules for questions with several answers.

A response is a set of codes. `alone(c)` ticked nothing but c; `in_combination(c)` ticked c, maybe
with others; `two_or_more` ticked several. Alone and two or more add up to all who answered;
in combination adds up to at least that. None of this may be shown: `protect_question` may.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from liaison.db import db
from liaison.demographics.models import CollectionPoint, DemographicTally, NonAnswer
from liaison.demographics.policy import countable_by, offers_countable_by
from liaison.demographics.queries.packs import Question
from liaison.i18n import _, _l
from liaison.indicators.figures import FigureSource
from liaison.permissions import Actor
from liaison.statistics.disclosure.cells import Cell, share
from liaison.statistics.disclosure.counts import protect_answers

Ticked = Mapping[frozenset[str], int]  # set of codes -> how many responses ticked exactly these

_NON_ANSWERS = {kind.value: kind for kind in NonAnswer}
OTHER = "other"  # an answer the pack or the map no longer has
PREFER_NOT, BLANK = "prefer_not", "blank"
# For a reader there are two ways of not answering: by choice, or for whatever other reason.
SILENT = {
    NonAnswer.PREFER_NOT: PREFER_NOT,
    NonAnswer.DECLINED_VERBALLY: PREFER_NOT,
    NonAnswer.LEFT_BLANK: BLANK,
    NonAnswer.NOT_OFFERED: BLANK,
    NonAnswer.UNREADABLE: BLANK,
}


@dataclass(frozen=True)
class AnswerCount:
    """How many responses to a question ticked exactly `codes`, or gave this non-answer."""

    question: str
    codes: frozenset[str]
    non_answer: NonAnswer | None
    responses: int


@dataclass(frozen=True)
class QuestionCounts:
    """The answers to one question. `silent` always has both kinds of not answering."""

    ticked: dict[frozenset[str], int] = field(default_factory=dict)
    silent: dict[str, int] = field(default_factory=lambda: {PREFER_NOT: 0, BLANK: 0})

    @property
    def answered(self) -> int:
        return sum(self.ticked.values())

    @property
    def responses(self) -> int:
        return self.answered + sum(self.silent.values())


@dataclass(frozen=True)
class OfferedForms:
    """Forms offered at a programme's collection points; `uncounted` points have no count."""

    forms: int
    points: int
    uncounted: int

    @property
    def is_complete(self) -> bool:
        """Every point was counted, so a response rate may be worked out."""
        return bool(self.points) and not self.uncounted


def count_answers(actor: Actor, *, program_id: uuid.UUID, year: int) -> list[AnswerCount]:
    """The answers to every question in a year of plan months; one statement."""
    rows = db.session.execute(
        select(
            DemographicTally.question,
            DemographicTally.answer,
            func.sum(DemographicTally.responses),
        )
        .where(
            countable_by(actor),
            DemographicTally.program_id == program_id,
            DemographicTally.plan_month.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .group_by(DemographicTally.question, DemographicTally.answer)
        .order_by(DemographicTally.question, DemographicTally.answer)
    )
    return [_answer_count(question, answer, int(total)) for question, answer, total in rows]


def find_last_year(actor: Actor, *, program_id: uuid.UUID) -> int | None:
    """The last year in which anybody answered."""
    month = db.session.scalar(
        select(func.max(DemographicTally.plan_month)).where(
            countable_by(actor), DemographicTally.program_id == program_id
        )
    )
    return month.year if month else None


def _answer_count(question: str, answer: str, responses: int) -> AnswerCount:
    if answer in _NON_ANSWERS:
        return AnswerCount(question, frozenset(), _NON_ANSWERS[answer], responses)
    return AnswerCount(question, frozenset(answer.split("+")), None, responses)


def count_offered(actor: Actor, *, program_id: uuid.UUID, year: int) -> OfferedForms:
    """Forms offered at points that opened in the year; one statement."""
    forms, points, counted = db.session.execute(
        select(
            func.sum(CollectionPoint.forms_offered),
            func.count(),
            func.count(CollectionPoint.forms_offered),
        ).where(
            offers_countable_by(actor),
            CollectionPoint.program_id == program_id,
            CollectionPoint.opens_on.between(date(year, 1, 1), date(year, 12, 31)),
        )
    ).one()
    return OfferedForms(int(forms or 0), points, points - counted)


def by_question(counts: Iterable[AnswerCount]) -> dict[str, QuestionCounts]:
    """The same, question by question."""
    found: dict[str, QuestionCounts] = {}
    for count in counts:
        question = found.setdefault(count.question, QuestionCounts())
        if count.non_answer is None:
            before = question.ticked.get(count.codes, 0)
            question.ticked[count.codes] = before + count.responses
        else:
            question.silent[SILENT[count.non_answer]] += count.responses
    return found


def alone(ticked: Ticked, code: str) -> int:
    """How many ticked this and nothing else."""
    return ticked.get(frozenset({code}), 0)


def in_combination(ticked: Ticked, code: str) -> int:
    """How many ticked this, alone or with others."""
    return sum(responses for codes, responses in ticked.items() if code in codes)


def two_or_more(ticked: Ticked) -> int:
    """How many ticked several."""
    return sum(responses for codes, responses in ticked.items() if len(codes) > 1)


@dataclass(frozen=True)
class Group:
    """Answers counted together. Groups of a question exclude each other."""

    key: str
    label: str
    holds: Callable[[frozenset[str]], bool]


@dataclass(frozen=True)
class ProtectedTable:
    """One question as it may be shown. The cells hold no number that may not be seen."""

    key: str
    title: str
    rows: list[tuple[str, Cell, float | None]]  # group, people, share of those who answered
    silent: Mapping[str, Cell]
    answered: Cell
    total: Cell


def protect_question(
    question: Question, counts: QuestionCounts, area_names: Mapping[str, str]
) -> ProtectedTable:
    """The table of a question, small counts protected. A count of none is a row too: leaving it
    out would say more about a table that is withheld whole.
    """
    groups = group_answers(question, area_names)
    sums = {group.key: 0 for group in groups}
    for codes, responses in counts.ticked.items():
        key = next((group.key for group in groups if group.holds(codes)), OTHER)
        sums[key] = sums.get(key, 0) + responses
    guarded = protect_answers(sums, counts.silent)
    labels = {OTHER: _("Other answers")} | {group.key: group.label for group in groups}
    return ProtectedTable(
        key=question.key,
        title=question.prompt,
        rows=[
            (labels[key], guarded.answers[key], share(guarded.answers[key], guarded.answered))
            for key in sums
        ],
        silent=guarded.non_answers,
        answered=guarded.answered,
        total=guarded.total,
    )


def group_answers(question: Question, area_names: Mapping[str, str]) -> list[Group]:
    """How answers are grouped on every page.

    One partition for each question, the same as in the evaluation report: a second one of the same
    people would give small counts away by subtraction.
    """
    labels = {choice.code: choice.label for choice in question.choices}
    if question.asks_for_area:
        labels = {**area_names, **labels}
    if question.key == "race_ethnicity":
        return [
            Group("hispanic", _("Hispanic or Latino, of any race"), lambda codes: "hisp" in codes),
            *(
                Group(code, _("%(group)s alone", group=label), _only(code))
                for code, label in labels.items()
                if code != "hisp"
            ),
            Group("several", _("Two or more, none of them Hispanic"), lambda codes: len(codes) > 1),
        ]
    if question.key == "english_ability":
        less = _("Speaks English less than very well")
        best = _only("very_well")
        return [
            Group("less", less, lambda codes: not best(codes)),
            Group("very_well", labels["very_well"], best),
        ]
    if question.exclusive:
        none = _only(question.exclusive)
        return [
            Group("some", _("One or more of these"), lambda codes: not none(codes)),
            Group("none", labels[question.exclusive], none),
        ]
    return [Group(code, label, _only(code)) for code, label in labels.items()]


def _only(code: str) -> Callable[[frozenset[str]], bool]:
    return lambda codes: codes == {code}


figures = (
    FigureSource(
        "demographics.answers",
        _l(
            "Voluntary demographic answers of a programme in a year, counted by question and the "
            "set of answers ticked. “Prefer not to say” and left blank are counted apart. "
            "Unit: forms filled in."
        ),
        count_answers,
    ),
    FigureSource(
        "demographics.offered",
        _l(
            "Forms offered at the collection points that opened in the year, as counted by staff, "
            "and how many points nobody counted. Unit: forms."
        ),
        count_offered,
    ),
)
