"""The items of a card as plain text that people write, one text for each language. Pure.

Statements stand one on a line. Questions are set apart by an empty line: the question, then its
answers, a line each, the right one after a star and the others after a dash.

    What is a public hearing for?
    * People are heard before a decision is made
    - People are told what was decided
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from liaison.errors import InvalidInput
from liaison.i18n import _
from liaison.training.models.assessment import CardKind
from liaison.training.policy.cards import Item

FIRST = "en"  # the language the others are compared with
MOST_ITEMS = 20
CODES = "abcdefghij"


class Asked(NamedTuple):
    """A question or statement in one language; `right` is the place of the right answer."""

    words: str
    answers: tuple[str, ...] = ()
    right: int | None = None


def write_items(items: Sequence[Item], language: str) -> str:
    """The text of a card in one language; nothing where it was never written in it."""
    if not all(language in item.words for item in items):
        return ""
    blocks = []
    for item in items:
        lines = [item.words[language]]
        for code, words in item.choices.items():
            mark = "*" if code == item.right else "-"
            lines.append(f"{mark} {words.get(language, '')}")
        blocks.append("\n".join(lines))
    return ("\n\n" if any(item.choices for item in items) else "\n").join(blocks)


def read_items_in(kind: CardKind, texts: Mapping[str, str]) -> dict[str, Any]:
    """What is stored of a card. Raises InvalidInput, which names the language to mend."""
    by_language = {
        language: _read(kind, language, text) for language, text in texts.items() if text.strip()
    }
    first = by_language.get(FIRST)
    if not first:
        raise InvalidInput(FIRST, _("Write the card in English: other languages fall back to it."))
    if len(first) > MOST_ITEMS:
        raise InvalidInput(FIRST, _("Ask %(most)s things at the most.", most=MOST_ITEMS))
    for language, asked in by_language.items():
        _compare(language, asked, first)
    return {"items": [_item(number, by_language) for number in range(len(first))]}


def _read(kind: CardKind, language: str, text: str) -> list[Asked]:
    lines = [line.strip() for line in text.splitlines()]
    if kind is not CardKind.KNOWLEDGE:
        return [Asked(line) for line in lines if line]
    blocks = [list(block) for is_full, block in groupby(lines, bool) if is_full]
    return [_question(language, block) for block in blocks]


def _question(language: str, lines: Sequence[str]) -> Asked:
    words, answers = lines[0], lines[1:]
    stars = [place for place, line in enumerate(answers) if line.startswith("*")]
    is_plain = all(line[0] in "*-" and line[1:].strip() for line in answers)
    if not is_plain or len(stars) != 1 or not 2 <= len(answers) <= len(CODES):
        message = _(
            "“%(question)s” needs 2 to %(most)s answers: one after a star, the rest after a dash.",
            question=words,
            most=len(CODES),
        )
        raise InvalidInput(language, message)
    return Asked(words, tuple(line[1:].strip() for line in answers), stars[0])


def _compare(language: str, asked: Sequence[Asked], first: Sequence[Asked]) -> None:
    """The same things in the same order, or answers in two languages would not be the same."""
    if len(asked) != len(first):
        message = _(
            "Here are %(here)s questions or statements, and in English %(first)s.",
            here=len(asked),
            first=len(first),
        )
        raise InvalidInput(language, message)
    for here, there in zip(asked, first, strict=True):
        if (len(here.answers), here.right) != (len(there.answers), there.right):
            message = _(
                "“%(question)s” needs its answers in the order in which they stand in English.",
                question=here.words,
            )
            raise InvalidInput(language, message)


def _item(number: int, by_language: Mapping[str, Sequence[Asked]]) -> dict[str, Any]:
    first = by_language[FIRST][number]
    item: dict[str, Any] = {
        "key": f"item{number + 1}",
        "words": {language: asked[number].words for language, asked in by_language.items()},
    }
    if first.right is not None:
        item["right"] = CODES[first.right]
        item["choices"] = {
            CODES[place]: {
                language: asked[number].answers[place] for language, asked in by_language.items()
            }
            for place in range(len(first.answers))
        }
    return item
