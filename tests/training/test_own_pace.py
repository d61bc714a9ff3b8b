"""A run at one's own pace: people join while it is open, and each completes it by themselves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from factories.courses import enrol, make_course, make_run
from sqlalchemy import select

from liaison.db import db
from liaison.errors import InvalidInput, WrongState
from liaison.liaisons.models.credential import Credential
from liaison.liaisons.models.liaison import Liaison
from liaison.mail import OutboxMessage
from liaison.permissions import SYSTEM
from liaison.training.jobs.runs import follow_runs
from liaison.training.models.course import CourseKind, CourseRun, RunState, Selection
from liaison.training.models.enrolment import EnrolmentState as S
from liaison.training.models.enrolment import Mark
from liaison.training.operations import attendance, completion, enrolments, runs
from liaison.training.operations.retention import forget_applicants
from liaison.training.policy.runs import takes_applications
from liaison.training.queries.enrolments import find_enrolment, list_enrolments
from liaison.training.queries.runs import list_public_runs, list_runs_in_hand, list_sessions

FEBRUARY = datetime(2026, 2, 10, 17, tzinfo=UTC)
JUNE = datetime(2026, 6, 1, 17, tzinfo=UTC)  # long after its planned day


@pytest.fixture
def hold(cast, at):
    """A run of a course of three parts, of which two are needed; it is June."""

    def make(*, rule=None, grants_rights=False, **details):
        at(FEBRUARY)
        values = {"kind": CourseKind.SELF_PACED, "grants_rights": grants_rights}
        course = make_course(**values, **({"rule": rule} if rule else {}))
        run = make_run(cast.outreach, course=course, **details)
        at(JUNE)
        return run

    return make


def do(run, enrolment, *numbers):
    for session in list_sessions(run.id):
        if session.number in numbers:
            values = {"run": run, "enrolment": find_enrolment(enrolment.id), "session": session}
            attendance.mark(actor=SYSTEM, **values, mark=Mark.PRESENT)


def credentials():
    return db.session.scalars(select(Credential).order_by(Credential.id)).all()


def letters_with(words):
    return [
        one for one in db.session.scalars(select(OutboxMessage)) if words in (one.subject or "")
    ]


def test_it_takes_applications_until_its_closing_day_or_its_end(hold):
    run = hold()
    assert takes_applications(run, JUNE.date())
    assert [one.id for one in list_public_runs(JUNE.date())] == [run.id]
    run.closes_on = date(2026, 7, 1)
    assert takes_applications(run, date(2026, 7, 1))
    assert not takes_applications(run, date(2026, 7, 2))
    runs.end_run(actor=SYSTEM, run=run)
    assert not takes_applications(run, JUNE.date())
    assert list_public_runs(JUNE.date()) == []


def test_the_night_does_not_start_it(hold, app):
    run = hold()
    assert list_runs_in_hand(JUNE.date()) == []
    follow_runs()
    assert db.session.get(CourseRun, run.id).state is RunState.OPEN
    with pytest.raises(WrongState):
        runs.start_run(actor=SYSTEM, run=run)


def test_it_may_close_long_after_the_day_it_was_planned_for(hold):
    run = hold(closes_on=date(2026, 9, 30))
    values = {"capacity": None, "min_present": 2}
    runs.edit_run(actor=SYSTEM, run=run, closes_on=date(2026, 10, 31), **values)
    assert run.closes_on == date(2026, 10, 31)


def test_who_meets_the_rule_has_the_credential_at_once_and_once(hold):
    run = hold()
    ana, binh = enrol(run, language="es"), enrol(run, "Binh Vo")
    do(run, ana, 1)
    assert (ana.state, credentials()) == (S.ADMITTED, [])
    do(run, ana, 2)
    assert (ana.state, binh.state, run.state) == (S.COMPLETED, S.ADMITTED, RunState.OPEN)
    [credential] = credentials()
    assert (credential.person_id, credential.issued_on) == (ana.person_id, JUNE.date())
    do(run, ana, 3)
    do(run, ana, 1)
    assert credentials() == [credential]
    [letter] = letters_with("Tres tardes")[1:]  # the first said that they have a place
    assert letter.language == "es"
    assert "/es/enrolments/" in letter.body


def test_it_ends_for_those_who_are_left(hold):
    run = hold()
    ana, binh = enrol(run), enrol(run, "Binh Vo")
    do(run, ana, 1, 2)
    ended = runs.end_run(actor=SYSTEM, run=run)
    assert (ended.completed, ended.not_completed) == (1, 1)
    assert (ana.state, binh.state, len(credentials())) == (S.COMPLETED, S.NOT_COMPLETED, 1)


def test_a_deed_completes_it_too_and_a_form_sent_twice_does_it_once(hold):
    rule = {"total": 3, "min_present": 0, "extra": [{"kind": "report", "min": 1}]}
    run = hold(rule=rule)
    ana = enrol(run)
    made = {"actor": SYSTEM, "run": run, "enrolment": ana, "kind": "report"}
    deed = attendance.note_deed(**made, done_on=JUNE.date(), key=ana.id)
    assert ana.state is S.COMPLETED
    assert attendance.note_deed(**made, done_on=JUNE.date(), key=ana.id) is deed
    assert len(credentials()) == 1


def test_a_place_goes_on_when_somebody_completes_it_or_withdraws(hold, at):
    run, people = hold(capacity=1), []
    for hours, name in enumerate(("Ana Ruiz", "Binh Vo", "Cora Day")):
        at(JUNE + timedelta(hours=hours))
        people.append(enrol(run, name))
    ana, binh, cora = people
    assert (binh.state, cora.state) == (S.WAITLISTED, S.WAITLISTED)
    do(run, ana, 1, 2)
    assert (binh.state, cora.state) == (S.ADMITTED, S.WAITLISTED)
    enrolments.withdraw_enrolment(actor=SYSTEM, run=run, enrolment=binh)
    assert cora.state is S.ADMITTED


def test_who_withdrew_is_not_marked_and_may_come_back(hold):
    run = hold()
    ana = enrol(run)
    do(run, ana, 1)
    enrolments.withdraw_enrolment(actor=SYSTEM, run=run, enrolment=ana)
    with pytest.raises(WrongState):
        do(run, ana, 2)
    again = enrol(run)
    assert (again.id, again.state) == (ana.id, S.ADMITTED)
    do(run, again, 2)  # what they did before counts
    assert again.state is S.COMPLETED


def test_a_mark_that_was_a_mistake_is_taken_back_and_the_certificate_stays(hold):
    run = hold()
    ana = enrol(run)
    do(run, ana, 1, 2)
    second = list_sessions(run.id)[1]
    attendance.clear_mark(actor=SYSTEM, run=run, enrolment=ana, session=second)
    assert (ana.state, credentials()[0].revoked_at) == (S.COMPLETED, None)
    revoke = {"actor": SYSTEM, "run": run, "enrolment": ana}
    with pytest.raises(InvalidInput):
        completion.revoke_certificate(**revoke, reason=" ")
    completion.revoke_certificate(**revoke, reason="Somebody else did it")
    assert credentials()[0].revoked_at == JUNE
    do(run, ana, 2)
    assert len(credentials()) == 1
    with pytest.raises(WrongState):
        completion.revoke_certificate(**revoke, reason="Once more")


def test_an_easier_rule_completes_it_for_whoever_meets_it_now(hold):
    run = hold()
    ana, binh = enrol(run), enrol(run, "Binh Vo")
    do(run, ana, 1)
    runs.edit_run(actor=SYSTEM, run=run, capacity=None, closes_on=None, min_present=1)
    assert (ana.state, binh.state) == (S.COMPLETED, S.ADMITTED)


def test_somebody_may_answer_for_an_exception_while_it_goes_on(hold):
    run = hold()
    ana = enrol(run)
    values = {"actor": SYSTEM, "run": run, "enrolment": ana}
    with pytest.raises(InvalidInput):
        completion.complete_enrolment(**values)
    completion.complete_enrolment(**values, reason="Did it all elsewhere")
    assert (ana.state, len(credentials())) == (S.COMPLETED, 1)


def test_a_liaison_is_trained_from_the_day_they_completed_it(hold, at):
    run = hold(grants_rights=True)
    ana = enrol(run)
    at(JUNE + timedelta(days=9))
    do(run, ana, 1, 2)
    liaison = db.session.scalars(select(Liaison)).one()
    assert liaison.trained_on == date(2026, 6, 10)


def test_where_people_are_chosen_they_are_after_the_closing_day(hold, at):
    run = hold(selection=Selection.CHOSEN, closes_on=date(2026, 6, 30))
    ana = enrol(run)
    at(JUNE + timedelta(days=40))
    enrolments.choose(actor=SYSTEM, run=run, chosen={ana: "admit_enrolment"})
    do(run, ana, 1, 2)
    assert find_enrolment(ana.id).state is S.COMPLETED
    assert len(list_enrolments(run.id)) == 1


def test_applicants_of_one_that_is_cancelled_are_forgotten_a_while_after_that_day(hold, at):
    run = hold()
    ana = enrol(run)
    enrolments.withdraw_enrolment(actor=SYSTEM, run=run, enrolment=ana)
    runs.cancel_run(actor=SYSTEM, run=run)
    assert forget_applicants() == 0
    at(JUNE + timedelta(days=91))
    assert forget_applicants() == 1
