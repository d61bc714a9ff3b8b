"""Invented demographic forms. Some groups come less than they live here, so that a gap shows."""

import random
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from liaison.demographics.models import Mode
from liaison.demographics.operations import Answers, ResponseRow

Weights = Mapping[str, float]
MINORS = "under_18"
PREFER_NOT, BLANK = "prefer_not", "left_blank"
# of those who answered; "+" joins what one person ticked
QUESTIONS: dict[str, Weights] = {
    "age_band": {
        MINORS: 9,
        "18_24": 7,
        "25_34": 16,
        "35_44": 19,
        "45_54": 15,
        "55_64": 14,
        "65_74": 13,
        "75_plus": 7,
    },
    "race_ethnicity": {
        "white": 330,
        "black": 268,
        "hisp": 214,
        "asian": 78,
        "mena": 18,
        "aian": 5,
        "nhpi": 1,
        "black+hisp": 34,
        "hisp+white": 30,
        "asian+white": 12,
        "black+white": 8,
        "aian+hisp": 2,
    },
    "lang_home": {"yes": 38, "no": 62},
    "disability": {
        "none": 880,
        "walk": 52,
        "hear": 18,
        "see": 14,
        "cog": 14,
        "errand": 4,
        "self+walk": 8,
        "hear+walk": 6,
        "errand+walk": 4,
    },
    "first_contact": {"yes": 34, "no": 55, "not_sure": 11},
}
LANGUAGES: Weights = {
    "es": 52,
    "zh": 11,
    "ru": 8,
    "bn": 6,
    "ko": 4,
    "ar": 4,
    "fr": 3,
    "ht": 3,
    "yi": 2,
    "pl": 2,
    "it": 2,
    "vi": 1,
    "other": 2,
}
ABILITY: Weights = {"very_well": 58, "well": 22, "not_well": 15, "not_at_all": 5}
FORM_LANGUAGES: Weights = {"en": 78, "es": 13, "zh-Hans": 5, "ar": 2, "vi": 2}
# by month, January first: how much goes on
SEASON = (4, 4, 6, 8, 10, 13, 14, 13, 10, 8, 5, 5)


def months_of(year: int) -> Mapping[date, int]:
    """The months of a year, and how much goes on in each."""
    return {date(year, number, 1): weight for number, weight in enumerate(SEASON, start=1)}


def make_forms(
    count: int,
    *,
    program_id: uuid.UUID,
    area_codes: Sequence[str],
    months: Mapping[date, int],
    chance: random.Random,
) -> Iterator[ResponseRow]:
    """Forms of some months, of which more goes on in some; each belongs to a programme and a
    month, to nobody and no event."""
    for _number in range(count):
        yield ResponseRow(
            program_id=program_id,
            plan_month=chance.choices(list(months), list(months.values()))[0],
            language=_draw(FORM_LANGUAGES, chance),
            mode=chance.choices((Mode.PHONE, Mode.TABLET, Mode.PAPER), (55, 25, 20))[0],
            answers=_answers(area_codes, chance),
            is_invented=True,
        )


def _answers(area_codes: Sequence[str], chance: random.Random) -> Answers:
    answers: Answers = {
        question: _answer(weights, chance) for question, weights in QUESTIONS.items()
    }
    speaks_another = answers["lang_home"] == ["yes"]
    answers["lang_which"] = _answer(LANGUAGES, chance) if speaks_another else BLANK
    # who speaks only English at home says so again here
    ability = ABILITY if speaks_another else {"very_well": 1}
    answers["english_ability"] = _answer(ability, chance)
    # districts near the middle of the list come more often
    place = int(len(area_codes) * (chance.random() + chance.random()) / 2)
    answers["area"] = [area_codes[place]] if chance.random() < 0.9 else BLANK
    if answers["age_band"] == [MINORS]:
        # as the form keeps it: whoever is under 18 is asked nothing else
        return {
            key: value if key == "age_band" else "not_offered" for key, value in answers.items()
        }
    return answers


def _answer(weights: Weights, chance: random.Random) -> list[str] | str:
    silence = chance.random()
    if silence < 0.05:
        return PREFER_NOT
    return BLANK if silence < 0.13 else _draw(weights, chance).split("+")


def _draw(weights: Weights, chance: random.Random) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]
