"""The rules for counting a question with several answers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liaison.demographics.figures import (
    AnswerCount,
    alone,
    by_question,
    in_combination,
    two_or_more,
)
from liaison.demographics.models import NonAnswer
from liaison.demographics.queries.packs import get_pack

pytestmark = pytest.mark.pure

RACES = [choice.code for choice in get_pack().question("race_ethnicity").choices]
SETS = st.frozensets(st.sampled_from(RACES), min_size=1)
TICKED = st.dictionaries(SETS, st.integers(0, 500), max_size=30)


def sets(**counts):
    return {frozenset(codes.split("_and_")): n for codes, n in counts.items()}


def test_alone_in_combination_and_several():
    ticked = sets(asian=5, asian_and_white=3, hisp=4, black_and_hisp_and_white=1)
    assert (alone(ticked, "asian"), in_combination(ticked, "asian")) == (5, 8)
    assert (alone(ticked, "white"), in_combination(ticked, "white")) == (0, 4)
    assert two_or_more(ticked) == 4


@settings(deadline=None)  # a busy machine is no fault of the sums
@given(TICKED)
def test_alone_and_several_add_up_to_all_who_answered(ticked):
    everyone = sum(ticked.values())
    assert sum(alone(ticked, code) for code in RACES) + two_or_more(ticked) == everyone


@settings(deadline=None)  # a busy machine is no fault of the sums
@given(TICKED)
def test_in_combination_is_at_least_alone_and_covers_everyone(ticked):
    everyone = sum(ticked.values())
    combined = {code: in_combination(ticked, code) for code in RACES}
    assert all(combined[code] >= alone(ticked, code) for code in RACES)
    assert (sum(combined.values()) == everyone) is (two_or_more(ticked) == 0)


def test_each_way_of_not_answering_is_one_of_two():
    counts = [AnswerCount("area", frozenset(), kind, 1) for kind in NonAnswer]
    counts.append(AnswerCount("area", frozenset({"1"}), None, 7))
    area = by_question(counts)["area"]
    assert area.silent == {"prefer_not": 2, "blank": 3}
    assert (area.answered, area.responses) == (7, 12)
