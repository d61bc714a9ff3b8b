"""Courses, runs and who takes part, for tests."""

import uuid
from datetime import date, time, timedelta

from liaison import clock
from liaison.db import db
from liaison.i18n import settings
from liaison.liaisons.operations.certificates import order_certificates
from liaison.liaisons.operations.credentials import issue_credential
from liaison.permissions import SYSTEM
from liaison.training.models.course import CourseKind
from liaison.training.operations import runs
from liaison.training.operations.courses import CourseDetails, CourseWords, keep_course
from liaison.training.operations.enrolments import Application, apply_for_run
from liaison.training.policy.own_links import make_token
from liaison.training.queries.courses import get_course
from liaison.training.queries.enrolments import find_enrolment
from liaison.training.queries.runs import list_sessions

THREE_EVENINGS = {"sessions": [{"week": week, "minutes": 120} for week in (1, 2, 3)]}
TWO_OF_THREE = {"total": 3, "min_present": 2}


def make_course(**details):
    """Three evenings, of which two are needed, unless told otherwise."""
    values = {
        "key": "evenings",
        "kind": CourseKind.SERIES,
        "minutes": 360,
        "plan": THREE_EVENINGS,
        "rule": TWO_OF_THREE,
        "words": {
            "en": CourseWords("Three evenings", "How the city works.", ("One", "Two", "Three")),
            "es": CourseWords("Tres tardes", "Cómo funciona la ciudad.", ("Uno", "Dos", "Tres")),
        },
    }
    course = keep_course(actor=SYSTEM, details=CourseDetails(**values | details))
    db.session.commit()
    return get_course(course.key)


def make_run(program, *, course=None, is_open=True, **details):
    """A run from Tuesday, 3 March 2026, at six, open for applications unless told otherwise."""
    values = {"language": "en", "starts_on": date(2026, 3, 3), "starts": time(18)} | details
    run = runs.create_run(
        actor=SYSTEM,
        course=course or make_course(),
        program=program,
        details=runs.RunDetails(**values),
    )
    if is_open:
        runs.open_run(actor=SYSTEM, run=run, override_reason="A test")
    db.session.commit()
    return run


def enrol(run, name="Ana Ruiz", *, email=None, statements=(), **more):
    """Somebody applies."""
    address = email or f"{name.split()[0].lower()}@example.org"
    application = Application(
        name=name, email=address, statements=dict.fromkeys(statements, True), **more
    )
    enrolment = apply_for_run(
        actor=SYSTEM, run=run, application=application, key=uuid.uuid4(), is_invented=True
    )
    db.session.commit()
    return find_enrolment(enrolment.id)


def add_course(program):
    """A run that is open, with somebody in it, for the town."""
    starts_on = clock.today(settings().zone()) + timedelta(days=5)
    course = make_course(eligibility=("adult",))
    run = make_run(program, course=course, starts_on=starts_on, place_name="Library")
    waits = enrol(run, "Hoa Nguyễn", statements=("adult",), language="vi")
    drawing = order_certificates(actor=SYSTEM, credential_ids=[_certify(waits).id])
    db.session.commit()
    return {
        "run_id": run.id,
        "session_id": list_sessions(run.id)[0].id,
        "enrolment_id": waits.id,
        "courses.show_course:key": course.key,
        "courses_desk.show_course:key": course.key,
        "courses_desk.set_rule:key": course.key,
        "courses_desk.write_text:key": course.key,
        "courses_desk.write_text:language": "vi",
        "participants_desk.step_participant:verb": "withdraw_enrolment",
        "enrolments.show_enrolment:token": make_token(waits.id),
        "enrolments.withdraw_enrolment:token": make_token(waits.id),
        "enrolments.show_drawing:token": make_token(waits.id),
        "enrolments.show_drawing:job_id": drawing.id,
        "enrolments.download_drawing:token": make_token(waits.id),
        "enrolments.download_drawing:job_id": drawing.id,
    }


def _certify(enrolment):
    """By hand: nobody completes a course that has not begun."""
    return issue_credential(
        actor=SYSTEM,
        person_id=enrolment.person_id,
        course="evenings",
        titles={"en": "Three evenings"},
        grants_rights=False,
        language="en",
        minutes=360,
        issued_on=clock.today(settings().zone()),
        expires_on=None,
        enrolment_id=enrolment.id,
    )
