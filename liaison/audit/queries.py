"""Reading the audit log."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, Text, Uuid, column, func, or_, select, table

from liaison.audit.models import AuditEntry
from liaison.audit.policy.acts import acts_called
from liaison.audit.policy.reading import visible_to
from liaison.audit.policy.records import records_called
from liaison.db import db
from liaison.permissions import Actor

# Accounts are built on the audit log, so all that is known of them here is the table's name and
# what a reader needs of it: who the id stands for, as they are called today.
_user = table("user_account", column("id", Uuid), column("name", Text), column("email", Text))


LAST_CHANGES = 100  # of one record, as far back as anybody needs to be told whose words stand there


@dataclass(frozen=True)
class EntryFilter:
    """What the log is narrowed to; empty words narrow nothing."""

    person: str = ""
    action: str = ""
    subject: str = ""


def _matching(actor: Actor, wanted: EntryFilter) -> Select[AuditEntry]:
    query = select(AuditEntry).where(visible_to(actor))
    if wanted.person:
        text = wanted.person.lower()
        known = select(_user.c.id).where(
            or_(
                func.lower(_user.c.name).contains(text, autoescape=True),
                func.lower(_user.c.email).contains(text, autoescape=True),
            )
        )
        query = query.where(AuditEntry.actor_id.in_(known))
    if wanted.action:
        query = query.where(
            or_(
                AuditEntry.action.in_(acts_called(wanted.action)),
                AuditEntry.action.contains(_as_stored(wanted.action), autoescape=True),
            )
        )
    if wanted.subject:
        text = _as_stored(wanted.subject)
        query = query.where(
            or_(
                AuditEntry.subject_type.in_(records_called(wanted.subject)),
                AuditEntry.subject_type.contains(text, autoescape=True),
                AuditEntry.subject_id == wanted.subject,
            )
        )
    return query


def _as_stored(words: str) -> str:
    """'Cancel event' is stored as cancel_event."""
    return "_".join(words.lower().split())


def list_entries(
    actor: Actor, wanted: EntryFilter, *, skip: int, limit: int
) -> list[tuple[AuditEntry, str | None]]:
    """Entries with the name of who acted, the newest first."""
    query = (
        _matching(actor, wanted)
        .add_columns(_user.c.name)
        .outerjoin(_user, AuditEntry.actor_id == _user.c.id)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )
    return [(entry, name) for entry, name in db.session.execute(query.offset(skip).limit(limit))]


def list_last_changes(table_name: str, subject_id: str) -> dict[str, tuple[str | None, datetime]]:
    """Who set each column of a record last, as they are called today, and when. No values.

    For those who may change the record, to tell them whose words they would replace.
    """
    query = (
        select(AuditEntry.changes, _user.c.name, AuditEntry.at)
        .outerjoin(_user, AuditEntry.actor_id == _user.c.id)
        .where(AuditEntry.subject_type == table_name, AuditEntry.subject_id == subject_id)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(LAST_CHANGES)
    )
    last: dict[str, tuple[str | None, datetime]] = {}
    for changes, name, at in db.session.execute(query):
        last = dict.fromkeys(changes, (name, at)) | last
    return last


def list_acts(
    table_name: str, subject_id: str, actions: Collection[str]
) -> Sequence[Row[str, dict[str, Any]]]:
    """`action` and `changes` of what was done to a record, the newest first.

    For the history on its own page: whoever sees that sees what stood in it before.
    """
    return db.session.execute(
        select(AuditEntry.action, AuditEntry.changes)
        .where(
            AuditEntry.subject_type == table_name,
            AuditEntry.subject_id == subject_id,
            AuditEntry.action.in_(actions),
        )
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    ).all()


def count_entries(actor: Actor, wanted: EntryFilter) -> int:
    query = _matching(actor, wanted).with_only_columns(func.count(AuditEntry.id))
    return db.session.scalar(query) or 0
