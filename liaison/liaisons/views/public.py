"""Liaisons as everybody sees them, and the way to become one."""

import uuid
from functools import lru_cache

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import charts, files
from liaison.accounts.operations.attempts import guard_public_form
from liaison.city.queries import find_city_settings
from liaison.i18n import _, _n, current_language, number
from liaison.languages import spoken_language
from liaison.liaisons.forms.joining import JoinForm
from liaison.liaisons.operations.joining import apply_as_liaison
from liaison.liaisons.policy.invitations import read_invitation
from liaison.liaisons.queries import public as queries
from liaison.liaisons.queries.public import ShownFilter
from liaison.places.queries import AreaChoice, list_main_areas, read_boundaries
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, public
from liaison.web.tables import PAGE_SIZE, Column, Page, page_number

blueprint = Blueprint("public_liaisons", __name__, url_prefix="/liaisons")


@blueprint.get("/")
@public
def list_liaisons() -> ResponseReturnValue:
    """Liaisons who agreed to be shown, and in which areas they are."""
    wanted = ShownFilter(
        language=request.args.get("language", ""), area_id=request.args.get("area", type=uuid.UUID)
    )
    page = page_number()
    lines = queries.list_shown(wanted, skip=(page - 1) * PAGE_SIZE, size=PAGE_SIZE)
    areas, shown = list_main_areas(), queries.count_shown(wanted)
    counts, spoken = shown.by_area, [spoken_language(tag) for tag in shown.languages]
    return render_template(
        "liaisons/public/list_liaisons.html",
        page=Page(lines, shown.found, page),
        wanted=wanted,
        is_narrowed=wanted != ShownFilter(),
        areas=areas,
        spoken=sorted(spoken, key=lambda language: language.name.casefold()),
        picture_url=_picture(areas, counts),
        words=_in_words(areas, counts),
        columns=[Column(_("Area")), Column(_("Liaisons"), is_number=True)],
        rows=[(area.name, number(counts.get(area.id, 0))) for area in areas],
    )


def _in_words(areas: list[AreaChoice], counts: dict[uuid.UUID, int]) -> str:
    covered = sum(1 for area in areas if counts.get(area.id))
    return _n(
        "A liaison who agreed to be shown works in %(covered)s of %(num)s area.",
        "A liaison who agreed to be shown works in %(covered)s of %(num)s areas.",
        len(areas),
        covered=number(covered),
    )


def _picture(areas: list[AreaChoice], counts: dict[uuid.UUID, int]) -> str | None:
    """The address of the map; None where there is nothing to draw. It has areas, never points."""
    if not counts:
        return None
    language, city = current_language(), find_city_settings()
    accent = city.accent if city else charts.Look.accent
    look = charts.Look(language.tag, language.direction == "rtl", accent)
    name = _draw(tuple((area.id, area.name, counts.get(area.id, 0)) for area in areas), look)
    return url_for("evaluation.show_figure", name=name) if name else None


@lru_cache(maxsize=64)
def _draw(areas: tuple[tuple[uuid.UUID, str, int], ...], look: charts.Look) -> str | None:
    """The picture's name. Boundaries take long to read, and never change: a new drawing of the map
    has other areas. So the same areas with the same numbers draw the same map."""
    boundaries = read_boundaries([area_id for area_id, _name, _count in areas])
    shapes = [
        charts.Shape(name, boundaries[area_id], count)
        for area_id, name, count in areas
        if area_id in boundaries
    ]
    if not shapes:
        return None
    ranges = charts.class_ranges([count for _area_id, _name, count in areas], number)
    spec = charts.area_map(shapes, ranges, look)
    return charts.keep(spec, secret=current_app.config["SECRET_KEY"], shelf=files.store())


@blueprint.route("/join", methods=["GET", "POST"])
@public
def join() -> ResponseReturnValue:
    """Offer to become a liaison; from the page of an event, the address says which."""
    form = JoinForm()
    form.offer([(area.id, area.name) for area in list_main_areas()])
    through = read_invitation(request.args.get("through", ""))
    if form.validate_on_submit():
        guard_public_form("join", address=request.remote_addr or "")
        made = form.attempt(
            apply_as_liaison,
            name=form.name.data,
            email=form.email.data or "",
            phone=form.phone.data or "",
            language=current_language().tag,
            languages=form.languages.data,
            communities=form.community_names(),
            area_ids=[uuid.UUID(form.area.data)] if form.area.data else [],
            through=through,
            key=form.once(current_actor()),
        )
        if made:
            return redirect(url_for(".show_thanks"), 303)
    return form_page("liaisons/public/join.html", form=form, through=through)


@blueprint.get("/join/thank-you")
@public
def show_thanks() -> ResponseReturnValue:
    """The same for everybody, known or not."""
    return render_template("liaisons/public/show_thanks.html")
