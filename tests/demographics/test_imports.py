"""The question pack is in order, and what is out of order is said."""

from dataclasses import replace

import pytest

from liaison.demographics.imports import lint_pack
from liaison.demographics.queries.packs import CORE, Choice, get_pack
from liaison.languages import LANGUAGES

pytestmark = pytest.mark.pure

PACK = get_pack()


def with_question(key, **changes):
    questions = tuple(replace(q, **changes) if q.key == key else q for q in PACK.questions)
    return replace(PACK, questions=questions)


def test_the_city_wide_pack_has_nothing_to_find():
    found = lint_pack(PACK)
    assert (found.errors, found.warnings) == ([], [])
    assert PACK.name == CORE


def test_race_is_the_seven_categories_of_the_standard_in_their_order():
    question = PACK.question("race_ethnicity")
    codes = [choice.code for choice in question.choices]
    assert codes == ["aian", "asian", "black", "hisp", "mena", "nhpi", "white"]
    assert question.takes_several


def test_a_question_nobody_uses_is_doubted():
    found = lint_pack(with_question("area", used_in=()))
    assert found.warnings == ["area: nothing uses the answers, so do not ask (used_in)"]


def test_an_eighth_category_is_refused():
    words = dict.fromkeys(LANGUAGES, "Brazilian")
    choices = (*PACK.question("race_ethnicity").choices, Choice("brazilian", words))
    found = lint_pack(with_question("race_ethnicity", choices=choices))
    assert [error.partition(":")[0] for error in found.errors] == ["race_ethnicity"]


def test_missing_words_of_a_language_are_named():
    found = lint_pack(with_question("area", prompt_words={"en": "Where?", "es": "¿Dónde?"}))
    assert found.warnings == ["area: no words in zh-Hans, vi, ar"]


def test_unreviewed_translations_are_known():
    assert [tag for tag in LANGUAGES if PACK.is_draft(tag)] == ["es", "zh-Hans", "vi", "ar"]


def test_an_unknown_pack_is_refused():
    with pytest.raises(LookupError):
        get_pack("city-core@99")
