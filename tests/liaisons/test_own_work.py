"""A liaison enters hours and expenses, with and without a connection."""

from datetime import UTC, date, datetime

import pytest
from factories.liaisons import make_liaison
from factories.work import make_entry
from sqlalchemy import select

from liaison.db import db
from liaison.liaisons.models.work import EntryState, WorkEntry
from liaison.liaisons.operations.approval import query_work
from liaison.permissions import SYSTEM

TYPED = {
    "kind": "hours",
    "worked_on": ["2", "3", "2026"],
    "hours": "1",
    "minutes": "30",
    "words": "Tabling",
    "key": "of-the-page",
}


@pytest.fixture(autouse=True)
def _spring(at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


@pytest.fixture
def linh(cast):
    return make_liaison(user_id=cast.users["liaison"].id)


def typed(cast, **rest):
    return TYPED | {"program": str(cast.outreach.id)} | rest


def fields_of(values):
    pairs = []
    for name, value in values.items():
        pairs += [[name, one] for one in (value if isinstance(value, list) else [value])]
    return {"fields": pairs}


def send(browser, *entries, status=200):
    token = browser._token()["csrf_token"]
    answer = browser.browser.post(
        "/field/work/entries",
        json={"entries": [fields_of(one) for one in entries]},
        headers={"X-CSRFToken": token},
    )
    assert answer.status_code == status
    return answer.json["receipts"]


def test_hours_are_entered_and_wait_for_approval(client, cast, linh):
    browser = client.sign_in("liaison")
    page = browser.submit("/field/work/new", typed(cast), status=302)
    page = browser.get("/field/work/")
    assert "1 h 30 min" in page.text
    assert "Waiting for approval" in page.text
    entry = db.session.scalar(select(WorkEntry))
    assert (entry.minutes, entry.cents, entry.words) == (90, None, "Tabling")


def test_what_is_wrong_stands_beside_its_field(client, cast, linh):
    browser = client.sign_in("liaison")
    wrong = typed(cast, hours="", minutes="", worked_on=["2", "3", "2027"])
    page = browser.submit("/field/work/new", wrong, status=422)
    assert "Enter a day of the last twelve months" in page.text
    page = browser.submit("/field/work/new", typed(cast, amount="5"), status=422)
    assert "Leave the amount blank for hours." in page.text


@pytest.mark.parametrize(
    "wrong",
    [
        *({"amount": typed} for typed in ("NaN", "Infinity", "-5", "0", "0.001", "1e9", "1,2,3")),
        *({"amount": typed} for typed in ("100000.01", "99999999999999999999", "\u0661\u0662x")),
        *({"worked_on": typed} for typed in (["2", "4", "2026"], ["31", "2", "2026"])),
        *(
            {"worked_on": typed}
            for typed in (["1", "1", "99999"], ["1", "3", "2025"], ["", "", ""])
        ),
        {"program": "00000000-0000-0000-0000-000000000000"},
        {"kind": "salary"},
    ],
)
def test_what_nobody_can_have_spent_is_refused_on_the_page_and_from_a_device(
    client, cast, linh, wrong
):
    browser = client.sign_in("liaison")
    expense = {"kind": "expense", "hours": "", "minutes": "", "amount": "12.50"}
    sent = typed(cast, **expense) | wrong
    assert browser.submit("/field/work/new", sent, status=422).errors()
    assert send(browser, sent)[0]["refused"]
    assert db.session.scalar(select(WorkEntry)) is None


@pytest.mark.parametrize(("hours", "minutes"), [("-1", ""), ("25", ""), ("24", "1"), ("", "60")])
def test_no_day_is_longer_than_it_is(client, cast, linh, hours, minutes):
    sent = typed(cast, hours=hours, minutes=minutes)
    assert client.sign_in("liaison").submit("/field/work/new", sent, status=422).errors()


def test_what_waited_on_a_device_counts_once(client, cast, linh):
    browser = client.sign_in("liaison")
    expense = typed(cast, kind="expense", hours="", minutes="", amount="12.50", key="other")
    first = send(browser, typed(cast), expense)
    assert first == [{"key": "of-the-page", "refused": ""}, {"key": "other", "refused": ""}]
    assert send(browser, expense, typed(cast)) == first[::-1]
    assert len(db.session.scalars(select(WorkEntry)).all()) == 2


def test_one_that_cannot_be_stored_spoils_no_other(client, cast, linh):
    browser = client.sign_in("liaison")
    receipts = send(
        browser, typed(cast, program=""), typed(cast, hours="", minutes=""), typed(cast)
    )
    refused = [receipt["refused"] for receipt in receipts]
    assert refused == ["Choose a programme.", "Enter how long it took, at most 24 hours.", ""]


@pytest.mark.parametrize("sent", [None, 5, {}, {"fields": 1}, {"fields": [["a"]]}])
def test_what_cannot_be_read_is_said_to_be_so(client, cast, linh, sent):
    browser = client.sign_in("liaison")
    token = browser._token()["csrf_token"]
    answer = browser.browser.post(
        "/field/work/entries", json={"entries": [sent]}, headers={"X-CSRFToken": token}
    )
    assert answer.json["receipts"] == [{"key": "", "refused": "This entry cannot be read."}]


def test_a_correction_says_by_how_much(client, cast, linh):
    entry = make_entry(linh, cast.outreach)
    browser = client.sign_in("liaison")
    path = f"/field/work/{entry.id}/correct"
    same = {"hours": "2", "minutes": "0", "words": "Nothing"}
    browser.submit(path, same, status=422)
    browser.submit(path, {"hours": "1", "minutes": "30", "words": "A break"}, status=302)
    line = db.session.scalar(select(WorkEntry).where(WorkEntry.corrects_id == entry.id))
    assert (line.minutes, line.cents) == (-30, -15_00)


@pytest.mark.parametrize("hours", ["25", "-1", "999999999999"])
def test_no_correction_goes_out_of_bounds(client, cast, linh, hours):
    entry = make_entry(linh, cast.outreach)
    sent = {"hours": hours, "minutes": "0", "words": "Wrong"}
    path = f"/field/work/{entry.id}/correct"
    assert client.sign_in("liaison").submit(path, sent, status=422).errors()


def test_a_question_is_answered(client, cast, linh):
    entry = make_entry(linh, cast.outreach)
    query_work(actor=SYSTEM, entry=entry, answer="Where was it?")
    browser = client.sign_in("liaison")
    assert "Where was it?" in browser.get("/field/work/").text
    browser.submit(f"/field/work/{entry.id}/answer", {"words": "At the market."}, status=302)
    assert entry.state is EntryState.SUBMITTED


def test_nobody_sees_or_corrects_what_is_anothers(client, cast, linh):
    other = make_entry(make_liaison("Ana"), cast.outreach, words="A secret")
    browser = client.sign_in("liaison")
    assert "A secret" not in browser.get("/field/work/").text
    for act in ("correct", "answer"):
        browser.get(f"/field/work/{other.id}/{act}", status=404)


def test_staff_who_are_no_liaison_are_told_so(client, cast):
    browser = client.sign_in("coordinator")
    assert "not on the roster" in browser.get("/field/work/").text
    browser.get("/field/work/new", status=404)


def test_last_year_is_a_page_of_its_own(client, cast, linh):
    make_entry(linh, cast.outreach, worked_on=date(2025, 12, 30), words="In the snow")
    browser = client.sign_in("liaison")
    assert "In the snow" not in browser.get("/field/work/").text
    assert "In the snow" in browser.get("/field/work/?year=2025").text


def test_the_notebook_leads_to_what_the_city_asks_back(client, cast, linh):
    entry = make_entry(linh, cast.outreach, minutes=90)
    own = client.sign_in("liaison")
    assert "The city asks back" not in own.get("/field/").text
    query_work(actor=SYSTEM, entry=entry, answer="Where was it?")
    db.session.commit()
    page = own.get("/field/")
    assert "The city asks back" in page.text
    assert f"/field/work/{entry.id}/answer" in page.body
    assert "، ساعات" in own.get("/ar/field/").text  # joined as Arabic joins
