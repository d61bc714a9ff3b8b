"""Offering the form, and storing answers so that nothing leads back to a person.

A response is written with its tallies in one transaction, under a random key, without an audit
entry and without any time but the month. See docs/privacy.md before changing anything here.
"""

import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from liaison import clock
from liaison.accounts.operations.attempts import Limit
from liaison.audit.operations import record
from liaison.codes import make_code
from liaison.db import db, write_once
from liaison.demographics.models import (
    CollectionPoint,
    DemographicTally,
    Mode,
    NonAnswer,
)
from liaison.demographics.queries.packs import CORE, Pack, Question, get_pack
from liaison.errors import InvalidInput
from liaison.i18n import _, settings
from liaison.permissions import Actor, Permission
from liaison.programs.queries import get_whole_program

WRONG_CODE = Limit("demographic_code", tries=30, minutes=15)  # from one address
CODE_LENGTH = 6
BATCH = 50_000  # sorted in memory, so that the table is walked few times
_COLUMNS = ["id", "program_id", "plan_month", "pack", "language", "mode", "answers", "is_invented"]
_as_json = json.JSONEncoder(ensure_ascii=False).encode
TALLIES_AT_ONCE = 1_000  # six values each: below SQLite's limit of a statement

Item = TypeVar("Item")
Group = tuple[uuid.UUID, date, str]  # programme, month, pack
Answer = tuple[str, str]  # question, and the codes ticked joined or why there are none
Answers = dict[str, list[str] | str]  # question -> codes ticked, or why there is none


@dataclass(frozen=True)
class ResponseRow:
    """A filled-in form for `store_responses_in_bulk`, already in the shape it is stored in.

    The codes of one question are sorted, as `read_answers` gives them.
    """

    program_id: uuid.UUID
    plan_month: date
    language: str
    mode: Mode
    answers: Answers
    pack: str = CORE
    is_invented: bool = False


def create_collection_point(
    *,
    actor: Actor,
    program_id: uuid.UUID,
    label: str,
    opens_on: date,
    closes_on: date,
    is_invented: bool = False,
    key: uuid.UUID | None = None,
) -> CollectionPoint:
    """Offer the form for a programme; under the same `key` once.

    Raises NotFound, or InvalidInput('closes_on').
    """
    program = get_whole_program(actor, program_id, Permission.DEMOGRAPHICS_COLLECT)
    if closes_on < opens_on:
        raise InvalidInput("closes_on", _("The last day cannot come before the first."))

    def write(point_id: uuid.UUID) -> CollectionPoint:
        point = CollectionPoint(
            id=point_id,
            code=_new_code(),
            program_id=program.id,
            pack=CORE,
            label=label,
            opens_on=opens_on,
            closes_on=closes_on,
            is_invented=is_invented,
        )
        record(actor, "create_collection_point", point)
        return point

    return write_once(CollectionPoint, key, write)


def set_forms_offered(*, actor: Actor, point: CollectionPoint, forms_offered: int | None) -> None:
    """Write down how many people were offered the form; None: nobody counted."""
    point.forms_offered = forms_offered
    record(actor, "set_forms_offered", point)


def store_response(
    *,
    point: CollectionPoint,
    language: str,
    mode: Mode,
    ticked: Mapping[str, Sequence[str]],
    area_codes: Iterable[str],
) -> None:
    """Store one filled-in form. Takes no actor: who sent or keyed it is not known here.

    `ticked` maps a question to what was ticked, which may be a non-answer; a question that is not
    in it was left blank. Raises InvalidInput for a choice the question does not have.
    """
    pack = get_pack(point.pack)
    row = ResponseRow(
        program_id=point.program_id,
        plan_month=_month_of(point),
        language=language,
        mode=mode,
        answers=read_answers(pack, ticked, area_codes),
        pack=point.pack,
    )
    store_responses_in_bulk([row])


def store_responses_in_bulk(rows: Iterable[ResponseRow]) -> int:
    """Store many forms at once, in the order of their random keys; returns how many."""
    connection = db.session.connection()
    # Given to the driver as it is: building so many statements costs more than storing them.
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    marks = ", ".join([mark] * len(_COLUMNS))
    statement = f"INSERT INTO demographic_response ({', '.join(_COLUMNS)}) VALUES ({marks})"  # noqa: S608  # constants
    tallies: dict[Group, Counter[Answer]] = defaultdict(Counter)
    stored = 0
    for batch in _batches(rows, BATCH):
        connection.exec_driver_sql(statement, sorted(map(_values, batch)))
        for row in batch:
            tallies[(row.program_id, row.plan_month, row.pack)].update(_tallied(row.answers))
        stored += len(batch)
    _add_to_tallies(tallies)
    return stored


def read_answers(
    pack: Pack, ticked: Mapping[str, Sequence[str]], area_codes: Iterable[str]
) -> Answers:
    """What is stored for what was ticked. Raises InvalidInput.

    Someone who says to be under 18 is asked nothing else: what they ticked besides is not kept.
    """
    areas = frozenset(area_codes)
    answers = {
        question.key: _read_answer(question, ticked.get(question.key, ()), areas)
        for question in pack.questions
    }
    if pack.minors and answers.get(pack.minors[0]) == [pack.minors[1]]:
        kept = pack.minors[0]
        return {
            key: answer if key == kept else NonAnswer.NOT_OFFERED.value
            for key, answer in answers.items()
        }
    return answers


def _read_answer(
    question: Question, ticked: Sequence[str], areas: frozenset[str]
) -> list[str] | str:
    """One question's answer. Whoever also ticks that they would rather not say, has not said."""
    sent = {code for code in ticked if code}
    refused = sorted(sent & {kind.value for kind in NonAnswer})
    if refused or not sent:
        preferred = NonAnswer.PREFER_NOT.value
        return preferred if preferred in refused else (refused or [NonAnswer.LEFT_BLANK.value])[0]
    known = {choice.code for choice in question.choices}
    if question.asks_for_area:
        known |= areas
    if not sent <= known or (len(sent) > 1 and not question.takes_several):
        raise InvalidInput(question.key, _("Choose from the answers on the form."))
    if len(sent) > 1:
        sent.discard(question.exclusive)
    return sorted(sent)


def _new_code() -> str:
    """A code nobody has. With 24 to the power of 6 of them a second look is enough."""
    while True:
        code = make_code(CODE_LENGTH)
        if not db.session.scalar(select(CollectionPoint.id).where(CollectionPoint.code == code)):
            return code


def _month_of(point: CollectionPoint) -> date:
    """The month a form belongs to; one keyed after the point closed, to its last month."""
    today = clock.today(settings().zone())
    return min(today, point.closes_on).replace(day=1)


def _values(row: ResponseRow) -> tuple[str | bool, ...]:
    """In the order of `_COLUMNS`, as text that both databases read."""
    return (
        uuid.uuid4().hex,  # random: the order of keys is not the order of answers
        row.program_id.hex,
        row.plan_month.isoformat(),
        row.pack,
        row.language,
        row.mode.value,
        _as_json(row.answers),
        row.is_invented,
    )


def _tallied(answers: Answers) -> list[Answer]:
    return [
        (question, answer if isinstance(answer, str) else "+".join(answer))
        for question, answer in answers.items()
    ]


def _add_to_tallies(tallies: Mapping[Group, Mapping[Answer, int]]) -> None:
    """Raise each tally by so many, in one order, so that two writers never wait crosswise."""
    names = ("program_id", "plan_month", "pack", "question", "answer")
    ordered = sorted(
        ((*group, *answer), count)
        for group, counts in tallies.items()
        for answer, count in counts.items()
    )
    is_sqlite = db.session.get_bind().dialect.name == "sqlite"
    make = sqlite.insert if is_sqlite else postgresql.insert
    for some in _batches(ordered, TALLIES_AT_ONCE):
        values = [dict(zip(names, key, strict=True), responses=count) for key, count in some]
        added = make(DemographicTally).values(values)
        db.session.execute(
            added.on_conflict_do_update(
                index_elements=names,
                set_={"responses": DemographicTally.responses + added.excluded.responses},
            )
        )


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    waiting = iter(items)
    while some := list(islice(waiting, size)):
        yield some
