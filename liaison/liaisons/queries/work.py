"""Reading what liaisons entered, and what they are owed."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, extract, func, or_, select

from liaison.accounts.models import User
from liaison.db import db, read_rows
from liaison.errors import NotFound
from liaison.liaisons.models.care import LiaisonRules
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.models.work import EntryKind, EntryState, WorkEntry, WorkEntryStep
from liaison.liaisons.policy.pay import Account, Line, add_up, visible_to
from liaison.lines import SHOWN, Asked, line_columns
from liaison.people.models import Person
from liaison.permissions import Actor, Permission
from liaison.programs.models import Program


@dataclass(frozen=True)
class WorkFilter:
    """What the list is narrowed to; empty values narrow nothing."""

    state: EntryState | None = None
    program_id: uuid.UUID | None = None
    liaison_id: uuid.UUID | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class WorkLine:
    """An entry with the names it is shown with."""

    id: uuid.UUID
    liaison_id: uuid.UUID
    name: str
    program: str
    kind: EntryKind
    state: EntryState
    worked_on: date
    minutes: int | None
    cents: int | None
    words: str
    answer: str
    corrects_id: uuid.UUID | None
    is_invented: bool


def list_work(
    actor: Actor, wanted: WorkFilter, *, limit: int | None = None, offset: int = 0
) -> list[WorkLine]:
    """Entries the actor has a say in, the oldest work first: whoever waits longest is next."""
    asked = (
        _lines()
        .where(*_conditions(actor, wanted))
        .order_by(WorkEntry.worked_on, WorkEntry.id)
        .limit(limit)
        .offset(offset)
    )
    return [WorkLine(*row) for row in db.session.execute(asked)]


def ask_submitted(actor: Actor) -> Asked:
    """What waits longest to be approved, for the front page."""
    columns = line_columns(
        id=WorkEntry.id,
        name=Person.name,
        words=WorkEntry.kind,
        day=WorkEntry.worked_on,
        minutes=WorkEntry.minutes,
        cents=WorkEntry.cents,
        is_invented=WorkEntry.is_invented,
    )
    return (
        select(*columns)
        .join(Liaison, WorkEntry.liaison_id == Liaison.id)
        .join(Person, Liaison.person_id == Person.id)
        .where(*_conditions(actor, WorkFilter(state=EntryState.SUBMITTED)))
        .order_by(WorkEntry.worked_on, WorkEntry.id)
        .limit(SHOWN)
    )


def count_work(actor: Actor, wanted: WorkFilter) -> int:
    counted = select(func.count(WorkEntry.id)).where(*_conditions(actor, wanted))
    return db.session.scalar(counted) or 0


def list_work_of(liaison_id: uuid.UUID, year: int) -> list[WorkLine]:
    """All entries of one liaison in a year, the newest work first."""
    asked = (
        _lines()
        .where(WorkEntry.liaison_id == liaison_id, *_in_year(year))
        .order_by(WorkEntry.worked_on.desc(), WorkEntry.id.desc())
    )
    return [WorkLine(*row) for row in db.session.execute(asked)]


def list_asked_back(user_id: uuid.UUID | None) -> Sequence[Row[*tuple[Any, ...]]]:
    """What the city asks whoever signs in with this account about what they entered."""
    return read_rows(
        select(
            WorkEntry.id, WorkEntry.kind, WorkEntry.worked_on, WorkEntry.minutes, WorkEntry.cents
        )
        .join(Liaison, WorkEntry.liaison_id == Liaison.id)
        .where(Liaison.user_id == user_id, WorkEntry.state == EntryState.QUERIED)
        .order_by(WorkEntry.worked_on, WorkEntry.id)
        .limit(SHOWN)
    )


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(
            WorkEntry.id,
            WorkEntry.liaison_id,
            Person.name,
            Program.name,
            WorkEntry.kind,
            WorkEntry.state,
            WorkEntry.worked_on,
            WorkEntry.minutes,
            WorkEntry.cents,
            WorkEntry.words,
            WorkEntry.answer,
            WorkEntry.corrects_id,
            WorkEntry.is_invented,
        )
        .join(Liaison, WorkEntry.liaison_id == Liaison.id)
        .join(Person, Liaison.person_id == Person.id)
        .join(Program, WorkEntry.program_id == Program.id)
    )


def _conditions(actor: Actor, wanted: WorkFilter) -> list[ColumnElement[bool]]:
    conditions = [visible_to(actor, Permission.WORK_APPROVE)]
    if wanted.state:
        conditions.append(WorkEntry.state == wanted.state)
    if wanted.program_id:
        conditions.append(WorkEntry.program_id == wanted.program_id)
    if wanted.liaison_id:
        conditions.append(WorkEntry.liaison_id == wanted.liaison_id)
    if wanted.first:
        conditions.append(WorkEntry.worked_on >= wanted.first)
    if wanted.last:
        conditions.append(WorkEntry.worked_on <= wanted.last)
    return conditions


def _in_year(year: int) -> tuple[ColumnElement[bool]]:
    return (WorkEntry.worked_on.between(date(year, 1, 1), date(year, 12, 31)),)


def get_entry(actor: Actor, entry_id: uuid.UUID) -> WorkEntry:
    """One the actor has a say in. Raises NotFound."""
    return _one(entry_id, visible_to(actor, Permission.WORK_APPROVE))


def get_own_entry(liaison: Liaison, entry_id: uuid.UUID) -> WorkEntry:
    """One of this liaison's. Raises NotFound."""
    return _one(entry_id, WorkEntry.liaison_id == liaison.id)


def _one(entry_id: uuid.UUID, *conditions: ColumnElement[bool]) -> WorkEntry:
    found = db.session.scalar(select(WorkEntry).where(WorkEntry.id == entry_id, *conditions))
    if found is None:
        raise NotFound
    return found


def get_line(entry_id: uuid.UUID) -> WorkLine:
    """An entry looked up already, with its names."""
    return WorkLine(*db.session.execute(_lines().where(WorkEntry.id == entry_id)).one())


def list_corrections(entry_id: uuid.UUID) -> list[WorkLine]:
    """The lines that change this one, in the order in which they were entered."""
    asked = _lines().where(WorkEntry.corrects_id == entry_id).order_by(WorkEntry.id)
    return [WorkLine(*row) for row in db.session.execute(asked)]


def list_steps(entry_id: uuid.UUID) -> list[tuple[WorkEntryStep, str | None]]:
    """History of an entry, newest first, with who took the step."""
    found = db.session.execute(
        select(WorkEntryStep, User.name)
        .outerjoin(User, WorkEntryStep.by_id == User.id)
        .where(WorkEntryStep.entry_id == entry_id)
        .order_by(WorkEntryStep.at.desc(), WorkEntryStep.id.desc())
    )
    return [(step, name) for step, name in found]


def find_account(liaison_id: uuid.UUID, year: int) -> Account:
    """What one liaison did and is owed: the same on the desk, in the field and for finance."""
    return list_accounts([liaison_id], year)[liaison_id]


def list_accounts(liaison_ids: Collection[uuid.UUID], year: int) -> dict[uuid.UUID, Account]:
    """The accounts of several, in two statements."""
    usual = select(LiaisonRules.yearly_cap_cents).scalar_subquery()
    caps = db.session.execute(
        select(Liaison.id, func.coalesce(Liaison.yearly_cap_cents, usual)).where(
            Liaison.id.in_(liaison_ids)
        )
    )
    lines: dict[uuid.UUID, list[Line]] = defaultdict(list)
    asked = select(
        WorkEntry.liaison_id,
        WorkEntry.kind,
        WorkEntry.state,
        WorkEntry.worked_on,
        WorkEntry.minutes,
        WorkEntry.cents,
    ).where(
        WorkEntry.liaison_id.in_(liaison_ids),
        or_(*_in_year(year), WorkEntry.state == EntryState.APPROVED),
    )
    for liaison_id, kind, state, worked_on, minutes, cents in db.session.execute(asked):
        lines[liaison_id].append(Line(kind, state, worked_on, minutes, cents))
    return {one: add_up(lines[one], year=year, cap_cents=cap) for one, cap in caps}


def room_of(liaison_ids: Collection[uuid.UUID], year: int) -> dict[uuid.UUID, int]:
    """Cents that each may still earn this year under their cap."""
    found = list_accounts(liaison_ids, year)
    return {liaison_id: max(0, account.room_cents) for liaison_id, account in found.items()}


def list_years_of(liaison_id: uuid.UUID) -> Sequence[int]:
    """The years in which a liaison entered something, the newest first."""
    year = extract("year", WorkEntry.worked_on)
    asked = select(year).where(WorkEntry.liaison_id == liaison_id).distinct()
    return sorted((int(found) for found in db.session.scalars(asked)), reverse=True)


# made once: every form by which work is entered offers them
_OPEN_PROGRAMS = select(Program.id, Program.name).where(Program.is_active).order_by(Program.name)


def list_open_programs() -> Sequence[tuple[uuid.UUID, str]]:
    """`id` and name of the programmes work may be entered for."""
    return [(program_id, name) for program_id, name in read_rows(_OPEN_PROGRAMS)]
