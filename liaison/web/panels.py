"""Front-page panels: each feature offers some, `home` arranges them."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Select,
    Text,
    Uuid,
    cast,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeEngine

from liaison.db import UtcDateTime, db
from liaison.permissions import Actor, Permission


@dataclass(frozen=True)
class Panel:
    """A part of the desk's front page, drawn by its own template with `data`."""

    title: str
    template: str
    data: Any
    links: tuple[tuple[str, str], ...] = field(default=())  # (words, address)


@dataclass(frozen=True)
class PanelSource:
    """What a feature offers: who may see it, where it stands, how to make it (None: not now)."""

    key: str
    permission: Permission
    order: int
    make: Callable[[Actor], Panel | None]


Asked = Select[*tuple[Any, ...]]  # the lines of a list


class Line(NamedTuple):
    """A line of a list; what a list has no use for is None."""

    id: uuid.UUID
    name: str
    words: str | None
    day: date | None
    at: datetime | None
    minutes: int | None
    cents: int | None
    is_invented: bool | None


@dataclass(frozen=True)
class ListSource:
    """A panel that is a short list. All of them are read in one statement: the front page asks
    for much else. `ask` selects `line_columns`, in order and limited; no lines, no panel."""

    key: str
    permission: Permission
    order: int
    ask: Callable[[Actor], Asked]
    make: Callable[[Sequence[Line]], Panel]


SHOWN = 5  # lines of a list; the rest is a click away
_KINDS: Mapping[str, TypeEngine[Any]] = {
    "id": Uuid(),
    "name": Text(),
    "words": Text(),
    "day": Date(),
    "at": UtcDateTime(),
    "minutes": Integer(),
    "cents": Integer(),
    "is_invented": Boolean(),
}


def line_columns(**given: ColumnElement[Any] | InstrumentedAttribute[Any]) -> list[Any]:
    """The columns of a line, called and typed alike in every list."""
    return [
        (type_coerce(given[name], kind) if name in given else cast(null(), kind)).label(name)
        for name, kind in _KINDS.items()
    ]


def read_lists(asked: Mapping[str, Asked]) -> Mapping[str, list[Line]]:
    """The lines of each list by its key, in one statement."""
    lines: dict[str, list[Line]] = {key: [] for key in asked}
    if not asked:
        return lines
    parts = [
        select(literal(key).label("key"), *one.subquery().columns) for key, one in asked.items()
    ]
    for key, *values in db.session.execute(union_all(*parts)):
        lines[key].append(Line(*values))
    return lines
