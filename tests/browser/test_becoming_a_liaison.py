"""A resident becomes a liaison: offers, is trained, has rights, lapses, and renews. In Spanish."""

import uuid
from datetime import timedelta

import pytest
from browser.test_around_an_event import press
from browser.test_door import check_in, open_door, wait_until_sent
from factories.contacts import make_topic
from factories.liaisons import make_certified_liaison
from sqlalchemy import select

from liaison import clock
from liaison.accounts.models import User
from liaison.contacts.models import Contact
from liaison.db import db
from liaison.events.models.door import CameBy
from liaison.events.models.sign_up import SignUp
from liaison.events.operations import door
from liaison.i18n import settings
from liaison.liaisons.jobs.roster import lapse_ended_trainings
from liaison.liaisons.models.credential import CodeAcceptance
from liaison.liaisons.models.liaison import Liaison, LiaisonState
from liaison.permissions import SYSTEM
from liaison.programs.models import Program
from liaison.training.imports import keep_shipped
from liaison.training.models.course import CourseRun
from liaison.training.models.enrolment import Enrolment
from liaison.training.operations import attendance, runs
from liaison.training.queries.runs import list_sessions

NEW, NOTEBOOK = "/es/field/contacts/new", "/es/field/"
DAY = timedelta(days=1)
KEPT = "() => document.querySelectorAll('[data-kept] li').length === {}"


class Town:
    """The clock, the calendar of trainings, and what the city knows."""

    def __init__(self, app, set_clock):
        self.app, self.set_clock = app, set_clock
        with app.app_context():
            make_topic("Food")
            db.session.commit()

    def plan_hour(self):
        """The training of an hour, in a week, open to everybody; its key and its event's."""
        with self.app.app_context():
            asked = select(Program).where(Program.key == "parks-outreach")
            run = runs.create_run(
                actor=SYSTEM,
                course=keep_shipped(actor=SYSTEM, key="liaison"),
                program=db.session.scalars(asked).one(),
                details=runs.RunDetails("es", self.today() + 7 * DAY, clock.now().time()),
            )
            runs.open_run(actor=SYSTEM, run=run, override_reason="The hall is new.")
            db.session.commit()
            (session,) = list_sessions(run.id)
            return run.id, session.event_id, session.event.starts_at

    def today(self):
        with self.app.app_context():
            return clock.today(settings().zone())

    def go_to(self, moment, *visitors):
        """Every clock shows that moment, those of telephones, too."""
        self.set_clock(moment)
        for visitor in visitors:
            visitor.page.clock.set_fixed_time(moment)

    def hold_again(self, run_id):
        """The second time nobody looks: they come, are coached, and the run ends."""
        with self.app.app_context():
            run = db.session.get_one(CourseRun, run_id)
            (session,) = list_sessions(run_id)
            self.set_clock(session.event.starts_at)
            asked = select(SignUp).where(SignUp.event_id == session.event_id)
            came = {"key": uuid.uuid4(), "people": 1, "came_by": CameBy.CODE}
            place = db.session.scalars(asked).one()
            door.check_in(actor=SYSTEM, event=session.event, sign_up=place, **came)
            enrolment = db.session.scalars(
                select(Enrolment).where(Enrolment.run_id == run_id)
            ).one()
            coached = {"kind": "coaching_call", "done_on": self.today()}
            attendance.note_deed(actor=SYSTEM, run=run, enrolment=enrolment, **coached)
            runs.end_run(actor=SYSTEM, run=run)
            db.session.commit()

    def night(self):
        with self.app.app_context():
            lapse_ended_trainings()
            db.session.commit()

    def find(self, asked):
        with self.app.app_context():
            return db.session.scalars(asked).all()

    def state(self):
        (state,) = self.find(select(Liaison.state))
        return state


@pytest.fixture
def town(live_app, at):
    town = Town(live_app, at)
    town.set_clock(clock.now().replace(hour=18, minute=0, second=0, microsecond=0))
    return town


def join(visitor):
    page = visitor.visit("/es/liaisons/join")
    page.locator("[name=name]").fill("Ana Ruiz")
    page.locator("[name=email]").fill("ana@example.org")
    page.locator("[name=languages][value=es]").check()
    page.locator("[name=has_agreed]").check()
    page.locator("[name=submit]").click()
    page.wait_for_url("**/thank-you")
    visitor.check()


def answer(desk):
    """The week says who waits; they have a place in the training, and an account."""
    desk.visit("/desk/")
    press(desk, "Ana Ruiz", role="link")
    press(desk, "Take them into a course", role="link")
    desk.page.get_by_role("radio").check()
    press(desk, "Take them in")
    press(desk, "Change what they are", role="link")
    desk.page.get_by_label("Account they sign in with").select_option(label="Liaison")
    press(desk, "Save")


def meet_at_door(desk, event_id):
    open_door(desk, event_id)
    check_in(desk.page, "Ana")
    wait_until_sent(desk.page)


def pass_and_end(desk, run_id, today):
    desk.visit(f"/desk/training/runs/{run_id}")
    press(desk, "Take over check-ins from the door")
    press(desk, "Ana Ruiz", role="link")
    press(desk, "Enter something they did", role="link")
    for part, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        desk.page.get_by_role("group", name="Day").get_by_label(part).fill(str(value))
    press(desk, "Save")
    press(desk, "Run of a course", role="link")
    press(desk, "End the run", role="link")
    press(desk, "End the run")


def accept_code(liaison):
    page = liaison.visit(NOTEBOOK)
    page.locator("main a[href$='/field/code-of-conduct']").click()
    page.locator("[name=accepts]").check()
    liaison.check()
    page.locator("main [name=submit]").click()
    page.wait_for_url("**/field/training")
    liaison.check()


def write(visitor, words):
    page = visitor.page
    page.get_by_label("Food").check()
    page.locator("[name=area]").select_option(label="District 1")
    page.locator("[name=concern]").fill(words)
    page.locator("main form[data-contact-entry] [name=submit]").click()


def test_from_a_resident_to_a_liaison_who_enters_a_first_contact(at_desk, on_phone, sign_in, town):
    run_id, event_id, starts_at = town.plan_hour()
    join(on_phone)
    answer(sign_in(at_desk, "coordinator"))
    town.go_to(starts_at + timedelta(minutes=5), at_desk, on_phone)
    desk = sign_in(at_desk, "coordinator")
    meet_at_door(desk, event_id)
    pass_and_end(desk, run_id, town.today())
    assert town.state() is LiaisonState.TRAINED
    liaison = sign_in(on_phone, "liaison")
    liaison.visit(NEW, status=403)
    accept_code(liaison)
    assert town.find(select(CodeAcceptance.language)) == ["es"]
    assert town.state() is LiaisonState.ACTIVE
    liaison.visit(NEW)
    write(liaison, "No hay tienda cerca.")
    liaison.page.wait_for_url("**/field/contacts/*-*")
    liaison.check()
    assert town.find(select(Contact.concern)) == ["No hay tienda cerca."]


@pytest.fixture
def almost_over(live_app, town, on_phone, sign_in):
    """A certified liaison's telephone on the last day of the training, and that day."""
    with live_app.app_context():
        user = db.session.scalars(select(User).where(User.email == "liaison@example.org")).one()
        until = town.today() + 400 * DAY
        make_certified_liaison(user, name="Ana Ruiz", email="ana@example.org", until=until)
        db.session.commit()
    last = clock.now() + 400 * DAY
    town.go_to(last, on_phone)
    return sign_in(on_phone, "liaison"), last


def test_who_lapsed_reads_sends_what_was_written_before_and_renews(
    almost_over, on_phone, sign_in, town
):
    liaison, last = almost_over
    page = liaison.visit(NEW)
    liaison.go_offline()
    write(liaison, "La parada no tiene sombra.")
    page.wait_for_function(KEPT.format(1))
    town.go_to(last + 2 * DAY, on_phone)
    town.night()
    assert town.state() is LiaisonState.LAPSED
    with page.expect_response(f"**{NEW}") as answer:  # two days later they have to sign in first
        liaison.go_offline(is_offline=False)
    assert answer.value.status == 302
    sign_in(on_phone, "liaison").visit(NEW, status=403)
    page.wait_for_function(KEPT.format(0))
    assert town.find(select(Contact.concern)) == ["La parada no tiene sombra."]
    run_id, _event_id, _starts_at = town.plan_hour()
    renew(liaison)
    town.hold_again(run_id)
    assert town.state() is LiaisonState.ACTIVE
    sign_in(on_phone, "liaison").visit(NEW)


def renew(liaison):
    """From the notebook that is only read to the next training."""
    page = liaison.visit(NOTEBOOK)
    assert page.locator("main a[href$='/field/contacts/new']").count() == 0
    page.locator("main a[href$='/courses/']").click()
    page.wait_for_url("**/courses/")
    liaison.check()
    page.locator("main a[href*='/courses/runs/']").click()
    page.wait_for_url("**/courses/runs/*")
    page.locator("[name=name]").fill("Ana Ruiz")
    page.locator("[name=email]").fill("ana@example.org")
    page.locator("main [name=submit]").click()
    page.wait_for_url("**/applied")
    liaison.check()
