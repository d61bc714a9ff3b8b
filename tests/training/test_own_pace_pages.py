"""What the pages say of a run at one's own pace, and dates in the order of the calendar."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from factories.courses import enrol, make_course, make_run
from sqlalchemy import select

from liaison.db import db
from liaison.liaisons.models.credential import Credential
from liaison.training.models.course import CourseKind, CourseRun, RunState, Session
from liaison.training.models.enrolment import EnrolmentState
from liaison.training.policy.own_links import make_token
from liaison.training.queries.enrolments import find_enrolment
from liaison.training.queries.runs import list_session_lines, list_sessions

FEBRUARY = datetime(2026, 2, 10, 17, tzinfo=UTC)
JUNE = datetime(2026, 6, 1, 17, tzinfo=UTC)
DESK = "/desk/training/"


@pytest.fixture
def run(cast, at):
    at(FEBRUARY)
    run = make_run(cast.outreach, course=make_course(kind=CourseKind.SELF_PACED))
    at(JUNE)
    return run


@pytest.fixture
def desk(client, run):
    return client.sign_in("coordinator")


def page_of(run, rest=""):
    return f"{DESK}runs/{run.id}{rest}"


def sheet_of(run, place):
    return page_of(run, f"/sessions/{list_sessions(run.id)[place].id}")


def test_the_public_reads_no_first_day_and_can_apply_months_later(client, run):
    for path in ("/courses/", "/courses/evenings", f"/courses/runs/{run.id}"):
        text = client.get(path).text
        assert "At your own pace" in text
        assert "March" not in text
    assert "You can apply now." in client.get("/courses/").text
    page = client.get(f"/courses/runs/{run.id}")
    assert "Parts" in page.text
    assert "Open for applications" in page.text
    assert "Do you need anything to take part?" not in page.text  # there is no door to ask it at
    sent = {"name": "Ana Ruiz", "email": "ana@example.org"}
    client.submit(f"/courses/runs/{run.id}", sent, status=303)


def test_on_ones_own_page_parts_are_done_and_the_certificate_is_there_at_once(client, run, desk):
    ana = enrol(run)
    own = f"/enrolments/{make_token(ana.id)}"
    assert "Parts done: 0 of 2" in client.get(own).text
    for place in (0, 1):
        desk.submit(sheet_of(run, place), {f"mark-{ana.id}": "present"})
    text = client.get(own).text
    assert "You completed it." in text
    assert "Have your certificate as a PDF" in text
    assert db.session.get(CourseRun, run.id).state is RunState.OPEN


def test_parts_are_marked_on_the_page_of_a_person_who_is_named_when_that_completes_it(run, desk):
    ana = enrol(run)
    person = page_of(run, f"/people/{ana.id}")
    page = desk.get(person)
    assert page.text.count("They did it") == 3
    assert "has the certificate at once" in page.text
    assert "Enter a make-up" not in page.text
    sent = {"person": str(ana.id), f"was-{ana.id}": "none", f"mark-{ana.id}": "present"}
    assert person in desk.post(sheet_of(run, 0), sent).location
    desk.post(sheet_of(run, 1), sent)
    text = desk.get(person).text
    assert "Completed the course and have certificates: Ana Ruiz" in text
    assert db.session.scalars(select(Credential.number)).one() in text
    desk.post(sheet_of(run, 2), sent | {"person": "somebody"})
    assert "keeps the certificate" in desk.get(sheet_of(run, 2)).text


def test_a_mark_may_be_taken_back_and_the_certificate_revoked_for_a_reason(run, desk):
    ana = enrol(run)
    for place in (0, 1):
        desk.submit(sheet_of(run, place), {f"mark-{ana.id}": "present"})
    page = desk.submit(sheet_of(run, 1), {f"mark-{ana.id}": "none"})
    assert "keeps the certificate" in desk.get(page.location).text
    revoke = page_of(run, f"/people/{ana.id}/revoke_certificate")
    assert revoke in desk.get(page_of(run, f"/people/{ana.id}")).body
    assert "Say why it is revoked." in desk.submit(revoke, {"reason": ""}, status=422).text
    page = desk.submit(revoke, {"reason": "Somebody else did it"})
    assert "The certificate is revoked." in desk.get(page.location).text
    assert db.session.scalars(select(Credential.revoked_at)).one() is not None
    assert "revoke_certificate" not in desk.get(page_of(run, f"/people/{ana.id}")).body
    assert find_enrolment(ana.id).state is EnrolmentState.COMPLETED


def test_who_only_looks_marks_nothing_and_revokes_nothing(client, run):
    ana = enrol(run)
    browser = client.sign_in("manager")
    assert "They did it" not in browser.get(page_of(run, f"/people/{ana.id}")).text
    browser.post(sheet_of(run, 0), {f"mark-{ana.id}": "present"}, status=403)
    browser.get(page_of(run, f"/people/{ana.id}/revoke_certificate"), status=403)


def test_at_the_desk_nothing_says_when_it_begins_and_nothing_starts_it(run, desk):
    assert "At your own pace" in desk.get(DESK).text
    page = desk.get(page_of(run))
    assert "First session" not in page.text
    assert "Take over check-ins" not in page.text
    assert "/start" not in page.body
    desk.post(page_of(run, "/start"), {}, status=409)


def test_it_is_planned_without_a_day_and_a_part_is_added_by_its_name(run, desk, cast):
    sent = {"course": "evenings", "program": str(cast.outreach.id), "language": "en"}
    sent |= {"selection": "first_come"}
    page = desk.submit(f"{DESK}runs/new", sent)
    desk.submit(f"{page.location}/sessions/new", {"title": "Four"})
    planned = db.session.scalars(select(CourseRun).where(CourseRun.id != run.id)).one()
    titles = [(one.number, one.title, one.event_id) for one in list_sessions(planned.id)]
    assert titles[-1] == (4, "Four", None)
    page = desk.submit(f"{DESK}runs/new", sent | {"course": "academy"}, status=422)
    assert "Enter the day of the first session." in page.text
    assert "Enter the time the first session starts." in page.text


def test_its_end_counts_those_who_completed_it_before(run, desk):
    ana = enrol(run)
    for place in (0, 1):
        desk.submit(sheet_of(run, place), {f"mark-{ana.id}": "present"})
    assert "1 person completed it before." in desk.get(page_of(run, "/end")).text
    page = desk.submit(page_of(run, "/end"), {})
    text = desk.get(page.location).text
    assert "1 person completed the course and has a certificate." in text


def test_a_session_that_was_moved_stands_where_its_day_is(client, cast, at):
    at(FEBRUARY)
    run = make_run(cast.outreach)
    first = list_sessions(run.id)[0]
    first.event.starts_at += timedelta(days=10)
    first.event.ends_at += timedelta(days=10)
    db.session.add(Session(run_id=run.id, number=4, title="At home"))
    db.session.commit()
    in_order = ["Two", "One", "Three", "At home"]
    assert [one.title for one in list_sessions(run.id)] == in_order
    assert [one.title for one in list_session_lines(run.id)] == in_order
    assert {one.title: one.number for one in list_sessions(run.id)}["One"] == 1
    ana = enrol(run)
    for path in (f"/courses/runs/{run.id}", f"/enrolments/{make_token(ana.id)}"):
        assert re.search(">Two<[^§]*>One<[^§]*>Three<[^§]*>At home<", client.get(path).body)
