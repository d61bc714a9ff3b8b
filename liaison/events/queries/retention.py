"""Reading what is kept of people who signed up, how long yet, and what was made anonymous."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from liaison.audit.models import AuditEntry
from liaison.db import db
from liaison.events.models.event import Event, EventDate
from liaison.events.models.need import AccessNeed
from liaison.events.models.sign_up import SignUp
from liaison.events.policy.events import visible_to
from liaison.permissions import Actor

REPORTS = 30
SOON = 20  # events listed as next


def list_events_over(before: datetime) -> Sequence[uuid.UUID]:
    """Events that ended by then, all their dates, and of whose guests something is still kept."""
    kept = select(SignUp.id).where(SignUp.event_id == Event.id, SignUp.anonymised_at.is_(None))
    needed = select(AccessNeed.id).where(
        AccessNeed.event_id == Event.id, AccessNeed.erased_at.is_(None)
    )
    return db.session.scalars(
        select(Event.id)
        .where(*_is_over(before), kept.exists() | needed.exists())
        .order_by(Event.starts_at, Event.id)
    ).all()


_over_at = func.coalesce(EventDate.ends_at, EventDate.starts_at)
_last_over_at = (
    select(func.max(_over_at))
    .where(EventDate.event_id == Event.id)
    .correlate(Event)
    .scalar_subquery()
)


def _is_over(before: datetime) -> list[ColumnElement[bool]]:
    later = select(EventDate.id).where(EventDate.event_id == Event.id, _over_at > before)
    return [
        Event.starts_at <= before,  # along the index; what ends later is then left out
        func.coalesce(Event.ends_at, Event.starts_at) <= before,
        ~later.exists(),
    ]


def list_kept(actor: Actor, now: datetime) -> Sequence[tuple[Any, datetime]]:
    """Events that have begun and whose guests are still known, the first first, and when each is
    over."""
    rows = db.session.execute(_kept(actor, now).order_by(Event.starts_at, Event.id).limit(SOON))
    return [
        (row, max(filter(None, (row.ends_at or row.starts_at, row.last_over_at)))) for row in rows
    ]


def _kept(actor: Actor, now: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *(Event.id, Event.title, Event.language, Event.starts_at, Event.ends_at),
            *(func.count(SignUp.id).label("sign_ups"), _last_over_at.label("last_over_at")),
        )
        .join(SignUp, SignUp.event_id == Event.id)
        .where(SignUp.anonymised_at.is_(None), Event.starts_at <= now, visible_to(actor))
        .group_by(Event.id, Event.title, Event.language, Event.starts_at, Event.ends_at)
    )


def list_reports() -> Sequence[AuditEntry]:
    """What the nightly job did the last times it found something, the newest first."""
    return db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.action == "forget_guests")
        .order_by(AuditEntry.id.desc())
        .limit(REPORTS)
    ).all()
