"""Entered work for tests."""

import uuid
from datetime import date, timedelta

from liaison import clock
from liaison.db import db
from liaison.i18n import settings
from liaison.liaisons.exports.payments import control_sum
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.models.work import EntryKind
from liaison.liaisons.operations.approval import approve_work, query_work
from liaison.liaisons.operations.payments import pay_work
from liaison.liaisons.operations.work import WorkDetails, enter_work
from liaison.liaisons.queries.payments import find_payable
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


def add_work(liaison_id, user, program):
    """For the town: an entry the city asks about, one that is paid, and the liaison's own pages."""
    liaison = db.session.get(Liaison, liaison_id)
    liaison.user_id = liaison.user_id or user.id
    day = clock.today(settings().zone()) - timedelta(days=1)
    make_entry(liaison, program, worked_on=day, is_approved=True)
    seen = find_payable(SYSTEM, day)
    payment = pay_work(actor=SYSTEM, until=day, expected=control_sum(seen.lines))
    asked = make_entry(liaison, program, worked_on=day)
    query_work(actor=SYSTEM, entry=asked, answer="Where was it?")
    make_entry(liaison, program, worked_on=day)
    return {"entry_id": asked.id, "payment_id": payment.id}


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
