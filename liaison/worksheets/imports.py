"""Worksheet templates from YAML: read, checked with errors a person can act on, published.

What is published holds everything it needs: choices that templates share are copied into it, so a
worksheet means the same for good, whatever becomes of the shared lists.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from liaison.permissions import Actor
from liaison.worksheets import operations
from liaison.worksheets.models import QuestionKind, Rung, TemplateVersion

SCHEMA = "worksheet-template/1"
SHARED = ("option-sets", "population-groups")
SHIPPED = ("equity-planning-guide",)

Body = dict[str, Any]
Options = list[dict[str, Any]]
Sets = Mapping[str, Options]

_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")
_VERSION = re.compile(r"\d+\.\d+\.\d+")
_EVIDENCE = ("none", "optional", "expected", "required")
_CHOICES = {QuestionKind.SINGLE_CHOICE, QuestionKind.MULTI_CHOICE}
_QUESTION_PARTS = frozenset(
    (
        *("key", "type", "prompt", "help", "required", "evidence", "public", "max_words"),
        *("min_rows", "options", "option_set", "items", "columns", "show_if"),
    )
)
_COLUMN_PARTS = frozenset(("key", "type", "label", "help", "options", "option_set"))
_YES_NO: Options = [
    {"value": "yes", "label": "Yes"},
    {"value": "no", "label": "No"},
    {"value": "unsure", "label": "Not sure"},
]


class TemplateRefused(ValueError):
    """A template file has faults; `problems` says where each is and what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@cache
def read_shipped(key: str) -> Body:
    """A template that comes with the application."""
    return read_template(_shipped_text(key), shared_sets())


def publish_shipped(*, actor: Actor, key: str) -> TemplateVersion:
    """The stored version of a shipped template, published if it is not yet."""
    return operations.publish_template(actor=actor, body=read_shipped(key))


@cache
def shared_sets() -> Sets:
    """The lists of choices that templates share."""
    sets: dict[str, Options] = {}
    for name in SHARED:
        sets |= yaml.safe_load(_shipped_text(name))["option_sets"]
    problems = [
        f"list {name}: {problem}"
        for name, options in sets.items()
        for problem in _option_problems(options)
    ]
    if problems:
        raise TemplateRefused(problems)
    return sets


def _shipped_text(name: str) -> str:
    folder = files("liaison.worksheets") / "templates"
    return (folder / f"{name}.yaml").read_text(encoding="utf-8")


def read_template(text: str, sets: Sets) -> Body:
    """The body to publish. Raises TemplateRefused with every fault found."""
    try:
        source = yaml.safe_load(text)
    except yaml.YAMLError as fault:
        raise TemplateRefused([f"This is not YAML: {fault}"]) from None
    if not isinstance(source, dict) or source.get("schema") != SCHEMA:
        raise TemplateRefused([f"The file must start with: schema: {SCHEMA}"])
    problems = list(_head_problems(source))
    sections = source.get("sections") or []
    seen: set[str] = set()
    for section in sections:
        problems += _section_problems(section, seen, sets)
    problems += _reference_problems(source, seen)
    if problems:
        raise TemplateRefused(problems)
    defaults = source.get("defaults", {})
    return source | {
        "sections": [
            section | {"questions": [_complete(q, defaults, sets) for q in section["questions"]]}
            for section in sections
        ]
    }


def _head_problems(source: Body) -> Iterator[str]:
    for part in ("key", "title", "language", "version"):
        if not isinstance(source.get(part), str):
            yield f"{part}: it is missing, or not text; put it in quotes."
    if not _VERSION.fullmatch(str(source.get("version", ""))):
        yield "version: write three numbers with dots, such as 1.0.0."
    for part in ("action_plan", "revisit"):
        if not isinstance(source.get(part), dict):
            yield f"{part}: it is missing."
    if not source.get("sections"):
        yield "sections: there is none."


def _section_problems(section: Body, seen: set[str], sets: Sets) -> Iterator[str]:
    name = f"section {section.get('key', '?')}"
    if not section.get("key") or not section.get("title") or not section.get("questions"):
        yield f"{name}: it needs a key, a title and questions."
    for question in section.get("questions") or []:
        key = str(question.get("key", "?"))
        if key in seen:
            yield f"{key}: two questions have this key; a key is used once, for good."
        for problem in _question_problems(question, seen, sets):
            yield f"{key}: {problem}"
        seen.add(key)


def _question_problems(question: Body, seen: set[str], sets: Sets) -> Iterator[str]:
    unknown = sorted(set(question) - _QUESTION_PARTS)
    if unknown:
        yield f"there is no such part of a question: {', '.join(unknown)}."
    if not question.get("prompt"):
        yield "it has no prompt."
    if question.get("required", Rung.NEVER) not in set(Rung):
        yield f"required must be one of {', '.join(Rung)}."
    if question.get("evidence", "none") not in _EVIDENCE:
        yield f"evidence must be one of {', '.join(_EVIDENCE)}."
    for part in ("max_words", "min_rows"):
        if not isinstance(question.get(part, 1), int):
            yield f"{part} must be a whole number."
    yield from _kind_problems(question, sets)
    yield from _condition_problems(question.get("show_if"), seen)
    yield from _column_problems(question, sets)


def _kind_problems(part: Body, sets: Sets) -> Iterator[str]:
    if not _KEY.fullmatch(str(part.get("key", ""))):
        yield "a key is small letters, digits and underscores, with at most one dot."
    kind = part.get("type")
    if kind not in set(QuestionKind):
        yield f"there is no question type {kind!r}."
        return
    named = part.get("option_set")
    if named is not None and named not in sets:
        yield f"there is no list of choices called {named!r}."
    if kind in _CHOICES and named is None and not part.get("options"):
        yield "a choice needs options, or an option_set."
    if kind == QuestionKind.CHECKLIST and not part.get("items"):
        yield "a checklist needs items."
    yield from _option_problems(part.get("options", []))


def _option_problems(options: Options) -> Iterator[str]:
    values = [option.get("value") for option in options]
    if any(isinstance(value, bool) for value in values):
        yield 'put yes and no in quotes ("yes", "no"): YAML takes them for true and false.'
    elif not all(isinstance(value, str) for value in values):
        yield "every option needs a value that is text."
    if len(set(values)) < len(values):
        yield "two options have the same value."
    if not all(option.get("label") for option in options):
        yield "every option needs a label."


def _condition_problems(shown: object, seen: set[str]) -> Iterator[str]:
    if shown is None:
        return
    if not isinstance(shown, dict) or set(shown) != {"key", "in"}:
        yield "write show_if as {key: an.earlier.question, in: [answers]}."
    elif shown["key"] not in seen:
        yield f"show_if may name only an earlier question, not {shown['key']!r}."
    elif not all(isinstance(value, str) for value in shown["in"]):
        yield 'put yes and no in quotes ("yes", "no"): YAML takes them for true and false.'


def _column_problems(question: Body, sets: Sets) -> Iterator[str]:
    columns = question.get("columns", [])
    if (question.get("type") == QuestionKind.TABLE) != bool(columns):
        yield "a table needs columns, and only a table has them."
    keys = [column.get("key") for column in columns]
    if len(set(keys)) < len(keys):
        yield "two columns have the same key."
    for column in columns:
        if column.get("type") == QuestionKind.TABLE:
            yield "a table cannot stand inside a table."
        unknown = sorted(set(column) - _COLUMN_PARTS)
        if unknown or not column.get("label"):
            yield f"column {column.get('key')}: it needs a label, and has no part {unknown}."
        for problem in _kind_problems(column, sets):
            yield f"column {column.get('key')}: {problem}"


def _reference_problems(source: Body, seen: set[str]) -> Iterator[str]:
    for part in ("rapid_form", "memo_export"):
        for key in source.get(part, []):
            if key not in seen:
                yield f"{part}: there is no question {key}."


def _complete(question: Body, defaults: Body, sets: Sets) -> Body:
    """A question with the template's defaults and its choices written out."""
    whole = defaults | _with_options(question, sets)
    if "columns" in question:
        whole["columns"] = [
            {"prompt": column["label"]} | _with_options(column, sets)
            for column in question["columns"]
        ]
    return whole


def _with_options(part: Body, sets: Sets) -> Body:
    kind = QuestionKind(part["type"])
    options = part.get("options")
    if "option_set" in part:
        options = sets[part["option_set"]]
    elif kind is QuestionKind.CHECKLIST:
        options = [{"value": item["key"], "label": item["label"]} for item in part["items"]]
    elif kind is QuestionKind.YES_NO_UNSURE:
        options = _YES_NO
    elif kind is QuestionKind.POPULATION_SELECT:
        options = sets["population_group"]
    left_out = {"option_set", "items"}
    rest = {name: value for name, value in part.items() if name not in left_out}
    return rest | ({"options": options} if options else {})
