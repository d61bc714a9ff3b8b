"""Approving and paying at the desk; month end, both sides see the same sum."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from factories.bookings import make_booking
from factories.liaisons import make_liaison
from factories.work import make_entry
from sqlalchemy import func, select
from statements import counted

from liaison.accounts.models import RoleGrant
from liaison.db import db
from liaison.liaisons.models.work import (
    EntryKind,
    EntryState,
    PaymentBatch,
    WorkEntry,
    WorkEntryStep,
)
from liaison.permissions import Role


@pytest.fixture(autouse=True)
def _spring(at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


@pytest.fixture
def linh(cast):
    return make_liaison(user_id=cast.users["liaison"].id)


def test_what_is_ticked_is_approved(client, cast, linh):
    one, two = (make_entry(linh, cast.outreach) for _time in range(2))
    browser = client.sign_in("coordinator")
    assert "2 entries" in browser.get("/desk/work/").text
    browser.post("/desk/work/approve", {"entry": str(one.id)})
    assert "1 entry is approved." in browser.get("/desk/work/").text
    assert (one.state, two.state) == (EntryState.APPROVED, EntryState.SUBMITTED)


def test_two_entries_of_one_person_are_told_apart_by_ear(client, cast, linh):
    make_entry(linh, cast.outreach)
    make_entry(linh, cast.outreach, kind=EntryKind.EXPENSE, cents=12_00)
    make_entry(linh, cast.outreach, worked_on=date(2026, 3, 3))
    page = client.sign_in("coordinator").get("/desk/work/")
    labels = [
        " ".join("".join(label.itertext()).split())
        for label in page.tree.iter("label")
        if label.get("for", "").startswith("entry-")
    ]
    assert len(set(labels)) == 3
    assert any(label.startswith("Linh Tran Expense, March 2, 2026") for label in labels)


def test_the_approver_sees_the_booking_and_what_was_agreed(client, cast, linh):
    booking = make_booking(cast.outreach, cents_an_hour=30_00, budget_code="OUT-7")
    booking.liaison_id = linh.id
    entry = make_entry(linh, cast.outreach, minutes=180, booking_id=booking.id)
    browser = client.sign_in("coordinator")
    browser.get("/desk/")
    with counted() as statements:
        page = browser.get(f"/desk/work/{entry.id}")
    assert len(statements) <= 8
    assert f"/desk/bookings/{booking.id}" in page.body
    assert "Agreed 2 h · $60" in page.text
    assert "Agreed" not in browser.get(f"/desk/work/{make_entry(linh, cast.outreach).id}").text


def test_a_booking_of_another_programme_is_not_named(client, cast, linh):
    booking = make_booking(cast.outreach, title="Vigil")
    entry = make_entry(linh, cast.meters)
    entry.booking_id = booking.id
    db.session.commit()
    page = client.sign_in("outsider").get(f"/desk/work/{entry.id}")
    assert "Vigil" not in page.text


def test_pressed_twice_it_is_approved_once(client, cast, linh):
    shown = [str(make_entry(linh, cast.outreach, cents=200_00).id) for _time in range(2)]
    browser = client.sign_in("coordinator")
    for _press in range(2):
        browser.post("/desk/work/approve", {"shown": shown, "all": "1"})
    page = browser.get("/desk/work/")
    assert "2 entries are left. Somebody changed this entry already." in page.text
    steps = select(func.count()).where(WorkEntryStep.verb == "approve_work")
    assert db.session.scalar(steps) == 2


def test_what_is_no_key_is_passed_over(client, cast, linh):
    browser = client.sign_in("coordinator")
    browser.post("/desk/work/approve", {"entry": ["x", str(cast.outreach.id)]})
    assert "Choose what you approve." in browser.get("/desk/work/").text


def test_all_on_the_page_are_approved_but_for_the_cap(client, cast, linh):
    shown = [str(make_entry(linh, cast.outreach, cents=200_00).id) for _time in range(3)]
    browser = client.sign_in("coordinator")
    browser.post("/desk/work/approve", {"shown": shown, "all": "1"})
    page = browser.get("/desk/work/")
    assert "2 entries are approved." in page.text
    assert "1 entry is left. It would pass their yearly cap: $100 of it is left." in page.text


def test_a_department_sees_and_approves_its_own(client, cast, linh):
    theirs = make_entry(linh, cast.meters, words="Door to door")
    others = make_entry(linh, cast.outreach, words="Tabling")
    browser = client.sign_in("outsider")
    page = browser.get("/desk/work/?state=any")
    assert "Door to door" in page.text
    assert "Tabling" not in page.text
    browser.get(f"/desk/work/{theirs.id}")
    for path in ("", "/query", "/refuse", "/correct"):
        browser.get(f"/desk/work/{others.id}{path}", status=404)
    browser.post(f"/desk/work/{others.id}/recall", {}, status=404)
    browser.post("/desk/work/approve", {"entry": str(others.id)})
    assert others.state is EntryState.SUBMITTED


def test_who_keeps_an_area_opens_no_account(client, cast, linh):
    """It holds what was done for all programmes, and what was written about it."""
    areas = [cast.district_2]
    served = make_liaison("Ana", areas=areas)
    aide_id = cast.users["aide_of_2"].id
    keeper = {"user_id": aide_id, "role": Role.COORDINATOR, "area_id": cast.district_2.id}
    db.session.add(RoleGrant(**keeper))
    db.session.flush()
    browser = client.sign_in("aide_of_2")
    assert "Hours and pay" not in browser.get(f"/desk/liaisons/{served.id}").text
    for path in ("", "/new"):
        browser.get(f"/desk/work/liaisons/{served.id}{path}", status=403)


@pytest.mark.parametrize("who", ["liaison", "staff", "analyst", "aide_of_2", "partner"])
def test_who_approves_nothing_sees_nothing(client, linh, who):
    browser = client.sign_in(who)
    browser.get("/desk/work/", status=403)
    browser.get(f"/desk/work/liaisons/{linh.id}", status=403)
    browser.get("/desk/work/payments/", status=403)


def test_who_approves_does_not_pay(client, cast):
    client.sign_in("coordinator").get("/desk/work/payments/new", status=403)


def test_asking_back_refusing_and_taking_back(client, cast, linh):
    entry = make_entry(linh, cast.outreach)
    browser = client.sign_in("coordinator")
    path = f"/desk/work/{entry.id}"
    browser.submit(f"{path}/query", {"answer": ""}, status=422)
    browser.submit(f"{path}/query", {"answer": "Where was it?"})
    assert "Where was it?" in browser.get(path).text
    browser.post("/desk/work/approve", {"entry": str(entry.id), "single": "1"})
    browser.post(f"{path}/recall", {})
    browser.submit(f"{path}/refuse", {"answer": "It was another's job."})
    assert entry.state is EntryState.REFUSED
    browser.post(f"{path}/recall", {}, status=409)


def test_an_approval_is_not_offered_back_while_one_of_its_correction_holds(client, cast, linh):
    entry = make_entry(linh, cast.outreach, is_approved=True)
    less = make_entry(linh, cast.outreach, cents=-1, minutes=0, corrects=entry, is_approved=True)
    browser = client.sign_in("coordinator")
    assert "Take the approval back" not in browser.get(f"/desk/work/{entry.id}").text
    browser.post(f"/desk/work/{less.id}/recall", {})
    assert "Take the approval back" in browser.get(f"/desk/work/{entry.id}").text


def test_staff_enter_what_came_on_paper(client, cast, linh):
    browser = client.sign_in("coordinator")
    typed = {"hours": "2", "minutes": "", "amount": "60", "worked_on": ["2", "3", "2026"]}
    typed |= {"program": str(cast.outreach.id)}
    browser.submit(f"/desk/work/liaisons/{linh.id}/new", typed)
    entry = db.session.scalar(select(WorkEntry))
    assert (entry.minutes, entry.cents) == (120, 60_00)
    browser.submit(f"/desk/work/{entry.id}/correct", {"amount": "45", "words": "Less"})
    assert "$45" in browser.get(f"/desk/work/liaisons/{linh.id}").text


def test_a_cap_of_ones_own(client, cast, linh):
    browser = client.sign_in("manager")
    browser.submit(f"/desk/work/liaisons/{linh.id}/cap", {"cap": "1200"})
    assert "$1,200" in browser.get(f"/desk/work/liaisons/{linh.id}").text
    for wrong in ("-1", "NaN", "1000000.01", "99999999999999"):
        browser.submit(f"/desk/work/liaisons/{linh.id}/cap", {"cap": wrong}, status=422)
    client.sign_in("coordinator").get(f"/desk/work/liaisons/{linh.id}/cap", status=403)


def test_who_keeps_one_area_reads_no_account_of_all_programmes(client, cast):
    liaison = make_liaison(areas=[cast.district_1])
    make_entry(liaison, cast.meters, words="Door to door")
    who, where = cast.users["staff"].id, cast.district_1.id
    db.session.add(RoleGrant(user_id=who, role=Role.COORDINATOR, area_id=where))
    who, where = cast.users["partner"].id, cast.outreach.id
    db.session.add(RoleGrant(user_id=who, role=Role.PROGRAM_MANAGER, program_id=where))
    db.session.add(RoleGrant(user_id=who, role=Role.COORDINATOR, area_id=cast.district_1.id))
    db.session.commit()
    client.sign_in("staff").get(f"/desk/work/liaisons/{liaison.id}", status=403)
    client.sign_in("partner").get(f"/desk/work/liaisons/{liaison.id}/cap", status=403)


def test_at_month_end_both_sides_see_the_same_sum(client, cast, linh):
    liaison, desk = client.sign_in("liaison"), client.sign_in("manager")
    for minutes in (95, 40):
        make_entry(linh, cast.outreach, minutes=minutes, cents=minutes * 55, is_approved=True)
    make_entry(linh, cast.outreach, kind=EntryKind.EXPENSE, cents=3_33, is_approved=True)
    make_entry(linh, cast.outreach, cents=10_00)
    for sums in (["$77.58", "$0"], ["$0", "$77.58"]):
        pages = [liaison.get("/field/work/"), desk.get(f"/desk/work/liaisons/{linh.id}")]
        for page in pages:
            assert [sum_beside(page, name) for name in ("Owed now", "Of this, paid")] == sums
        if sums[0] != "$0":
            page = desk.get("/desk/work/payments/new")
            desk.post("/desk/work/payments/new", fields_of(page))
    payment = db.session.scalar(select(PaymentBatch))
    file = desk.get(f"/desk/work/payments/{payment.id}?format=csv").response.text
    *lines, total = csv.DictReader(io.StringIO(file.removeprefix("\ufeff")))
    assert (len(lines), total["amount"], payment.total_cents) == (3, "77.58", 77_58)
    assert total["control_hash"] in desk.get(f"/desk/work/payments/{payment.id}").text


def fields_of(page):
    """What the form below the list would send."""
    values = page.values(page.form(1))
    return {name: value for name, value in values.items() if name != "csrf_token"}


def sum_beside(page, name):
    """What a summary list says beside these words."""
    for row in page.tree.iter("div"):
        words = row.find("dt")
        if words is not None and "".join(words.itertext()).strip() == name:
            return "".join(row.find("dd").itertext()).strip()
    return None


def test_a_list_that_changed_is_looked_at_again(client, cast, linh):
    make_entry(linh, cast.outreach, is_approved=True)
    browser = client.sign_in("manager")
    sent = fields_of(browser.get("/desk/work/payments/new"))
    make_entry(linh, cast.outreach, is_approved=True)
    page = browser.post("/desk/work/payments/new", sent, status=422)
    assert "The list has changed meanwhile." in page.text
    browser.post("/desk/work/payments/new", fields_of(page))
    assert db.session.scalar(select(PaymentBatch.lines)) == 2


def test_the_panel_names_what_waits(client, cast, linh):
    make_entry(linh, cast.outreach)
    assert "Hours and expenses to approve" in client.sign_in("coordinator").get("/desk/").text
