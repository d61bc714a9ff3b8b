"""Reading areas and population figures. Places are public knowledge: everybody may read them."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import undefer

from liaison.db import db, read_rows
from liaison.errors import NotFound
from liaison.places.models import Area, AreaSet, Measure, PopulationFigure

Ring = Sequence[Sequence[float]]


@dataclass(frozen=True)
class AreaChoice:
    """What a form needs to offer an area."""

    id: uuid.UUID
    code: str
    name: str


def list_area_sets() -> Sequence[Row[AreaSet, int]]:
    """Every drawing of the map with how many areas it has, the main one first."""
    return db.session.execute(
        select(AreaSet, func.count(Area.id))
        .outerjoin(Area, Area.area_set_id == AreaSet.id)
        .group_by(AreaSet.id)
        .order_by(AreaSet.is_main.desc(), AreaSet.name)
    ).all()


def get_area_set(area_set_id: uuid.UUID) -> AreaSet:
    """Raises NotFound."""
    found = db.session.get(AreaSet, area_set_id)
    if found is None:
        raise NotFound
    return found


def find_area_set(key: str) -> AreaSet | None:
    return db.session.scalar(select(AreaSet).where(AreaSet.key == key))


def find_main_area_set_id() -> uuid.UUID | None:
    """The set in which events, contacts and people are placed."""
    return db.session.scalar(select(AreaSet.id).where(AreaSet.is_main))


def list_areas(area_set_id: uuid.UUID, *, with_boundary: bool = False) -> Sequence[Area]:
    """Areas of a set in their own order."""
    asked = select(Area).where(Area.area_set_id == area_set_id)
    if with_boundary:
        asked = asked.options(undefer(Area.boundary))
    return db.session.scalars(asked.order_by(Area.sort_order, Area.code)).all()


# made once: most lists and forms offer the areas
_MAIN_AREAS = (
    select(Area.id, Area.code, Area.name)
    .join(AreaSet, AreaSet.id == Area.area_set_id)
    .where(AreaSet.is_main)
    .order_by(Area.sort_order, Area.code)
)


def list_main_areas() -> list[AreaChoice]:
    """Areas in which events, contacts and people are placed; one statement."""
    return [AreaChoice(*row) for row in read_rows(_MAIN_AREAS)]


def read_boundaries(area_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    """GeoJSON of those of these areas that have a boundary."""
    asked = select(Area.id, Area.boundary).where(Area.id.in_(area_ids))
    return {row[0]: row[1] for row in db.session.execute(asked) if row[1]}


def bare_name(name: str) -> str:
    """A name without case and article, as files and maps differ in them: The Bronx, BRONX."""
    return name.strip().casefold().removeprefix("the ")


def areas_by_bare_name() -> dict[str, uuid.UUID]:
    """Areas of every map by `bare_name`, for importers; the main map wins."""
    rows = db.session.execute(
        select(Area.name, Area.id)
        .join(AreaSet, AreaSet.id == Area.area_set_id)
        .order_by(AreaSet.is_main, AreaSet.key.desc(), Area.code)
    )
    return {bare_name(row.name): row.id for row in rows}


def find_area_at(longitude: float, latitude: float, *, key: str | None = None) -> Area | None:
    """The area of a set (the main one unless named) in which a point lies.

    On a border shared by two areas the first in their order is taken.
    """
    wanted = AreaSet.is_main if key is None else AreaSet.key == key
    near = db.session.scalars(
        select(Area)
        .join(AreaSet, AreaSet.id == Area.area_set_id)
        .options(undefer(Area.boundary))
        .where(wanted, Area.west <= longitude, Area.east >= longitude)
        .where(Area.south <= latitude, Area.north >= latitude)
        .order_by(Area.sort_order, Area.code)
    )
    return next((area for area in near if _holds(area.boundary, longitude, latitude)), None)


def _holds(boundary: dict[str, Any] | None, x: float, y: float) -> bool:
    """Is the point inside? Even-odd rule, so that a hole is outside."""
    crossings = sum(_crossings(ring, x, y) for ring in _rings(boundary))
    return crossings % 2 == 1


def _rings(boundary: dict[str, Any] | None) -> Iterator[Ring]:
    if boundary is None:
        return
    parts = boundary["coordinates"]
    for polygon in [parts] if boundary["type"] == "Polygon" else parts:
        yield from polygon


def _crossings(ring: Ring, x: float, y: float) -> int:
    """How often a ray from the point to the east crosses the ring."""
    count = 0
    for (x1, y1, *_), (x2, y2, *_) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x <= (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            count += 1
    return count


def list_measures(area_set_id: uuid.UUID) -> Sequence[Row[str, str, str]]:
    """(code, label, period) of what is known about a set's areas."""
    return db.session.execute(
        select(Measure.code, Measure.label, PopulationFigure.period)
        .join(PopulationFigure, PopulationFigure.measure_id == Measure.id)
        .join(Area, Area.id == PopulationFigure.area_id)
        .where(Area.area_set_id == area_set_id)
        .distinct()
        .order_by(Measure.code, PopulationFigure.period)
    ).all()


def list_figures(
    area_set_id: uuid.UUID, code: str, period: str
) -> Sequence[Row[Area, PopulationFigure]]:
    """One measure of one period for every area of a set, in the areas' order."""
    return db.session.execute(
        select(Area, PopulationFigure)
        .join(PopulationFigure, PopulationFigure.area_id == Area.id)
        .join(Measure, Measure.id == PopulationFigure.measure_id)
        .where(Area.area_set_id == area_set_id)
        .where(Measure.code == code, PopulationFigure.period == period)
        .order_by(Area.sort_order, Area.code)
    ).all()
