"""One result less another never tells of a few people: the page of a run, of a course, of a day."""

from datetime import UTC, datetime
from statistics import fmean

import pytest
from factories.cards import answer, answer_twice, make_carded_run, right_answers
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from liaison.db import db
from liaison.training.figures.results import results_of_course, results_of_run
from liaison.training.models.assessment import Card, CardKind
from liaison.training.models.course import RunState
from liaison.training.policy.results import enough, units

SIZES = st.lists(st.integers(0, 30), max_size=6)
CONFIDENCE = ("enter", "explain", "privacy", "meeting")


def end(run, *, hour):
    run.state, run.ended_at = RunState.ENDED, datetime(2026, 3, 7, hour, tzinfo=UTC)
    db.session.commit()


def make_ended(cast, people, *, hour, program=None):
    run = make_carded_run(program or cast.outreach)
    answer_twice(run, people)
    end(run, hour=hour)
    return run


def of_course(cast, who="administrator"):
    return results_of_course(cast.actor(who), "liaison")


def rate(run, *, leaving_out=(), rating="4"):
    """A confidence card; some lines of it may be left out."""
    lines = [line for line in CONFIDENCE if line not in leaving_out]
    answer(run, "after", **{f"{one}-{when}": rating for one in lines for when in ("before", "now")})


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([20, 15], [(0,), (1,)]),
        ([20, 5], [(0,)]),  # 25 less 20 would be the five
        ([20, 5, 6], [(0,), (1, 2)]),
        ([5, 5], []),
        ([5, 12, 6, 1], [(1,), (0, 2)]),  # the last waits: twelve less eleven would be the one
        ([5, 6, 4, 7], [(0, 1), (2, 3)]),
        ([], []),
    ],
)
def test_small_runs_count_where_they_are_enough_together(people, expected):
    assert units(enumerate(people)) == expected


@given(SIZES, SIZES)
def test_what_was_shown_stays_as_it_is_when_more_runs_end(ended, later):
    before, after = units(enumerate(ended)), units(enumerate([*ended, *later]))
    assert set(before) <= set(after)


@given(SIZES)
def test_every_unit_is_enough_and_no_run_that_is_shown_alone_is_in_another(people):
    for unit in units(enumerate(people)):
        assert enough(sum(people[run] for run in unit))
        assert len(unit) == 1 or not any(enough(people[run]) for run in unit)


def test_a_course_leaves_out_what_would_tell_a_small_run(cast):
    make_ended(cast, 12, hour=9), make_ended(cast, 4, hour=10)
    found = of_course(cast)
    assert (found.runs, found.left_out, found.knowledge.matched) == (2, 1, 12)


def test_one_more_person_who_answers_later_changes_nothing_that_was_shown(cast):
    make_ended(cast, 5, hour=9), make_ended(cast, 6, hour=10)
    before = of_course(cast).knowledge
    make_ended(cast, 1, hour=11)
    assert before.matched == 11
    assert of_course(cast).knowledge == before


def test_what_one_of_the_staff_sees_less_what_another_sees_is_no_small_run(cast):
    """Five of one programme and six of another would be eleven for who reaches both."""
    make_ended(cast, 5, hour=9), make_ended(cast, 6, hour=10, program=cast.meters)
    found = of_course(cast)
    assert (found.runs, found.left_out, found.knowledge) == (2, 2, None)


def test_of_a_course_of_small_runs_only_that_they_are_small_is_said(client, cast):
    make_ended(cast, 5, hour=9)
    page = client.sign_in("administrator").get("/desk/training/courses/liaison/results").text
    assert "1 run is not counted yet: it is too small" in page
    assert "matched" not in page


def test_a_new_version_of_a_card_hides_no_result_until_it_has_one(cast):
    make_ended(cast, 12, hour=9)
    [card] = db.session.scalars(select(Card))
    db.session.add(
        Card(course="liaison", kind=CardKind.KNOWLEDGE, version=2, items=dict(card.items))
    )
    make_ended(cast, 3, hour=10)
    assert of_course(cast).knowledge.matched == 12
    make_ended(cast, 14, hour=11)
    assert of_course(cast).knowledge.matched == 14


def test_a_line_left_out_by_one_tells_nothing_of_who_left_it_out(cast):
    """Else the mean of all, less the lines that eleven rated, would be what the twelfth rated."""
    run = make_carded_run(cast.outreach)
    for _person in range(11):
        rate(run)
    rate(run, leaving_out=CONFIDENCE[1:], rating="1")
    found = results_of_run(run).confidence
    assert (found.people, found.partly) == (11, 1)
    assert found.difference.mean_before == fmean([4] * 11)
    assert [(one.people, one.now) for one in found.items] == [(11, 4)] * 4


def test_a_statement_that_few_of_a_unit_rated_is_not_added_to_what_others_rated(cast):
    """Else the course's mean less the run's would be the rating of the one."""
    for hour, ratings in enumerate([["5"] * 11, ["1"] + [""] * 10]):
        run = make_carded_run(cast.outreach)
        for rating in ratings:
            answer(run, "after", useful=rating, recommend="5")
        end(run, hour=hour)
    found = {one.item.key: one for one in of_course(cast).reaction.items}
    assert (found["useful"].people, found["useful"].now) == (11, 5)
    assert found["recommend"].people == 22


def knowing_all(run, people):
    """So many who had all right before and all but one afterwards."""
    for number in range(people):
        answer(run, "before", code=f"all{number:03}", **right_answers(run))
        answer(run, "after", code=f"all{number:03}", **right_answers(run, but=1))


@pytest.mark.parametrize(
    ("could_gain", "knew_all", "expected"),
    [
        (11, 0, (11, True, 0)),
        (11, 1, (11, False, 1)),  # all less those who could gain would be the one
        (11, 11, (11, True, 11)),
        (10, 1, None),
        (1, 11, None),
    ],
)
def test_a_gain_is_of_eleven_and_tells_nothing_of_the_few_it_leaves_out(
    cast, could_gain, knew_all, expected
):
    run = make_carded_run(cast.outreach)
    answer_twice(run, could_gain)
    knowing_all(run, knew_all)
    gain = results_of_run(run).knowledge.gain
    told = gain and (gain.people, gain.of_means is not None, gain.at_ceiling)
    assert told == expected


def test_a_gain_of_a_course_leaves_out_units_in_which_few_could_gain(cast):
    make_ended(cast, 12, hour=9)
    other = make_carded_run(cast.outreach)
    answer_twice(other, 2)
    knowing_all(other, 10)
    end(other, hour=10)
    found = of_course(cast).knowledge
    assert (found.matched, found.gain.people, found.gain.at_ceiling) == (24, 12, 0)


def test_the_order_in_which_runs_ended_decides_and_not_that_in_which_they_began(cast):
    late = make_carded_run(cast.outreach, planned_at=datetime(2026, 1, 1, 15, tzinfo=UTC))
    answer_twice(late, 1)
    make_ended(cast, 5, hour=9), make_ended(cast, 6, hour=10)
    before = of_course(cast).knowledge
    end(late, hour=11)
    assert of_course(cast).knowledge == before
