"""A liaison who asks to be erased: no table says who it was, and nobody waits for them."""

from datetime import UTC, date, datetime, time

import pytest
from factories.bookings import confirm, make_booking
from factories.courses import enrol, make_run
from factories.liaisons import make_liaison
from factories.work import make_entry
from sqlalchemy import func, select

from liaison.audit.models import AuditEntry
from liaison.db import Base, db
from liaison.liaisons.models.booking import BookingState
from liaison.liaisons.models.credential import Credential
from liaison.liaisons.models.liaison import (
    LiaisonAbsence,
    LiaisonConflict,
    LiaisonHours,
    LiaisonState,
)
from liaison.liaisons.operations.approval import query_work
from liaison.liaisons.operations.care import flag_hard_contact, note_recognition
from liaison.liaisons.operations.credentials import revoke_credential
from liaison.liaisons.operations.merging import merge_liaisons
from liaison.liaisons.operations.profile import (
    add_absence,
    add_conflict,
    add_hours,
    set_quiet_hours,
)
from liaison.liaisons.queries.profiles import list_profiles
from liaison.liaisons.queries.roster import LiaisonFilter, list_liaisons
from liaison.people.operations import erase_person
from liaison.permissions import SYSTEM
from liaison.training.models.assessment import StaffLearning

NAME = "Xiomara Quetzal"
WORDS = f"{NAME} said so"


@pytest.fixture(autouse=True)
def _spring(at):
    at(datetime(2026, 2, 10, 17, tzinfo=UTC))


@pytest.fixture
def xiomara(cast):
    """At work, with an account, and with words in every table that holds any."""
    user_id = cast.users["liaison"].id
    liaison = make_liaison(
        NAME, email="x@example.org", user_id=user_id, trained_on=date(2026, 1, 5)
    )
    liaison.supporter_id = cast.users["manager"].id
    week = {"weekdays": [2], "from_time": time(9), "until_time": time(12)}
    add_hours(actor=SYSTEM, liaison=liaison, **week)
    add_absence(actor=SYSTEM, liaison=liaison, first_on=date(2026, 3, 1))
    add_conflict(actor=SYSTEM, liaison=liaison, program_id=cast.meters.id, words=WORDS)
    set_quiet_hours(actor=SYSTEM, liaison=liaison, quiet_from=time(22), quiet_until=time(6))
    flag_hard_contact(liaison=liaison, words=WORDS)
    today = date(2026, 2, 10)
    note_recognition(actor=SYSTEM, liaison=liaison, noted_on=today, words=WORDS)
    entry = make_entry(liaison, cast.outreach, worked_on=today, words=WORDS)
    query_work(actor=SYSTEM, entry=entry, answer=WORDS)
    db.session.add(
        StaffLearning(
            user_id=user_id,
            department_id=cast.parks.id,
            competency=WORDS,
            held_on=today,
            minutes=60,
            needs_more=WORDS,
        )
    )
    db.session.commit()
    return liaison


def traces():
    """Where any column of any table holds the name."""
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(select(table))
        for column, value in zip(table.columns, row, strict=True)
        if "quetzal" in str(value).lower()
    }


def plans_in_the_log():
    """Entries that tell their week, their days away, or for whom they should not work."""
    told = ("09:00", "2026-03-01", "22:00")
    return [
        entry.subject_type
        for entry in db.session.scalars(select(AuditEntry))
        if entry.subject_type in {"liaison_hours", "liaison_absence", "liaison_conflict"}
        or any(word in f"{entry.subject_id} {entry.changes}" for word in told)
    ]


def erase(cast, liaison):
    (profile,) = list_profiles([liaison.id])
    erase_person(actor=cast.actor("privacy_officer"), person=profile.liaison.person)
    db.session.commit()


def test_afterwards_no_column_says_who_it_was(cast, xiomara):
    credential = db.session.scalars(select(Credential)).one()
    revoke_credential(actor=SYSTEM, credential=credential, reason=WORDS)
    before = traces()
    assert {"hard_contact.words", "work_entry.answer", "staff_learning.needs_more"} < before
    assert "audit_entry.changes" not in before
    erase(cast, xiomara)
    assert traces() == set()
    assert plans_in_the_log() == []
    for plan in (LiaisonHours, LiaisonAbsence, LiaisonConflict):
        assert db.session.scalar(select(func.count()).select_from(plan)) == 0


def test_they_stand_on_no_list_of_people_at_work(cast, xiomara):
    erase(cast, xiomara)
    assert xiomara.state is LiaisonState.REMOVED
    at_work = LiaisonFilter(state=LiaisonState.ACTIVE)
    assert list_liaisons(SYSTEM, at_work, today=date(2026, 2, 10)) == []


def test_somebody_else_is_looked_for_where_they_were_to_come(cast, xiomara):
    starts_at = datetime(2026, 2, 17, 15, tzinfo=UTC)
    coming = make_booking(cast.outreach, language=None, starts_at=starts_at)
    confirm(coming, xiomara)
    erase(cast, xiomara)
    assert (coming.state, coming.liaison_id) == (BookingState.REQUESTED, None)


def test_what_an_entry_kept_that_was_merged_into_theirs_goes_too(cast, xiomara):
    """Both were in one run: their two enrolments stay apart, and one of them with the old entry."""
    run = make_run(cast.outreach)
    for name, address in ((NAME, "x@example.org"), ("X. Quetzal", "xq@example.org")):
        enrol(run, name, email=address).reason = WORDS
    twice = enrol(run, "X. Quetzal", email="xq@example.org")
    other = make_liaison("X. Quetzal", person=twice.person)
    list_profiles([xiomara.id, other.id])
    merge_liaisons(actor=SYSTEM, kept=xiomara, merged=other)
    erase(cast, xiomara)
    assert traces() == set()
