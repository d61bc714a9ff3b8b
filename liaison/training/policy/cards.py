"""Cards people fill in before and after a course: their shape, which are open, what counts. Pure.

A knowledge card is right or wrong and asked twice; a confidence card is asked once, for before and
for now; a reaction card says how it was. Nobody's name stands on any of them.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from liaison.errors import InvalidInput
from liaison.i18n import _, _l
from liaison.training.models.assessment import CardKind, Occasion
from liaison.training.models.course import RunState

Words = Mapping[str, str]  # language tag -> text; English is always there
SCALE = ("1", "2", "3", "4", "5")
AGREES = 4  # from here on a scale's answer is a yes
DO_NOT_KNOW = "do_not_know"  # stands with every question, so that nobody has to guess
SHORTEST_CODE, LONGEST_CODE = 4, 20
SCALE_WORDS = {
    "1": _l("1 – not at all"),
    "2": _l("2"),
    "3": _l("3"),
    "4": _l("4"),
    "5": _l("5 – very much"),
}
KIND_WORDS = {
    CardKind.KNOWLEDGE: _l("What you know"),
    CardKind.CONFIDENCE: _l("How sure you feel"),
    CardKind.REACTION: _l("How it was"),
}
OCCASION_WORDS = {
    Occasion.BEFORE: _l("Before the course"),
    Occasion.AFTER: _l("After the course"),
}
ASKED = {
    Occasion.BEFORE: (CardKind.KNOWLEDGE,),
    Occasion.AFTER: (CardKind.KNOWLEDGE, CardKind.CONFIDENCE, CardKind.REACTION),
}


@dataclass(frozen=True)
class Item:
    """A question or a statement. `choices` and `right` are a knowledge card's."""

    key: str
    words: Words
    choices: Mapping[str, Words]
    right: str = ""


@dataclass(frozen=True)
class Filled:
    """A card as it is stored: what was answered, and how many were right where that is asked."""

    answers: dict[str, Any]
    score: int | None = None
    most: int | None = None


def open_occasions(state: RunState, starts_on: date, today: date) -> list[Occasion]:
    """Which cards can be filled in. They close with the run: only then are there results."""
    if state not in {RunState.OPEN, RunState.RUNNING}:
        return []
    return [Occasion.BEFORE, Occasion.AFTER] if today >= starts_on else [Occasion.BEFORE]


def read_items(stored: Mapping[str, Any]) -> tuple[Item, ...]:
    """The items of a card."""
    return tuple(
        Item(one["key"], one["words"], one.get("choices", {}), one.get("right", ""))
        for one in stored["items"]
    )


def tidy_own_code(typed: str) -> str:
    """A self-made code as it is compared: no spaces or marks, no capitals, any script's digits."""
    kept = []
    for sign in unicodedata.normalize("NFKC", typed):
        digit = unicodedata.digit(sign, None)
        if digit is not None:
            kept.append(str(digit))
        elif sign.isalnum():
            kept.append(sign.casefold())
    return "".join(kept)


def read_own_code(typed: str) -> str | None:
    """None where somebody would rather have none. Raises InvalidInput where it is too short."""
    code = tidy_own_code(typed)
    if not code and not typed.strip():
        return None
    if not SHORTEST_CODE <= len(code) <= LONGEST_CODE:
        raise InvalidInput("own_code", _("Make your code 4 to 20 letters and digits long."))
    return code


def fill_in(kind: CardKind, items: Sequence[Item], sent: Mapping[str, str]) -> Filled | None:
    """What is stored of what was ticked; None for a card that was left empty."""
    if kind is CardKind.KNOWLEDGE:
        return _fill_in_knowledge(items, sent)
    if kind is CardKind.CONFIDENCE:
        pairs = {
            item.key: [_rating(sent, f"{item.key}-before"), _rating(sent, f"{item.key}-now")]
            for item in items
        }
        both = {key: pair for key, pair in pairs.items() if None not in pair}
        return Filled(dict(both)) if both else None
    ratings = {item.key: _rating(sent, item.key) for item in items}
    given = {key: rating for key, rating in ratings.items() if rating is not None}
    return Filled(dict(given)) if given else None


def _fill_in_knowledge(items: Sequence[Item], sent: Mapping[str, str]) -> Filled | None:
    ticked = {item.key: sent[item.key] for item in items if sent.get(item.key)}
    for item in items:
        if ticked.get(item.key, DO_NOT_KNOW) not in {DO_NOT_KNOW, *item.choices}:
            raise InvalidInput(item.key, _("Choose from the answers on the card."))
    if not ticked:
        return None
    score = sum(ticked.get(item.key) == item.right for item in items)
    return Filled(dict(ticked), score, len(items))


def _rating(sent: Mapping[str, str], name: str) -> int | None:
    given = sent.get(name, "")
    if not given:
        return None
    if given not in SCALE:
        raise InvalidInput(name, _("Choose from the answers on the card."))
    return int(given)
