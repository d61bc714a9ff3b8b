"""The numbers of a report, counted by the worker and kept, so that a page shows them at once.

Whoever reads a programme's report reads all of its numbers, so one snapshot for each language
serves every reader. What people write into a report, and what the programme is, are never kept.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from liaison import clock, i18n
from liaison.errors import NotFound
from liaison.evaluation.exports.document import city
from liaison.evaluation.exports.pictures import Picture, picture_tables
from liaison.evaluation.figures.report import count_sections
from liaison.evaluation.figures.shapes import (
    Column,
    Drawing,
    Join,
    Kind,
    Section,
    Table,
    Unsaid,
    Value,
)
from liaison.files import store
from liaison.permissions import SYSTEM

SHAPE = 1  # raise it when the shapes of a report change: what was kept before is counted anew


@dataclass(frozen=True)
class Snapshot:
    """What was counted, when, and the pictures of it by the key of their table."""

    made_at: datetime
    sections: tuple[Section, ...]
    pictures: Mapping[str, Picture]


def take_snapshot(program_id: uuid.UUID, year: int) -> Snapshot:
    """Count a programme's year in the current language and keep it in place of the last."""
    made_at = clock.now()
    sections = count_sections(SYSTEM, program_id, year)
    tables = [table for section in sections for table in section.tables]
    taken = Snapshot(made_at, sections, picture_tables(tables, city().accent))
    store().write(_name(program_id, year), _written(taken))
    return taken


def find_snapshot(program_id: uuid.UUID, year: int) -> Snapshot | None:
    """What was last counted in the current language."""
    try:
        kept = json.loads(store().read(_name(program_id, year)))
    except NotFound:
        return None
    return _read(kept) if kept["shape"] == SHAPE else None


def snapshot_exists(program_id: uuid.UUID, year: int) -> bool:
    return store().exists(_name(program_id, year))


def _name(program_id: uuid.UUID, year: int) -> str:
    language = i18n.current_language().tag.lower()
    return f"reports/snapshots/{program_id}/{year}/{language}.json"


def _written(taken: Snapshot) -> bytes:
    kept = {
        "shape": SHAPE,
        "made_at": taken.made_at.isoformat(),
        "sections": [_plain_section(section) for section in taken.sections],
        "pictures": {key: asdict(picture) for key, picture in taken.pictures.items()},
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


def _plain_section(section: Section) -> dict[str, Any]:
    tables = [
        vars(table)
        | {
            "columns": [vars(column) for column in table.columns],
            "rows": [[_plain_value(value) for value in row] for row in table.rows],
        }
        for table in section.tables
    ]
    return vars(section) | {"tables": tables}


def _plain_value(value: Value) -> Any:
    if isinstance(value, Unsaid):
        return {"unsaid": value.value}
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _read(kept: Mapping[str, Any]) -> Snapshot:
    return Snapshot(
        datetime.fromisoformat(kept["made_at"]),
        tuple(_section(section) for section in kept["sections"]),
        {key: Picture(**picture) for key, picture in kept["pictures"].items()},
    )


def _section(kept: Mapping[str, Any]) -> Section:
    tables = tuple(_table(table) for table in kept["tables"])
    return Section(kept["key"], kept["title"], tuple(kept["intro"]), tables, tuple(kept["notes"]))


def _table(kept: Mapping[str, Any]) -> Table:
    drawing = kept["drawing"]
    return Table(
        **dict(kept)
        | {
            "columns": tuple(_column(column) for column in kept["columns"]),
            "rows": tuple(tuple(_value(value) for value in row) for row in kept["rows"]),
            "drawing": Drawing(drawing) if drawing else None,
        }
    )


def _column(kept: Mapping[str, Any]) -> Column:
    join = Join(kept["join"]) if kept["join"] else None
    return Column(**dict(kept) | {"kind": Kind(kept["kind"]), "join": join})


def _value(kept: Any) -> Value:
    if not isinstance(kept, dict):
        value: Value = kept
        return value
    return Unsaid(kept["unsaid"]) if "unsaid" in kept else date.fromisoformat(kept["day"])
