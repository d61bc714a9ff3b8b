"""Before an event and after it: what people are told, what they need, what they said."""

from datetime import timedelta

import pytest
from factories.afterwards import make_guest
from factories.events import make_event
from sqlalchemy import select

from liaison import clock
from liaison.contacts.operations.topics import add_starter_topics
from liaison.db import db
from liaison.events.figures import count_needs_kept
from liaison.events.jobs.messages import send_messages
from liaison.events.models.event import Event
from liaison.events.operations.notices import event_published
from liaison.mail import OutboxMessage
from liaison.permissions import SYSTEM
from liaison.programs.models import Program

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class World:
    """An event in nine days, and the clock."""

    def __init__(self, app, set_clock):
        self.app, self.set_clock = app, set_clock
        with app.app_context():
            asked = select(Program).where(Program.key == "parks-outreach")
            program = db.session.scalars(asked).one()
            self.starts_at = clock.now().replace(minute=0, second=0, microsecond=0) + 9 * DAY
            ends_at = self.starts_at + 2 * HOUR
            event = make_event(program, starts_at=self.starts_at, ends_at=ends_at)
            event_published(event)
            add_starter_topics(actor=SYSTEM)
            db.session.commit()
            self.event_id, self.program_id = event.id, program.id
        self.public, self.desk = f"/events/{event.id}", f"/desk/events/{event.id}"

    def invite(self, name, language):
        with self.app.app_context():
            event = db.session.get_one(Event, self.event_id)
            make_guest(event, name=name, email=f"{name}@example.org", language=language)

    def pass_time(self, since_start):
        """Let that time come, with whatever the worker does then."""
        self.set_clock(self.starts_at + since_start)
        with self.app.app_context():
            send_messages()
            db.session.commit()

    def letters_to(self, name):
        """What was written to somebody, the oldest first."""
        with self.app.app_context():
            asked = select(OutboxMessage).where(OutboxMessage.recipient == f"{name}@example.org")
            return db.session.scalars(asked.order_by(OutboxMessage.queued_at)).all()

    def needs_kept(self):
        with self.app.app_context():
            local_year = self.starts_at.year
            return count_needs_kept(SYSTEM, program_id=self.program_id, year=local_year)


@pytest.fixture
def world(live_app, at):
    return World(live_app, at)


def press(visitor, name, role="button"):
    """Press it, and look at the page that comes."""
    visitor.page.get_by_role("main").get_by_role(role, name=name).first.click()
    visitor.page.wait_for_load_state("load")
    visitor.check()


def test_messages_go_out_in_their_language_until_they_stop_them(at_desk, on_phone, sign_in, world):
    world.invite("luz", "es")
    world.invite("ana", "en")
    page = sign_in(at_desk, "coordinator").visit(f"{world.desk}/messages/")
    press(at_desk, "Plan a message", "link")
    page.get_by_label("How long before or after the start").fill("200")
    page.get_by_label("Your own words", exact=True).fill("Bring an umbrella.")
    page.get_by_label("Your own words, for readers of Español").fill("Traiga un paraguas.")
    press(at_desk, "Save")
    world.pass_time(-199 * HOUR)
    page = sign_in(at_desk, "coordinator").visit(f"{world.desk}/messages/")
    assert "to 2 sign-ups" in page.locator("main").inner_text()
    (letter,) = world.letters_to("luz")
    assert "Traiga un paraguas." in letter.body
    reader = on_phone.visit("/es/unsubscribe/" + letter.unsubscribe.rpartition("/")[2])
    press(on_phone, "Detener los mensajes")
    assert reader.get_attribute("html", "lang") == "es"
    world.pass_time(-2 * DAY)
    world.pass_time(1 * DAY)
    assert len(world.letters_to("luz")) == 1
    thanks = world.letters_to("ana")[-1]
    assert "Thank you" in thanks.subject


def test_needs_are_asked_for_booked_and_delivered_or_not(at_desk, on_phone, sign_in, world):
    page = on_phone.visit(world.public)
    page.locator("[name=name]").fill("Hoa")
    page.locator("details:has([name=needs]) summary").click()
    for need in ("interpreter", "childcare"):
        page.locator(f"[name=needs][value={need}]").check()
    page.locator("[name=interpreter_language]").select_option(value="vi")
    page.locator("main form:has([name=party_size]) [type=submit]").click()
    page.wait_for_url("**/sign-ups/*")
    page = sign_in(at_desk, "coordinator").visit("/desk/")
    press(at_desk, "All access needs", "link")
    for vendor in ("Riverside Interpreters", "Little Steps"):
        press(at_desk, "Book", "link")
        page.get_by_label("Who provides it").fill(vendor)
        page.get_by_role("button", name="Book").click()
        page.wait_for_url("**/desk/needs/")
    press(at_desk, "Confirmed")
    world.pass_time(3 * HOUR)
    page = sign_in(at_desk, "coordinator").visit(f"{world.desk}/needs/")
    page.get_by_role("row", name="Interpreter").get_by_role("button", name="Was there").click()
    page.get_by_role("row", name="Childcare").get_by_role("link", name="Was not there").click()
    at_desk.check()
    page.get_by_label("Why it was not there").fill("The carer was ill, and nobody else was free.")
    press(at_desk, "Save")
    assert page.locator("main").get_by_text("Was there", exact=True).is_visible()
    kept = world.needs_kept()
    assert (kept.promised, kept.delivered, kept.broken) == (2, 1, 1)


def test_a_concern_is_followed_from_the_meeting_to_its_outcome(at_desk, sign_in, world):
    world.pass_time(1 * DAY)
    page = sign_in(at_desk, "coordinator").visit(f"{world.desk}/afterwards/")
    page.get_by_label("What was learned").fill("More chairs next time.")
    page.get_by_label("Notes for the public").fill("We count who crosses the road.")
    press(at_desk, "Save")
    press(at_desk, "Concerns voiced at this event, and what became of them", "link")
    row = page.get_by_role("group", name="Row 1", exact=True)
    row.get_by_label("Topic").select_option(label="Streets and sidewalks")
    row.get_by_label("What was said").fill("Nobody can cross with a pram.")
    row.get_by_label("What you promised").fill("We ask for a count.")
    press(at_desk, "Save")
    press(at_desk, "Streets and sidewalks", "link")
    press(at_desk, "Close it today")
    page = at_desk.visit(f"{world.desk}/concerns/")
    chain = page.get_by_role("row", name="Nobody can cross with a pram.")
    assert "We ask for a count." in chain.inner_text()
    assert "Closed" in chain.inner_text()
    page = at_desk.visit(world.public)
    assert page.get_by_text("We count who crosses the road.").is_visible()
