"""Coverage on the desk: who lives where, and which liaisons serve them; as table, map and file."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import charts, clock, files
from liaison.city.queries import find_city_settings
from liaison.errors import NotFound
from liaison.i18n import _, _n, current_language, listed, number, settings
from liaison.languages import spoken_language
from liaison.liaisons.exports import coverage as exports
from liaison.liaisons.figures.coverage import Coverage, compute_coverage
from liaison.liaisons.forms.coverage import (
    COUNTED,
    COVERAGE_STATES,
    COVERAGE_TONES,
    TieMeasureForm,
)
from liaison.liaisons.models.coverage import Counted
from liaison.liaisons.operations import coverage as operations
from liaison.liaisons.policy.coverage import (
    GAPS,
    SURE_WITHOUT_MARGIN,
    CoverageFilter,
    CoverageLine,
    CoverageState,
    Group,
    add_people,
    guess_counted,
)
from liaison.liaisons.queries import coverage as queries
from liaison.permissions import Actor, Permission
from liaison.places.models import AreaSet
from liaison.places.queries import list_areas
from liaison.statistics.census import Estimate
from liaison.web.exports import DOWNLOADS
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires
from liaison.web.tables import PAGE_SIZE, Column, Page, page_number

blueprint = Blueprint("coverage", __name__, url_prefix="/desk/liaisons/coverage")


@dataclass(frozen=True)
class Asked:
    """What the address asks for, and what it could ask for."""

    wanted: CoverageFilter
    state: CoverageState | None
    kinds: Sequence[Counted]
    groups: Sequence[Group]
    area_sets: Sequence[AreaSet]

    @property
    def area_set(self) -> AreaSet:
        return next(one for one in self.area_sets if one.id == self.wanted.area_set_id)

    @property
    def shown_group(self) -> Group | None:
        """The one group that is asked for."""
        taken = [group for group in self.groups if self.wanted.takes(group)]
        return taken[0] if len(taken) == 1 else None


def _read_address() -> Asked | None:
    """None where no figure is tied to anybody yet."""
    groups = queries.list_groups()
    kinds = [kind for kind in Counted if kind in groups]
    named = request.args.get("who", "")
    for kind in sorted(kinds, key=lambda one: one.value != named):
        area_sets = queries.list_area_sets_with_figures(kind)
        if area_sets:
            break
    else:
        return None
    key = request.args.get("areas", "")
    area_set = next((one for one in area_sets if one.key == key), area_sets[0])
    wanted = CoverageFilter(
        counts=kind,
        area_set_id=area_set.id,
        language=request.args.get("language", ""),
        community=request.args.get("community", ""),
        area_id=request.args.get("area", type=uuid.UUID),
    )
    state = next((one for one in GAPS if one.value == request.args.get("state")), None)
    return Asked(wanted, state, kinds, groups[kind], area_sets)


def _today() -> date:
    return clock.today(settings().zone())


@blueprint.get("/")
@requires(Permission.LIAISON_VIEW)
def list_coverage() -> ResponseReturnValue:
    """Gaps first: where people live whom no liaison serves."""
    actor, asked = current_actor(), _read_address()
    if asked is None:
        return render_template("liaisons/coverage/no_figures.html", may_tie=_may_tie(actor))
    coverage = compute_coverage(actor, asked.wanted, asked.groups, today=_today())
    lines = [line for line in coverage.lines if asked.state in {None, line.state}]
    download = DOWNLOADS.get(request.args.get("format", ""))
    if download:
        rows = exports.rows(coverage, lines)
        return download("coverage", exports.header(coverage), rows)
    page_at = page_number()
    shown = lines[(page_at - 1) * PAGE_SIZE : page_at * PAGE_SIZE]
    return render_template(
        "liaisons/coverage/list_coverage.html",
        asked=asked,
        coverage=coverage,
        page=Page(shown, len(lines), page_at),
        columns=_columns(asked.area_set.singular),
        least=SURE_WITHOUT_MARGIN,
        totals=_totals(coverage),
        unknown=sum(line.people is None for line in coverage.lines),
        total_columns=_total_columns(),
        spoken=_languages(asked.groups),
        communities=queries.list_communities_in_use(),
        areas=list_areas(asked.area_set.id),
        kind_words=COUNTED,
        states=COVERAGE_STATES,
        tones=COVERAGE_TONES,
        name_group=exports.name_group,
        map_url=_map_address(asked) if coverage.has_map else None,
        map_words=_map_words(asked, coverage),
        map_columns=_map_columns(asked),
        map_rows=_map_rows(asked, coverage),
        may_tie=_may_tie(actor),
    )


def _may_tie(actor: Actor) -> bool:
    return actor.scope(Permission.LIAISON_EDIT).everywhere


def _columns(singular: str) -> list[Column]:
    return [
        Column(_("Language or community")),
        Column(singular),
        Column(_("State")),
        Column(_("People"), is_number=True),
        Column(_("Margin of error (90 percent)"), is_number=True),
        Column(_("Liaisons today"), is_number=True),
        Column(_("In 90 days"), is_number=True),
        Column(_("From elsewhere"), is_number=True),
        Column(_("People for each liaison"), is_number=True),
    ]


def _total_columns() -> list[Column]:
    return [
        Column(_("State")),
        Column(_("Groups in areas"), is_number=True),
        Column(_("Of these, with too few people to be sure"), is_number=True),
        Column(_("People"), is_number=True),
        Column(_("Margin of error (90 percent)"), is_number=True),
    ]


Total = tuple[CoverageState, int, int, Estimate | None]


def _totals(coverage: Coverage) -> list[Total]:
    """Of each state how many lines there are, how many are doubtful, and about how many people."""
    by_state: dict[CoverageState, list[CoverageLine]] = {state: [] for state in GAPS}
    for line in coverage.lines:
        by_state[line.state].append(line)
    return [
        (state, len(lines), sum(not line.is_sure for line in lines), add_people(lines))
        for state, lines in by_state.items()
    ]


def _languages(groups: Sequence[Group]) -> list[tuple[str, str]]:
    tags = {tag for group in groups for tag in group.languages}
    named = [(tag, spoken_language(tag).name) for tag in tags]
    return sorted(named, key=lambda one: one[1].casefold())


def _map_address(asked: Asked) -> str:
    wanted = asked.wanted
    return url_for(
        ".show_map",
        who=wanted.counts.value,
        areas=asked.area_set.key,
        language=wanted.language or None,
        community=wanted.community or None,
    )


def _map_words(asked: Asked, coverage: Coverage) -> str:
    """What the map shows, in a sentence."""
    lacking = [line for line in coverage.lines if line.is_gap]
    areas = list(dict.fromkeys(line.area.name for line in lacking))
    if asked.shown_group is None:
        return _n(
            "%(num)s area has people whom no liaison serves.",
            "%(num)s areas have people whom no liaison serves.",
            len(areas),
        )
    name = exports.name_group(asked.shown_group)
    if areas:
        words: str = _(
            "%(name)s: no liaison in %(areas)s.", name=name, areas=listed(_first_few(areas))
        )
        return words
    far = sum(line.is_sure and line.state is CoverageState.ELSEWHERE for line in coverage.lines)
    if not far:
        return str(_("%(name)s: every area has a liaison.", name=name))
    return _n(
        "%(name)s: a liaison for every area, but for %(num)s only from elsewhere.",
        "%(name)s: a liaison for every area, but for %(num)s only from elsewhere.",
        far,
        name=name,
    )


def _map_columns(asked: Asked) -> list[Column]:
    if asked.shown_group:
        return [Column(asked.area_set.singular), Column(_("State"))]
    return [
        Column(asked.area_set.singular),
        Column(_("Groups whom no liaison serves"), is_number=True),
    ]


def _map_rows(asked: Asked, coverage: Coverage) -> list[tuple[str, str]]:
    """The numbers behind the map, area by area as they stand in the drawing."""
    painted = _states if asked.shown_group else _gaps
    values, _ranges = painted(coverage.lines)
    names = {line.area.id: line.area.name for line in coverage.lines}
    if asked.shown_group:
        by_depth = {float(step): state for step, state in enumerate(reversed(GAPS))}
        return [
            (name, str(COVERAGE_STATES[by_depth[values[area_id]]]))
            for area_id, name in names.items()
            if area_id in values
        ]
    worst_first = sorted(values, key=lambda area_id: -values[area_id])
    return [(names[area_id], number(int(values[area_id]))) for area_id in worst_first]


def _first_few(names: list[str]) -> list[str]:
    more = len(names) - 5
    return [*names[:5], _n("%(num)s more", "%(num)s more", more)] if more > 1 else names


@blueprint.get("/map")
@requires(Permission.LIAISON_VIEW)
def show_map() -> ResponseReturnValue:
    """The picture; asked for by itself, so that the page does not wait for the boundaries."""
    asked = _read_address()
    if asked is None:
        raise NotFound
    coverage = compute_coverage(current_actor(), asked.wanted, asked.groups, today=_today())
    values, ranges = _gaps(coverage.lines) if asked.shown_group is None else _states(coverage.lines)
    shapes = [
        charts.Shape(area.name, area.boundary, values.get(area.id))
        for area in list_areas(asked.area_set.id, with_boundary=True)
        if area.boundary
    ]
    if not shapes or not values:
        raise NotFound
    language, city = current_language(), find_city_settings()
    look = charts.Look(
        language.tag, language.direction == "rtl", city.accent if city else charts.Look.accent
    )
    spec = charts.area_map(shapes, ranges, look)
    name = charts.keep(spec, secret=current_app.config["SECRET_KEY"], shelf=files.store())
    return redirect(url_for("evaluation.show_figure", name=name))


Painted = tuple[dict[uuid.UUID, float], list[tuple[float, str]]]


def _states(lines: Sequence[CoverageLine]) -> Painted:
    """One group: the darker, the wider the gap; nothing where perhaps nobody of it lives."""
    depth = {state: float(step) for step, state in enumerate(reversed(GAPS))}
    values = {
        line.area.id: depth[line.state] for line in lines if line.is_sure or line.served.today
    }
    return values, [(step, str(COVERAGE_STATES[state])) for state, step in depth.items()]


def _gaps(lines: Sequence[CoverageLine]) -> Painted:
    """Several groups: how many of them live there and have no liaison."""
    lacking = Counter(line.area.id for line in lines if line.is_gap)
    values = {line.area.id: float(lacking[line.area.id]) for line in lines}
    return values, charts.class_ranges(list(values.values()), number)


@blueprint.get("/figures")
@requires(Permission.LIAISON_EDIT)
def list_measures() -> ResponseReturnValue:
    """Which figures coverage is measured by."""
    tied, free = queries.list_tied_measures(), queries.list_free_measures()
    may_tie = _may_tie(current_actor())
    return render_template(
        "liaisons/coverage/list_measures.html",
        tied=tied,
        has_guesses=any(guess_counted(measure.label) for measure in free),
        kind_words=COUNTED,
        columns=_measure_columns(may_tie=may_tie),
        may_tie=may_tie,
    )


def _measure_columns(*, may_tie: bool) -> list[Column]:
    columns = [
        Column(_("Figure")),
        Column(_("Code")),
        Column(_("Whom it counts")),
        Column(_("Served in, or called")),
    ]
    return [*columns, Column(_("Change"))] if may_tie else columns


@blueprint.post("/figures/guessed")
@requires(Permission.LIAISON_EDIT)
def tie_guessed_measures() -> ResponseReturnValue:
    """Take every figure whose name says which language it counts."""
    count = operations.tie_guessed_measures(actor=current_actor())
    flash(_n("%(num)s figure was added.", "%(num)s figures were added.", count))
    return redirect(url_for(".list_measures"))


@blueprint.route("/figures/new", methods=["GET", "POST"])
@requires(Permission.LIAISON_EDIT)
def tie_measure() -> ResponseReturnValue:
    """Say whom a figure counts."""
    form = TieMeasureForm()
    form.offer((str(one.id), f"{one.label} ({one.code})") for one in queries.list_free_measures())
    if form.validate_on_submit():
        tied = form.attempt(
            operations.tie_measure,
            actor=current_actor(),
            measure_id=uuid.UUID(form.measure.data),
            counts=Counted(form.counts.data),
            languages=form.languages.data or [],
            community=form.community.data,
        )
        if tied:
            return redirect(url_for(".list_measures"))
    return form_page("liaisons/coverage/tie_measure.html", form=form)


@blueprint.post("/figures/<uuid:measure_id>/untie")
@requires(Permission.LIAISON_EDIT)
def untie_measure(measure_id: uuid.UUID) -> ResponseReturnValue:
    """Measure coverage without this figure."""
    tied = queries.get_tied_measure(measure_id)
    operations.untie_measure(actor=current_actor(), tied=tied)
    return redirect(url_for(".list_measures"))
