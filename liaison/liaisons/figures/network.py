"""The liaison network of a year. Counts of people: what prints is protected by the report."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Subquery, and_, distinct, func, or_, select

from liaison import clock
from liaison.db import db
from liaison.i18n import _l, settings
from liaison.indicators.figures import FigureSource
from liaison.liaisons.models.credential import Credential
from liaison.liaisons.models.liaison import (
    Liaison,
    LiaisonArea,
    LiaisonLanguage,
    LiaisonState,
    LiaisonStep,
)
from liaison.liaisons.queries.roster import LAPSES_SOON
from liaison.permissions import Actor, Permission
from liaison.places.models import Area


@dataclass(frozen=True)
class StateCount:
    state: LiaisonState
    liaisons: int


@dataclass(frozen=True)
class LanguageCount:
    """Active liaisons who work in a language; one with two languages counts in both."""

    language: str
    liaisons: int


@dataclass(frozen=True)
class AreaCount:
    """Active liaisons who cover an area; one with two areas counts in both."""

    area_id: uuid.UUID
    code: str
    name: str
    liaisons: int


@dataclass(frozen=True)
class Network:
    """The roster as it stood at the end of `on`."""

    on: date
    active: int
    trained_in_year: int
    expiring: int  # active, with a training that ends within 60 days after `on`
    by_state: tuple[StateCount, ...]
    by_language: tuple[LanguageCount, ...]
    by_area: tuple[AreaCount, ...]


def compute_network(
    actor: Actor, *, year: int, program_id: uuid.UUID | None = None, on: date | None = None
) -> Network:
    """The network on the last day of the year, or today while the year runs.

    The roster is the whole city's, whichever programme asks; who may read reports reads it.
    """
    del program_id
    last = min(date(year, 12, 31), clock.today(settings().zone()))
    on = on or max(last, date(year, 1, 1))
    if not (actor.may(Permission.REPORT_VIEW) or actor.may(Permission.LIAISON_VIEW)):
        return Network(on, 0, 0, 0, (), (), ())
    then = _states_on(on)
    by_state = db.session.execute(
        select(then.c.state, func.count()).group_by(then.c.state).order_by(then.c.state)
    )
    counts = tuple(StateCount(LiaisonState(state), count) for state, count in by_state)
    return Network(
        on=on,
        active=sum(row.liaisons for row in counts if row.state is LiaisonState.ACTIVE),
        trained_in_year=_count_trained(year, on),
        expiring=_count_expiring(then, on),
        by_state=counts,
        by_language=_by_language(then),
        by_area=_by_area(then),
    )


def _end_of(on: date) -> datetime:
    return datetime.combine(on + timedelta(days=1), time(), tzinfo=settings().zone())


def _states_on(on: date) -> Subquery:
    """The state of each liaison at the end of a day, from the history."""
    newest_first = func.row_number().over(
        partition_by=LiaisonStep.liaison_id,
        order_by=(LiaisonStep.at.desc(), LiaisonStep.id.desc()),
    )
    ranked = (
        select(
            LiaisonStep.liaison_id,
            LiaisonStep.to_state.label("state"),
            newest_first.label("rank"),
        )
        .join(Liaison, Liaison.id == LiaisonStep.liaison_id)
        .where(LiaisonStep.at < _end_of(on))
        .where(Liaison.merged_into_id.is_(None))  # else counted twice
        .subquery()
    )
    return select(ranked.c.liaison_id, ranked.c.state).where(ranked.c.rank == 1).subquery()


def _held_on(on: date) -> ColumnElement[bool]:
    """Certificates that gave rights then: what became of them since changes no past year."""
    return and_(
        Credential.grants_rights,
        Credential.issued_on <= on,
        or_(Credential.revoked_at.is_(None), Credential.revoked_at >= _end_of(on)),
    )


def _count_trained(year: int, on: date) -> int:
    counted = (
        select(func.count(distinct(Liaison.id)))
        .join(Credential, Credential.person_id == Liaison.person_id)
        .where(
            Liaison.merged_into_id.is_(None),
            Credential.issued_on >= date(year, 1, 1),
            _held_on(on),
        )
    )
    return db.session.scalar(counted) or 0


def _count_expiring(then: Subquery, on: date) -> int:
    until = (
        select(func.max(Credential.expires_on))
        .where(Credential.person_id == Liaison.person_id, _held_on(on))
        .scalar_subquery()
    )
    counted = (
        select(func.count(Liaison.id))
        .join(then, then.c.liaison_id == Liaison.id)
        .where(then.c.state == LiaisonState.ACTIVE, until.between(on, on + LAPSES_SOON))
    )
    return db.session.scalar(counted) or 0


def _by_language(then: Subquery) -> tuple[LanguageCount, ...]:
    count = func.count()
    rows = db.session.execute(
        select(LiaisonLanguage.language, count)
        .join(then, then.c.liaison_id == LiaisonLanguage.liaison_id)
        .where(then.c.state == LiaisonState.ACTIVE)
        .group_by(LiaisonLanguage.language)
        .order_by(count.desc(), LiaisonLanguage.language)
    )
    return tuple(LanguageCount(*row) for row in rows)


def _by_area(then: Subquery) -> tuple[AreaCount, ...]:
    rows = db.session.execute(
        select(Area.id, Area.code, Area.name, func.count())
        .join(LiaisonArea, LiaisonArea.area_id == Area.id)
        .join(then, then.c.liaison_id == LiaisonArea.liaison_id)
        .where(then.c.state == LiaisonState.ACTIVE)
        .group_by(Area.id, Area.code, Area.name, Area.sort_order)
        .order_by(Area.sort_order, Area.code)
    )
    return tuple(AreaCount(*row) for row in rows)


figures = (
    FigureSource(
        key="liaisons.network",
        definition=_l(
            "Liaisons by their state at the end of the year's last day, or today while the year"
            " runs. Languages and areas count active liaisons; a liaison with two counts in both."
            " Trained in the year: they completed a liaison training in it, the first or a renewal."
            " Unit: people."
        ),
        compute=compute_network,
    ),
)
