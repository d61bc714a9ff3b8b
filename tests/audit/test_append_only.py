"""Nobody rewrites the audit log, not even with the database open before them."""

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from liaison.audit.models import AuditEntry
from liaison.audit.operations import record
from liaison.db import db
from liaison.people.models import Person
from liaison.permissions import SYSTEM


@pytest.mark.parametrize(
    "rewriting", [update(AuditEntry).values(action="something_else"), delete(AuditEntry)]
)
def test_entries_are_neither_changed_nor_deleted(session, rewriting):
    record(SYSTEM, "create_person", Person(name="Rosa Díaz"))
    before = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert before
    with pytest.raises(DatabaseError, match="append-only"), db.session.begin_nested():
        db.session.execute(rewriting)
    after = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert after == before


def test_personal_fields_are_recorded_as_changed(session):
    person = Person(name="Rosa Díaz", email="rosa@example.org", phone="+12125550123")
    record(SYSTEM, "create_person", person)
    person.name = "Rosa D."
    record(SYSTEM, "edit_person", person)
    first, second = db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject_id == str(person.id)).order_by(AuditEntry.id)
    )
    assert first.changes["name"] == first.changes["email"] == first.changes["phone"] == "changed"
    assert second.changes == {"name": "changed"}


def test_other_fields_are_recorded_before_and_after(cast):
    administrator = cast.actor("administrator")
    cast.parks.name = "Parks and gardens"
    record(administrator, "rename_department", cast.parks)
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "rename_department")
    ).one()
    assert entry.changes == {"name": ["Parks", "Parks and gardens"]}
    assert entry.actor_id == cast.users["administrator"].id
