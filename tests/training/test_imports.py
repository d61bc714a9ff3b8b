"""The courses that come with the application."""

from datetime import date, time

import pytest

from liaison.db import db
from liaison.languages import LANGUAGES
from liaison.permissions import SYSTEM
from liaison.training.imports import SHIPPED, keep_shipped, read_course, read_shipped
from liaison.training.policy.eligibility import STATEMENTS
from liaison.training.policy.graduation import problems
from liaison.training.policy.plan import lay_out


@pytest.mark.parametrize("key", SHIPPED)
def test_each_is_whole_in_every_language(key):
    course = read_shipped(key)
    assert problems(course.rule) == []
    assert set(course.words) == set(LANGUAGES)
    assert len({len(words.outline) for words in course.words.values()}) == 1
    assert set(course.eligibility) <= set(STATEMENTS)


def test_the_academy_has_eight_evenings_two_saturdays_and_tours():
    course = read_shipped("academy")
    titles = course.words["en"].outline
    sessions = lay_out(course.plan, titles, date(2026, 9, 8), time(18), course.minutes)
    assert course.rule["total"] == len(sessions) == len(titles)
    days = [(one.kind, one.on.strftime("%A"), one.starts) for one in sessions]
    assert days.count(("session", "Tuesday", time(18))) == 8
    assert days.count(("session", "Saturday", time(9))) == 2
    assert days.count(("tour", "Saturday", time(10))) == 2
    counted = [one.minutes for one in sessions if one.kind == "session"]
    assert sum(counted) == course.minutes


def test_the_training_gives_a_liaisons_rights_and_takes_an_hour():
    course = read_shipped("liaison")
    assert course.grants_rights
    (session,) = lay_out(course.plan, ["x"], date(2026, 9, 8), time(18), course.minutes)
    assert session.minutes == course.minutes == 60


def test_storing_one_twice_is_storing_it_once(session):
    first = keep_shipped(actor=SYSTEM, key="academy")
    assert keep_shipped(actor=SYSTEM, key="academy") is first


def test_a_file_that_is_no_course_is_refused():
    with pytest.raises(ValueError, match="schema"):
        read_course("title: A recipe")


def test_the_desk_reads_how_many_sessions_complete_it_and_how_many_are_more(client):
    keep_shipped(actor=SYSTEM, key="academy")
    db.session.commit()
    rows = client.sign_in("coordinator").get("/desk/training/courses/academy").text
    assert "Sessions needed: 8 of 10 " in rows  # two tours are beside the count
    assert "Completed with distinction: 10 of 10 sessions" in rows
