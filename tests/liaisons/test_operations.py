"""Keeping the roster: life cycle, training, history, and the figures made of them."""

from datetime import UTC, date, datetime

import pytest
from factories.liaisons import make_liaison
from sqlalchemy import event, select

from liaison.audit.models import AuditEntry
from liaison.db import db
from liaison.errors import Conflict, InvalidInput, WrongState
from liaison.liaisons.figures.network import compute_network
from liaison.liaisons.jobs.roster import lapse_ended_trainings
from liaison.liaisons.models.liaison import LiaisonKind, LiaisonState, LiaisonStep
from liaison.liaisons.operations import roster as operations
from liaison.liaisons.operations.credentials import record_training, revoke_credential
from liaison.liaisons.operations.steps import step_liaison
from liaison.liaisons.queries import roster as queries
from liaison.liaisons.queries.credentials import list_credentials
from liaison.permissions import SYSTEM, Actor, Grant, Role


@pytest.fixture(autouse=True)
def _spring(at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


def test_a_training_holds_for_a_year_and_makes_a_prospect_trained(cast):
    liaison = make_liaison()
    record_training(actor=SYSTEM, liaison=liaison, trained_on=date(2026, 2, 28))
    assert (liaison.state, liaison.trained_until) == (LiaisonState.TRAINED, date(2027, 2, 28))


def test_an_old_training_makes_nobody_trained(cast):
    liaison = make_liaison()
    record_training(actor=SYSTEM, liaison=liaison, trained_on=date(2024, 2, 28))
    assert liaison.state is LiaisonState.PROSPECT


def test_a_training_cannot_lie_in_the_future(cast):
    liaison, tomorrow = make_liaison(), date(2026, 4, 2)
    with pytest.raises(InvalidInput) as refusal:
        record_training(actor=SYSTEM, liaison=liaison, trained_on=tomorrow)
    assert refusal.value.field == "trained_on"


def test_each_step_leaves_history_and_an_audit_entry(cast):
    liaison = make_liaison(trained_on=date(2026, 3, 1))
    coordinator = cast.actor("coordinator")
    step_liaison(actor=coordinator, liaison=liaison, verb="pause_liaison")
    db.session.flush()
    lines = queries.list_steps(liaison.id)
    assert [line.step.verb for line in lines] == [
        "pause_liaison",
        "activate_liaison",
        "train_liaison",
        "create_liaison",
    ]
    assert lines[0].by_name == "Coordinator"
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "pause_liaison"))
    assert entry.changes["state"] == ["active", "paused"]


def test_a_step_from_the_wrong_state_is_refused(cast):
    liaison = make_liaison()
    with pytest.raises(WrongState):
        step_liaison(actor=SYSTEM, liaison=liaison, verb="pause_liaison")


def test_nobody_resumes_with_a_training_that_is_over(cast, at):
    liaison = make_liaison(trained_on=date(2026, 3, 1))
    step_liaison(actor=SYSTEM, liaison=liaison, verb="pause_liaison")
    at(datetime(2027, 3, 5, 16, tzinfo=UTC))
    with pytest.raises(WrongState):
        step_liaison(actor=SYSTEM, liaison=liaison, verb="resume_liaison")


def test_at_night_trainings_that_are_over_lapse(cast, at):
    over = make_liaison(trained_on=date(2026, 1, 5))
    valid = make_liaison(trained_on=date(2026, 4, 1))
    at(datetime(2027, 1, 6, 16, tzinfo=UTC))
    lapse_ended_trainings()
    assert (over.state, valid.state) == (LiaisonState.LAPSED, LiaisonState.ACTIVE)


def test_at_night_one_that_cannot_lapse_holds_up_no_other(cast, at):
    faulty = make_liaison(trained_on=date(2026, 1, 5))
    over = make_liaison(trained_on=date(2026, 1, 6))
    db.session.commit()
    refused = faulty.id
    at(datetime(2027, 2, 6, 16, tzinfo=UTC))

    def refuse(_mapper, _connection, step):
        if step.liaison_id == refused:
            raise RuntimeError("This row cannot be written.")

    event.listen(LiaisonStep, "before_insert", refuse)
    try:
        lapse_ended_trainings()
    finally:
        event.remove(LiaisonStep, "before_insert", refuse)
    assert (faulty.state, over.state) == (LiaisonState.ACTIVE, LiaisonState.LAPSED)
    lapse_ended_trainings()
    assert faulty.state is LiaisonState.LAPSED


def test_one_account_is_one_liaison(cast):
    make_liaison(user_id=cast.users["liaison"].id)
    with pytest.raises(Conflict) as refusal:
        make_liaison(user_id=cast.users["liaison"].id)
    assert refusal.value.field == "user"


def test_coordinator_of_an_area_adds_only_who_covers_it(cast):
    actor = Actor(name="C", grants=(Grant(Role.COORDINATOR, area_id=cast.district_2.id),))
    elsewhere = [cast.district_1.id]
    with pytest.raises(InvalidInput) as refusal:
        operations.create_liaison(actor=actor, name="A", kind="volunteer", area_ids=elsewhere)
    assert refusal.value.field == "areas"


def test_editing_keeps_the_rows_that_stay(cast):
    liaison = make_liaison(languages=("vi", "en"), areas=[cast.district_1])
    operations.edit_liaison(
        actor=SYSTEM,
        liaison=liaison,
        kind=LiaisonKind.ADVOCATE,
        area_ids=[cast.district_1.id, cast.district_2.id],
    )
    db.session.expire_all()
    found = queries.get_liaison(SYSTEM, liaison.id)
    assert [row.language for row in found.languages] == ["en", "vi"]
    assert (found.person.name, found.kind) == ("Linh Tran", "advocate")
    assert len(found.areas) == 2


def test_network_as_it_stood_at_the_end_of_a_year(cast, at):
    make_liaison(trained_on=date(2026, 3, 1), areas=[cast.district_1])
    make_liaison("Prospect")
    at(datetime(2027, 2, 25, 16, tzinfo=UTC))
    then = compute_network(cast.actor("analyst"), year=2026)
    assert (then.on, then.active, then.trained_in_year, then.expiring) == (
        date(2026, 12, 31),
        1,
        1,
        1,
    )
    assert [(row.language, row.liaisons) for row in then.by_language] == [("vi", 1)]
    assert [(row.code, row.liaisons) for row in then.by_area] == [("1", 1)]
    at(datetime(2027, 6, 1, 16, tzinfo=UTC))
    lapse_ended_trainings()
    now = compute_network(cast.actor("analyst"), year=2027)
    assert (now.on, now.active) == (date(2027, 6, 1), 0)
    assert {row.state: row.liaisons for row in now.by_state} == {"lapsed": 1, "prospect": 1}


def test_a_renewal_or_revocation_changes_no_past_year(cast, at):
    renewed = make_liaison(trained_on=date(2026, 2, 1))
    revoked = make_liaison("Ana", trained_on=date(2026, 3, 1))
    at(datetime(2027, 1, 20, 16, tzinfo=UTC))
    before = compute_network(cast.actor("analyst"), year=2026)
    assert (before.trained_in_year, before.expiring) == (2, 2)
    record_training(actor=SYSTEM, liaison=renewed, trained_on=date(2027, 1, 19))
    [credential] = list_credentials(revoked.person_id)
    revoke_credential(actor=SYSTEM, credential=credential, reason="Entered by mistake")
    assert compute_network(cast.actor("analyst"), year=2026) == before
    assert compute_network(cast.actor("analyst"), year=2027).trained_in_year == 1


def test_network_is_closed_to_who_reads_no_reports(cast):
    make_liaison(trained_on=date(2026, 3, 1))
    assert compute_network(cast.actor("liaison"), year=2026).active == 0
