"""Places on the desk: the maps, what is known about who lives there, and bringing both in."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import charts, files
from liaison.city.queries import find_city_settings
from liaison.i18n import _, current_language, number
from liaison.permissions import Permission
from liaison.places import jobs, queries
from liaison.places.forms import ImportAreasForm, ImportFiguresForm
from liaison.places.models import Area
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires
from liaison.web.tables import Column

blueprint = Blueprint("places", __name__, url_prefix="/desk/places")
FLOWS = {"areas": jobs.areas, "figures": jobs.figures}


@blueprint.get("/")
@requires(Permission.PLACE_VIEW)
def list_area_sets() -> ResponseReturnValue:
    """Every drawing of the map."""
    return render_template("places/list_area_sets.html", area_sets=queries.list_area_sets())


@blueprint.get("/<uuid:area_set_id>")
@requires(Permission.PLACE_VIEW)
def show_area_set(area_set_id: uuid.UUID) -> ResponseReturnValue:
    """The areas of a set with one figure about each, as a map and as a table."""
    area_set = queries.get_area_set(area_set_id)
    measures = queries.list_measures(area_set.id)
    asked = request.args.get("measure", "")
    chosen = next((m for m in measures if f"{m.code} {m.period}" == asked), None)
    chosen = chosen or next((m for m in measures if m.code == "DP02_0088E"), None)
    chosen = chosen or (measures[0] if measures else None)
    figures = queries.list_figures(area_set.id, chosen.code, chosen.period) if chosen else []
    areas = queries.list_areas(area_set.id, with_boundary=True)
    values = {area.code: figure.estimate for area, figure in figures}
    return render_template(
        "places/show_area_set.html",
        area_set=area_set,
        areas=areas,
        measures=measures,
        chosen=chosen,
        figures=figures,
        picture_url=_draw(areas, values),
        words=_in_words(values, {area.code: area.name for area in areas}),
        columns=_columns(area_set.singular),
    )


def _draw(areas: Sequence[Area], values: dict[str, float | None]) -> str | None:
    """The address of the map; None where there is nothing to draw."""
    known = [value for value in values.values() if value is not None]
    shapes = [
        charts.Shape(area.name, area.boundary, values.get(area.code))
        for area in areas
        if area.boundary
    ]
    if not shapes or not known:
        return None
    language, city = current_language(), find_city_settings()
    accent = city.accent if city else charts.Look.accent
    look = charts.Look(language.tag, language.direction == "rtl", accent)
    spec = charts.area_map(shapes, charts.class_ranges(known, number), look)
    name = charts.keep(spec, secret=current_app.config["SECRET_KEY"], shelf=files.store())
    return url_for("evaluation.show_figure", name=name)


def _columns(singular: str) -> list[Column]:
    return [
        Column(singular),
        Column(_("Estimate"), is_number=True),
        Column(_("Margin of error (90 percent)"), is_number=True),
        Column(_("Share"), is_number=True),
    ]


def _in_words(values: dict[str, float | None], names: dict[str, str]) -> str:
    """What the map shows: where the figure is highest and lowest."""
    known = {code: value for code, value in values.items() if value is not None}
    if not known:
        return str(_("There are no figures for these areas yet."))
    high, low = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
    words: str = _(
        "Highest in %(high)s (%(most)s), lowest in %(low)s (%(least)s).",
        high=names[high],
        most=number(known[high]),
        low=names[low],
        least=number(known[low]),
    )
    return words


@blueprint.route("/areas/import", methods=["GET", "POST"])
@requires(Permission.PLACE_IMPORT)
def import_areas() -> ResponseReturnValue:
    """Choose a file of boundaries."""
    form = ImportAreasForm()
    if form.validate_on_submit():
        taken = queries.find_area_set(form.key.data) is not None
        if taken:
            words = _("There is a set of areas with this short name.")
            form.key.errors = [*form.key.errors, words]
            return form_page("places/import_areas.html", form=form)
        upload = form.attempt(
            FLOWS["areas"].keep,
            actor=current_actor(),
            file=form.file.data,
            key=form.key.data,
            name=form.name.data,
            singular=form.singular.data,
            source=form.source.data,
            is_main=form.is_main.data,
        )
        if upload:
            return redirect(url_for(".preview_import", kind="areas", upload_id=upload.id))
    return form_page("places/import_areas.html", form=form)


@blueprint.route("/figures/import", methods=["GET", "POST"])
@requires(Permission.PLACE_IMPORT)
def import_figures() -> ResponseReturnValue:
    """Choose a file of population figures."""
    form = ImportFiguresForm()
    sets = [(row[0].key, row[0].name) for row in queries.list_area_sets()]
    form.level.choices = [("", _("The file says it")), *sets]
    if form.validate_on_submit():
        upload = form.attempt(
            FLOWS["figures"].keep,
            actor=current_actor(),
            file=form.file.data,
            period=form.period.data,
            source=form.source.data,
            level=form.level.data,
        )
        if upload:
            return redirect(url_for(".preview_import", kind="figures", upload_id=upload.id))
    return form_page("places/import_figures.html", form=form)


@blueprint.route("/<any(areas, figures):kind>/import/<uuid:upload_id>", methods=["GET", "POST"])
@requires(Permission.PLACE_IMPORT)
def preview_import(kind: str, upload_id: uuid.UUID) -> ResponseReturnValue:
    """Look at what would be taken, and take it."""
    return FLOWS[kind].preview_page(
        "places/preview_import.html", upload_id, actor=current_actor(), kind=kind
    )


@blueprint.get("/<any(areas, figures):kind>/import/<uuid:upload_id>/refused.csv")
@requires(Permission.PLACE_IMPORT)
def refused_rows(kind: str, upload_id: uuid.UUID) -> ResponseReturnValue:
    """The rows that cannot be taken, with the reasons."""
    return FLOWS[kind].refused_rows(current_actor(), upload_id)
