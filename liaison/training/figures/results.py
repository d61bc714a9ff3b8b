"""What people knew, how sure they felt and how they found it, of one run or of a course's runs."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any, NamedTuple

from sqlalchemy import func, select

from liaison.db import db
from liaison.permissions import Actor
from liaison.statistics.training import (
    Matched,
    PairedDifference,
    match,
    mcnemar_exact,
    normalised_gain,
    paired,
)
from liaison.training.models.assessment import Card, CardAnswer, CardKind, Occasion
from liaison.training.models.course import CourseRun, RunState
from liaison.training.models.enrolment import Enrolment
from liaison.training.policy.cards import AGREES, Item
from liaison.training.policy.enrolments import CAME_TOGETHER
from liaison.training.policy.results import (
    FEWEST,
    PASSES,
    enough,
    nobody_or_enough,
    shown_of,
    units,
)
from liaison.training.policy.runs import visible_to
from liaison.training.queries.cards import Sheet, get_sheets

Scores = tuple[list[int], list[int]]  # before and after
Counted = Sequence[tuple[uuid.UUID, int]]  # runs with the people a result would be of
Tie = Callable[[Counted], Sequence[Sequence[uuid.UUID]]]  # which of them count together


class Filled(NamedTuple):
    """A stored card, past the mapper."""

    run_id: uuid.UUID
    card_id: uuid.UUID
    kind: CardKind
    version: int
    occasion: Occasion
    code_hash: str | None
    answers: Mapping[str, Any]
    score: int | None


@dataclass(frozen=True)
class ItemChange:
    """Shares who had a question right, and the exact p of the change; of matched people."""

    item: Item
    right_before: float
    right_after: float
    p: float


@dataclass(frozen=True)
class Gained:
    """Normalised gain, of those who had something to gain. Without `of_means` the gain of the class
    would tell how the few fared who had all right before: it is the mean less theirs."""

    people: int
    of_means: float | None
    mean_of_gains: float
    at_ceiling: int


@dataclass(frozen=True)
class Knowledge:
    """Of the people who were matched. Under eleven pairs nothing but the counts."""

    matched: int
    before_only: int
    after_only: int
    most: int  # points there are
    difference: PairedDifference | None = None
    gain: Gained | None = None  # None where fewer than eleven had something to gain
    passed_before: float | None = None
    passed_after: float | None = None
    items: tuple[ItemChange, ...] = ()


@dataclass(frozen=True)
class ItemMeans:
    """A statement's mean now and, of a confidence card, before; and the share who say yes."""

    item: Item
    people: int
    now: float | None
    before: float | None = None
    agree: float | None = None


@dataclass(frozen=True)
class Confidence:
    """Before and now as people see both at the end, of those who rated all of it for both moments.

    Each mean is of the same people: else the mean of all less that of a line would be the rating of
    whoever left the line out.
    """

    people: int
    partly: int  # who left something out
    difference: PairedDifference | None
    items: tuple[ItemMeans, ...]


@dataclass(frozen=True)
class Reaction:
    people: int
    took_part: int  # who had a place, to set the number of cards against
    items: tuple[ItemMeans, ...]


@dataclass(frozen=True)
class Results:
    """`left_out`: runs of a course that are too small to count, alone and together."""

    knowledge: Knowledge | None
    confidence: Confidence | None
    reaction: Reaction | None
    runs: int
    left_out: int = 0


def results_of_run(run: CourseRun) -> Results:
    """Of one run that has ended; who may see it was asked before."""
    return _results([run.id], lambda counted: [[run for run, _people in counted]])


def results_of_course(actor: Actor, course: str) -> Results:
    """Of all runs that have ended and that the actor reaches.

    Small runs count together within their programme, which is reached whole or not at all: else
    what one of the staff sees, less what another sees, would be of a few.
    """
    reached = visible_to(actor)
    rows = db.session.execute(
        select(CourseRun.id, CourseRun.program_id)
        .where(CourseRun.course == course, CourseRun.state == RunState.ENDED, reached)
        .order_by(CourseRun.ended_at, CourseRun.id)
    ).all()
    by_program: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for run_id, program_id in rows:
        by_program[program_id].append(run_id)

    def of_each_program(counted: Counted) -> list[tuple[uuid.UUID, ...]]:
        people = dict(counted)
        return [
            unit
            for runs in by_program.values()
            for unit in units((run, people[run]) for run in runs if run in people)
        ]

    return _results([run_id for run_id, _program_id in rows], of_each_program)


def _results(run_ids: Sequence[uuid.UUID], tie: Tie) -> Results:
    filled = _read(run_ids)
    sheets = get_sheets({card.card_id for card in filled})
    parts = {kind: _part(kind, filled, sheets, tie) for kind in CardKind}
    known, sure, found = (
        part if part and part.units else None for part in (parts[kind] for kind in CardKind)
    )
    return Results(
        _knowledge(known) if known else None,
        _confidence(sure) if sure else None,
        _reaction(found) if found else None,
        runs=len(run_ids),
        left_out=max((part.left_out for part in parts.values() if part), default=0),
    )


def _read(run_ids: Sequence[uuid.UUID]) -> list[Filled]:
    rows = db.session.execute(
        select(
            *(CardAnswer.run_id, CardAnswer.card_id, Card.kind, Card.version),
            *(CardAnswer.occasion, CardAnswer.code_hash, CardAnswer.answers, CardAnswer.score),
        )
        .join(Card, Card.id == CardAnswer.card_id)
        .where(CardAnswer.run_id.in_(run_ids))
        .order_by(CardAnswer.id)
    )
    return [Filled(*row) for row in rows]


@dataclass(frozen=True)
class Part:
    """The cards of one kind and version that count: units of runs, a run being a list of cards."""

    items: Sequence[Item]
    units: Sequence[Sequence[list[Filled]]]
    left_out: int

    @property
    def run_ids(self) -> list[uuid.UUID]:
        return [run[0].run_id for unit in self.units for run in unit]


def _part(
    kind: CardKind, filled: Sequence[Filled], sheets: Mapping[uuid.UUID, Sheet], tie: Tie
) -> Part | None:
    """Of the newest version with a result; where none has one, of the newest there is."""
    by_version: dict[tuple[int, uuid.UUID], dict[uuid.UUID, list[Filled]]] = {}
    for card in filled:
        if card.kind is kind:
            by_run = by_version.setdefault((card.version, card.card_id), defaultdict(list))
            by_run[card.run_id].append(card)
    parts = []
    for (_version, card_id), by_run in sorted(by_version.items(), reverse=True):
        items = sheets[card_id].items
        tied = tie([(run, _people(kind, cards, items)) for run, cards in by_run.items()])
        left_out = len(by_run) - sum(len(unit) for unit in tied)
        parts.append(Part(items, [[by_run[run] for run in unit] for unit in tied], left_out))
    return next((part for part in parts if part.units), parts[0] if parts else None)


def _people(kind: CardKind, cards: Sequence[Filled], items: Sequence[Item]) -> int:
    """How many of a run a result would be of."""
    if kind is CardKind.KNOWLEDGE:
        return len(_matched(cards).pairs)
    return len(_whole(cards, items)) if kind is CardKind.CONFIDENCE else len(cards)


def _matched(cards: Iterable[Filled]) -> Matched[Filled]:
    """Of one run: the same code in another run is somebody else's."""
    sides: dict[Occasion, list[tuple[str | None, Filled]]] = {one: [] for one in Occasion}
    for card in cards:
        sides[card.occasion].append((card.code_hash, card))
    return match(sides[Occasion.BEFORE], sides[Occasion.AFTER])


def _knowledge(part: Part) -> Knowledge:
    matched = [[_matched(run) for run in unit] for unit in part.units]
    runs = [run for unit in matched for run in unit]
    pairs = [[pair for run in unit for pair in run.pairs] for unit in matched]
    everybody = [pair for unit in pairs for pair in unit]
    most = len(part.items)
    counts = Knowledge(
        matched=len(everybody),
        before_only=sum(run.before_only for run in runs),
        after_only=sum(run.after_only for run in runs),
        most=most,
    )
    if not enough(len(everybody)):
        return counts
    before, after = _scores(everybody)
    return replace(
        counts,
        difference=paired(before, after),
        gain=_gain([_scores(unit) for unit in pairs], most),
        passed_before=fmean(score >= PASSES * most for score in before),
        passed_after=fmean(score >= PASSES * most for score in after),
        items=tuple(_change(item, everybody) for item in part.items),
    )


def _scores(pairs: Sequence[tuple[Filled, Filled]]) -> Scores:
    return [early.score or 0 for early, _late in pairs], [late.score or 0 for _early, late in pairs]


def _gain(of_units: Sequence[Scores], most: int) -> Gained | None:
    """Of the units in which enough people had something to gain."""
    counted = [
        (before, after)
        for before, after in of_units
        if enough(sum(score < most for score in before))
    ]
    before = [score for scores, _after in counted for score in scores]
    after = [score for _before, scores in counted for score in scores]
    found = normalised_gain(before, after, most)
    if found.mean_of_gains is None:
        return None
    tells_of_few = not all(nobody_or_enough(scores.count(most)) for scores, _after in counted)
    return Gained(
        len(before) - found.at_ceiling,
        None if tells_of_few else found.of_means,
        found.mean_of_gains,
        found.at_ceiling,
    )


def _change(item: Item, pairs: Sequence[tuple[Filled, Filled]]) -> ItemChange:
    early = [card.answers.get(item.key) == item.right for card, _late in pairs]
    late = [card.answers.get(item.key) == item.right for _early, card in pairs]
    learned = sum(now and not then for then, now in zip(early, late, strict=True))
    unlearned = sum(then and not now for then, now in zip(early, late, strict=True))
    return ItemChange(item, fmean(early), fmean(late), mcnemar_exact(learned, unlearned))


def _whole(cards: Sequence[Filled], items: Sequence[Item]) -> list[Filled]:
    """Cards on which nothing was left out."""
    return [card for card in cards if all(item.key in card.answers for item in items)]


def _confidence(part: Part) -> Confidence:
    """A person's confidence is the mean of what they rated."""
    cards = [card for unit in part.units for run in unit for card in run]
    whole = [card.answers for card in _whole(cards, part.items)]
    partly = len(cards) - len(whole)
    if not enough(len(whole)):
        return Confidence(len(whole), partly, None, ())
    before = [fmean(pair[0] for pair in person.values()) for person in whole]
    now = [fmean(pair[1] for pair in person.values()) for person in whole]
    rated = tuple(_means(item, [[person[item.key] for person in whole]]) for item in part.items)
    return Confidence(len(whole), partly, paired(before, now), rated)


def _reaction(part: Part) -> Reaction:
    ratings = [[card.answers for run in unit for card in run] for unit in part.units]
    took_part = db.session.scalar(
        select(func.count())
        .select_from(Enrolment)
        .where(Enrolment.run_id.in_(part.run_ids), Enrolment.state.in_(CAME_TOGETHER))
    )
    people = sum(len(unit) for unit in ratings)
    shown = part.items if enough(people) else ()
    return Reaction(
        people,
        took_part or 0,
        tuple(
            _means(item, [[[one[item.key]] for one in unit if item.key in one] for unit in ratings])
            for item in shown
        ),
    )


def _means(item: Item, by_unit: Sequence[Sequence[Sequence[int]]]) -> ItemMeans:
    """Each is what one person gave: for before and now, or for now alone."""
    given = shown_of(by_unit)
    if not given:
        return ItemMeans(item, min(FEWEST - 1, sum(len(unit) for unit in by_unit)), None)
    return ItemMeans(
        item,
        len(given),
        now=fmean(one[-1] for one in given),
        before=fmean(one[0] for one in given) if len(given[0]) > 1 else None,
        agree=fmean(one[-1] >= AGREES for one in given),
    )
