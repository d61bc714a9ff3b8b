"""What events still lack, and until when."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Executable,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)

from liaison import clock
from liaison.db import db, read_rows
from liaison.events.models.event import Event
from liaison.events.policy.events import visible_to
from liaison.events.policy.readiness import (
    LACKS,
    PLANNED,
    Asked,
    Lack,
    Wanted,
    due_on,
    lacks_text,
)
from liaison.events.queries.events import EventFilter, start_of
from liaison.events.queries.rules import get_wanted
from liaison.i18n import settings
from liaison.permissions import Actor, Owner
from liaison.programs.models import Program


@dataclass(frozen=True)
class Lacking:
    """One thing an event lacks."""

    lack: Lack
    due_on: date
    is_overdue: bool
    languages: tuple[str, ...] = ()  # those without a text, where translations lack

    @property
    def words(self) -> str:
        return str(LACKS[self.lack].words)


@dataclass(frozen=True)
class Unready:
    """An event and what it lacks, the soonest due first."""

    event: Any  # id, title, language, starts_at, is_invented
    owner: Owner
    lacking: tuple[Lacking, ...]


@dataclass(frozen=True)
class Week:
    """What the desk's front page says of events."""

    unready: Sequence[Unready]
    total: int  # of the unready, however many are listed
    coming: int  # events of the coming days, ready or not


def list_lacking(event: Event) -> tuple[Lacking, ...]:
    """What this event lacks. Nothing once it has begun, or is called off."""
    if event.state not in PLANNED or event.starts_at <= clock.now():
        return ()
    return lacking_of([event.id])[event.id]


def lacking_of(event_ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, tuple[Lacking, ...]]:
    """What each of these lacks, for a list of those that lack something."""
    wanted, zone = get_wanted(), settings().zone()
    rows = read_rows(_lacks_by_id(wanted.asked), {"ids": list(event_ids)})
    return {row.id: _lacking(row._asdict(), wanted, zone) for row in rows}


@lru_cache(maxsize=16)
def _lacks_by_id(asked: Asked) -> Executable:
    return (
        select(Event.id, Event.starts_at, *_answers(asked))
        .where(Event.id.in_(bindparam("ids", expanding=True)))
        .order_by(Event.id)
    )


def list_week(actor: Actor, *, today: date, last: date, zone: ZoneInfo, size: int) -> Week:
    """Events of these days, and what any coming event lacks that is due by the last, or overdue."""
    wanted = get_wanted()
    planned = and_(visible_to(actor), Event.state.in_(PLANNED))
    coming = (
        select(func.count()).where(planned, *EventFilter(first=today, last=last).clauses(zone))
    ).scalar_subquery()
    # one row more than the events, so that the counts are there when the events are not
    counts = select(coming.label("coming")).subquery()
    late = or_(*(_is_late(lack, last, wanted, zone) for lack in LACKS))
    found = db.session.execute(
        select(
            counts.c.coming,
            *(Event.id, Event.title, Event.language, Event.starts_at, Event.is_invented),
            *(Program.department_id, Event.program_id, Event.area_id),
            *(func.count(Event.id).over().label("total"), *_answers(wanted.asked)),
        )
        .select_from(counts)
        .outerjoin(Event, and_(planned, Event.starts_at > clock.now(), late))
        .outerjoin(Program, Program.id == Event.program_id)
        .order_by(Event.starts_at, Event.id)
        .limit(size)
    )
    rows = found.mappings().all()
    unready = [
        Unready(
            row,
            Owner(row["department_id"], row["program_id"], row["area_id"]),
            tuple(item for item in _lacking(row, wanted, zone) if item.due_on <= last),
        )
        for row in rows
        if row["id"]
    ]
    return Week(unready, rows[0]["total"], rows[0]["coming"])


def _is_late(lack: Lack, last: date, wanted: Wanted, zone: ZoneInfo) -> ColumnElement[bool]:
    days = last - due_on(lack, last, wanted.rules)
    end = start_of(last + days + timedelta(days=1), zone)
    return and_(Event.starts_at < end, LACKS[lack].is_lacking(wanted.asked))


@lru_cache(maxsize=16)
def _answers(asked: Asked) -> list[Any]:
    """For each row of the table whether it lacks; for each language whether its text does."""
    things = {lack.value: row.is_lacking(asked) for lack, row in LACKS.items()}
    texts = {f"text_{tag}": lacks_text(tag, asked) for tag in asked.languages}
    return [case((lacks, 1), else_=0).label(name) for name, lacks in (things | texts).items()]


def _lacking(row: Mapping[Any, Any], wanted: Wanted, zone: ZoneInfo) -> tuple[Lacking, ...]:
    day, today = row["starts_at"].astimezone(zone).date(), clock.today(zone)
    languages = tuple(tag for tag in wanted.languages if row[f"text_{tag}"])
    found = [
        Lacking(
            lack,
            due := due_on(lack, day, wanted.rules),
            due < today,
            languages if lack is Lack.TRANSLATIONS else (),
        )
        for lack in LACKS
        if row[lack.value]
    ]
    return tuple(sorted(found, key=lambda item: item.due_on))
