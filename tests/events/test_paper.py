"""Each row of a sheet is keyed once, and what was printed is accounted for."""

import pytest
from factories.events import make_event
from factories.paper import make_batch
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from liaison.db import db
from liaison.errors import InvalidInput, WrongState
from liaison.events.models.door import CameBy, CheckIn, PaperKind, PaperRow
from liaison.events.models.sign_up import SignUp, SignUpWay
from liaison.events.operations import paper
from liaison.events.operations.sign_in_sheets import SignInRow, key_sign_ins
from liaison.events.policy.paper import count_still_out, row_code, usual_paper
from liaison.events.queries.paper import list_numbers_out
from liaison.permissions import SYSTEM


@pytest.fixture
def event(cast):
    return make_event(cast.outreach)


@pytest.fixture
def batch(event):
    return make_batch(event)


@pytest.fixture
def key(event, batch):
    return lambda *rows: key_sign_ins(actor=SYSTEM, event=event, batch=batch, rows=rows)


def sign_ups():
    found = select(SignUp).options(joinedload(SignUp.person)).order_by(SignUp.signed_up_at)
    return db.session.scalars(found.execution_options(populate_existing=True)).all()


def people_who_came():
    return db.session.scalar(select(func.sum(CheckIn.people)).where(CheckIn.undone_at.is_(None)))


def test_a_code_can_be_read_off_paper(batch):
    assert len(batch.code) == 4
    assert not set(batch.code) & set("01IOL")
    assert row_code(batch, 3) == f"{batch.code}-03"


def test_rows_of_a_long_sheet_have_codes_of_one_length(event):
    batch = make_batch(event, printed=120)
    assert [row_code(batch, n)[4:] for n in (3, 120)] == ["-003", "-120"]


@pytest.mark.parametrize("printed", [0, 201])
def test_a_batch_is_as_large_as_a_printer_takes(event, printed):
    with pytest.raises(InvalidInput):
        make_batch(event, printed=printed)


@pytest.mark.parametrize(("country", "paper"), [("US", "letter"), ("DE", "a4"), ("MX", "letter")])
def test_the_paper_is_the_countrys(country, paper):
    assert usual_paper(country) == paper


def test_a_row_becomes_a_sign_up_and_a_check_in(batch, key):
    row = SignInRow(3, "Amira Haddad", 2, "amira@example.org", "ar", may_contact=True)
    assert key(row) == {}
    (made,) = sign_ups()
    assert (made.way, made.party_size, made.language) == (SignUpWay.PAPER, 2, "ar")
    assert made.may_contact
    assert made.person.name == "Amira Haddad"
    came = db.session.scalars(select(CheckIn)).one()
    assert (came.came_by, came.people, came.sign_up_id) == (CameBy.PAPER, 2, made.id)
    assert (batch.returned, batch.voided, count_still_out(batch)) == (1, 0, 29)


def test_a_row_sent_twice_counts_once(batch, key):
    row = SignInRow(1, "Ana Pérez", 3)
    assert key(row) == {}
    assert key(row) == {}
    assert len(sign_ups()) == 1
    assert people_who_came() == 3
    assert batch.returned == 1


def test_a_row_that_was_keyed_differently_is_refused(key):
    key(SignInRow(1, "Ana Pérez"))
    assert list(key(SignInRow(1, "Somebody Else"))) == [(1, "name")]


def test_the_database_knows_a_row_only_once(batch, key):
    key(SignInRow(1, "Ana Pérez"))
    paper.add_keyed_row(actor=SYSTEM, batch=batch, number=1)
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_each_refusal_names_its_row_and_column(batch, key):
    refused = key(
        SignInRow(1, "Ana", reach="no@where@"), SignInRow(2, "Bo", reach="12"), SignInRow(3, "Cy")
    )
    assert list(refused) == [(1, "reach"), (2, "reach")]
    assert batch.returned == 0


def test_two_people_of_one_address_both_came(key):
    assert key(SignInRow(1, "Ana", reach="home@example.org")) == {}
    assert key(SignInRow(2, "Bo", reach="home@example.org")) == {}
    assert [it.person.name for it in sign_ups()] == ["Ana", "Bo"]
    assert people_who_came() == 2


def test_one_person_on_two_rows_came_once(batch, key):
    assert key(SignInRow(1, "Ana", reach="home@example.org")) == {}
    assert key(SignInRow(2, "ana", reach="home@example.org")) == {}
    assert len(sign_ups()) == people_who_came() == 1
    assert batch.returned == 2


def test_a_row_without_a_name_counts_people(key):
    assert key(SignInRow(4, people=5)) == {}
    assert people_who_came() == 5
    assert sign_ups()[0].person_id is None


def test_whoever_came_is_taken_even_if_the_event_was_full(event, key):
    event.capacity = 1
    db.session.commit()
    assert key(SignInRow(1, "Ana", 3)) == {}
    assert people_who_came() == 3


def test_rows_are_voided_and_taken_back(batch, key):
    key(SignInRow(1, "Ana"))
    assert paper.void_rows(actor=SYSTEM, batch=batch, numbers=[1, 2, 3]) == {2, 3}
    assert (batch.returned, batch.voided) == (1, 2)
    paper.restore_rows(actor=SYSTEM, batch=batch, numbers=[1, 2])
    assert (batch.returned, batch.voided) == (1, 1)
    assert list_numbers_out(batch)[:2] == [2, 4]


def test_printed_is_returned_and_voided_in_the_end(batch, key):
    key(*(SignInRow(n, f"Person {n}") for n in range(1, 13)))
    paper.void_rows(actor=SYSTEM, batch=batch, numbers=range(1, 31))
    assert (batch.printed, batch.returned, batch.voided) == (30, 12, 18)
    assert count_still_out(batch) == 0
    assert db.session.scalar(select(func.count()).select_from(PaperRow)) == 30


def test_cards_are_counted_as_a_pile(event):
    cards = make_batch(event, PaperKind.CARD, printed=50)
    assert event.collection_point_id is not None
    paper.count_cards(actor=SYSTEM, batch=cards, returned=40, voided=8)
    assert count_still_out(cards) == 2
    with pytest.raises(InvalidInput):
        paper.count_cards(actor=SYSTEM, batch=cards, returned=40, voided=11)
    with pytest.raises(WrongState):
        paper.void_rows(actor=SYSTEM, batch=cards, numbers=[1])
    assert db.session.scalar(select(func.count()).select_from(PaperRow)) == 0


def test_the_database_holds_no_more_than_was_printed(batch):
    batch.returned, batch.voided = 20, 11
    with pytest.raises(IntegrityError):
        db.session.flush()
