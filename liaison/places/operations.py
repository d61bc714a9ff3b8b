"""Storing areas and population figures."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from sqlalchemy import delete, insert, select

from liaison.audit.operations import record
from liaison.db import db, new_id
from liaison.errors import Conflict
from liaison.i18n import _
from liaison.permissions import Actor
from liaison.places.models import Area, AreaOverlap, AreaSet, Measure, PopulationFigure
from liaison.places.queries import find_area_set
from liaison.statistics.overlaps import find_overlaps


@dataclass(frozen=True)
class AreaRow:
    """An area to store. The box is west, south, east, north in degrees."""

    code: str
    name: str
    boundary: dict[str, Any] | None
    box: tuple[float, float, float, float] | None


@dataclass(frozen=True)
class FigureRow:
    """A figure to store; shares are 0..1."""

    area_id: uuid.UUID
    code: str
    label: str
    estimate: float | None
    margin: float | None
    share: float | None
    share_margin: float | None


def add_area_set(
    *,
    actor: Actor,
    key: str,
    name: str,
    singular: str,
    rows: Iterable[AreaRow],
    source: str = "",
    licence: str = "",
    is_main: bool = False,
) -> AreaSet:
    """Store a drawing of the map with its areas. Raises Conflict('key'): drawings never change."""
    if find_area_set(key):
        raise Conflict("key", _("There is a set of areas with this short name."))
    if is_main:
        for other in db.session.scalars(select(AreaSet).where(AreaSet.is_main)):
            other.is_main = False
    area_set = AreaSet(
        key=key, name=name, singular=singular, source=source, licence=licence, is_main=is_main
    )
    record(actor, "add_area_set", area_set)
    areas = [_area_values(area_set, order, row) for order, row in enumerate(rows)]
    if areas:
        db.session.execute(insert(Area), areas)
        _store_overlaps(area_set, areas)
    return area_set


def _store_overlaps(area_set: AreaSet, areas: list[dict[str, Any]]) -> None:
    """With every other drawing: whoever works in an old ward works in the new ones over it."""
    others = db.session.execute(
        select(Area.id, Area.boundary).where(
            Area.area_set_id != area_set.id, Area.west.is_not(None)
        )
    ).all()
    ours = [(area["id"], area["boundary"]) for area in areas if area["boundary"]]
    rows = [
        {"area_id": one, "other_id": other, "share": share}
        for here, there, share in find_overlaps(
            [boundary for _id, boundary in ours], [row.boundary for row in others]
        )
        for one, other in permutations((ours[here][0], others[there].id))
    ]
    if rows:
        db.session.execute(insert(AreaOverlap), rows)


def _area_values(area_set: AreaSet, order: int, row: AreaRow) -> dict[str, Any]:
    west, south, east, north = row.box or (None, None, None, None)
    return {
        "id": new_id(),
        "area_set_id": area_set.id,
        "code": row.code,
        "name": row.name,
        "sort_order": int(row.code) if row.code.isdigit() and len(row.code) < 9 else order,
        "boundary": row.boundary,
        "west": west,
        "south": south,
        "east": east,
        "north": north,
    }


def store_figures(*, actor: Actor, rows: Iterable[FigureRow], period: str, source: str) -> int:
    """Store figures of a period, replacing those it has for the same areas and measures."""
    rows = list(rows)
    measures = _measure_ids(rows)
    areas = {row.area_id for row in rows}
    db.session.execute(
        delete(PopulationFigure).where(
            PopulationFigure.period == period,
            PopulationFigure.area_id.in_(areas),
            PopulationFigure.measure_id.in_(measures.values()),
        )
    )
    values = [
        {
            "id": new_id(),
            "area_id": row.area_id,
            "measure_id": measures[row.code],
            "period": period,
            "source": source,
            "estimate": row.estimate,
            "margin": row.margin,
            "share": row.share,
            "share_margin": row.share_margin,
        }
        for row in {(row.area_id, row.code): row for row in rows}.values()
    ]
    if values:
        db.session.execute(insert(PopulationFigure), values)
        measure = db.session.get_one(Measure, values[0]["measure_id"])
        record(actor, "store_figures", measure, period=period, source=source, count=len(values))
    return len(values)


def _measure_ids(rows: list[FigureRow]) -> dict[str, Any]:
    """Measures by code, adding those not known yet."""
    labels = {row.code: row.label for row in rows}
    asked = select(Measure.code, Measure.id).where(Measure.code.in_(labels))
    known = {row.code: row.id for row in db.session.execute(asked)}
    new = [
        {"id": new_id(), "code": code, "label": label}
        for code, label in labels.items()
        if code not in known
    ]
    if new:
        db.session.execute(insert(Measure), new)
    return known | {measure["code"]: measure["id"] for measure in new}
