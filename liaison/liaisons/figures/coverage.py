"""People who speak a language, or belong to a community, beside the liaisons who serve them."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    CTE,
    ColumnElement,
    Subquery,
    Uuid,
    case,
    cast,
    func,
    null,
    select,
    union_all,
)

from liaison.db import db, read_rows
from liaison.liaisons.models.coverage import Counted, CoverageLanguage, CoverageMeasure
from liaison.liaisons.models.liaison import (
    Liaison,
    LiaisonArea,
    LiaisonCommunity,
    LiaisonLanguage,
    LiaisonState,
    Travel,
)
from liaison.liaisons.policy.coverage import (
    AHEAD,
    NOBODY,
    OVERLAP,
    CoverageLine,
    Group,
    Served,
    urgency,
)
from liaison.liaisons.policy.roster import visible_to
from liaison.permissions import Actor, Permission
from liaison.places.models import Area, AreaOverlap, PopulationFigure
from liaison.places.queries import AreaChoice
from liaison.statistics.census import Estimate, add


@dataclass(frozen=True)
class CoverageFilter:
    """What coverage is asked about; empty values narrow nothing.

    `language` and `community` narrow the liaisons where figures count the other of the two, and
    the figures themselves where they count these.
    """

    counts: Counted
    area_set_id: uuid.UUID
    language: str = ""
    community: str = ""
    area_id: uuid.UUID | None = None

    def takes(self, group: Group) -> bool:
        if self.counts is Counted.COMMUNITY:
            return self.community in {"", group.community}
        return not self.language or self.language in group.languages


@dataclass(frozen=True)
class Coverage:
    """Lines with the widest gaps first; `periods` of the figures behind them."""

    today: date
    later: date
    periods: tuple[str, ...]
    lines: tuple[CoverageLine, ...]
    has_map: bool  # boundaries are known


@dataclass(frozen=True)
class _Figures:
    """People by group and area."""

    areas: dict[uuid.UUID, AreaChoice]
    people: dict[tuple[uuid.UUID, uuid.UUID], Estimate]
    periods: tuple[str, ...]
    have_boundaries: bool


def compute_coverage(
    actor: Actor, wanted: CoverageFilter, groups: Sequence[Group], *, today: date
) -> Coverage:
    """Every group in every area for which there is a figure; two statements.

    A liaison serves an area they cover, or that lies over one they cover, while they are active
    and their training holds. Somebody who keeps liaisons of some areas only sees those areas.
    """
    later = today + AHEAD
    taken = {group.key: group for group in groups if wanted.takes(group)}
    figures = _read_figures(actor, wanted, list(taken.values()))
    served, anywhere = _count_served(actor, wanted, list(taken), today=today, later=later)
    lines = [
        CoverageLine(
            group=taken[key],
            area=figures.areas[area_id],
            people=people,
            served=here,
            from_elsewhere=anywhere.get(key, NOBODY).today - here.travelling,
        )
        for (key, area_id), people in figures.people.items()
        for here in [served.get((key, area_id), NOBODY)]
    ]
    ordered = tuple(sorted(lines, key=urgency))
    return Coverage(today, later, figures.periods, ordered, figures.have_boundaries)


def _read_figures(actor: Actor, wanted: CoverageFilter, groups: Sequence[Group]) -> _Figures:
    """The newest figures of each measure; those of the measures of one group are added."""
    owners = {measure_id: group.key for group in groups for measure_id in group.measure_ids}
    newest = (
        select(PopulationFigure.measure_id, func.max(PopulationFigure.period).label("period"))
        .where(PopulationFigure.measure_id.in_(owners))
        .group_by(PopulationFigure.measure_id)
        .subquery()
    )
    rows = read_rows(
        select(
            PopulationFigure.measure_id,
            PopulationFigure.estimate,
            PopulationFigure.margin,
            PopulationFigure.period,
            *(Area.id, Area.code, Area.name, Area.west),
        )
        .join(Area, Area.id == PopulationFigure.area_id)
        .join(
            newest,
            (newest.c.measure_id == PopulationFigure.measure_id)
            & (newest.c.period == PopulationFigure.period),
        )
        .where(PopulationFigure.estimate.is_not(None), *_asked_areas(actor, wanted))
        .order_by(Area.sort_order, Area.code)
    )
    areas: dict[uuid.UUID, AreaChoice] = {}
    parts: dict[tuple[uuid.UUID, uuid.UUID], list[Estimate]] = defaultdict(list)
    for measure_id, estimate, margin, _period, area_id, code, name, _west in rows:
        if area_id not in areas:
            areas[area_id] = AreaChoice(area_id, code, name)
        parts[owners[measure_id], area_id].append(Estimate(estimate, margin))
    people = {place: one[0] if len(one) == 1 else add(one) for place, one in parts.items()}
    periods = tuple(sorted({row.period for row in rows}))
    return _Figures(areas, people, periods, any(row.west is not None for row in rows))


def _asked_areas(actor: Actor, wanted: CoverageFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Area.area_set_id == wanted.area_set_id]
    if wanted.area_id:
        conditions.append(Area.id == wanted.area_id)
    scope = actor.scope(Permission.LIAISON_VIEW)
    if not scope.everywhere:
        reach = _reach(wanted.area_set_id)
        theirs = select(reach.c.shown_id).where(reach.c.area_id.in_(scope.area_ids))
        conditions.append(Area.id.in_(theirs))
    return conditions


def _reach(area_set_id: uuid.UUID) -> CTE:
    """Areas of the set (`shown_id`), and those where who covers one (`area_id`) serves it."""
    same = select(Area.id.label("shown_id"), Area.id.label("area_id")).where(
        Area.area_set_id == area_set_id
    )
    over = (
        select(AreaOverlap.area_id, AreaOverlap.other_id)
        .join(Area, Area.id == AreaOverlap.area_id)
        .where(Area.area_set_id == area_set_id, AreaOverlap.share >= OVERLAP)
    )
    return union_all(same, over).cte("reach")


def _count_served(
    actor: Actor, wanted: CoverageFilter, keys: Collection[uuid.UUID], *, today: date, later: date
) -> tuple[dict[tuple[uuid.UUID, uuid.UUID], Served], dict[uuid.UUID, Served]]:
    """Liaisons by group and area, and by group those who go anywhere; each once."""
    serving, reach = _serving(wanted.counts, keys), _reach(wanted.area_set_id)
    conditions = _have_rights(actor, wanted, today)
    # each liaison once: told apart before the counting, which is faster than COUNT(DISTINCT)
    local = (
        select(serving.c.key, reach.c.shown_id.label("area_id"), Liaison.id, *_flags(later))
        .select_from(Liaison)
        .join(serving, serving.c.liaison_id == Liaison.id)
        .join(LiaisonArea, LiaisonArea.liaison_id == Liaison.id)
        .join(reach, reach.c.area_id == LiaisonArea.area_id)
        .where(*conditions)
        .distinct()
        .subquery()
    )
    anywhere = (
        select(serving.c.key, cast(null(), Uuid()).label("area_id"), Liaison.id, *_flags(later))
        .select_from(Liaison)
        .join(serving, serving.c.liaison_id == Liaison.id)
        .where(*conditions, Liaison.travel == Travel.WHOLE_CITY)
        .distinct()
        .subquery()
    )
    counted = [
        select(
            *(each.c.key, each.c.area_id, func.count()),
            *(func.sum(each.c.is_later), func.sum(each.c.travels)),
        ).group_by(each.c.key, each.c.area_id)
        for each in (local, anywhere)
    ]
    by_place: dict[tuple[uuid.UUID, uuid.UUID], Served] = {}
    by_group: dict[uuid.UUID, Served] = {}
    for key, area_id, *counts in db.session.execute(union_all(*counted)):
        if area_id is None:
            by_group[key] = Served(*counts)
        else:
            by_place[key, area_id] = Served(*counts)
    return by_place, by_group


def _serving(counts: Counted, keys: Collection[uuid.UUID]) -> Subquery:
    """Which liaisons serve which group, whose key is its first measure."""
    if counts is Counted.COMMUNITY:
        return (
            select(CoverageMeasure.measure_id.label("key"), LiaisonCommunity.liaison_id)
            .join(LiaisonCommunity, LiaisonCommunity.community == CoverageMeasure.community)
            .where(CoverageMeasure.measure_id.in_(keys))
            .subquery()
        )
    return (
        select(CoverageLanguage.measure_id.label("key"), LiaisonLanguage.liaison_id)
        .join(LiaisonLanguage, LiaisonLanguage.language == CoverageLanguage.language)
        .where(CoverageLanguage.measure_id.in_(keys), LiaisonLanguage.speaks)
        .subquery()
    )


def _have_rights(actor: Actor, wanted: CoverageFilter, today: date) -> list[ColumnElement[bool]]:
    """Liaisons at work whose training holds; of one community or language where that is asked."""
    conditions = [
        visible_to(actor),
        Liaison.state == LiaisonState.ACTIVE,
        Liaison.trained_until >= today,
        Liaison.merged_into_id.is_(None),
    ]
    if wanted.counts is not Counted.COMMUNITY and wanted.community:
        linking = select(LiaisonCommunity.liaison_id)
        conditions.append(
            Liaison.id.in_(linking.where(LiaisonCommunity.community == wanted.community))
        )
    if wanted.counts is Counted.COMMUNITY and wanted.language:
        speaking = select(LiaisonLanguage.liaison_id).where(LiaisonLanguage.speaks)
        conditions.append(
            Liaison.id.in_(speaking.where(LiaisonLanguage.language == wanted.language))
        )
    return conditions


def _flags(later: date) -> list[ColumnElement[int]]:
    """What `Served` counts beside everybody, as 1 or 0."""
    return [
        case((Liaison.trained_until >= later, 1), else_=0).label("is_later"),
        case((Liaison.travel == Travel.WHOLE_CITY, 1), else_=0).label("travels"),
    ]
