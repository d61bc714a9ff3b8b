"""Every kind of record and every value that may stand in the log has words for who reads it."""

import ast
from pathlib import Path

import pytest

from liaison.audit.policy.fields import FIELDS
from liaison.audit.policy.records import RECORDS
from liaison.db import Base

PACKAGE = Path(__file__).resolve().parents[2] / "liaison"
RECORDERS = {"record", "record_without_row", "record_always"}
NOT_A_DETAIL = {"actor_id", "subject_type", "subject_id"}  # arguments of the recorders themselves
NO_TABLE = {"view", "stored_file"}
# rows nobody changes by an act of their own: histories, receipts, counters, answers to the form
UNRECORDED = {
    *("access_need_step", "action_step", "event_step", "liaison_step", "sign_up_step"),
    *("booking_step", "enrolment_step", "work_entry_step", "training_card_answer"),
    *("worksheet_step", "answer_revision", "event_message_receipt", "card_receipt"),
    *("demographic_response", "demographic_tally"),
    "area_overlap",  # found with the areas
    *("attempt", "audit_entry", "background_job", "outbox_message"),
}

pytestmark = pytest.mark.usefixtures("app")


def test_every_table_has_words_or_a_reason_to_have_none():
    assert set(RECORDS) - NO_TABLE == set(Base.metadata.tables) - UNRECORDED


def test_every_column_has_words():
    tables = [table for name, table in Base.metadata.tables.items() if name in RECORDS]
    assert {column.name for table in tables for column in table.columns} <= set(FIELDS)


def test_whatever_an_act_adds_has_words():
    calls = [
        node
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RECORDERS
    ]
    added = {keyword.arg for call in calls for keyword in call.keywords if keyword.arg}
    assert added - NOT_A_DETAIL <= set(FIELDS)


def test_no_words_are_left_over():
    tables = [table for name, table in Base.metadata.tables.items() if name in RECORDS]
    columns = {column.name for table in tables for column in table.columns}
    source = "".join(file.read_text(encoding="utf-8") for file in PACKAGE.rglob("*.py"))
    added = {
        name for name in set(FIELDS) - columns if f"{name}=" in source or f'"{name}"' in source
    }
    assert set(FIELDS) == columns | added
