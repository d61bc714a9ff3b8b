"""Reading the kinds of events: the city's own list."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from liaison.db import db, read_rows
from liaison.errors import NotFound
from liaison.events.models.event import Event, EventKind, EventKindName

_NAME = func.coalesce(EventKindName.name, EventKind.name).label("name")

_IN_LANGUAGE = (EventKindName.kind == EventKind.key) & (
    EventKindName.language == bindparam("language")
)

# made once: most pages about events name a kind
_KINDS = (
    select(EventKind.key, _NAME, EventKind.is_ours, EventKind.is_active)
    .outerjoin(EventKindName, _IN_LANGUAGE)
    .order_by(EventKind.sort_order, EventKind.key)
)
_KIND = _KINDS.where(EventKind.key == bindparam("key"))


def with_kind_name(asked: Select[Any]) -> Select[Any]:
    """A statement about events that also gives the kind's name in the value `language`."""
    named = asked.join(EventKind, EventKind.key == Event.kind)
    return named.outerjoin(EventKindName, _IN_LANGUAGE).add_columns(_NAME)


def list_kinds(language: str) -> Sequence[Any]:
    """Key, name in that language or else English, `is_ours`, `is_active`; in the city's order."""
    return read_rows(_KINDS, {"language": language})


def find_kind_name(key: str, language: str) -> str:
    """What a kind is called in that language, else in English."""
    return next((row.name for row in read_rows(_KIND, {"language": language, "key": key})), key)


def get_kind(key: str) -> EventKind:
    """Raises NotFound."""
    found = db.session.get(EventKind, key)
    if found is None:
        raise NotFound
    return found


def list_kind_names(key: str | None = None) -> Sequence[EventKindName]:
    """The names in other languages, of one kind or of all."""
    asked = select(EventKindName).order_by(EventKindName.kind, EventKindName.language)
    return db.session.scalars(asked.where(EventKindName.kind == key) if key else asked).all()
