"""The public front page and the city's statements."""

import re
from datetime import date

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.city.queries import find_city_settings
from liaison.events.policy.events import ACCESS
from liaison.events.queries.public import PublicFilter, list_public_events
from liaison.events.queries.texts import texts_for
from liaison.home.views.navigation import navigation
from liaison.i18n import current_language, settings
from liaison.languages import SPOKEN, spoken_language
from liaison.places.queries import list_main_areas
from liaison.web.guards import public

blueprint = Blueprint("home", __name__)
blueprint.add_app_template_global(navigation)

SHOWN_AT_HOME = 5
# The day somebody last read the statements and checked that each sentence is true.
STATEMENTS_CHECKED_ON = date(2026, 11, 22)


@blueprint.get("/")
@public
def show_home() -> ResponseReturnValue:
    """A noticeboard: what is on soon, and how to find, answer or ask."""
    zone = settings().zone()
    from_today = PublicFilter(first=clock.today(zone))
    events, total = list_public_events(from_today, zone=zone, skip=0, size=SHOWN_AT_HOME)
    return render_template(
        "home/public/show_home.html",
        events=events,
        texts=texts_for([event.id for event in events], current_language().tag),
        total=total,
        areas=list_main_areas(),
        languages_spoken=[spoken_language(tag) for tag in SPOKEN],
        access_words=ACCESS,
    )


@blueprint.get("/about")
@public
def show_about() -> ResponseReturnValue:
    """What a liaison is, and what this site does."""
    return render_template("home/public/show_about.html")


@blueprint.get("/accessibility")
@public
def show_accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return render_template("home/public/show_accessibility.html", reviewed_on=STATEMENTS_CHECKED_ON)


@blueprint.get("/privacy")
@public
def show_privacy() -> ResponseReturnValue:
    """What is kept about people, and why."""
    return render_template("home/public/show_privacy.html", reviewed_on=STATEMENTS_CHECKED_ON)


@blueprint.get("/city.css")
@public
def show_city_style() -> ResponseReturnValue:
    """The city's colour, for the style sheet to use."""
    city = find_city_settings()
    accent = city.accent if city and re.fullmatch(r"#[0-9a-fA-F]{6}", city.accent) else "#005ea2"
    response = Response(f":root {{ --civic: {accent}; }}\n", mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=600"
    return response
