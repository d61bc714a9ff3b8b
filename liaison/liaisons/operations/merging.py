"""Making one entry of two that are one person. Somebody decided it: nothing here guesses.

What points at the entry that goes, or at its person, points at the other one afterwards, in every
table of every feature. So none has to be named here. Where the same is known of both, such as a
version of the code of conduct that both accepted, the older row stays where it is, with the entry
that went: nothing of the two histories is lost.
"""

import uuid
from typing import Any, cast

from sqlalchemy import (
    Column,
    CursorResult,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    delete,
    exists,
    or_,
    select,
    update,
)

from liaison import clock
from liaison.audit.operations import record
from liaison.db import Base, db
from liaison.errors import Conflict, WrongState
from liaison.i18n import _
from liaison.liaisons.models.care import HardContact
from liaison.liaisons.models.liaison import (
    Liaison,
    LiaisonArea,
    LiaisonCommunity,
    LiaisonConflict,
    LiaisonHours,
    LiaisonKind,
    LiaisonLanguage,
    LiaisonState,
    LiaisonStep,
    ToldApart,
)
from liaison.liaisons.operations.credentials import follow_credentials
from liaison.liaisons.operations.releasing import release_lost_jobs
from liaison.liaisons.operations.steps import step_liaison, write_step
from liaison.permissions import Actor

# What is a list and no history: once moved, what both had is held twice.
LISTS: tuple[type[Any], ...] = (
    LiaisonLanguage,
    LiaisonCommunity,
    LiaisonArea,
    LiaisonHours,
    LiaisonConflict,
)
# History of the one entry and of the other: mixed, it would tell a life that nobody lived.
STAYS = frozenset({LiaisonStep.__tablename__})
# Others read the audit log, and nobody but the supporter is to know that something was hard.
UNSAID = frozenset({HardContact.__tablename__})


def merge_liaisons(
    *, actor: Actor, kept: Liaison, merged: Liaison, kind: LiaisonKind | None = None
) -> Liaison:
    """Let `kept` go on for both, as what it was or as `kind`; the persons of both must be loaded.
    It cannot be taken back."""
    _lock_both(kept, merged)
    was = merged.state
    _share_account(kept, merged)
    _share_languages(kept.id, merged.id)
    _share_details(kept, merged)
    _no_longer_two(kept.id, merged.id)
    record(actor, "edit_person", kept.person)
    moved = _move_all(
        {"liaison.id": (merged.id, kept.id), "person.id": (merged.person_id, kept.person_id)}
    )
    for one in LISTS:
        # the table, not the class: what the session holds of these rows is let go of below
        table = cast("Table", one.__table__)
        db.session.execute(delete(table).where(table.c.liaison_id == merged.id))
    _retire(actor, merged, kept)
    told = {name: count for name, count in moved.items() if name not in UNSAID}
    kept.kind = kind or kept.kind
    record(actor, "merge_liaisons", kept, merged_id=merged.id, moved=told)
    db.session.expire_all()
    follow_credentials(actor=actor, liaison=kept)
    if was is LiaisonState.ACTIVE and kept.state is LiaisonState.TRAINED:
        step_liaison(actor=actor, liaison=kept, verb="activate_liaison")
    release_lost_jobs(actor=actor, liaison=kept)
    return kept


def _lock_both(kept: Liaison, merged: Liaison) -> None:
    """In one order, whoever merges them the other way round at the same moment. Raises WrongState,
    or Conflict where an account would lose its liaison."""
    for liaison in sorted((kept, merged), key=lambda one: one.id):
        locked = ["state", "merged_into_id", "user_id"]
        db.session.refresh(liaison, locked, with_for_update=True)
        if liaison.merged_into_id is not None:
            raise WrongState(_("Somebody merged one of these entries already."))
        if liaison.state is LiaisonState.REMOVED:
            raise WrongState(_("One of the two was removed. Such an entry stays as it is."))
    if kept.user_id and merged.user_id:
        words = _(
            "Both sign in with an account of their own. Take the account off one entry first."
        )
        raise Conflict("kept", words)


def _share_account(kept: Liaison, merged: Liaison) -> None:
    user_id = kept.user_id or merged.user_id
    merged.user_id = None
    db.session.flush()  # an account has one liaison at a time
    kept.user_id = user_id


def _share_languages(kept_id: uuid.UUID, merged_id: uuid.UUID) -> None:
    """What either entry says is done in a language."""
    both = select(LiaisonLanguage).where(LiaisonLanguage.liaison_id.in_((kept_id, merged_id)))
    rows = {(row.liaison_id, row.language): row for row in db.session.scalars(both)}
    for (owner, language), row in rows.items():
        known = rows.get((kept_id, language))
        if owner == merged_id and known:
            known.speaks = known.speaks or row.speaks
            known.interprets = known.interprets or row.interprets
            known.writes = known.writes or row.writes


def _share_details(kept: Liaison, merged: Liaison) -> None:
    """What only the other entry knows; that everybody may see them was agreed to for one entry."""
    person, other = kept.person, merged.person
    person.email, person.phone = person.email or other.email, person.phone or other.phone
    person.language = person.language or other.language
    kept.joined_on = min(kept.joined_on, merged.joined_on)
    kept.joined_through = kept.joined_through or merged.joined_through
    kept.supporter_id = kept.supporter_id or merged.supporter_id


def _no_longer_two(kept_id: uuid.UUID, merged_id: uuid.UUID) -> None:
    """Whoever merges them knows better than who said that they are two people."""
    both = (kept_id, merged_id)
    db.session.execute(
        delete(ToldApart).where(ToldApart.one_id.in_(both), ToldApart.other_id.in_(both))
    )


def _retire(actor: Actor, merged: Liaison, kept: Liaison) -> None:
    """The entry stays with its history, without rights and without what says who it was: else it
    would outlive the day on which the person asks to be erased."""
    before, merged.state = merged.state, LiaisonState.REMOVED
    merged.merged_into_id, merged.sort_name = kept.id, ""
    merged.trained_on = merged.trained_until = merged.on_map_since = None
    person = merged.person
    person.name, person.erased_at = "", clock.now()
    person.email = person.phone = person.language = None
    record(actor, "merge_liaisons", merged)
    write_step(actor, merged, "merge_liaison", before)


def _move_all(keys: dict[str, tuple[uuid.UUID, uuid.UUID]]) -> dict[str, int]:
    """Lead every row that points at the old keys to the new ones; how many of which table."""
    db.session.flush()
    moved: dict[str, int] = {}
    for table in Base.metadata.sorted_tables:
        if table.name in STAYS:
            continue
        for column in table.columns:
            for target, (old, new) in keys.items():
                is_own = table.name == "liaison" and column.name == "person_id"
                if is_own or not _points_at(column, target):
                    continue
                count = _move(table, column, old, new)
                if count:
                    moved[table.name] = moved.get(table.name, 0) + count
    return moved


def _points_at(column: Column[Any], target: str) -> bool:
    return any(key.target_fullname == target for key in column.foreign_keys)


def _move(table: Table, column: Column[Any], old: uuid.UUID, new: uuid.UUID) -> int:
    """Rows that would clash with one that is there stay."""
    there = table.alias()
    clashes = [
        exists(
            select(there.c[column.name]).where(
                there.c[column.name] == new, *(there.c[name] == table.c[name] for name in others)
            )
        )
        for others in _unique_with(table, column)
    ]
    moving = update(table).where(column == old).values({column: new})
    if clashes:
        moving = moving.where(~or_(*clashes))
    return cast("CursorResult[Any]", db.session.execute(moving)).rowcount


def _unique_with(table: Table, column: Column[Any]) -> list[list[str]]:
    """The other columns of each set of columns, with this one, that no two rows have alike."""
    sets = [
        list(one.columns)
        for one in table.constraints
        if isinstance(one, UniqueConstraint | PrimaryKeyConstraint)
    ]
    sets += [list(one.columns) for one in table.indexes if one.unique]
    return [
        [other.name for other in columns if other is not column]
        for columns in sets
        if column in columns
    ]
