"""A course held once, from its plan to its graduates."""

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from factories.courses import enrol, make_course, make_run
from factories.liaisons import make_liaison
from sqlalchemy import select
from statements import counted

from liaison.db import db
from liaison.errors import InvalidInput, WrongState
from liaison.events.models.door import CameBy
from liaison.events.models.event import EventState
from liaison.events.models.sign_up import SignUp, SignUpState
from liaison.events.operations.door import check_in
from liaison.liaisons.models.credential import Credential, Level
from liaison.liaisons.models.liaison import Liaison, LiaisonState
from liaison.permissions import SYSTEM
from liaison.training.models.course import CourseKind, RunState, Selection
from liaison.training.models.enrolment import EnrolmentState as S
from liaison.training.models.enrolment import Mark
from liaison.training.operations import attendance, completion, enrolments, runs
from liaison.training.policy.enrolments import last_reason, reasons_by_step
from liaison.training.policy.runs import first_day
from liaison.training.queries.enrolments import list_enrolments, list_steps, marks_of_run
from liaison.training.queries.runs import list_session_lines, list_sessions

FEBRUARY = datetime(2026, 2, 10, 17, tzinfo=UTC)
BINH = "binh@example.org"
APRIL = datetime(2026, 4, 1, 17, tzinfo=UTC)


@pytest.fixture
def run(cast, at):
    at(FEBRUARY)
    return make_run(cast.outreach)


def mark(run, enrolment, *marks):
    for session, one in zip(list_sessions(run.id), marks, strict=True):
        attendance.mark(
            actor=SYSTEM,
            run=run,
            enrolment=enrolment,
            session=session,
            mark=one,
            made_up_on=date(2026, 3, 20) if one is Mark.MADE_UP else None,
        )


def test_a_run_begins_with_the_sessions_of_the_plan_each_an_event(run):
    sessions = list_sessions(run.id)
    assert [one.title for one in sessions] == ["One", "Two", "Three"]
    assert [one.event.starts_at.date() for one in sessions] == [
        date(2026, 3, 3),
        date(2026, 3, 10),
        date(2026, 3, 17),
    ]
    assert {one.event.state for one in sessions} == {EventState.PUBLISHED}
    assert sessions[0].event.title == "Three evenings: One"


def test_whoever_is_admitted_stands_on_the_list_at_each_door(run):
    enrolment = enrol(run)
    assert enrolment.state is S.ADMITTED
    expected = select(SignUp.state).where(SignUp.person_id == enrolment.person_id)
    assert db.session.scalars(expected).all() == [SignUpState.SIGNED_UP] * 3
    enrolments.withdraw_enrolment(actor=SYSTEM, run=run, enrolment=enrolment)
    assert db.session.scalars(expected).all() == [SignUpState.CANCELLED] * 3


def test_who_completes_it_has_a_credential_and_nobody_else(run, at):
    ana, binh, cora = (enrol(run, name) for name in ("Ana Ruiz", "Binh Vo", "Cora Day"))
    enrolments.withdraw_enrolment(actor=SYSTEM, run=run, enrolment=cora)
    at(APRIL)
    mark(run, ana, Mark.PRESENT, Mark.LATE, Mark.ABSENT)
    mark(run, binh, Mark.PRESENT, Mark.EXCUSED, Mark.ABSENT)
    ended = runs.end_run(actor=SYSTEM, run=run)
    assert (ended.completed, ended.not_completed) == (1, 1)
    assert (ana.state, binh.state, cora.state) == (S.COMPLETED, S.NOT_COMPLETED, S.WITHDRAWN)
    credential = db.session.scalars(select(Credential)).one()
    assert (credential.person_id, credential.level) == (ana.person_id, Level.COMPLETED)
    assert credential.titles == {"en": "Three evenings", "es": "Tres tardes"}


def test_after_the_end_a_make_up_completes_it_and_else_somebody_answers_for_it(run, at):
    ana, binh = enrol(run), enrol(run, "Binh Vo")
    at(APRIL)
    mark(run, ana, Mark.PRESENT, Mark.ABSENT, Mark.ABSENT)
    runs.end_run(actor=SYSTEM, run=run)
    with pytest.raises(InvalidInput):
        completion.complete_enrolment(actor=SYSTEM, run=run, enrolment=ana)
    mark(run, ana, Mark.PRESENT, Mark.MADE_UP, Mark.ABSENT)
    completion.complete_enrolment(actor=SYSTEM, run=run, enrolment=ana)
    completion.complete_enrolment(actor=SYSTEM, run=run, enrolment=binh, reason="Was in hospital")
    assert (ana.state, binh.state) == (S.COMPLETED, S.COMPLETED)
    assert (last_reason(ana), last_reason(binh)) == ("", "Was in hospital")


def test_a_check_in_at_the_door_is_a_mark_once(run, at):
    ana = enrol(run)
    first, second, _third = list_sessions(run.id)
    for session, late in ((first, 5), (second, 40)):
        at(session.event.starts_at + timedelta(minutes=late))
        place = select(SignUp).where(
            SignUp.event_id == session.event_id, SignUp.person_id == ana.person_id
        )
        check_in(
            actor=SYSTEM,
            event=session.event,
            key=uuid.uuid4(),
            people=1,
            came_by=CameBy.CODE,
            sign_up=db.session.scalars(place).one(),
        )
    assert attendance.take_check_ins(actor=SYSTEM, run=run).stored == 2
    assert attendance.take_check_ins(actor=SYSTEM, run=run).stored == 0
    marks = marks_of_run(run.id)
    assert marks[ana.id, first.id].mark is Mark.PRESENT
    assert marks[ana.id, second.id].mark is Mark.LATE


def test_a_run_does_not_end_before_its_last_session(run):
    enrol(run)
    with pytest.raises(WrongState):
        runs.end_run(actor=SYSTEM, run=run)
    assert run.state is RunState.OPEN


def test_a_cancelled_run_takes_its_sessions_with_it(run):
    runs.cancel_run(actor=SYSTEM, run=run)
    states = {one.event.state for one in list_sessions(run.id)}
    assert states == {EventState.CANCELLED}


def test_where_somebody_chooses_there_is_a_closing_date(cast, at):
    at(FEBRUARY)
    with pytest.raises(InvalidInput) as refusal:
        make_run(cast.outreach, selection=Selection.CHOSEN)
    assert refusal.value.field == "closes_on"


def test_the_rule_a_run_began_with_stays(cast, at):
    at(FEBRUARY)
    course = make_course()
    run = make_run(cast.outreach, course=course)
    course.rule = {"total": 3, "min_present": 3}
    assert run.rule["min_present"] == 2


def test_a_session_may_be_added_and_is_expected_of_whoever_takes_part(run, cast):
    ana = enrol(run)
    details = runs.RunDetails(language="en", starts_on=first_day(run), starts=time(18))
    extra = runs.PlannedSession("tour", "Waterworks", date(2026, 3, 21), time(10), 90)
    made = runs.add_session(
        actor=SYSTEM, run=run, program=cast.outreach, details=details, session=extra
    )
    assert made.event.state is EventState.PUBLISHED
    places = select(SignUp).where(SignUp.event_id == made.event_id)
    assert db.session.scalars(places).one().person_id == ana.person_id


def test_whoever_is_trained_as_a_liaison_is_on_the_roster(cast, at):
    at(FEBRUARY)
    course = make_course(grants_rights=True, valid_months=24)
    run, known = make_run(cast.outreach, course=course), make_liaison("Binh Vo", email=BINH)
    ana, binh = enrol(run), enrol(run, "Binh Vo", email=BINH)
    assert binh.person_id == known.person_id
    at(APRIL)
    for one in (ana, binh):
        mark(run, one, Mark.PRESENT, Mark.PRESENT, Mark.ABSENT)
    runs.end_run(actor=SYSTEM, run=run)
    roster = db.session.scalars(select(Liaison)).all()
    assert {one.person_id for one in roster} == {ana.person_id, binh.person_id}
    assert {one.state for one in roster} == {LiaisonState.TRAINED}
    assert {one.trained_until for one in roster} == {date(2028, 4, 1)}


def test_a_course_at_ones_own_pace_stands_in_no_calendar_and_ends_when_one_likes(cast, at):
    at(FEBRUARY)
    run = make_run(cast.outreach, course=make_course(kind=CourseKind.SELF_PACED))
    ana = enrol(run)
    assert [one.event for one in list_sessions(run.id)] == [None] * 3
    assert [one.title for one in list_session_lines(run.id)] == ["One", "Two", "Three"]
    mark(run, ana, Mark.PRESENT, Mark.PRESENT, Mark.ABSENT)
    assert runs.end_run(actor=SYSTEM, run=run).completed == 1


def test_each_step_keeps_its_reason(client, run):
    ana = enrol(run)

    def step(verb, reason=""):
        enrolments.step_enrolment(actor=SYSTEM, run=run, enrolment=ana, verb=verb, reason=reason)

    ana.state = S.APPLIED
    step("decline_enrolment", "You live outside the city.")
    step("admit_enrolment", "They moved here.")
    step("withdraw_enrolment")
    db.session.commit()
    history = [(one.verb, reasons_by_step(ana).get(str(one.id))) for one in list_steps(ana.id)]
    assert history[1:] == [
        ("decline_enrolment", "You live outside the city."),
        ("admit_enrolment", "They moved here."),
        ("withdraw_enrolment", None),
    ]
    page = client.sign_in("coordinator").get(f"/desk/training/runs/{run.id}/people/{ana.id}")
    assert "You live outside the city." in page.text
    assert "They moved here." in page.text


def test_sessions_are_numbered_by_whoever_holds_the_run(run, cast):
    details = runs.RunDetails(language="en", starts_on=first_day(run), starts=time(18))
    extra = runs.PlannedSession("tour", "Waterworks", date(2026, 3, 21), time(10), 90)
    both = [  # two people asked before either was answered
        runs.add_session(
            actor=SYSTEM, run=run, program=cast.outreach, details=details, session=extra
        )
        for _person in range(2)
    ]
    assert [one.number for one in both] == [4, 5]


@pytest.mark.parametrize("act", ["choose", "cancel", "end"])
def test_the_course_and_its_sessions_are_read_once_for_all(cast, at, act):
    at(FEBRUARY)
    run = make_run(cast.outreach, selection=Selection.CHOSEN, closes_on=date(2026, 2, 20))
    for number in range(6):
        enrol(run, f"Person{number} Day")
    chosen = dict.fromkeys(list_enrolments(run.id), "admit_enrolment")
    if act == "end":
        enrolments.choose(actor=SYSTEM, run=run, chosen=chosen)
        at(APRIL)
    with counted() as sent:
        if act == "choose":
            enrolments.choose(actor=SYSTEM, run=run, chosen=chosen)
        else:
            {"cancel": runs.cancel_run, "end": runs.end_run}[act](actor=SYSTEM, run=run)
    assert sum("FROM course_session LEFT" in one for one in sent) <= 2
    assert sum("JOIN course_text" in one for one in sent) == 1
