"""What people learned: shown when a run has ended, and never of so few that one could be found."""

import pytest
from factories.cards import DAY, answer, answer_twice, make_carded_run, right_answers
from sqlalchemy import update

from liaison import clock
from liaison.db import db
from liaison.errors import WrongState
from liaison.training.figures.results import results_of_course, results_of_run
from liaison.training.models.course import CourseRun, RunState

RATINGS = {"recommend": "5"} | {
    f"{item}-{when}": rating
    for item in ("enter", "explain", "privacy", "meeting")
    for when, rating in (("before", "2"), ("now", "4"))
}
TOO_FEW = "No result is shown for fewer than 11 people"


@pytest.fixture
def run(cast):
    return make_carded_run(cast.outreach)


def end(run):
    run.state, run.ended_at = RunState.ENDED, clock.now()
    db.session.commit()
    return f"/desk/training/runs/{run.id}/results"


def test_gain_of_those_who_were_matched(run):
    answer_twice(run, 11)
    answer(run, "before", code="gone1", **right_answers(run))
    answer(run, "after", **right_answers(run))
    found = results_of_run(run).knowledge
    assert (found.matched, found.before_only, found.after_only) == (11, 1, 1)
    assert found.difference.mean == pytest.approx(27 / 11)
    assert found.gain.of_means == pytest.approx(27 / 38)
    assert (found.passed_before, found.passed_after, found.gain.at_ceiling) == (0, 1, 0)


def test_each_question_is_told_apart(run):
    answer_twice(run, 11)
    first, second, *_rest, last = results_of_run(run).knowledge.items
    assert (first.right_before, first.right_after, first.p) == (0, 0, 1)  # left out both times
    assert (second.right_after, second.p) == (1, 2 / 2**11)
    assert (last.right_before, last.right_after) == (1, 1)


def test_ten_pairs_have_no_result(run):
    answer_twice(run, 10)
    found = results_of_run(run).knowledge
    assert (found.matched, found.difference, found.gain, found.items) == (10, None, None, ())


def test_the_same_code_in_another_run_is_somebody_else(run, cast):
    answer(run, "before", code="M0742", **right_answers(run))
    other = make_carded_run(cast.outreach)
    answer(other, "after", code="M0742", **right_answers(other))
    end(run), end(other)
    found = results_of_course(cast.actor("coordinator"), run.course).knowledge
    assert found is None or found.matched == 0


def test_confidence_and_reaction(run):
    for number in range(12):
        answer(run, "after", **RATINGS | {"useful": str(1 + number % 5)})
    found = results_of_run(run)
    assert (found.confidence.people, found.confidence.difference.mean) == (12, 2)
    by_key = {one.item.key: one for one in found.reaction.items}
    assert (by_key["recommend"].now, by_key["recommend"].agree) == (5, 1)
    assert (by_key["clear"].people, by_key["clear"].now) == (0, None)


def test_the_page_of_a_run_that_ended(client, run):
    answer_twice(run, 11)
    page = client.sign_in("coordinator").get(end(run))
    assert "2.45 points (95% interval from 2.10 to 2.81)" in page.text
    assert "there is nobody here to compare with" in page.text
    assert "Answered both cards and were matched 11" in page.text
    assert "fewer than 11" not in page.text


def test_the_page_of_few_says_only_that_they_are_few(client, run):
    answer_twice(run, 10)
    page = client.sign_in("coordinator").get(end(run))
    assert "matched fewer than 11" in page.text
    assert TOO_FEW in page.text
    assert "points" not in page.text


def test_matched_and_not_matched_are_printed_beside_a_result(client, run):
    answer_twice(run, 11)
    answer(run, "before", code="gone1", **right_answers(run))
    answer(run, "after", **right_answers(run))
    page = client.sign_in("coordinator").get(end(run)).text
    assert "were matched 11 Only the card before, or not matched 1 Only the card after" in page


def test_the_way_from_a_run_to_its_cards_and_back(client, run):
    staff = client.sign_in("coordinator")
    assert f"/desk/training/runs/{run.id}/cards" in staff.get(f"/desk/training/runs/{run.id}").body
    assert f"/desk/training/runs/{run.id}" in staff.get(f"/desk/training/runs/{run.id}/cards").body


def test_nothing_is_shown_while_cards_can_be_filled_in(client, run):
    answer_twice(run, 20)
    page = client.sign_in("coordinator").get(f"/desk/training/runs/{run.id}/results")
    assert "The results come when the run has ended" in page.text


def test_after_the_end_no_card_is_taken(client, run):
    end(run)
    path = f"/cards/{run.card_code}/after"
    client._send("POST", path, status=410, data=right_answers(run))


def test_the_page_of_a_course(client, run):
    answer_twice(run, 11)
    end(run)
    page = client.sign_in("manager").get(f"/desk/training/courses/{run.course}/results")
    assert "1 run that has ended." in page.text
    client.sign_in("manager").get("/desk/training/courses/knitting/results", status=404)


def test_the_code_stands_on_the_desk(client, run):
    answer(run, "before", **right_answers(run))
    staff = client.sign_in("coordinator")
    page = staff.get(f"/desk/training/runs/{run.id}/cards")
    assert f"{run.card_code[:4]}-{run.card_code[4:]}" in page.text
    assert "What you know Before the course 1" in page.text
    drawn = staff.get(f"/desk/training/runs/{run.id}/cards/code.svg")
    assert drawn.response.mimetype == "image/svg+xml"


@pytest.mark.parametrize("view", ["cards", "cards/code.svg", "results"])
def test_who_sees_a_runs_cards(client, run, view):
    path = f"/desk/training/runs/{run.id}/{view}"
    client.sign_in("manager").get(path)
    client.sign_in("outsider").get(path, status=404)  # of another department
    client.sign_in("liaison").get(path, status=403)
    client.sign_in("analyst").get(path, status=403)


def test_answers_of_before_are_not_taken_for_after(run):
    answer(run, "before", code="M0742", today=DAY, **right_answers(run))
    found = results_of_run(run).knowledge
    assert (found.matched, found.before_only, found.after_only) == (0, 1, 0)


def test_a_card_that_was_on_its_way_when_the_run_ended_is_not_taken(run):
    db.session.execute(
        update(CourseRun)
        .where(CourseRun.id == run.id)
        .values(state=RunState.ENDED)
        .execution_options(synchronize_session=False)
    )
    assert run.state is RunState.RUNNING
    with pytest.raises(WrongState):
        answer(run, "before", **right_answers(run))
