"""What trainees did after a course: from the logs, and only of those whose days are over."""

from datetime import UTC, date, datetime, timedelta

import pytest
from factories.cards import DAY, answer, answer_twice, graduate, make_carded_run, right_answers
from factories.contacts import make_contact
from factories.liaisons import make_liaison
from sqlalchemy import select

from liaison.db import db
from liaison.evaluation.figures.trainees import (
    Trainee,
    Used,
    compare_areas,
    count_used,
    list_trainees,
)
from liaison.liaisons.models.credential import Credential
from liaison.liaisons.operations.credentials import issue_credential, revoke_credential
from liaison.permissions import SYSTEM
from liaison.training.models.course import RunState


@pytest.fixture(autouse=True)
def _autumn(at):
    at(datetime(2026, 10, 1, 16, tzinfo=UTC))


@pytest.fixture
def run(cast):
    return make_carded_run(cast.outreach, state=RunState.ENDED)


def contact(cast, liaison=None, *, days, area=None):
    """So many days after the course; `liaison` held it."""
    on = DAY + timedelta(days=days)
    made = make_contact(cast.outreach, area=area or cast.district_1, opened_on=on)
    made.liaison_id = liaison.id if liaison else None
    db.session.commit()
    return made


def trainee(run, cast, *days, name="Linh Tran"):
    """Somebody who completed the run and had contacts so many days later."""
    liaison = make_liaison(name, areas=[cast.district_1])
    graduate(run, liaison)
    for number in days:
        contact(cast, liaison, days=number)
    return liaison


def test_the_first_contact_after_the_course_counts(run, cast):
    trainee(run, cast, -3, 45, 12)
    assert list_trainees(run.id) == [Trainee(DAY, DAY + timedelta(days=12))]


def test_whoever_did_nothing_is_there_too(run, cast):
    trainee(run, cast)
    assert list_trainees(run.id) == [Trainee(DAY, None)]


def test_contacts_logged_by_their_account_count(run, cast):
    user = cast.users["liaison"]
    graduate(run, make_liaison(user_id=user.id))
    made = contact(cast, days=5)
    made.logged_by_id = user.id
    db.session.commit()
    assert list_trainees(run.id)[0].first_contact_on == DAY + timedelta(days=5)


def test_people_of_another_run_do_not(run, cast):
    trainee(make_carded_run(cast.outreach), cast, 4)
    assert list_trainees(run.id) == []


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (29, [(30, 0, 0, 3), (90, 0, 0, 3), (180, 0, 0, 3)]),
        (30, [(30, 1, 3, 0), (90, 0, 0, 3), (180, 0, 0, 3)]),
        (90, [(30, 1, 3, 0), (90, 2, 3, 0), (180, 0, 0, 3)]),
        (180, [(30, 1, 3, 0), (90, 2, 3, 0), (180, 2, 3, 0)]),
    ],
)
def test_only_those_whose_days_are_over_count(today, expected):
    """One on the last of 30 days, one on the first day after them, one never."""
    firsts = [DAY + timedelta(days=29), DAY + timedelta(days=30), None]
    trainees = [Trainee(DAY, first) for first in firsts]
    found = count_used(trainees, DAY + timedelta(days=today))
    assert found == [Used(*row) for row in expected]


def test_areas_of_the_trainees_beside_the_others(run, cast):
    trainee(run, cast, 3, 10, 11)
    for days in (-5, -6, 3):
        contact(cast, days=days, area=cast.district_2)
    contact(cast, days=-2)
    contact(cast, days=-400)
    found = compare_areas(cast.actor("coordinator"), run.id, DAY, date(2026, 10, 1))
    assert (found.days, found.theirs.before, found.theirs.after) == (180, 1, 3)
    assert (found.others.before, found.others.after, found.others.ratio) == (2, 1, 0.5)


def test_both_sides_are_as_long(run, cast):
    trainee(run, cast, 3)
    contact(cast, days=-12)
    found = compare_areas(cast.actor("coordinator"), run.id, DAY, DAY + timedelta(days=10))
    assert (found.days, found.theirs.before, found.theirs.ratio) == (10, 0, None)
    assert compare_areas(cast.actor("coordinator"), run.id, DAY, DAY) is None


def test_contacts_of_other_departments_are_not_counted(run, cast):
    trainee(run, cast, 3)
    found = compare_areas(cast.actor("outsider"), run.id, DAY, date(2026, 10, 1))
    assert found.theirs.after == 0


def test_the_page_has_four_levels(client, run, cast):
    run.state = RunState.RUNNING
    answer_twice(run, 11)
    for _person in range(11):
        answer(run, "after", useful="4", recommend="5")
    run.state = RunState.ENDED
    trainee(run, cast, 3, 40)
    page = client.sign_in("coordinator").get(f"/desk/training/runs/{run.id}/levels").text
    assert "Would tell a neighbour to come 100%" in page
    assert "2.45 of 5 questions (95% interval from 2.10 to 2.81)" in page
    assert "30 days not shown fewer than 11 0" in page
    assert "Areas the trainees cover 0 2 cannot be said" in page


def test_a_certificate_that_was_issued_again_makes_nobody_a_trainee_twice(run, cast):
    linh = trainee(run, cast, 12)
    [first] = db.session.scalars(select(Credential).where(Credential.person_id == linh.person_id))
    revoke_credential(actor=SYSTEM, credential=first, reason="A slip in the name")
    issue_credential(
        actor=SYSTEM,
        person_id=linh.person_id,
        course=run.course,
        titles={"en": "One hour"},
        grants_rights=False,
        language="en",
        minutes=60,
        issued_on=DAY + timedelta(days=20),
        expires_on=None,
        enrolment_id=first.enrolment_id,
    )
    db.session.commit()
    assert list_trainees(run.id) == [Trainee(DAY, DAY + timedelta(days=12))]


def test_what_eleven_did_is_told_as_a_share(client, run, cast):
    for one in range(11):
        trainee(run, cast, *([3] if one < 4 else []), name=f"Trainee {one}")
    page = client.sign_in("coordinator").get(f"/desk/training/runs/{run.id}/levels").text
    assert "30 days 4 11 36% (95% interval from 15% to 65%) 0" in page


def test_before_the_end_there_is_nothing_to_follow(client, cast):
    run = make_carded_run(cast.outreach)
    answer(run, "before", **right_answers(run))
    page = client.sign_in("coordinator").get(f"/desk/training/runs/{run.id}/levels")
    assert "The run goes on" in page.text


def test_who_sees_it(client, run):
    path = f"/desk/training/runs/{run.id}/levels"
    client.sign_in("manager").get(path)
    client.sign_in("outsider").get(path, status=404)
    client.sign_in("analyst").get(path, status=403)
