"""Counting the liaisons who serve a group in an area, each once."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, product
from typing import TypeVar

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    SQLColumnExpression,
    Text,
    cast,
    func,
    select,
    union_all,
)

from liaison.db import read_rows
from liaison.liaisons.models.coverage import Counted
from liaison.liaisons.models.liaison import (
    Liaison,
    LiaisonArea,
    LiaisonCommunity,
    LiaisonLanguage,
    LiaisonState,
    Travel,
)
from liaison.liaisons.policy.coverage import OVERLAP, CoverageFilter, Group, Served
from liaison.liaisons.policy.roster import visible_to
from liaison.permissions import Actor
from liaison.places.models import Area, AreaOverlap

_BETWEEN = "\n"  # no language, community or id holds one
Found = TypeVar("Found")
Place = tuple[int, str]  # a group by its number, an area by its id as the database writes it


@dataclass(frozen=True)
class Serving:
    """Liaisons with rights by place, and by group those who go to jobs in the whole city."""

    today: Counter[Place] = field(default_factory=Counter)
    later: Counter[Place] = field(default_factory=Counter)
    travelling: Counter[Place] = field(default_factory=Counter)
    anywhere: Counter[int] = field(default_factory=Counter)

    def here(self, place: Place) -> Served:
        return Served(self.today[place], self.later[place], self.travelling[place])


def count_serving(
    actor: Actor, wanted: CoverageFilter, groups: Sequence[Group], *, today: date, later: date
) -> Serving:
    """One row a liaison and two statements, then counted here.

    To tell thousands of liaisons apart in every group and area is several times the work for a
    database: it has to sort them by long ids. Ids are read as text, for the same reason.
    """
    numbers, shown = _numbers(wanted.counts, groups), _areas_shown(wanted.area_set_id)
    known_groups: dict[str | None, tuple[int, ...]] = {}
    known_areas: dict[str | None, tuple[str, ...]] = {}
    places: dict[tuple[bool, bool], list[product[Place]]] = defaultdict(list)
    found = Serving()
    rows = read_rows(_with_rights(actor, wanted, groups, today=today, later=later))
    for words, area_ids, is_later, travels in rows:
        if words not in known_groups:
            known_groups[words] = _gather(words, numbers)
        serves = known_groups[words]
        if not serves:
            continue
        if area_ids not in known_areas:
            known_areas[area_ids] = _gather(area_ids, shown)
        places[is_later, travels].append(product(serves, known_areas[area_ids]))
        if travels:
            found.anywhere.update(serves)
    for (is_later, travels), lots in places.items():
        counted = Counter(chain.from_iterable(lots))
        found.today.update(counted)
        if is_later:
            found.later.update(counted)
        if travels:
            found.travelling.update(counted)
    return found


def _gather(joined: str | None, known: Mapping[str, Sequence[Found]]) -> tuple[Found, ...]:
    """What any of several words leads to, each once."""
    words = joined.split(_BETWEEN) if joined else []
    return tuple({one for word in words for one in known.get(word, ())})


def _numbers(counts: Counted, groups: Sequence[Group]) -> dict[str, list[int]]:
    """The groups that a language or a community belongs to."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for word in (group.community,) if counts is Counted.COMMUNITY else group.languages:
            numbers[word].append(number)
    return numbers


def reach(area_set_id: uuid.UUID) -> CTE:
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


def _areas_shown(area_set_id: uuid.UUID) -> dict[str, list[str]]:
    """The areas of the set that are served by who covers an area."""
    pairs = reach(area_set_id)
    shown: dict[str, list[str]] = defaultdict(list)
    for covered, area in read_rows(select(as_text(pairs.c.area_id), as_text(pairs.c.shown_id))):
        shown[covered].append(area)
    return shown


def as_text(column: SQLColumnExpression[uuid.UUID]) -> ColumnElement[str]:
    """An id as the database writes it: of thousands, making ids of that takes most of the time."""
    return cast(column, Text)


def _with_rights(
    actor: Actor, wanted: CoverageFilter, groups: Sequence[Group], *, today: date, later: date
) -> Select[tuple[str, str, bool, bool]]:
    """Liaisons at work whose training holds: whom they serve, where, and for how long."""
    speaks = _joined(LiaisonLanguage.language).where(
        LiaisonLanguage.liaison_id == Liaison.id, LiaisonLanguage.speaks
    )
    links = _joined(LiaisonCommunity.community).where(LiaisonCommunity.liaison_id == Liaison.id)
    covers = _joined(as_text(LiaisonArea.area_id)).where(LiaisonArea.liaison_id == Liaison.id)
    serves = links if wanted.counts is Counted.COMMUNITY else speaks
    return select(
        serves.scalar_subquery(),
        covers.scalar_subquery(),
        Liaison.trained_until >= later,
        Liaison.travel == Travel.WHOLE_CITY,
    ).where(
        visible_to(actor),
        Liaison.state == LiaisonState.ACTIVE,
        Liaison.trained_until >= today,
        *_narrowed(wanted, groups),
    )


def _joined(column: SQLColumnExpression[str]) -> Select[tuple[str]]:
    """All values of a liaison as one."""
    return select(func.aggregate_strings(column, _BETWEEN))


def _narrowed(wanted: CoverageFilter, groups: Sequence[Group]) -> Iterator[ColumnElement[bool]]:
    """To those who serve any of the groups, and to one language or community where that is asked.

    Where figures count languages the one language is among the groups', and so for communities.
    """
    of_communities = wanted.counts is Counted.COMMUNITY
    tags = {tag for group in groups for tag in group.languages}
    communities = {group.community for group in groups}
    if of_communities or wanted.community:
        linking = select(LiaisonCommunity.liaison_id)
        named = communities if of_communities else {wanted.community}
        yield Liaison.id.in_(linking.where(LiaisonCommunity.community.in_(named)))
    if not of_communities or wanted.language:
        speaking = select(LiaisonLanguage.liaison_id).where(LiaisonLanguage.speaks)
        named = {wanted.language} if of_communities else tags
        yield Liaison.id.in_(speaking.where(LiaisonLanguage.language.in_(named)))
