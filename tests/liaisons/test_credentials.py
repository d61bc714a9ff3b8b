"""Issuing, revoking, reminding; the days and the state of the liaison follow."""

from datetime import UTC, date, datetime, timedelta

import pytest
from factories.liaisons import accept, make_liaison
from sqlalchemy import select

from liaison.audit.models import AuditEntry
from liaison.db import db, new_id
from liaison.errors import InvalidInput, WrongState
from liaison.liaisons.jobs.renewal import remind_of_renewals
from liaison.liaisons.models.liaison import LiaisonState
from liaison.liaisons.operations.credentials import issue_credential, revoke_credential
from liaison.liaisons.operations.roster import create_liaison
from liaison.mail import Carrier, OutboxMessage
from liaison.people.operations import create_person
from liaison.permissions import SYSTEM

TODAY = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _spring(at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


def issue(person_id, *, issued_on=TODAY, expires_on=None, **values):
    values = {"grants_rights": True, "language": "es", "minutes": 60} | values
    return issue_credential(
        actor=SYSTEM,
        person_id=person_id,
        course="liaison-training",
        titles={"en": "Liaison training"},
        issued_on=issued_on,
        expires_on=expires_on,
        **values,
    )


def revoke(credential):
    revoke_credential(actor=SYSTEM, credential=credential, reason="Issued by mistake")


def test_the_certificate_that_ends_last_counts(cast):
    liaison = make_liaison()
    long = issue(liaison.person_id, issued_on=date(2026, 1, 5), expires_on=date(2027, 12, 1))
    issue(liaison.person_id, expires_on=date(2026, 9, 1))
    assert (liaison.trained_on, liaison.trained_until) == (date(2026, 1, 5), date(2027, 12, 1))
    revoke(long)
    assert (liaison.trained_on, liaison.trained_until) == (TODAY, date(2026, 9, 1))
    assert liaison.state is LiaisonState.TRAINED


def test_revoking_the_only_one_ends_the_rights_at_once(cast):
    liaison = make_liaison(user_id=cast.users["liaison"].id)
    accept(liaison)
    credential = issue(liaison.person_id)
    assert liaison.state is LiaisonState.ACTIVE
    revoke(credential)
    assert (liaison.state, liaison.trained_until) == (LiaisonState.LAPSED, None)
    with pytest.raises(WrongState):
        revoke(credential)


def test_a_reason_is_asked_for_and_not_copied_into_the_audit_log(cast):
    credential = issue(make_liaison().person_id)
    with pytest.raises(InvalidInput) as refusal:
        revoke_credential(actor=SYSTEM, credential=credential, reason="  ")
    assert refusal.value.field == "reason"
    revoke(credential)
    db.session.flush()
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "revoke_credential"))
    assert entry.changes["revoked_reason"] == "changed"


def test_rights_are_never_for_good(cast):
    assert issue(make_liaison().person_id).expires_on == date(2027, 4, 1)


def test_an_academy_gives_no_rights_and_may_be_for_good(cast):
    liaison = make_liaison()
    assert issue(liaison.person_id, grants_rights=False).expires_on is None
    assert (liaison.state, liaison.trained_until) == (LiaisonState.PROSPECT, None)


def test_an_enrolment_gives_one_certificate(cast):
    liaison, enrolment = make_liaison(), new_id()
    first = issue(liaison.person_id, enrolment_id=enrolment)
    assert issue(liaison.person_id, enrolment_id=enrolment) is first


def test_who_is_no_liaison_may_hold_one(cast):
    person = create_person(actor=SYSTEM, name="Ana Ruiz")
    assert len(issue(person.id).number) == len("ABCDE-FGHJK")


def test_who_left_comes_back_by_a_new_training_only(cast):
    liaison = make_liaison(trained_on=date(2026, 3, 1))
    other = issue(liaison.person_id, issued_on=date(2026, 1, 1), expires_on=date(2026, 6, 1))
    liaison.state = LiaisonState.ALUMNI
    db.session.flush()
    revoke(other)
    assert liaison.state is LiaisonState.ALUMNI
    issue(liaison.person_id)
    assert liaison.state is LiaisonState.TRAINED


@pytest.mark.parametrize(
    ("days", "field"),
    [((1, None), "issued_on"), ((0, -1), "expires_on")],
)
def test_days_that_cannot_be(cast, days, field):
    issued, expires = days
    with pytest.raises(InvalidInput) as refusal:
        issue(
            make_liaison().person_id,
            issued_on=TODAY + timedelta(days=issued),
            expires_on=TODAY + timedelta(days=expires) if expires else None,
        )
    assert refusal.value.field == field


def reminders():
    return db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()


def make_reachable(until, **values):
    liaison = create_liaison(actor=SYSTEM, name="Ana Ruiz", kind="volunteer", **values)
    issue(liaison.person_id, issued_on=date(2026, 1, 1), expires_on=until)
    return liaison


def test_who_can_renew_is_told_once_after_quiet_hours(cast, at):
    liaison = make_reachable(date(2026, 6, 1), email="ana@example.org")
    liaison.person.language = "es"
    remind_of_renewals()
    assert reminders() == []  # 61 days before
    night = datetime(2026, 4, 2, 7, 30, tzinfo=UTC)  # three in the morning
    at(night)
    remind_of_renewals()
    remind_of_renewals()
    (message,) = reminders()
    assert (message.recipient, message.language) == ("ana@example.org", "es")
    assert "/es/field/training" in message.body
    assert message.try_after == datetime(2026, 4, 2, 12, tzinfo=UTC)  # eight in the morning


def test_who_left_a_telephone_gets_a_text_and_who_left_nothing_gets_none(cast):
    make_reachable(date(2026, 5, 1), phone="(212) 555-0143")
    make_reachable(date(2026, 5, 1))
    remind_of_renewals()
    (message,) = reminders()
    assert message.carrier is Carrier.TEXT
    assert "May 1, 2026" in message.body


def test_who_has_a_later_certificate_is_not_told_of_the_earlier(cast):
    liaison = make_reachable(date(2026, 5, 1), email="ana@example.org")
    issue(liaison.person_id)
    remind_of_renewals()
    assert reminders() == []
