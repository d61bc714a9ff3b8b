"""Reading which figures coverage is measured by."""

import uuid
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Row, exists, select
from sqlalchemy.orm import joinedload, selectinload

from liaison.db import db
from liaison.errors import NotFound
from liaison.liaisons.models.coverage import Counted, CoverageLanguage, CoverageMeasure
from liaison.liaisons.models.liaison import LiaisonCommunity
from liaison.liaisons.policy.coverage import Group
from liaison.places.models import Area, AreaSet, Measure, PopulationFigure


def list_groups() -> dict[Counted, list[Group]]:
    """Whom figures count, by what they count; measures of the same people are one group."""
    found = db.session.execute(
        select(
            CoverageMeasure.counts,
            CoverageMeasure.measure_id,
            CoverageMeasure.community,
            Measure.label,
            CoverageLanguage.language,
        )
        .join(Measure, Measure.id == CoverageMeasure.measure_id)
        .outerjoin(CoverageLanguage, CoverageLanguage.measure_id == CoverageMeasure.measure_id)
        .order_by(Measure.code, CoverageLanguage.language)
    )
    languages: dict[uuid.UUID, list[str]] = defaultdict(list)
    measures: dict[uuid.UUID, tuple[Counted, str, str]] = {}
    for counts, measure_id, community, label, language in found:
        measures[measure_id] = counts, community, label
        if language:
            languages[measure_id].append(language)
    same: dict[tuple[Counted, tuple[str, ...], str], list[uuid.UUID]] = defaultdict(list)
    for measure_id, (counts, community, _label) in measures.items():
        same[counts, tuple(languages[measure_id]), community].append(measure_id)
    groups: dict[Counted, list[Group]] = {}
    for (counts, tags, community), ids in same.items():
        labels = tuple(measures[measure_id][2] for measure_id in ids)
        groups.setdefault(counts, []).append(Group(tuple(ids), tags, community, labels))
    return groups


def list_area_sets_with_figures(counts: Counted) -> Sequence[AreaSet]:
    """Drawings of the map for whose areas there are figures of this kind, the main one first."""
    of_kind = select(CoverageMeasure.measure_id).where(CoverageMeasure.counts == counts)
    figures = (
        select(PopulationFigure.id)
        .join(Area, Area.id == PopulationFigure.area_id)
        .where(Area.area_set_id == AreaSet.id, PopulationFigure.measure_id.in_(of_kind))
    )
    return db.session.scalars(
        select(AreaSet).where(exists(figures)).order_by(AreaSet.is_main.desc(), AreaSet.name)
    ).all()


def list_communities_in_use() -> Sequence[str]:
    """Every community some liaison links with."""
    return db.session.scalars(
        select(LiaisonCommunity.community).distinct().order_by(LiaisonCommunity.community)
    ).all()


def list_tied_measures() -> Sequence[CoverageMeasure]:
    """Measures that coverage is measured by, with their languages."""
    return db.session.scalars(
        select(CoverageMeasure)
        .join(CoverageMeasure.measure)
        .options(joinedload(CoverageMeasure.measure), selectinload(CoverageMeasure.languages))
        .order_by(CoverageMeasure.counts, Measure.label, Measure.code)
    ).all()


def list_free_measures() -> Sequence[Row[uuid.UUID, str, str]]:
    """(id, code, label) of measures that coverage is not measured by."""
    tied = select(CoverageMeasure.measure_id)
    return db.session.execute(
        select(Measure.id, Measure.code, Measure.label)
        .where(Measure.id.not_in(tied))
        .order_by(Measure.label, Measure.code)
    ).all()


def get_tied_measure(measure_id: uuid.UUID) -> CoverageMeasure:
    """Raises NotFound."""
    found = db.session.scalar(
        select(CoverageMeasure)
        .options(joinedload(CoverageMeasure.measure), selectinload(CoverageMeasure.languages))
        .where(CoverageMeasure.measure_id == measure_id)
    )
    if found is None:
        raise NotFound
    return found
