"""Short lists of several features in one statement: a page that shows many asks once."""

import uuid
from collections.abc import Mapping
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
    total: int | None  # lines there would be without the limit


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
    "total": Integer(),
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
