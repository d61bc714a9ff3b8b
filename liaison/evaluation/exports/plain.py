"""A report as JSON: every number that page and paper show, before it is written in a language."""

import dataclasses
import json
from datetime import date
from typing import Any

from liaison.evaluation.figures.shapes import Report, Section, Table, Unsaid, Value
from liaison.evaluation.figures.words import say_unsaid


def plain(report: Report) -> dict[str, Any]:
    """The report in lists, mappings, words and numbers."""
    return {
        "program": {"key": report.program_key, "name": report.program_name},
        "department": report.department,
        "year": report.year,
        "language": report.language,
        "made_at": report.made_at.isoformat(),
        "is_invented": report.is_invented,
        "summary": [dataclasses.asdict(slot) for slot in report.slots],
        "sections": [_section(section) for section in report.sections],
    }


def json_bytes(report: Report) -> bytes:
    return json.dumps(plain(report), ensure_ascii=False, indent=2).encode() + b"\n"


def _section(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": section.title,
        "intro": list(section.intro),
        "tables": [_table(table) for table in section.tables],
        "notes": list(section.notes),
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "key": table.key,
        "title": table.title,
        "words": table.words,
        "definition": table.definition,
        "columns": [
            {"key": column.key, "label": column.label, "kind": column.kind.value}
            for column in table.columns
        ],
        "rows": [
            {key: _value(value) for key, value in record.items()} for record in table.records()
        ],
    }


def _value(value: Value) -> Any:
    if isinstance(value, Unsaid):
        return {"unsaid": value.value, "words": say_unsaid(value)}
    return value.isoformat() if isinstance(value, date) else value
