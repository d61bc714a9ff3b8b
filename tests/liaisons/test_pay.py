"""What liaisons are owed, as a table that a city clerk could read."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liaison.liaisons.models.work import EntryKind, EntryState
from liaison.liaisons.policy.pay import (
    GRANTED,
    STEPS,
    Line,
    add_up,
    fits_under_cap,
    is_payable,
    may_be_recalled,
    price,
)

HOURS, EXPENSE, STIPEND = EntryKind
MARCH, LAST_MARCH = date(2026, 3, 2), date(2025, 3, 2)


def line(state="approved", cents=60_00, *, kind=HOURS, on=MARCH, minutes=60):
    return Line(EntryKind(kind), EntryState(state), on, minutes if kind == HOURS else None, cents)


@pytest.mark.parametrize(
    ("minutes", "an_hour", "cents"),
    [(60, 30_00, 30_00), (90, 30_00, 45_00), (1, 30_00, 50), (10, 25_05, 4_18), (1, 29, 0)],
)
def test_a_time_costs_its_share_of_the_hour_to_the_nearest_cent(minutes, an_hour, cents):
    assert price(minutes, an_hour) == cents


@pytest.mark.parametrize(
    ("lines", "due", "set_off"),
    [
        ([], 0, 0),
        ([line()], 60_00, 0),
        ([line("submitted"), line("queried"), line("refused"), line("paid")], 0, 0),
        ([line(), line(cents=-20_00)], 40_00, 0),
        ([line("paid"), line(cents=-20_00)], 0, 20_00),
        ([line(), line(on=LAST_MARCH)], 120_00, 0),  # owed is owed, whatever the year
        ([line(cents=None)], 0, 0),
    ],
)
def test_the_city_owes_what_is_approved_and_not_paid(lines, due, set_off):
    account = add_up(lines, year=2026, cap_cents=500_00)
    assert (account.due_cents, account.set_off_cents) == (due, set_off)


@pytest.mark.parametrize(
    ("lines", "room"),
    [
        ([line()], 440_00),
        ([line("paid"), line(kind=STIPEND)], 380_00),
        ([line(kind=EXPENSE)], 500_00),  # money back is no pay
        ([line("submitted"), line("refused")], 500_00),
        ([line(on=LAST_MARCH)], 500_00),
        ([line(cents=600_00)], -100_00),
    ],
)
def test_the_cap_counts_pay_of_the_year_that_is_granted(lines, room):
    assert add_up(lines, year=2026, cap_cents=500_00).room_cents == room


@pytest.mark.parametrize(
    ("of", "room", "fits"),
    [
        (line(), 60_00, True),
        (line(), 59_99, False),
        (line(kind=EXPENSE), 0, True),
        (line(cents=None), -5_00, True),
        (line(cents=-1_00), -5_00, True),
    ],
)
def test_what_fits_under_the_cap(of, room, fits):
    assert fits_under_cap(of, room) is fits


@pytest.mark.parametrize(
    ("of", "room", "may"),
    [
        (line(), -100_00, True),
        (line(cents=-20_00), 20_00, True),
        (line(cents=-20_00), 19_99, False),  # others were approved into the room it made
        (line(cents=-20_00, kind=EXPENSE), 0, True),
    ],
)
def test_a_correction_whose_room_is_used_stays_approved(of, room, may):
    assert may_be_recalled(of, room) is may


@pytest.mark.parametrize(
    ("amounts", "payable"), [([100], True), ([100, -100], True), ([100, -101], False), ([], True)]
)
def test_finance_is_never_asked_to_take_money_back(amounts, payable):
    assert is_payable(amounts) is payable


lines_of_anybody = st.lists(
    st.builds(
        Line,
        st.sampled_from(EntryKind),
        st.sampled_from(EntryState),
        st.dates(date(2024, 1, 1), date(2026, 12, 31)),
        st.none() | st.integers(-600, 600),
        st.none() | st.integers(-500_00, 500_00),
    )
)


@settings(deadline=None)  # a busy machine is no fault of the sums
@given(lines_of_anybody, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_changes_no_sum(lines, random):
    mixed = random.sample(lines, len(lines))
    assert add_up(lines, year=2026, cap_cents=1) == add_up(mixed, year=2026, cap_cents=1)


@settings(deadline=None)  # a busy machine is no fault of the sums
@given(lines_of_anybody)
def test_paid_and_due_are_together_all_that_was_granted(lines):
    years = {one.worked_on.year for one in lines}
    accounts = [add_up(lines, year=year, cap_cents=0) for year in years]
    granted = sum(one.cents or 0 for one in lines if one.state in GRANTED)
    assert sum(one.granted.cents for one in accounts) == granted
    paid = sum(one.paid.cents for one in accounts)
    now = add_up(lines, year=2026, cap_cents=0)
    assert paid + now.due_cents - now.set_off_cents == granted


def test_what_is_paid_or_refused_stays_so():
    assert not any(
        state in step.from_states
        for step in STEPS.values()
        for state in (EntryState.PAID, EntryState.REFUSED)
    )
