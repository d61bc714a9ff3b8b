"""The voluntary questions on a small screen, in every language; the desk's pages around them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from liaison import clock
from liaison.db import db
from liaison.demographics.models import DemographicResponse
from liaison.demographics.operations import create_collection_point
from liaison.i18n import settings
from liaison.languages import LANGUAGES
from liaison.permissions import SYSTEM
from liaison.programs.models import Program

TAILS = ("", "/print", "/paper")


@pytest.fixture
def point(live_app):
    """(code, id) of a point that is open."""
    with live_app.app_context():
        today = clock.today(settings().zone())
        made = create_collection_point(
            actor=SYSTEM,
            program_id=db.session.scalars(select(Program.id).order_by(Program.key)).first(),
            label="Block party",
            opens_on=today,
            closes_on=today + timedelta(days=1),
        )
        db.session.commit()
        return made.code, made.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_is_fit_for_everybody_and_sets_no_cookie(on_phone, point, language):
    page = on_phone.visit(f"/{language}/answer/{point[0]}")
    page.click("main button")
    page.wait_for_url("**/answer/thanks")
    on_phone.check()
    assert page.context.cookies() == []


def test_answers_arrive_without_scripts(open_browser, live_app, point):
    window = open_browser(java_script_enabled=False)
    page = window.page
    page.goto("/answer")
    page.fill("#code", point[0].lower())
    page.click("main button")
    page.check("#race_ethnicity-2")
    page.check("#race_ethnicity-7")
    page.click("main button")
    page.wait_for_url("**/answer/thanks")
    with live_app.app_context():
        answers = db.session.scalars(select(DemographicResponse)).one().answers
    assert answers["race_ethnicity"] == ["asian", "white"]
    assert answers["age_band"] == "left_blank"


def test_what_excludes_the_others_unticks_them(on_phone, point):
    page = on_phone.visit(f"/answer/{point[0]}")
    page.check("#race_ethnicity-2")
    page.check("#race_ethnicity-not-1")
    assert not page.is_checked("#race_ethnicity-2")


def test_the_pages_at_the_desk(at_desk, sign_in, point):
    window = sign_in(at_desk, "administrator")
    for path in ("", "points/new", "tables", *(f"points/{point[1]}{x}" for x in TAILS)):
        window.visit(f"/desk/demographics/{path}")
