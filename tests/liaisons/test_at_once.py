"""Two approve, correct or pay at the same moment, each on a connection of their own."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from cast import hire_cast
from databases import start_database
from factories.liaisons import make_liaison
from factories.work import make_entry
from sqlalchemy import func, select

from liaison import clock, migrations
from liaison.app import create_app
from liaison.config import Settings
from liaison.db import db
from liaison.errors import Conflict, WrongState
from liaison.i18n import settings
from liaison.liaisons.exports.payments import control_sum
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.models.work import EntryState, PaymentBatch, WorkEntry
from liaison.liaisons.operations.approval import approve_work
from liaison.liaisons.operations.payments import pay_work
from liaison.liaisons.operations.work import correct_work
from liaison.liaisons.queries.payments import find_payable
from liaison.liaisons.queries.work import find_account
from liaison.permissions import SYSTEM
from liaison.programs.models import Program

ENTRIES, SERVERS, TURNS = 12, 4, 5


@pytest.fixture
def busy_app(request, tmp_path):
    """The application on a database of its own, where what is stored stays stored."""
    with start_database(request.config.getoption("database"), tmp_path) as url:
        app = create_app(
            Settings(data_dir=tmp_path, database_url=url, secret_key="of-this-test-only")
        )
        with app.app_context():
            migrations.upgrade()
            hire_cast()
            make_liaison()
            db.session.commit()
        yield app
        with app.app_context():
            db.engine.dispose()


def yesterday():
    return clock.today(settings().zone()) - timedelta(days=1)


def enter(count, cents, *, is_approved=False):
    """So many entries of the liaison; their ids."""
    liaison, program = db.session.scalar(select(Liaison)), db.session.scalar(select(Program))
    details = {"cents": cents, "worked_on": yesterday(), "is_approved": is_approved}
    ids = [make_entry(liaison, program, **details).id for _one in range(count)]
    db.session.commit()
    return ids


def at_once(app, *acts):
    """Do them all in the same moment; what each gave, or how it was refused."""
    gate = threading.Barrier(len(acts))

    def begin(act):
        with app.app_context():
            gate.wait()
            try:
                result = act()
                db.session.commit()
            except (WrongState, Conflict) as refusal:
                db.session.rollback()
                return refusal
            return result

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(begin, acts))


def test_two_approvers_give_the_room_below_a_cap_once(busy_app):
    with busy_app.app_context():
        ids = enter(ENTRIES, 100_00)

    def approve(some):
        return lambda: len(approve_work(actor=SYSTEM, entry_ids=some).approved)

    given = at_once(busy_app, *(approve(ids[n::SERVERS]) for n in range(SERVERS)))
    assert sum(given) == 5
    with busy_app.app_context():
        liaison_id = db.session.scalar(select(Liaison.id))
        assert find_account(liaison_id, yesterday().year).counted_cents == 500_00


def test_the_same_batch_is_approved_once(busy_app):
    with busy_app.app_context():
        ids = enter(3, 100_00)

    def approve():
        return len(approve_work(actor=SYSTEM, entry_ids=ids).approved)

    assert sorted(at_once(busy_app, *[approve] * SERVERS)) == [0] * (SERVERS - 1) + [3]


def test_who_approves_and_who_corrects_do_not_wait_for_each_other_for_ever(busy_app):
    for turn in range(TURNS):
        with busy_app.app_context():
            (entry_id,) = enter(1, 10_00)

        def approve(entry_id=entry_id):
            return approve_work(actor=SYSTEM, entry_ids=[entry_id]).approved[0].state

        def correct(entry_id=entry_id, turn=turn):
            entry = db.session.get_one(WorkEntry, entry_id)
            typed = {"minutes": 60, "cents": 5_00, "words": "A break"}
            return correct_work(actor=SYSTEM, entry=entry, key=f"turn {turn}", **typed).cents

        assert at_once(busy_app, approve, correct) == [EntryState.APPROVED, -5_00]


def test_each_line_is_paid_once(busy_app):
    with busy_app.app_context():
        enter(4, 100_00, is_approved=True)
        expected = control_sum(find_payable(SYSTEM, yesterday()).lines)

    def pay():
        return pay_work(actor=SYSTEM, until=yesterday(), expected=expected).lines

    paid = at_once(busy_app, *[pay] * SERVERS)
    assert [one for one in paid if isinstance(one, int)] == [4]
    with busy_app.app_context():
        assert db.session.scalar(select(func.count(PaymentBatch.id))) == 1


def test_who_approves_and_who_pays_do_not_wait_for_each_other_for_ever(busy_app):
    with busy_app.app_context():
        ids = enter(4, 100_00, is_approved=True)
        expected = control_sum(find_payable(SYSTEM, yesterday()).lines)

    def pay():
        return pay_work(actor=SYSTEM, until=yesterday(), expected=expected).lines

    def approve():
        return len(approve_work(actor=SYSTEM, entry_ids=ids[::-1]).approved)

    assert at_once(busy_app, pay, approve) == [4, 0]
