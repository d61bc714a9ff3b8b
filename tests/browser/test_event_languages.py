"""From a draft with open questions to a page in Spanish; a reader of Arabic is told what is not."""

from datetime import timedelta

import pytest
from factories.events import make_event
from sqlalchemy import select

from liaison import clock
from liaison.db import db
from liaison.events.models.event import EventState
from liaison.programs.models import Program


@pytest.fixture
def draft(live_app):
    """An event's id; nobody answered anything yet."""
    with live_app.app_context():
        program = db.session.scalars(select(Program).where(Program.key == "parks-outreach")).one()
        starts_at = clock.now() + timedelta(days=5)
        words = {"title": "Garden day", "summary": "Bring gloves.", "starts_at": starts_at}
        return make_event(program, state=EventState.DRAFT, **words).id


def test_answer_publish_translate_and_read(at_desk, on_phone, sign_in, draft):
    page = sign_in(at_desk, "coordinator").visit(f"/desk/events/{draft}")
    page.get_by_role("button", name="Publish").click()
    at_desk.check()
    page.get_by_role("group", name="Step-free").get_by_label("There is", exact=True).check()
    page.get_by_label("Why it is published").fill("The hall answers on Monday.")
    page.get_by_role("button", name="Publish").click()
    at_desk.check()
    page.get_by_role("link", name="Languages", exact=True).click()
    page.get_by_label("Translate into another language").select_option(value="es")
    page.get_by_role("button", name="Translate").click()
    at_desk.check()
    page.get_by_label("Title").fill("Día del jardín")
    page.get_by_label("Translated by a person").check()
    page.get_by_role("button", name="Save").click()
    at_desk.check()
    reader = on_phone.visit(f"/es/events/{draft}")
    assert reader.locator("h1").inner_text() == "Día del jardín"
    reader = on_phone.visit(f"/ar/events/{draft}")
    on_phone.check()
    assert reader.locator("h1 [lang=en]").inner_text() == "Garden day"
    assert "لم يُترجم" in reader.locator(".text-note").inner_text()  # not translated yet
