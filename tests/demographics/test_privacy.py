"""No path leads from a response to a person, an event, an address or a moment."""

import logging
import uuid
from datetime import date, datetime

import pytest
from sqlalchemy import DateTime, inspect, select
from sqlalchemy.exc import IntegrityError

from liaison.db import Base, db
from liaison.demographics.models import DemographicResponse, Mode
from liaison.demographics.operations import ResponseRow, store_responses_in_bulk

RESPONSE = DemographicResponse.__table__
ABOUT_PEOPLE = {"user_account", "person", "sign_in", "event", "contact", "collection_point"}


def everything():
    """Every row of every table."""
    tables = Base.metadata.sorted_tables
    return {t.name: {str(row) for row in db.session.execute(select(t))} for t in tables}


def send(client, point):
    ticked = {"race_ethnicity": ["asian"], "age_band": "25_34"}
    path = f"/answer/{point.code}"
    where = {"REMOTE_ADDR": "203.0.113.7"}
    return client._send("POST", path, status=302, data=ticked, environ_base=where)


def test_an_answer_changes_the_responses_and_the_tallies_and_nothing_else(client, point):
    before = everything()
    send(client, point)
    after = everything()
    changed = {name for name, rows in after.items() if rows != before[name]}
    assert changed == {"demographic_response", "demographic_tally"}


def test_the_row_holds_no_moment_no_address_and_no_place(client, point):
    send(client, point)
    row = db.session.execute(select(RESPONSE)).mappings().one()
    assert set(row) == {
        *("id", "program_id", "plan_month", "pack", "language", "mode", "answers", "is_invented"),
    }
    assert row["id"].version == 4
    assert isinstance(row["plan_month"], date)
    assert not isinstance(row["plan_month"], datetime)
    assert row["plan_month"].day == 1
    assert not {"203.0.113.7", str(point.id), point.code} & set(map(str, row.values()))


@pytest.mark.pure
def test_the_response_table_has_no_column_for_a_time():
    assert [c.name for c in RESPONSE.columns if isinstance(c.type, DateTime)] == []


@pytest.mark.pure
def test_a_response_refers_to_its_programme_only_and_nothing_refers_to_it():
    assert {key.column.table.name for key in RESPONSE.foreign_keys} == {"program"}
    pointing = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in {"demographic_response", "demographic_tally"}
    }
    assert pointing == set()


def test_the_database_has_the_same_foreign_keys_as_the_models(session):
    found = inspect(db.session.connection()).get_foreign_keys("demographic_response")
    assert [key["referred_table"] for key in found] == ["program"]
    assert not {key["referred_table"] for key in found} & ABOUT_PEOPLE


def test_responses_can_be_kept_in_the_order_of_their_random_keys(client, point):
    """SQLite always does; on PostgreSQL whoever runs it does what docs/privacy.md says."""
    for _form in range(8):
        send(client, point)
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        made = "SELECT sql FROM sqlite_master WHERE name = 'demographic_response'"
        assert "WITHOUT ROWID" in connection.exec_driver_sql(made).scalar_one()
        return
    connection.exec_driver_sql("CLUSTER demographic_response USING pk_demographic_response")
    stored = "SELECT id FROM demographic_response ORDER BY ctid"
    keys = connection.exec_driver_sql(stored).scalars().all()
    assert keys == sorted(keys)


def test_nothing_about_an_answer_is_logged(client, point, caplog):
    caplog.set_level(logging.DEBUG, logger="liaison")
    send(client, point)
    said = [record.getMessage() for record in caplog.records if record.name.startswith("liaison")]
    assert said == []


def test_not_even_the_words_of_a_fault_hold_an_answer(session):
    answers = {"race_ethnicity": ["asian"]}
    row = ResponseRow(uuid.uuid4(), date(2026, 5, 1), "en", Mode.PHONE, answers)
    with pytest.raises(IntegrityError) as fault, db.session.begin_nested():
        store_responses_in_bulk([row])
    assert "asian" not in str(fault.value)
