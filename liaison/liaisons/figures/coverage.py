"""People who speak a language, or belong to a community, beside the liaisons who serve them."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select

from liaison.db import read_rows
from liaison.liaisons.figures.serving import as_text, count_serving, reach
from liaison.liaisons.policy.coverage import (
    AHEAD,
    CoverageFilter,
    CoverageLine,
    Group,
    find_state,
    urgency,
)
from liaison.permissions import Actor, Permission
from liaison.places.models import Area, PopulationFigure
from liaison.places.queries import AreaChoice
from liaison.statistics.census import Estimate, add


@dataclass(frozen=True)
class Coverage:
    """Lines with the widest gaps first; `sources` and `periods` of the figures behind them."""

    today: date
    later: date
    periods: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]  # each with its period
    lines: tuple[CoverageLine, ...]
    has_map: bool  # boundaries are known


@dataclass(frozen=True)
class _Figures:
    """People by group and area, groups by their number, areas by their id as it is written."""

    areas: dict[str, AreaChoice]
    people: dict[tuple[int, str], Estimate | None]
    sources: tuple[tuple[str, str], ...]
    have_boundaries: bool


def compute_coverage(
    actor: Actor, wanted: CoverageFilter, groups: Sequence[Group], *, today: date
) -> Coverage:
    """Every group in every area for which there is a figure; three statements.

    A liaison serves an area they cover, or that lies over one they cover, while they are active
    and their training holds. Somebody who keeps liaisons of some areas only sees those areas.
    """
    later = today + AHEAD
    taken = [group for group in groups if wanted.takes(group)]
    figures = _read_figures(actor, wanted, taken)
    serving = count_serving(actor, wanted, taken, today=today, later=later)
    lines = []
    for place, people in figures.people.items():
        number, area = place
        served = serving.here(place)
        elsewhere = serving.anywhere[number] - served.travelling
        state = find_state(served, elsewhere)
        lines.append(
            CoverageLine(taken[number], figures.areas[area], people, served, elsewhere, state)
        )
    ordered = tuple(sorted(lines, key=urgency))
    periods = tuple(sorted({period for _source, period in figures.sources}))
    return Coverage(today, later, periods, figures.sources, ordered, figures.have_boundaries)


def _read_figures(actor: Actor, wanted: CoverageFilter, groups: Sequence[Group]) -> _Figures:
    """The newest figures of each measure; those of the measures of one group are added."""
    owners = {
        measure_id: number
        for number, group in enumerate(groups)
        for measure_id in group.measure_ids
    }
    rows = _newest_figures(actor, wanted, owners)
    numbers = {text: owners[uuid.UUID(text)] for text in {row.measure for row in rows}}
    areas: dict[str, AreaChoice] = {}
    parts: dict[tuple[int, str], list[Estimate | None]] = defaultdict(list)
    for row in rows:
        if row.area not in areas:
            areas[row.area] = AreaChoice(uuid.UUID(row.area), row.code, row.name)
        known = row.estimate is not None
        people = Estimate(row.estimate, row.margin) if known else None
        parts[numbers[row.measure], row.area].append(people)
    return _Figures(
        areas,
        {place: _add(found) for place, found in parts.items()},
        tuple(sorted({(row.source, row.period) for row in rows})),
        any(row.west is not None for row in rows),
    )


def _add(parts: Sequence[Estimate | None]) -> Estimate | None:
    """What is published of several figures; without a margin where one of them is not."""
    if len(parts) == 1:
        return parts[0]
    known = [part for part in parts if part]
    total = add(known)
    if not known:
        return None
    return total if len(known) == len(parts) else Estimate(total.value, None)


def _newest_figures(
    actor: Actor, wanted: CoverageFilter, measure_ids: Collection[uuid.UUID]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Of each measure the newest there are for areas of this drawing."""
    newest = (
        select(PopulationFigure.measure_id, func.max(PopulationFigure.period).label("period"))
        .join(Area, Area.id == PopulationFigure.area_id)
        .where(PopulationFigure.measure_id.in_(measure_ids))
        .where(Area.area_set_id == wanted.area_set_id)
        .group_by(PopulationFigure.measure_id)
        .subquery()
    )
    return read_rows(
        select(
            as_text(PopulationFigure.measure_id).label("measure"),
            *(PopulationFigure.estimate, PopulationFigure.margin),
            *(PopulationFigure.source, PopulationFigure.period),
            as_text(Area.id).label("area"),
            *(Area.code, Area.name, Area.west),
        )
        .join(Area, Area.id == PopulationFigure.area_id)
        .join(
            newest,
            (newest.c.measure_id == PopulationFigure.measure_id)
            & (newest.c.period == PopulationFigure.period),
        )
        .where(*_asked_areas(actor, wanted))
        .order_by(Area.sort_order, Area.code)
    )


def _asked_areas(actor: Actor, wanted: CoverageFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Area.area_set_id == wanted.area_set_id]
    if wanted.area_id:
        conditions.append(Area.id == wanted.area_id)
    scope = actor.scope(Permission.LIAISON_VIEW)
    if not scope.everywhere:
        pairs = reach(wanted.area_set_id)
        theirs = select(pairs.c.shown_id).where(pairs.c.area_id.in_(scope.area_ids))
        conditions.append(Area.id.in_(theirs))
    return conditions
