"""An academy with 35 people, from its plan to exactly the right graduates."""

import uuid
from datetime import date, timedelta

import pytest
from browser.test_around_an_event import press
from sqlalchemy import select

from liaison import clock
from liaison.db import db
from liaison.liaisons.models.credential import Credential
from liaison.people.models import Person
from liaison.permissions import SYSTEM
from liaison.programs.models import Program
from liaison.training.models.course import CourseRun
from liaison.training.models.enrolment import EnrolmentState, Mark
from liaison.training.operations.attendance import mark
from liaison.training.operations.enrolments import Application, apply_for_run
from liaison.training.queries.enrolments import list_enrolments
from liaison.training.queries.runs import list_sessions

SAID = dict.fromkeys(("adult", "resident", "can_come"), True)
# of the twelve dates numbers 3 and 9 are tours: whoever was at so many sessions completes it
GOING = {f"Person {number:02}": 5 + number % 6 for number in range(34)} | {"Ana Ruiz": 10}


class Academy:
    """What happens away from the screen."""

    def __init__(self, app, set_clock):
        self.app, self.set_clock = app, set_clock
        with app.app_context():
            asked = select(Program.name).where(Program.key == "parks-outreach")
            self.program = db.session.scalars(asked).one()

    def run(self):
        return db.session.scalars(select(CourseRun)).one()

    def others_apply(self):
        with self.app.app_context():
            for name in list(GOING)[:-1]:
                address = f"{name.replace(' ', '')}@example.org"
                said = Application(name=name, email=address, statements=SAID)
                apply_for_run(actor=SYSTEM, run=self.run(), application=said, key=uuid.uuid4())
            db.session.commit()

    def go_to_sessions(self):
        """Everybody is at their first so many sessions, at the tours, and not at the rest."""
        with self.app.app_context():
            run = self.run()
            sessions = list_sessions(run.id)
            self.set_clock(sessions[-1].event.starts_at + timedelta(days=1))
            for enrolment in list_enrolments(run.id, [EnrolmentState.ADMITTED]):
                left = GOING[enrolment.person.name]
                for session in sessions:
                    is_there = session.kind == "tour" or left > 0
                    left -= session.kind != "tour"
                    made = Mark.PRESENT if is_there else Mark.ABSENT
                    mark(actor=SYSTEM, run=run, enrolment=enrolment, session=session, mark=made)
            db.session.commit()

    def graduates(self):
        with self.app.app_context():
            asked = select(Person.name, Credential.level).join(
                Credential, Credential.person_id == Person.id
            )
            return {name: level.value for name, level in db.session.execute(asked)}


@pytest.fixture
def academy(live_app, at):
    return Academy(live_app, at)


def fill_date(page, label, on):
    group = page.get_by_role("group", name=label)
    for part, value in zip(("Day", "Month", "Year"), (on.day, on.month, on.year), strict=True):
        group.get_by_label(part).fill(str(value))


def plan(visitor, academy, starts_on):
    page = visitor.visit("/desk/training/runs/new")
    page.get_by_label("Course").select_option("academy")
    page.get_by_label("Programme").select_option(label=academy.program)
    fill_date(page, "First session", starts_on)
    page.get_by_label("Starts at").fill("6 pm")
    page.get_by_label("Places").fill("35")
    page.get_by_label("We choose after the closing date").check()
    fill_date(page, "Last day to apply", starts_on - timedelta(days=3))
    press(visitor, "Plan the run")
    press(visitor, "Open for applications", role="link")
    page.get_by_label("Why it cannot wait").fill("The hall is being rebuilt.")
    press(visitor, "Open for applications")


def apply_on_phone(visitor):
    page = visitor.visit("/courses/")
    press(visitor, "Civic academy", role="link")
    page.get_by_role("link", name="in English").click()
    page.wait_for_load_state("load")
    visitor.check()
    page.get_by_label("Your name").fill("Ana Ruiz")
    page.get_by_label("E-mail address").fill("ana@example.org")
    for group in page.get_by_role("radio", name="Yes").all():
        group.check()
    press(visitor, "Apply")
    assert "We have your application" in page.title()


def test_an_academy_ends_with_exactly_the_right_graduates(at_desk, on_phone, sign_in, academy):
    desk = sign_in(at_desk, "coordinator")
    starts_on = date.fromordinal(clock.now().date().toordinal() + 20)
    plan(desk, academy, starts_on)
    academy.others_apply()
    apply_on_phone(on_phone)
    desk.page.reload()
    press(desk, "Choose who takes part", role="link")
    for choice in desk.page.locator("table select").all():
        choice.select_option("admit_enrolment")
    press(desk, "Save")
    academy.go_to_sessions()
    sign_in(at_desk, "coordinator")  # eleven weeks later
    desk.page.reload()
    press(desk, "End the run", role="link")
    press(desk, "End the run")
    completed = {name: going for name, going in GOING.items() if going >= 8}
    assert academy.graduates() == {
        name: "distinguished" if going >= 10 else "completed" for name, going in completed.items()
    }
