"""Keeping the kinds of events."""

import re
import unicodedata
from collections.abc import Mapping

from sqlalchemy import func, select

from liaison.audit.operations import record
from liaison.db import db
from liaison.errors import Conflict
from liaison.events.models.event import EventKind, EventKindName
from liaison.events.queries.kinds import list_kind_names
from liaison.i18n import _
from liaison.permissions import Actor


def add_kind(*, actor: Actor, name: str, is_ours: bool, names: Mapping[str, str]) -> EventKind:
    """A kind at the end of the list; `names` by language. Raises Conflict."""
    _check_name(name)
    last = db.session.scalar(select(func.max(EventKind.sort_order))) or 0
    kind = EventKind(key=_new_key(name), name=name, is_ours=is_ours, sort_order=last + 1)
    record(actor, "add_event_kind", kind, names=dict(names))
    _set_names(kind, names)
    return kind


def rename_kind(
    *, actor: Actor, kind: EventKind, name: str, is_ours: bool, names: Mapping[str, str]
) -> None:
    """Other words for the same kind; events keep it. Raises Conflict."""
    _check_name(name, kind)
    kind.name, kind.is_ours = name, is_ours
    record(actor, "rename_event_kind", kind, names=dict(names))
    _set_names(kind, names)


def retire_kind(*, actor: Actor, kind: EventKind) -> None:
    """No longer offered for new events; those that have it keep it."""
    kind.is_active = False
    record(actor, "retire_event_kind", kind)


def restore_kind(*, actor: Actor, kind: EventKind) -> None:
    """Offered again."""
    kind.is_active = True
    record(actor, "restore_event_kind", kind)


def _check_name(name: str, kind: EventKind | None = None) -> None:
    same = select(EventKind.key).where(func.lower(EventKind.name) == name.lower())
    if kind is not None:
        same = same.where(EventKind.key != kind.key)
    if db.session.scalar(same.limit(1)):
        raise Conflict("name", _("There is a kind of this name already. Enter another name."))


def _new_key(name: str) -> str:
    """The name in Latin letters, where it has any; with a number where it is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40] or "kind"
    taken = set(db.session.scalars(select(EventKind.key).where(EventKind.key.startswith(stem))))
    number = 2
    key = stem
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key


def _set_names(kind: EventKind, names: Mapping[str, str]) -> None:
    stored = {row.language: row for row in list_kind_names(kind.key)}
    for language, name in names.items():
        row = stored.pop(language, None)
        if row is None and name:
            db.session.add(EventKindName(kind=kind.key, language=language, name=name))
        elif row is not None and name:
            row.name = name
        elif row is not None:
            db.session.delete(row)
    db.session.flush()
