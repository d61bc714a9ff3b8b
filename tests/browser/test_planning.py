"""A coordinator plans: an event once more, in few clicks, and one that repeats."""

from datetime import UTC, datetime, timedelta

import pytest
from factories.plans import make_training
from sqlalchemy import select

from liaison.accounts.models import User
from liaison.db import db
from liaison.events.models.event import Event, EventState
from liaison.events.queries.plan import list_event_texts
from liaison.programs.models import Program

FEW = 6


class Clicks:
    """A hand on the mouse that counts."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def __call__(self, role, name):
        self.count += 1
        self.page.get_by_role(role, name=name, exact=True).first.click()
        self.page.wait_for_load_state("load")


@pytest.fixture
def training(live_app):
    """Monthly, in English, Spanish and Arabic; three days ahead."""
    with live_app.test_request_context():
        program = db.session.scalars(select(Program).where(Program.key == "parks-outreach")).one()
        user = db.session.scalars(select(User).where(User.email == "manager@example.org")).one()
        start = datetime.now(UTC).replace(hour=17, minute=0, second=0) + timedelta(days=3)
        event = make_training(
            program,
            user=user,
            title="Monthly training",
            starts_at=start.replace(microsecond=0),
            ends_at=None,
            access=["step_free", "accessible_toilet", "interpreter_on_request"],
        )
        return event.id


def the_other(app, event_id):
    with app.app_context():
        event = db.session.scalars(select(Event).where(Event.id != event_id)).one()
        return event, {text.language for text in list_event_texts(event.id)}


def test_the_monthly_training_again_in_three_languages(at_desk, sign_in, live_app, training):
    page = sign_in(at_desk, "coordinator").visit("/desk/")
    click = Clicks(page)
    click("link", "Events")
    click("link", "Monthly training")
    click("link", "Hold it again")
    at_desk.check()
    click("button", "Save")
    click("button", "Publish")
    at_desk.check()
    event, languages = the_other(live_app, training)
    assert click.count <= FEW
    assert (event.title, event.state) == ("Monthly training", EventState.PUBLISHED)
    assert {event.language, *languages} == {"en", "es", "ar"}


def test_again_at_a_new_venue(at_desk, sign_in, live_app, training):
    page = sign_in(at_desk, "coordinator").visit("/desk/")
    click = Clicks(page)
    click("link", "Events")
    click("link", "Monthly training")
    click("link", "Hold it again")
    page.get_by_label("Place", exact=True).fill("Elm Street School")
    click("button", "Save")
    event, _languages = the_other(live_app, training)
    assert event.place_name == "Elm Street School"


def test_from_a_template_in_few_clicks(at_desk, sign_in, live_app, training):
    page = sign_in(at_desk, "coordinator").visit(f"/desk/event-templates/from/{training}")
    page.get_by_role("button", name="Save").click()
    at_desk.visit("/desk/")
    click = Clicks(page)
    click("link", "Events")
    click("link", "Plan an event")
    click("link", "Monthly training")
    at_desk.check()
    click("button", "Save")
    click("button", "Publish")
    event, languages = the_other(live_app, training)
    assert click.count <= FEW
    assert (event.state, languages) == (EventState.PUBLISHED, {"es", "ar"})


def test_a_weekly_series_across_both_clock_changes(at_desk, sign_in, live_app, training):
    path = f"/desk/events/{training}/repeats/"
    page = sign_in(at_desk, "coordinator").visit(path)
    page.get_by_role("link", name="Let it repeat").click()
    at_desk.check()
    page.get_by_label("Ends after so many times").fill("53")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**{path}")
    at_desk.check()
    times = page.locator("dd.govuk-summary-list__value").all_inner_texts()
    assert len(times) == 53
    assert len({" ".join(text.split()[:2]) for text in times}) == 1
    with live_app.app_context():  # one time on the wall is two of the sun's within a year
        assert len({start.time() for start in db.session.scalars(select(Event.starts_at))}) == 2
    page.get_by_role("button", name="Leave out").nth(4).click()
    page.wait_for_url("**/repeats/")
    assert "Dropped" in page.locator("dd.govuk-summary-list__value").nth(4).inner_text()


@pytest.mark.parametrize("path", ["plan/", "plan/staff/add", "plan/dates/add", "plan/costs"])
def test_what_it_takes_fits_a_phone(on_phone, sign_in, training, path):
    sign_in(on_phone, "coordinator").visit(f"/desk/events/{training}/{path}")
