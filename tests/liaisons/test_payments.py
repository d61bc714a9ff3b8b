"""Handing payments to finance: each line once, all of them or none."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from factories.liaisons import make_liaison
from factories.work import correct, make_entry

from liaison.db import db
from liaison.errors import Conflict, NotFound, WrongState
from liaison.liaisons.exports import payments as exports
from liaison.liaisons.models.booking import BookingState
from liaison.liaisons.models.work import EntryKind, EntryState
from liaison.liaisons.operations.approval import approve_work, refuse_work
from liaison.liaisons.operations.payments import pay_work
from liaison.liaisons.operations.work import correct_work, enter_work
from liaison.liaisons.queries import payments as queries
from liaison.liaisons.queries.work import find_account
from liaison.permissions import SYSTEM
from liaison.web.exports import csv_text

MARCH = date(2026, 3, 31)


@pytest.fixture(autouse=True)
def _spring(at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


@pytest.fixture
def linh(cast):
    return make_liaison()


def pay(actor=SYSTEM, until=MARCH, **rest):
    seen = queries.find_payable(actor, until)
    return pay_work(actor=actor, until=until, expected=exports.control_sum(seen.lines), **rest)


def test_every_approved_line_is_paid_once(cast, linh):
    entries = [make_entry(linh, cast.outreach, is_approved=True) for _one in range(3)]
    waiting = make_entry(linh, cast.outreach)
    payment = pay()
    assert (payment.number, payment.lines, payment.total_cents) == (1, 3, 180_00)
    db.session.expire_all()
    assert [entry.state for entry in (*entries, waiting)] == ["paid"] * 3 + ["submitted"]
    assert find_account(linh.id, 2026).due_cents == 0
    with pytest.raises(WrongState):
        pay()


def test_a_booking_is_paid_with_its_last_line_or_when_that_is_refused(cast, linh, booking):
    booking.state = BookingState.DEBRIEFED
    hours = make_entry(linh, cast.outreach, booking_id=booking.id, is_approved=True)
    more = correct_work(
        actor=SYSTEM, entry=hours, minutes=150, cents=None, words="It took longer", key="more"
    )
    pay()
    assert booking.state is BookingState.DEBRIEFED
    refuse_work(actor=SYSTEM, entry=more, answer="Two hours were agreed.")
    assert booking.state is BookingState.PAID


def test_a_booking_of_which_all_was_refused_is_not_paid(cast, linh, booking):
    booking.state = BookingState.DEBRIEFED
    hours = make_entry(linh, cast.outreach, booking_id=booking.id)
    refuse_work(actor=SYSTEM, entry=hours, answer="It was another's job.")
    assert booking.state is BookingState.DEBRIEFED


def test_sent_twice_it_is_paid_once(cast, linh):
    make_entry(linh, cast.outreach, is_approved=True)
    key = linh.id  # any
    seen = exports.control_sum(queries.find_payable(SYSTEM, MARCH).lines)
    first, again = (
        pay_work(actor=SYSTEM, until=MARCH, expected=seen, key=key) for _time in range(2)
    )
    assert first is again


def test_nothing_is_paid_that_nobody_looked_at(cast, linh):
    make_entry(linh, cast.outreach, is_approved=True)
    seen = exports.control_sum(queries.find_payable(SYSTEM, MARCH).lines)
    make_entry(linh, cast.outreach, is_approved=True)
    with pytest.raises(Conflict):
        pay_work(actor=SYSTEM, until=MARCH, expected=seen)


def test_later_work_and_unpaid_work_are_left_out(cast, linh):
    make_entry(linh, cast.outreach, is_approved=True, cents=None)
    make_entry(linh, cast.outreach, is_approved=True, worked_on=date(2026, 4, 1))
    assert queries.find_payable(SYSTEM, MARCH).lines == []


def test_who_was_paid_too_much_is_set_off_against_what_comes_next(cast, linh):
    entry = make_entry(linh, cast.outreach, is_approved=True)
    pay()
    details = correct(entry, minutes=-60, cents=-30_00)
    less = enter_work(actor=SYSTEM, liaison=linh, details=details, key="less")
    approve_work(actor=SYSTEM, entry_ids=[less.id])
    seen = queries.find_payable(SYSTEM, MARCH)
    assert (seen.lines, [due.cents for due in seen.set_off]) == ([], [-30_00])
    make_entry(linh, cast.outreach, is_approved=True, cents=50_00)
    assert pay().total_cents == 20_00


def test_a_department_pays_for_its_own_programmes(cast, linh):
    make_entry(linh, cast.outreach, is_approved=True)
    theirs = make_entry(linh, cast.meters, is_approved=True)
    outsider = cast.actor("outsider")
    payment = pay(outsider)
    assert [line.id for line in queries.list_lines(payment.id)] == [theirs.id]
    everything = pay()
    assert queries.get_payment(outsider, payment.id)
    with pytest.raises(NotFound):
        queries.get_payment(outsider, everything.id)


def test_the_file_carries_its_own_control_totals(cast, linh):
    make_entry(linh, cast.outreach, is_approved=True, cents=12_50)
    make_entry(linh, cast.outreach, is_approved=True, kind=EntryKind.EXPENSE, cents=7_05)
    payment = pay()
    text = csv_text(exports.HEADER, exports.rows(payment, queries.list_lines(payment.id)))
    *lines, total = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert [line["amount"] for line in lines] == ["12.50", "7.05"]
    assert (total["record"], total["line"], total["amount"]) == ("total", "2", "19.55")
    linh.person.name = "Another name"
    again = csv_text(exports.HEADER, exports.rows(payment, queries.list_lines(payment.id)))
    assert again.splitlines()[-1] == text.splitlines()[-1]
    assert "Another name" in again


def test_what_the_demo_invented_is_called_so_on_every_line(client, cast, linh):
    make_entry(make_liaison("Mai"), cast.outreach, is_approved=True)
    make_entry(linh, cast.outreach, is_approved=True).is_invented = True
    db.session.commit()
    browser, path = client.sign_in("administrator"), "/desk/work/payments/"
    due = browser.get(f"{path}new?until=2026-03-31").text
    payment = pay()
    db.session.commit()
    for page in (due, browser.get(f"{path}{payment.id}").text, browser.get(path).text):
        assert page.count("Invented for the demo") == 1


def test_what_was_paid_stays_paid(cast, linh):
    entry = make_entry(linh, cast.outreach, is_approved=True)
    pay()
    db.session.refresh(entry)
    assert entry.state is EntryState.PAID
    assert approve_work(actor=SYSTEM, entry_ids=[entry.id]).approved == []
