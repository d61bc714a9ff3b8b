"""Entering work, correcting it, approving it."""

import random
from datetime import UTC, date, datetime

import pytest
from factories.liaisons import make_liaison
from factories.work import correct, make_entry
from sqlalchemy import func, select

from liaison.db import db
from liaison.errors import InvalidInput, NotAllowed, NotFound, WrongState
from liaison.liaisons.models.work import EntryKind, EntryState, WorkEntry
from liaison.liaisons.operations import approval
from liaison.liaisons.operations.work import WorkDetails, enter_work, set_cap
from liaison.liaisons.queries import work as queries
from liaison.permissions import SYSTEM


@pytest.fixture(autouse=True)
def _spring(at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


@pytest.fixture
def linh(cast):
    return make_liaison(user_id=cast.users["liaison"].id)


def enter(liaison, details, key="a key"):
    return enter_work(actor=SYSTEM, liaison=liaison, details=details, key=key)


def test_sent_twice_it_counts_once(cast, linh):
    first = make_entry(linh, cast.outreach, key="of the device")
    again = make_entry(linh, cast.outreach, key="of the device", minutes=600)
    assert again.id == first.id
    assert db.session.scalar(select(func.count(WorkEntry.id))) == 1


def test_the_same_key_of_somebody_else_is_another_entry(cast, linh):
    first = make_entry(linh, cast.outreach, key="1")
    assert make_entry(make_liaison("Ana"), cast.outreach, key="1").id != first.id


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("worked_on", {"worked_on": date(2026, 4, 2)}),
        ("worked_on", {"worked_on": date(2025, 3, 1)}),
        ("hours", {"minutes": None}),
        ("hours", {"minutes": 24 * 60 + 1}),
        ("amount", {"kind": EntryKind.EXPENSE, "cents": None}),
        ("amount", {"kind": EntryKind.STIPEND, "cents": 0}),
        ("amount", {"kind": EntryKind.STIPEND, "cents": 100_000_01}),
        ("amount", {"cents": 10**17}),
        ("amount", {"cents": -1}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast, linh, field, typed):
    with pytest.raises(InvalidInput) as refusal:
        make_entry(linh, cast.outreach, **typed)
    assert refusal.value.field == field


def test_a_correction_is_a_line_of_its_own(cast, linh):
    entry = make_entry(linh, cast.outreach, is_approved=True)
    less = enter(linh, correct(entry, minutes=-60, cents=-30_00))
    assert (entry.minutes, entry.cents, less.corrects_id) == (120, 60_00, entry.id)
    approval.approve_work(actor=SYSTEM, entry_ids=[less.id])
    assert queries.find_account(linh.id, 2026).due_cents == 30_00


def test_no_correction_takes_away_more_than_there_is(cast, linh):
    entry = make_entry(linh, cast.outreach)
    enter(linh, correct(entry, cents=-40_00))
    with pytest.raises(InvalidInput) as refusal:
        enter(linh, correct(entry, cents=-20_01), key="another")
    assert refusal.value.field == "amount"
    with pytest.raises(InvalidInput) as refusal:
        enter(linh, correct(entry, minutes=-121), key="another")
    assert refusal.value.field == "hours"


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("hours", {"minutes": 22 * 60 + 1}),
        ("amount", {"cents": 99_940_01}),
        ("amount", {"cents": 10**17}),
    ],
)
def test_no_correction_makes_more_of_a_line_than_one_may_be(cast, linh, field, more):
    entry = make_entry(linh, cast.outreach)
    with pytest.raises(InvalidInput) as refusal:
        enter(linh, correct(entry, **more))
    assert refusal.value.field == field


def test_nobody_corrects_the_entry_of_another_or_a_correction(cast, linh):
    entry = make_entry(linh, cast.outreach)
    with pytest.raises(NotFound):
        enter(make_liaison("Ana"), correct(entry, cents=-1))
    with pytest.raises(NotFound):
        enter(linh, correct(enter(linh, correct(entry, cents=-1)), cents=-1), key="another")


def test_a_batch_approves_what_it_may_and_says_why_not_the_rest(cast, linh):
    three = [make_entry(linh, cast.outreach, cents=200_00) for _one in range(3)]
    expense = make_entry(linh, cast.outreach, kind=EntryKind.EXPENSE, cents=90_00)
    foreign = make_entry(linh, cast.meters)
    manager = cast.actor("outsider")
    ids = [entry.id for entry in (*three, expense, foreign)]
    assert approval.approve_work(actor=manager, entry_ids=ids).approved == [foreign]
    done = approval.approve_work(actor=SYSTEM, entry_ids=ids)
    assert done.approved == [*three[:2], expense]
    assert [(entry, words) for entry, words in done.left] == [
        (three[2], "It would pass their yearly cap: $40 of it is left."),
        (foreign, "Somebody changed this entry already."),
    ]


def test_each_year_has_a_cap_of_its_own(cast, linh):
    days = [date(2025, 12, 31), date(2026, 1, 1)]
    old, new = (make_entry(linh, cast.outreach, cents=500_00, worked_on=day) for day in days)
    more = [make_entry(linh, cast.outreach, cents=1, worked_on=day) for day in days]
    done = approval.approve_work(actor=SYSTEM, entry_ids=[one.id for one in (old, new, *more)])
    assert done.approved == [old, new]
    assert [entry for entry, _words in done.left] == more


def test_the_room_a_correction_made_is_given_once(cast, linh):
    entry = make_entry(linh, cast.outreach, cents=500_00, is_approved=True)
    less = enter(linh, correct(entry, cents=-100_00))
    other = make_entry(linh, cast.outreach, cents=100_00)
    for one in (less, other):
        assert approval.approve_work(actor=SYSTEM, entry_ids=[one.id]).approved == [one]
    with pytest.raises(WrongState):
        approval.recall_approval(actor=SYSTEM, entry=less)
    approval.recall_approval(actor=SYSTEM, entry=other)
    approval.recall_approval(actor=SYSTEM, entry=less)
    assert queries.find_account(linh.id, 2026).counted_cents == 500_00


@pytest.mark.parametrize("cents", [-1, 1_000_000_01, 10**17])
def test_a_cap_is_an_amount_that_somebody_could_be_paid(cast, linh, cents):
    with pytest.raises(InvalidInput):
        set_cap(actor=SYSTEM, liaison=linh, cents=cents)


def test_nobody_sets_their_own_cap(cast):
    manager = cast.actor("manager")
    with pytest.raises(NotAllowed):
        set_cap(actor=manager, liaison=make_liaison(user_id=manager.user_id), cents=9000_00)


def test_the_cap_of_one_person_goes_before_the_citys(cast, linh):
    linh.yearly_cap_cents = 1000_00
    assert make_entry(linh, cast.outreach, cents=900_00, is_approved=True)


def test_a_correction_and_what_it_corrects_go_in_one_batch(cast, linh):
    entry = make_entry(linh, cast.outreach)
    less = enter(linh, correct(entry, cents=-10_00))
    alone = approval.approve_work(actor=SYSTEM, entry_ids=[less.id])
    assert [words for _entry, words in alone.left] == [
        "Approve the entry that this one corrects first."
    ]
    both = approval.approve_work(actor=SYSTEM, entry_ids=[less.id, entry.id])
    assert both.approved == [entry, less]


def test_nobody_approves_their_own_work(cast):
    coordinator = cast.actor("coordinator")
    own = make_liaison(user_id=coordinator.user_id)
    entry = make_entry(own, cast.outreach)
    assert approval.approve_work(actor=coordinator, entry_ids=[entry.id]).approved == []
    with pytest.raises(NotAllowed):
        approval.refuse_work(actor=coordinator, entry=entry, answer="No.")


def test_the_city_asks_back_and_is_answered(cast, linh):
    entry = make_entry(linh, cast.outreach, words="Tabling")
    with pytest.raises(InvalidInput):
        approval.query_work(actor=SYSTEM, entry=entry, answer="  ")
    approval.query_work(actor=SYSTEM, entry=entry, answer="Where was it?")
    assert (entry.state, entry.answer) == (EntryState.QUERIED, "Where was it?")
    approval.answer_query(actor=cast.actor("liaison"), entry=entry, words="At the market.")
    assert (entry.state, entry.words) == (EntryState.SUBMITTED, "Tabling\n\nAt the market.")
    verbs = [step.verb for step, _name in queries.list_steps(entry.id)]
    assert verbs == ["answer_query", "query_work", "enter_work"]


def test_what_is_refused_takes_its_corrections_with_it(cast, linh):
    entry = make_entry(linh, cast.outreach)
    less = enter(linh, correct(entry, cents=-10_00))
    approval.refuse_work(actor=SYSTEM, entry=entry, answer="It was another's job.")
    assert (entry.state, less.state) == (EntryState.REFUSED, EntryState.REFUSED)
    assert less.answer == "It was another's job."
    with pytest.raises(WrongState):
        approval.query_work(actor=SYSTEM, entry=entry, answer="Sure?")


def test_an_approval_is_taken_back_before_that_of_its_correction(cast, linh):
    entry = make_entry(linh, cast.outreach, is_approved=True)
    less = enter(linh, correct(entry, cents=-10_00))
    approval.approve_work(actor=SYSTEM, entry_ids=[less.id])
    with pytest.raises(WrongState):
        approval.recall_approval(actor=SYSTEM, entry=entry)
    for one in (less, entry):
        approval.recall_approval(actor=SYSTEM, entry=one)
    assert queries.find_account(linh.id, 2026).due_cents == 0


def test_hours_cost_what_the_booking_says(cast, linh, booking):
    entry = enter(
        linh,
        WorkDetails(
            program_id=cast.outreach.id,
            kind=EntryKind.HOURS,
            worked_on=date(2026, 3, 2),
            minutes=100,
            booking_id=booking.id,
        ),
    )
    assert entry.cents == 50_00


@pytest.mark.parametrize("seed", range(20))
def test_whatever_the_network_does_both_sides_count_the_same(cast, linh, seed):
    chance = random.Random(seed)  # noqa: S311  # faults to try, not a secret
    on_device = {f"entry {number}": number * 15 for number in range(1, 9)}
    waiting = dict(on_device)
    while waiting:
        sent = chance.sample(list(waiting), chance.randint(1, len(waiting)))
        fate = chance.choice(["lost on the way", "receipt lost", "sent twice", "arrived"])
        times = {"lost on the way": 0, "sent twice": 2}.get(fate, 1)
        for key in sent * times:
            make_entry(linh, cast.outreach, key=key, minutes=waiting[key], cents=None)
        if fate in {"sent twice", "arrived"}:
            waiting = {key: minutes for key, minutes in waiting.items() if key not in sent}
        received = sum(minutes for key, minutes in on_device.items() if key not in waiting)
        assert queries.find_account(linh.id, 2026).waiting.minutes >= received
    assert queries.find_account(linh.id, 2026).waiting.minutes == sum(on_device.values())
