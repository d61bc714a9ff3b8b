"""A session is an event with all that events give: a place, access needs, languages, a door."""

import re
import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from factories.courses import enrol, make_course, make_run
from sqlalchemy import select

from liaison.db import db
from liaison.events.models.door import CameBy
from liaison.events.models.need import AccessNeed, NeedKind, NeedState
from liaison.events.models.sign_up import SignUp, SignUpState
from liaison.events.operations.door import check_in
from liaison.events.operations.needs import NeedDetails
from liaison.mail import OutboxMessage
from liaison.permissions import SYSTEM
from liaison.training.models.course import Selection
from liaison.training.models.enrolment import Mark
from liaison.training.operations import attendance, enrolments, runs
from liaison.training.policy.own_links import make_token
from liaison.training.policy.runs import first_day
from liaison.training.queries.enrolments import marks_of_run
from liaison.training.queries.runs import list_sessions

FEBRUARY = datetime(2026, 2, 10, 17, tzinfo=UTC)
SIGNED = (NeedDetails(NeedKind.SIGN_LANGUAGE), NeedDetails(NeedKind.INTERPRETER, "vi"))


@pytest.fixture(autouse=True)
def in_february(at):
    at(FEBRUARY)


@pytest.fixture
def run(cast):
    return make_run(cast.outreach, interpretation=("vi",), place_name="City Hall")


def needs(*states):
    asked = select(AccessNeed.kind).where(AccessNeed.state.in_(states or [NeedState.REQUESTED]))
    return sorted(kind.value for kind in db.session.scalars(asked))


def place_of(enrolment, session):
    asked = select(SignUp).where(
        SignUp.event_id == session.event_id, SignUp.person_id == enrolment.person_id
    )
    return db.session.scalars(asked).one()


def test_its_page_leads_to_the_course_and_takes_no_sign_ups(client, run):
    page = client.get(f"/events/{list_sessions(run.id)[0].event_id}")
    assert "Whoever takes part in the course comes." in page.text
    assert f"/courses/runs/{run.id}" in page.body
    assert "You need not sign up" not in page.text


def test_the_languages_of_a_session_are_the_runs_and_those_of_interpreters(client, run):
    event = list_sessions(run.id)[0].event
    assert (event.offered_languages, event.interpretation) == (["en"], ["vi"])
    assert "Tiếng Việt" in client.get(f"/courses/runs/{run.id}").text


def test_what_somebody_needs_is_asked_for_at_each_session(client, run):
    page = f"/courses/runs/{run.id}"
    said = {"name": "Ana Ruiz", "email": "ana@example.org", "needs": ["interpreter", "childcare"]}
    wrong = client.submit(page, said | {"interpreter_language": ""}, status=422)
    assert "Choose the language the interpreter should speak." in wrong.text
    client.submit(
        page, said | {"interpreter_language": "vi", "need_words": "Two, 3 and 5"}, status=303
    )
    assert needs() == ["childcare"] * 3 + ["interpreter"] * 3
    words = db.session.scalars(select(AccessNeed.words).where(AccessNeed.words != "")).all()
    assert words == ["Two, 3 and 5"] * 3


def test_nothing_is_arranged_for_whoever_has_no_place_yet(cast):
    chosen = {"selection": Selection.CHOSEN, "closes_on": date(2026, 2, 20)}
    run = make_run(cast.outreach, **chosen)
    ana = enrol(run, needs=SIGNED)
    assert needs() == []
    enrolments.choose(actor=SYSTEM, run=run, chosen={ana: "admit_enrolment"})
    assert needs() == ["interpreter"] * 3 + ["sign_language"] * 3


def test_a_session_that_is_added_is_told_what_people_need(run, cast):
    enrol(run, needs=SIGNED)
    details = runs.RunDetails(language="en", starts_on=first_day(run), starts=time(18))
    extra = runs.PlannedSession("tour", "Waterworks", date(2026, 3, 21), time(10), 90)
    runs.add_session(actor=SYSTEM, run=run, program=cast.outreach, details=details, session=extra)
    assert needs() == ["interpreter"] * 4 + ["sign_language"] * 4


def test_who_withdraws_needs_nothing_any_more_and_again_when_they_return(run):
    ana = enrol(run, needs=SIGNED)
    enrolments.withdraw_enrolment(actor=SYSTEM, run=run, enrolment=ana)
    assert (needs(), ana.needs) == ([], [])
    enrol(run, needs=SIGNED)
    assert needs() == ["interpreter"] * 3 + ["sign_language"] * 3


def test_on_ones_own_page_each_session_has_its_code_and_can_be_missed_and_taken_up(client, run):
    ana = enrol(run)
    own = client.get(f"/enrolments/{make_token(ana.id)}")
    link = re.search(r"/sign-ups/[^\"]+", own.body)[0]
    assert "Show or say this code at the door" in client.get(link).text
    assert "How many people, you included" not in client.get(f"{link}/change").text
    client.submit(f"{link}/change", {"needs": ["captions"]}, status=303)
    assert needs() == ["captions"]
    client.submit(f"{link}/cancel", {}, status=303)
    assert place_of(ana, list_sessions(run.id)[0]).state is SignUpState.CANCELLED
    client.post(f"{link}/again", {}, status=303)
    assert place_of(ana, list_sessions(run.id)[0]).state is SignUpState.SIGNED_UP


@pytest.mark.parametrize(
    ("clock_said", "handed_in_after", "expected"),
    [
        (timedelta(minutes=30), timedelta(hours=9), (Mark.LATE, 0)),  # sent at night: its own
        (timedelta(days=-400), timedelta(minutes=5), (Mark.PRESENT, 0)),  # sent at once: ours
        (timedelta(days=3), timedelta(days=2), (Mark.PRESENT, 1)),  # nobody can say
    ],
)
def test_a_tablet_whose_clock_is_wrong_loses_nobody(run, at, clock_said, handed_in_after, expected):
    ana, session = enrol(run), list_sessions(run.id)[0]
    begins = session.event.starts_at
    at(begins + handed_in_after)
    check_in(
        actor=SYSTEM,
        event=session.event,
        key=uuid.uuid4(),
        people=1,
        came_by=CameBy.CODE,
        sign_up=place_of(ana, session),
        at=begins + clock_said,
    )
    taken = attendance.take_check_ins(actor=SYSTEM, run=run)
    mark = marks_of_run(run.id)[ana.id, session.id].mark
    assert (taken.stored, mark, taken.unsure) == (1, *expected)


def test_who_completes_it_is_told_and_who_still_waits_is_told_why_not(cast, at):
    run = make_run(cast.outreach, capacity=1, course=make_course())
    ana, binh = enrol(run), enrol(run, "Binh Vo", language="es")
    at(datetime(2026, 4, 1, 17, tzinfo=UTC))
    for session in list_sessions(run.id):
        made = {"run": run, "enrolment": ana, "session": session, "mark": Mark.PRESENT}
        attendance.mark(actor=SYSTEM, **made)
    assert runs.end_run(actor=SYSTEM, run=run) == runs.Ended(completed=1, not_completed=0)
    assert binh.state == "declined"
    asked = select(OutboxMessage.subject).order_by(OutboxMessage.id.desc()).limit(2)
    assert "You completed the course: Three evenings" in db.session.scalars(asked).all()
