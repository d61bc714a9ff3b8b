"""Applying for a course on a small phone, in Arabic: refused with the reason, then taken."""

from datetime import timedelta

import pytest
from factories.courses import make_run
from sqlalchemy import select

from liaison import clock
from liaison.db import db
from liaison.events.models.need import AccessNeed
from liaison.permissions import SYSTEM
from liaison.programs.models import Program
from liaison.training.imports import keep_shipped
from liaison.training.models.enrolment import Enrolment


@pytest.fixture
def run_id(live_app):
    with live_app.app_context():
        program = db.session.scalars(select(Program).where(Program.key == "parks-outreach")).one()
        academy = keep_shipped(actor=SYSTEM, key="academy")
        starts_on = clock.now().date() + timedelta(days=30)
        at_hall = {"place_name": "City Hall", "interpretation": ("ar",)}
        return make_run(program, course=academy, starts_on=starts_on, **at_hall).id


def send(visitor):
    visitor.page.locator("main form button[type=submit]").click()
    visitor.page.wait_for_load_state("load")
    visitor.check()


def test_a_resident_applies_in_arabic(on_phone, live_app, run_id):
    page = on_phone.visit(f"/ar/courses/runs/{run_id}")
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.locator("[name=name]").fill("أميرة حداد")
    page.locator("[name=email]").fill("amira@example.org")
    for statement, said in (("adult", "no"), ("resident", "yes"), ("can_come", "yes")):
        page.locator(f"[name={statement}][value={said}]").check()
    page.locator("details summary").click()
    page.locator("[name=needs][value=interpreter]").check()
    send(on_phone)
    assert "18" in page.locator(".govuk-error-summary").inner_text()
    with live_app.app_context():
        assert db.session.scalars(select(Enrolment)).all() == []
    page.locator("[name=adult][value=yes]").check()
    send(on_phone)
    with live_app.app_context():
        (enrolment,) = db.session.scalars(select(Enrolment))
        assert enrolment.statements == {"adult": True, "resident": True, "can_come": True}
        asked = db.session.scalars(select(AccessNeed.language)).all()
        assert asked == ["ar"] * 12
