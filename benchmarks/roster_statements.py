"""The floor's statements about liaisons: the roster, coverage, and who fits a booking."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Executable,
    case,
    distinct,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from liaison.liaisons.models.booking import Booking
from liaison.liaisons.models.care import Ask
from liaison.liaisons.models.coverage import Counted, CoverageLanguage, CoverageMeasure
from liaison.liaisons.models.liaison import (
    Liaison,
    LiaisonAbsence,
    LiaisonArea,
    LiaisonCommunity,
    LiaisonConflict,
    LiaisonLanguage,
    LiaisonState,
    Travel,
)
from liaison.liaisons.models.work import WorkEntry
from liaison.liaisons.policy.coverage import OVERLAP
from liaison.people.models import Person
from liaison.places.models import Area, AreaOverlap, PopulationFigure
from liaison.programs.models import Program


def liaisons(size: int) -> Executable:
    return (
        select(
            *(Liaison.id, Person.name, Liaison.state, Liaison.trained_on, Liaison.trained_until),
        )
        .join(Person, Liaison.person_id == Person.id)
        .order_by(Liaison.sort_name, Liaison.id)
        .limit(size)
    )


def liaisons_called(name: str, size: int) -> Executable:
    return (
        select(
            *(Liaison.id, Person.name, Liaison.state, Liaison.trained_on, Liaison.trained_until),
        )
        .join(Person, Liaison.person_id == Person.id)
        .where(Liaison.sort_name.contains(name))
        .order_by(Liaison.sort_name, Liaison.id)
        .limit(size)
    )


def liaison_details(ids: Sequence[uuid.UUID]) -> Executable:
    return union_all(
        select(LiaisonLanguage.liaison_id, literal("languages"), LiaisonLanguage.language).where(
            LiaisonLanguage.liaison_id.in_(ids)
        ),
        select(
            LiaisonCommunity.liaison_id, literal("communities"), LiaisonCommunity.community
        ).where(LiaisonCommunity.liaison_id.in_(ids)),
        select(LiaisonArea.liaison_id, literal("areas"), Area.name)
        .join(Area, LiaisonArea.area_id == Area.id)
        .where(LiaisonArea.liaison_id.in_(ids)),
    )


def speakers(area_set_id: uuid.UUID) -> Executable:
    """People by language and area, the largest number first."""
    return (
        select(
            *(CoverageMeasure.measure_id, PopulationFigure.estimate, PopulationFigure.margin),
            *(Area.id, Area.code, Area.name),
        )
        .join(PopulationFigure, PopulationFigure.measure_id == CoverageMeasure.measure_id)
        .join(Area, Area.id == PopulationFigure.area_id)
        .where(CoverageMeasure.counts == Counted.LIMITED_ENGLISH)
        .where(Area.area_set_id == area_set_id)
        .order_by(PopulationFigure.estimate.desc())
    )


def speaking_liaisons(area_set_id: uuid.UUID, today: date, later: date) -> Executable:
    """Liaisons at work by language and area, each once: today, and after the next expiries."""
    same = select(Area.id.label("shown"), Area.id.label("covered")).where(
        Area.area_set_id == area_set_id
    )
    over = (
        select(AreaOverlap.area_id, AreaOverlap.other_id)
        .join(Area, Area.id == AreaOverlap.area_id)
        .where(Area.area_set_id == area_set_id, AreaOverlap.share >= OVERLAP)
    )
    reach = union_all(same, over).cte("reach")
    after = case((Liaison.trained_until >= later, Liaison.id))
    return (
        select(
            *(CoverageLanguage.measure_id, reach.c.shown),
            *(func.count(distinct(Liaison.id)), func.count(distinct(after))),
        )
        .select_from(Liaison)
        .join(LiaisonLanguage, LiaisonLanguage.liaison_id == Liaison.id)
        .join(CoverageLanguage, CoverageLanguage.language == LiaisonLanguage.language)
        .join(LiaisonArea, LiaisonArea.liaison_id == Liaison.id)
        .join(reach, reach.c.covered == LiaisonArea.area_id)
        .where(Liaison.state == LiaisonState.ACTIVE, Liaison.trained_until >= today)
        .where(LiaisonLanguage.speaks)
        .group_by(CoverageLanguage.measure_id, reach.c.shown)
    )


def counted_languages() -> Executable:
    """What the people of a figure speak."""
    return select(CoverageLanguage.measure_id, CoverageLanguage.language)


def communities() -> Executable:
    """Among which the list can be narrowed."""
    return select(LiaisonCommunity.community).distinct().order_by(LiaisonCommunity.community)


def one_booking(booking_id: uuid.UUID) -> Executable:
    return (
        select(
            *(Booking.id, Booking.title, Booking.language, Booking.area_id, Booking.program_id),
            *(Booking.starts_at, Booking.ends_at, Program.department_id),
        )
        .join(Program)
        .where(Booking.id == booking_id)
    )


def candidates(booking: Any, zone: ZoneInfo) -> Executable:
    """Whoever speaks the language, and each rule of matching as a column."""
    on = booking.starts_at.astimezone(zone).date()
    quarter = date(on.year, (on.month - 1) // 3 * 3 + 1, 1)
    covers = exists().where(
        LiaisonArea.liaison_id == Liaison.id, LiaisonArea.area_id == booking.area_id
    )
    away = exists().where(LiaisonAbsence.liaison_id == Liaison.id, LiaisonAbsence.last_on >= on)
    other = aliased(Booking)
    busy = exists().where(
        other.liaison_id == Liaison.id,
        other.starts_at < booking.ends_at,
        other.ends_at > booking.starts_at,
    )
    biased = exists().where(
        LiaisonConflict.liaison_id == Liaison.id,
        (LiaisonConflict.program_id == booking.program_id)
        | (LiaisonConflict.department_id == booking.department_id),
    )
    worked = select(func.sum(WorkEntry.minutes)).where(
        WorkEntry.liaison_id == Liaison.id, WorkEntry.worked_on >= quarter
    )
    asked = select(func.count(Ask.id)).where(Ask.liaison_id == Liaison.id, Ask.asked_on >= quarter)
    return (
        select(
            *(Liaison.id, Person.name, LiaisonLanguage.interprets.label("able")),
            (Liaison.state == LiaisonState.ACTIVE).label("at_work"),
            (Liaison.trained_until >= on).label("trained"),
            or_(Liaison.travel == Travel.WHOLE_CITY, covers).label("near"),
            *((~away).label("there"), (~busy).label("free"), (~biased).label("unbiased")),
            worked.correlate(Liaison).scalar_subquery().label("minutes"),
            asked.correlate(Liaison).scalar_subquery().label("asks"),
        )
        .join(Person, Person.id == Liaison.person_id)
        .join(LiaisonLanguage, LiaisonLanguage.liaison_id == Liaison.id)
        .where(LiaisonLanguage.language == booking.language)
    )
