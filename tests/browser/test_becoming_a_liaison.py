"""A resident becomes a liaison: applies, is trained, has rights, lapses, and renews."""

import uuid
from datetime import date, time, timedelta

import pytest
from browser.test_around_an_event import press
from factories.contacts import make_topic
from sqlalchemy import select

from liaison import clock
from liaison.accounts.models import User
from liaison.contacts.models import Contact
from liaison.db import db
from liaison.events.models.door import CameBy
from liaison.events.models.sign_up import SignUp
from liaison.events.operations.door import check_in
from liaison.i18n import settings
from liaison.liaisons.jobs.roster import lapse_ended_trainings
from liaison.liaisons.models.liaison import Liaison, LiaisonState
from liaison.people.models import Person
from liaison.permissions import SYSTEM
from liaison.programs.models import Program
from liaison.training.imports import keep_shipped
from liaison.training.models.course import CourseRun
from liaison.training.operations import attendance, runs
from liaison.training.operations.enrolments import enrol_person
from liaison.training.queries.enrolments import list_enrolments
from liaison.training.queries.runs import list_sessions

NEW = "/field/contacts/new"


class Training:
    """What happens away from the screen, some of it years apart."""

    def __init__(self, app, set_clock):
        self.app, self.set_clock = app, set_clock
        with app.app_context():
            make_topic("Food")
            db.session.commit()

    def plan_hour(self):
        """The training of an hour, in a week, open to everybody; its key."""
        with self.app.app_context():
            asked = select(Program).where(Program.key == "parks-outreach")
            run = runs.create_run(
                actor=SYSTEM,
                course=keep_shipped(actor=SYSTEM, key="liaison"),
                program=db.session.scalars(asked).one(),
                details=runs.RunDetails("en", self.today() + timedelta(days=7), time(18)),
            )
            runs.open_run(actor=SYSTEM, run=run, override_reason="The hall is new.")
            db.session.commit()
            return run.id

    def today(self) -> date:
        return clock.today(settings().zone())

    def give_account(self):
        """The coordinator ties the account to the entry on the roster."""
        with self.app.app_context():
            user = db.session.scalars(select(User).where(User.email == "liaison@example.org")).one()
            db.session.scalars(select(Liaison)).one().user_id = user.id
            db.session.commit()

    def arrive(self, run_id):
        """They come to the session, and are checked in by their code."""
        with self.app.app_context():
            (session,) = list_sessions(run_id)
            self.set_clock(session.event.starts_at + timedelta(minutes=5))
            place = db.session.scalars(
                select(SignUp).where(SignUp.event_id == session.event_id)
            ).one()
            check_in(
                actor=SYSTEM,
                event=session.event,
                key=uuid.uuid4(),
                people=1,
                came_by=CameBy.CODE,
                sign_up=place,
            )
            db.session.commit()

    def pass_years(self):
        """The certificate is valid for two."""
        self.set_clock(clock.now() + timedelta(days=800))
        with self.app.app_context():
            lapse_ended_trainings()
            db.session.commit()

    def renew(self):
        run_id = self.plan_hour()
        with self.app.app_context():
            run = db.session.get_one(CourseRun, run_id)
            person = db.session.scalars(select(Person).join(Liaison)).one()
            enrol_person(actor=SYSTEM, run=run, person=person, key=uuid.uuid4())
            db.session.commit()
        self.arrive(run_id)
        with self.app.app_context():
            run = db.session.get_one(CourseRun, run_id)
            (enrolment,) = list_enrolments(run_id)
            attendance.note_deed(
                actor=SYSTEM,
                run=run,
                enrolment=enrolment,
                kind="coaching_call",
                done_on=self.today(),
            )
            runs.end_run(actor=SYSTEM, run=run)
            db.session.commit()

    def state(self):
        with self.app.app_context():
            return db.session.scalars(select(Liaison.state)).one()

    def count_contacts(self):
        with self.app.app_context():
            return len(db.session.scalars(select(Contact.id)).all())


@pytest.fixture
def training(live_app, at):
    return Training(live_app, at)


def apply(visitor):
    page = visitor.visit("/courses/")
    page.get_by_role("link", name="in English").click()
    page.wait_for_load_state("load")
    page.get_by_label("Your name").fill("Ana Ruiz")
    page.get_by_label("E-mail address").fill("ana@example.org")
    press(visitor, "Apply")


def pass_and_end(visitor, run_id, today):
    visitor.visit(f"/desk/training/runs/{run_id}")
    press(visitor, "Take over check-ins from the door")
    press(visitor, "Ana Ruiz", role="link")
    press(visitor, "Enter something they did", role="link")
    for part, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        visitor.page.get_by_role("group", name="Day").get_by_label(part).fill(str(value))
    press(visitor, "Save")
    press(visitor, "Run of a course", role="link")
    press(visitor, "End the run", role="link")
    press(visitor, "End the run")


def log_contact(visitor):
    page = visitor.visit(NEW)
    page.get_by_role("radio").first.check()
    page.get_by_label("Area", exact=True).select_option(label="District 1")
    page.get_by_label("What was said").fill("No shop within a mile.")
    press(visitor, "Save")


def test_from_a_resident_to_a_liaison_and_again(at_desk, on_phone, sign_in, training):
    run_id = training.plan_hour()
    apply(on_phone)
    training.arrive(run_id)
    with training.app.app_context():
        today = training.today()
    pass_and_end(sign_in(at_desk, "coordinator"), run_id, today)
    assert training.state() is LiaisonState.TRAINED
    training.give_account()
    liaison = sign_in(on_phone, "liaison")
    liaison.visit(NEW, status=403)
    liaison.visit("/field/code-of-conduct")
    liaison.page.get_by_label("I have read it").check()
    press(liaison, "Accept")
    assert training.state() is LiaisonState.ACTIVE
    log_contact(liaison)
    assert training.count_contacts() == 1
    training.pass_years()
    assert training.state() is LiaisonState.LAPSED
    sign_in(on_phone, "liaison").visit(NEW, status=403)
    training.renew()
    assert training.state() is LiaisonState.ACTIVE
    sign_in(on_phone, "liaison").visit(NEW)
