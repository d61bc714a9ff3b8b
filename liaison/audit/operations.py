"""Writing the audit log."""

import uuid
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from sqlalchemy import inspect, select

from liaison import clock
from liaison.audit.models import AuditEntry
from liaison.db import Base, db, write_always
from liaison.permissions import Actor

PERSONAL = {"personal": True}  # `info=` of a column whose values must never be copied elsewhere


def record(actor: Actor, action: str, subject: Base, **details: Any) -> None:
    """Record an act on `subject` in the current transaction, with what it changes.

    Call it after setting the new values and before they are flushed: the changes are read from
    what is pending. It flushes, so a broken constraint is raised here.
    """
    changes = _changes(subject) | {name: _plain(value) for name, value in details.items()}
    db.session.add(subject)
    entries = _take_waiting_entries()
    db.session.flush()
    key = ",".join(str(part) for part in inspect(subject).identity or ())
    entry = AuditEntry(
        at=clock.now(),
        actor_id=actor.user_id,
        action=action,
        subject_type=subject.__tablename__,
        subject_id=key,
        changes=changes,
    )
    db.session.add_all([*entries, entry])


def _take_waiting_entries() -> list[AuditEntry]:
    """Entries not written yet: held back from a flush, all of a transaction take one statement."""
    entries = [row for row in db.session.new if isinstance(row, AuditEntry)]
    for entry in entries:
        db.session.expunge(entry)
    return entries


def record_without_row(actor: Actor, action: str, subject_type: str, **details: Any) -> None:
    """Record an act in the current transaction on what is no row, such as stored files."""
    db.session.add(
        AuditEntry(
            at=clock.now(),
            actor_id=actor.user_id,
            action=action,
            subject_type=subject_type,
            subject_id=None,
            changes={name: _plain(value) for name, value in details.items()},
        )
    )


def record_always(
    action: str, *, actor_id: uuid.UUID | None, subject_type: str, subject_id: str | None = None
) -> None:
    """Record what must survive a refusal or a read: failed sign-in, refused access, a look-up."""
    at = clock.now()
    write_always(
        lambda: [
            AuditEntry(
                at=at,
                actor_id=actor_id,
                action=action,
                subject_type=subject_type,
                subject_id=subject_id,
                changes={},
            )
        ]
    )


def record_refusal(actor: Actor, endpoint: str) -> None:
    """Record that somebody asked for a page their role does not open."""
    record_always(
        "refused_access", actor_id=actor.user_id, subject_type="view", subject_id=endpoint
    )


def _changes(subject: Base) -> dict[str, Any]:
    state = inspect(subject)
    unchanged = state.unmodified
    changed: dict[str, Any] = {}
    for attribute in state.mapper.column_attrs:
        if attribute.key in unchanged:
            continue
        history = state.attrs[attribute.key].history
        if not history.has_changes():
            continue
        if attribute.columns[0].info.get("personal"):
            changed[attribute.key] = "changed"
        else:
            before = history.deleted[0] if history.deleted else _stored(subject, attribute.key)
            after = history.added[0] if history.added else None
            changed[attribute.key] = [_plain(before), _plain(after)]
    return changed


def _stored(subject: Base, column: str) -> Any:
    """The value in the database, for an object whose old value was not loaded before it was set."""
    state = inspect(subject)
    if not state.persistent:
        return None
    keys = zip(state.mapper.primary_key, state.identity or (), strict=True)
    with db.session.no_autoflush:
        query = select(getattr(type(subject), column)).where(*(key == part for key, part in keys))
        return db.session.scalar(query)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    return value
