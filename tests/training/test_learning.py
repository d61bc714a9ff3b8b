"""What staff learned: seen inside the division, and nowhere else."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from liaison.accounts.models import RoleGrant
from liaison.audit.models import AuditEntry
from liaison.db import db
from liaison.permissions import Role
from liaison.training.models.assessment import StaffLearning

FORM = {
    "competency": "Working with interpreters",
    "held_on": ["2", "3", "2026"],
    "minutes": "90",
}


@pytest.fixture(autouse=True)
def _day(at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


@pytest.fixture
def parks(client, cast):
    """Somebody who manages the parks division, at their desk."""
    manager = cast.users["manager"]
    grant = RoleGrant(user_id=manager.id, role=Role.PROGRAM_MANAGER, department_id=cast.parks.id)
    db.session.add(grant)
    db.session.commit()
    return client.sign_in("manager")


def learn(cast, who="staff", *, on=date(2026, 3, 2), minutes=90):
    entry = StaffLearning(
        user_id=cast.users[who].id,
        department_id=cast.parks.id,
        competency="Plain language",
        held_on=on,
        minutes=minutes,
        needs_more="More Spanish",
    )
    db.session.add(entry)
    db.session.commit()
    return entry


def division(cast):
    return f"/desk/learning/divisions/{cast.parks.id}"


def test_somebody_enters_their_own(client, cast):
    staff = client.sign_in("staff")
    page = staff.submit("/desk/learning/new", FORM | {"needs_more": "More Spanish"})
    shown = staff.get(page.location).text
    assert "Working with interpreters More Spanish" in shown
    [entry] = db.session.scalars(select(StaffLearning)).all()
    assert (entry.department_id, entry.minutes) == (cast.parks.id, 90)


def test_the_log_says_that_and_not_what(client):
    client.sign_in("staff").submit("/desk/learning/new", FORM)
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "enter_learning"))
    assert entry.changes["competency"] == "changed"


def test_a_day_to_come_is_refused_and_what_was_typed_kept(client):
    staff = client.sign_in("staff")
    page = staff.submit("/desk/learning/new", FORM | {"held_on": ["2", "3", "2027"]}, status=422)
    assert page.errors() == ["Enter a day that is not in the future."]
    assert page.values(page.form())["competency"] == ["Working with interpreters"]


@pytest.mark.parametrize("minutes", ["0", "-5", "20000", "1e9"])
def test_minutes_that_cannot_be_say_what_can(client, minutes):
    page = client.sign_in("staff").submit(
        "/desk/learning/new", FORM | {"minutes": minutes}, status=422
    )
    assert page.errors() == ["Enter minutes, from 1 to 14400."]


def test_words_of_another_direction_turn_nothing_around(client, parks, cast):
    client.sign_in("staff").submit("/desk/learning/new", FORM | {"competency": "كيف"})
    assert "<bdi>كيف</bdi> · 1 h 30 min" in parks.get(division(cast)).body


def test_whoever_works_in_no_division_is_told_so(client):
    page = client.sign_in("coordinator").get("/desk/learning/new")
    assert "You work in no division" in page.text


def test_gaps_stand_first(parks, cast):
    page = parks.get(division(cast)).text
    assert "Manager none yet Gap" in page
    learn(cast)
    page = parks.get(division(cast)).text
    assert page.index("Manager none yet Gap") < page.index("Staff Mar 2, 2026 1 h 30 min")
    assert "1 person had no training in the last 24 months." in page


@pytest.mark.parametrize(("on", "has_gap"), [(date(2024, 4, 1), False), (date(2024, 3, 31), True)])
def test_a_training_counts_for_24_months(parks, cast, on, has_gap):
    learn(cast, on=on)
    learn(cast, "manager")
    assert ("Gap" in parks.get(division(cast)).text) == has_gap


def test_names_are_seen_in_the_division_only(client, parks, cast):
    learn(cast)
    parks.get(division(cast))
    client.sign_in("outsider").get(division(cast), status=404)  # manages another division
    client.sign_in("administrator").get(division(cast), status=404)  # of the whole city
    client.sign_in("staff").get(division(cast), status=403)
    client.sign_in("coordinator").get(division(cast), status=403)


def test_no_page_tells_anything_of_a_division_outside_of_it(client, cast):
    """Not even sums: one that grows by an entry would tell the entry."""
    learn(cast)
    administrator = client.sign_in("administrator")
    administrator.get("/desk/learning/divisions", status=404)
    assert "Parks" not in administrator.get("/desk/learning/").text


def test_the_log_that_the_whole_city_reads_does_not_say_who_learned_what(client, cast):
    client.sign_in("staff").submit("/desk/learning/new", FORM)
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "enter_learning"))
    personal = ("user_id", "competency", "held_on", "minutes", "needs_more")
    assert {entry.changes[name] for name in personal if name in entry.changes} == {"changed"}
    page = client.sign_in("administrator").get("/desk/audit/").text
    assert "1 h 30" not in page
    assert "interpreters" not in page


def test_nobody_enters_for_a_division_they_do_not_manage(client, cast):
    for who in ("outsider", "administrator"):
        client.sign_in(who).get(f"{division(cast)}/new", status=404)
        client.sign_in(who).get(f"{division(cast)}?format=csv", status=404)
        client.sign_in(who).post(f"{division(cast)}/new", FORM, status=404)


def test_one_training_for_several_people_once(parks, cast):
    path = f"{division(cast)}/new"
    who = {"people": [str(cast.users[one].id) for one in ("staff", "manager")]}
    opened = parks.get(path)
    values = {"key": opened.values(opened.form())["key"]} | FORM | who
    for _time in range(2):
        parks.post(path, values)
    assert len(db.session.scalars(select(StaffLearning)).all()) == 2


def test_people_of_another_division_cannot_be_entered(parks, cast):
    path = f"{division(cast)}/new"
    page = parks.submit(path, FORM | {"people": [str(cast.users["outsider"].id)]}, status=422)
    assert page.errors()
    page = parks.submit(path, FORM, status=422)
    assert page.errors() == ["Choose people who work in this division."]
    assert db.session.scalars(select(StaffLearning)).all() == []


def test_a_mistake_is_taken_back_by_whose_it_is_or_who_manages_them(client, parks, cast):
    entry, other = learn(cast), learn(cast)
    client.sign_in("outsider").post(f"/desk/learning/{entry.id}/drop", {}, status=404)
    client.sign_in("staff").post(f"/desk/learning/{entry.id}/drop", {})
    parks.post(f"/desk/learning/{other.id}/drop", {})
    assert db.session.scalars(select(StaffLearning)).all() == []


def test_the_list_as_a_file(parks, cast):
    learn(cast)
    page = parks.get(f"{division(cast)}?format=csv")
    assert "Manager,," in page.body
    assert "Staff,2026-03-02,90" in page.body
