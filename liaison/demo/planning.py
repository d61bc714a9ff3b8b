"""An approved worksheet of the real year with its actions, a draft of this year, report texts."""

from datetime import date
from functools import cache
from typing import Any

import yaml

from liaison import clock
from liaison.accounts.queries import actor_of
from liaison.db import db
from liaison.demo.files import FOLDER
from liaison.demo.staff import Office
from liaison.evaluation.models import ReportText
from liaison.permissions import Actor
from liaison.programs.models import Program
from liaison.programs.operations import step_action
from liaison.worksheets.models import Content, EvidenceStrength, TemplateVersion, Worksheet
from liaison.worksheets.operations import (
    Entry,
    add_worksheet_action,
    approve_worksheet,
    save_answers,
    start_worksheet,
    submit_worksheet,
)

DRAFTED = 9  # how many answers this year's draft has already


@cache
def _written() -> dict[str, Any]:
    text = (FOLDER / "worksheet-2023.yaml").read_text(encoding="utf-8")
    written: dict[str, Any] = yaml.safe_load(text)
    return written


def make_worksheets(office: Office, template: TemplateVersion, *, year: int, now: int) -> None:
    """One worksheet approved for `year`; for `now` one begun and one that waits for review."""
    manager, reviewer = (actor_of(office.users[who].id) for who in ("manager", "reviewer"))
    old = _start(manager, office.program, template, year)
    _answer(manager, old, list(_written()["answers"]))
    for action in _written()["actions"]:
        _act(manager, old, action)
    submit_worksheet(actor=manager, worksheet=old)
    approve_worksheet(actor=reviewer, worksheet=old, note="Clear and within our power.")
    # the steps were taken while the demo was built; the paper says when they are meant to be
    old.approved_on, old.revisit_on = date(year, 2, 20), date(year + 1, 1, 15)
    new = _start(manager, office.program, template, now)
    _answer(manager, new, list(_written()["answers"])[:DRAFTED])
    waiting = _start(manager, office.trees, template, now)
    _answer(manager, waiting, list(_written()["answers"]))
    add_worksheet_action(
        actor=manager,
        worksheet=waiting,
        text="Ask every new partner which language they want their calendar in",
        owner_name=manager.name,
        due_on=date(now, 12, 31),
    )
    submit_worksheet(actor=manager, worksheet=waiting)


def _start(actor: Actor, program: Program, template: TemplateVersion, year: int) -> Worksheet:
    return start_worksheet(
        actor=actor, template=template, program=program, year=year, is_invented=True
    )


def _answer(actor: Actor, worksheet: Worksheet, keys: list[str]) -> None:
    answers = _written()["answers"]
    entries = [
        Entry(
            key,
            Content(
                value=answers[key],
                evidence="Event list and forms of last year" if key.startswith("today") else "",
                evidence_strength=(
                    EvidenceStrength.PARTIAL if key.startswith("today") else EvidenceStrength.NONE
                ),
            ),
        )
        for key in keys
    ]
    save_answers(actor=actor, worksheet=worksheet, entries=entries)


def _act(actor: Actor, worksheet: Worksheet, row: dict[str, str]) -> None:
    action = add_worksheet_action(
        actor=actor,
        worksheet=worksheet,
        text=row["text"],
        owner_name=row["owner"],
        due_on=date.fromisoformat(row["due"]),
    )
    if "done" in row:
        step_action(
            actor=actor,
            action=action,
            verb="finish_action",
            done_on=date.fromisoformat(row["done"]),
            evidence=row["evidence"],
        )


def make_report_texts(office: Office, *, year: int) -> None:
    """What a person would have written into the report."""
    for slot, text in _written()["report"].items():
        db.session.add(
            ReportText(
                program_id=office.program.id,
                year=year,
                slot=slot,
                text=text,
                written_by_id=office.users["manager"].id,
                written_at=clock.now(),
                is_invented=True,
            )
        )
    db.session.flush()
