"""What people knew, how sure they felt and how they found it, of one run or of a course's runs."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any, NamedTuple

from sqlalchemy import func, select

from liaison.db import db
from liaison.permissions import Actor
from liaison.statistics.training import (
    Gain,
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
from liaison.training.policy.results import PASSES, enough, runs_that_count
from liaison.training.policy.runs import visible_to
from liaison.training.queries.cards import get_sheets


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
class Knowledge:
    """Of the people who were matched. Under eleven pairs nothing but the counts."""

    matched: int
    before_only: int
    after_only: int
    most: int  # points there are
    difference: PairedDifference | None = None
    gain: Gain | None = None
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
    """Before and now as people see both at the end; the mean of what each of them rated."""

    people: int
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
    return _results([run.id], is_common=False)


def results_of_course(actor: Actor, course: str) -> Results:
    """Of all runs that have ended and that the actor reaches."""
    reached = visible_to(actor)
    ids = db.session.scalars(
        select(CourseRun.id)
        .where(CourseRun.course == course, CourseRun.state == RunState.ENDED, reached)
        .order_by(CourseRun.id)
    ).all()
    return _results(ids, is_common=True)


def _results(run_ids: Sequence[uuid.UUID], *, is_common: bool) -> Results:
    filled = _read(run_ids)
    sheets = get_sheets({card.card_id for card in filled})
    parts = {kind: _part(kind, filled, is_common=is_common) for kind in CardKind}
    knowledge, confidence, reaction = (
        (part, sheets[part.card_id].items) if (part := parts[kind]) else None
        for kind in (CardKind.KNOWLEDGE, CardKind.CONFIDENCE, CardKind.REACTION)
    )
    return Results(
        _knowledge(*knowledge) if knowledge else None,
        _confidence(*confidence) if confidence else None,
        _reaction(*reaction) if reaction else None,
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
    """The cards of one kind that count, by run; all of the newest version anybody answered."""

    card_id: uuid.UUID
    by_run: Mapping[uuid.UUID, list[Filled]]
    left_out: int

    @property
    def cards(self) -> list[Filled]:
        return [card for cards in self.by_run.values() for card in cards]


def _part(kind: CardKind, filled: Sequence[Filled], *, is_common: bool) -> Part | None:
    newest = max((card.version for card in filled if card.kind is kind), default=None)
    cards = [card for card in filled if card.kind is kind and card.version == newest]
    if not cards:
        return None
    by_run: dict[uuid.UUID, list[Filled]] = defaultdict(list)
    for card in cards:
        by_run[card.run_id].append(card)
    if not is_common:
        return Part(cards[0].card_id, by_run, left_out=0)
    people = {
        run: len(_matched(each).pairs) if kind is CardKind.KNOWLEDGE else len(each)
        for run, each in by_run.items()
    }
    counted = runs_that_count(people)
    kept = {run: each for run, each in by_run.items() if run in counted}
    return Part(cards[0].card_id, kept, left_out=len(by_run) - len(kept))


def _matched(cards: Iterable[Filled]) -> Matched[Filled]:
    """Of one run: the same code in another run is somebody else's."""
    sides: dict[Occasion, list[tuple[str | None, Filled]]] = {one: [] for one in Occasion}
    for card in cards:
        sides[card.occasion].append((card.code_hash, card))
    return match(sides[Occasion.BEFORE], sides[Occasion.AFTER])


def _knowledge(part: Part, items: Sequence[Item]) -> Knowledge:
    runs = [_matched(cards) for cards in part.by_run.values()]
    pairs = [pair for run in runs for pair in run.pairs]
    most = len(items)
    counts = Knowledge(
        matched=len(pairs),
        before_only=sum(run.before_only for run in runs),
        after_only=sum(run.after_only for run in runs),
        most=most,
    )
    if not enough(len(pairs)):
        return counts
    before = [early.score or 0 for early, _late in pairs]
    after = [late.score or 0 for _early, late in pairs]
    return replace(
        counts,
        difference=paired(before, after),
        gain=normalised_gain(before, after, most),
        passed_before=fmean(score >= PASSES * most for score in before),
        passed_after=fmean(score >= PASSES * most for score in after),
        items=tuple(_change(item, pairs) for item in items),
    )


def _change(item: Item, pairs: Sequence[tuple[Filled, Filled]]) -> ItemChange:
    early = [card.answers.get(item.key) == item.right for card, _late in pairs]
    late = [card.answers.get(item.key) == item.right for _early, card in pairs]
    learned = sum(now and not then for then, now in zip(early, late, strict=True))
    unlearned = sum(then and not now for then, now in zip(early, late, strict=True))
    return ItemChange(item, fmean(early), fmean(late), mcnemar_exact(learned, unlearned))


def _confidence(part: Part, items: Sequence[Item]) -> Confidence:
    """A person's confidence is the mean of what they rated for both moments."""
    ratings = [card.answers for card in part.cards]
    if not enough(len(ratings)):
        return Confidence(len(ratings), None, ())
    before = [fmean(pair[0] for pair in person.values()) for person in ratings]
    now = [fmean(pair[1] for pair in person.values()) for person in ratings]
    return Confidence(
        len(ratings),
        paired(before, now),
        tuple(
            _means(item, [person[item.key] for person in ratings if item.key in person])
            for item in items
        ),
    )


def _reaction(part: Part, items: Sequence[Item]) -> Reaction:
    ratings = [card.answers for card in part.cards]
    took_part = db.session.scalar(
        select(func.count())
        .select_from(Enrolment)
        .where(Enrolment.run_id.in_(list(part.by_run)), Enrolment.state.in_(CAME_TOGETHER))
    )
    shown = items if enough(len(ratings)) else ()
    return Reaction(
        len(ratings),
        took_part or 0,
        tuple(
            _means(item, [[person[item.key]] for person in ratings if item.key in person])
            for item in shown
        ),
    )


def _means(item: Item, given: Sequence[Sequence[int]]) -> ItemMeans:
    """Each is what one person gave: for before and now, or for now alone."""
    if not enough(len(given)):
        return ItemMeans(item, len(given), None)
    return ItemMeans(
        item,
        len(given),
        now=fmean(one[-1] for one in given),
        before=fmean(one[0] for one in given) if len(given[0]) > 1 else None,
        agree=fmean(one[-1] >= AGREES for one in given),
    )
