"""What a report needs and no other feature computes: its programme, texts, residents, map."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select, union
from sqlalchemy.orm import joinedload

from liaison.contacts.models import Contact
from liaison.db import db
from liaison.errors import NotFound
from liaison.evaluation.models import ReportText
from liaison.evaluation.policy import visible_to, writable_by
from liaison.events.models.event import Event
from liaison.permissions import Actor
from liaison.places.models import Area, AreaSet, Measure, PopulationFigure
from liaison.programs.models import PlanYear, Program
from liaison.statistics.census import Estimate

CITY_SET = "city"  # key of the area set whose one area is the city itself
YEARS = range(1990, 2101)  # those a plan may be of


Boundary = tuple[str, dict[str, Any]]  # an area's name and its GeoJSON


@dataclass(frozen=True)
class Subject:
    """What a report is about: a programme, and its plan of the year if there is one."""

    program: Program
    plan: PlanYear | None


def list_reports(actor: Actor, *, until: int) -> Sequence[Row[tuple[Program, int]]]:
    """Programmes with the years in which something was planned or done, newest first.

    A year later than `until` has nothing to report yet, whatever is planned in it.
    """
    years = union(
        select(PlanYear.program_id, PlanYear.year),
        select(Event.program_id, Event.local_year.label("year")).distinct(),
        select(Contact.program_id, Contact.local_year.label("year")).distinct(),
    ).subquery()
    return db.session.execute(
        select(Program, years.c.year)
        .join(years, years.c.program_id == Program.id)
        .options(joinedload(Program.department))
        .where(visible_to(actor), years.c.year <= until)
        .order_by(Program.name, years.c.year.desc())
    ).all()


def get_subject(
    actor: Actor, program_id: uuid.UUID, year: int, *, to_write: bool = False
) -> Subject:
    """Programme and plan year. Raises NotFound."""
    if year not in YEARS:
        raise NotFound
    found = db.session.execute(
        select(Program, PlanYear)
        .outerjoin(PlanYear, (PlanYear.program_id == Program.id) & (PlanYear.year == year))
        .options(joinedload(Program.department), joinedload(Program.owner))
        .where(Program.id == program_id, writable_by(actor) if to_write else visible_to(actor))
    ).first()
    if found is None:
        raise NotFound
    return Subject(found[0], found[1])


def list_texts(program_id: uuid.UUID, year: int) -> dict[str, ReportText]:
    """What people wrote, by slot."""
    found = db.session.scalars(
        select(ReportText).where(ReportText.program_id == program_id, ReportText.year == year)
    )
    return {text.slot: text for text in found}


@dataclass(frozen=True)
class Population:
    """The city's figures of the newest period, by code."""

    estimates: dict[str, Estimate]
    source: str = ""
    period: str = ""


def find_population(codes: frozenset[str]) -> Population:
    """Figures about the whole city; empty when none were imported."""
    rows = db.session.execute(
        select(
            Measure.code,
            PopulationFigure.estimate,
            PopulationFigure.margin,
            PopulationFigure.source,
            PopulationFigure.period,
        )
        .join(PopulationFigure, PopulationFigure.measure_id == Measure.id)
        .join(Area, Area.id == PopulationFigure.area_id)
        .join(AreaSet, AreaSet.id == Area.area_set_id)
        .where(AreaSet.key == CITY_SET, Measure.code.in_(codes))
        .where(PopulationFigure.estimate.is_not(None))
        .order_by(PopulationFigure.period, Measure.code)
    ).all()
    if not rows:
        return Population({})
    newest = rows[-1].period
    estimates = {
        row.code: Estimate(row.estimate, row.margin) for row in rows if row.period == newest
    }
    return Population(estimates, rows[-1].source, newest)


def list_boundaries(names: Collection[str]) -> list[Boundary]:
    """Names and boundaries of one drawing of the map: the one that holds most of these areas."""
    fits = func.count()
    best = (
        select(Area.area_set_id)
        .join(AreaSet, AreaSet.id == Area.area_set_id)
        .where(Area.name.in_(names), Area.boundary.is_not(None))
        .group_by(Area.area_set_id, AreaSet.is_main, AreaSet.key)
        .order_by(fits.desc(), AreaSet.is_main.desc(), AreaSet.key)
        .limit(1)
    )
    found = db.session.execute(
        select(Area.name, Area.boundary)
        .where(Area.area_set_id == best.scalar_subquery(), Area.boundary.is_not(None))
        .order_by(Area.sort_order, Area.code)
    )
    return [(row.name, row.boundary) for row in found]


def name_areas() -> dict[str, str]:
    """Names of the areas in which people live, by code."""
    found = db.session.execute(
        select(Area.code, Area.name)
        .join(AreaSet, AreaSet.id == Area.area_set_id)
        .where(AreaSet.is_main)
        .order_by(Area.sort_order, Area.code)
    )
    return {row.code: row.name for row in found}
