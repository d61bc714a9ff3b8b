"""Entered work for tests."""

import uuid
from datetime import date

from liaison.liaisons.models.work import EntryKind
from liaison.liaisons.operations.approval import approve_work
from liaison.liaisons.operations.work import WorkDetails, enter_work
from liaison.permissions import SYSTEM


def make_entry(liaison, program, *, is_approved=False, actor=SYSTEM, key=None, **details):
    """Two hours for 60 dollars on 2 March 2026, unless told otherwise; submitted or approved."""
    usual = {"kind": EntryKind.HOURS, "worked_on": date(2026, 3, 2), "minutes": 120, "cents": 60_00}
    if details.get("kind", EntryKind.HOURS) is not EntryKind.HOURS:
        usual.pop("minutes")
    typed = WorkDetails(program_id=program.id, **(usual | details))
    entry = enter_work(actor=actor, liaison=liaison, details=typed, key=key or uuid.uuid4().hex)
    if is_approved:
        done = approve_work(actor=SYSTEM, entry_ids=[entry.id])
        assert done.approved == [entry], done.left
    return entry


def correct(entry, *, minutes=None, cents=None, **rest):
    """Enter a line that changes another one."""
    return WorkDetails(
        program_id=entry.program_id,
        kind=entry.kind,
        worked_on=entry.worked_on,
        minutes=minutes,
        cents=cents,
        corrects=entry,
        **rest,
    )
