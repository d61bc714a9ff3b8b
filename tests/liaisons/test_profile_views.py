"""Profiles over HTTP: my own in the field, and everybody's on the desk."""

from datetime import UTC, date, datetime

import pytest
from factories.liaisons import make_liaison
from sqlalchemy import select

from liaison.db import db
from liaison.liaisons.models.liaison import LiaisonAbsence, LiaisonState
from liaison.liaisons.queries.roster import LiaisonFilter, list_liaisons
from liaison.permissions import SYSTEM

OWN = "/field/profile/"


@pytest.fixture(autouse=True)
def _spring(at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


@pytest.fixture
def linh(cast):
    """A liaison with an account, who covers district 1."""
    liaison = make_liaison(
        areas=[cast.district_1], user_id=cast.users["liaison"].id, email="linh@example.org"
    )
    db.session.commit()
    return liaison


@pytest.fixture(params=["own", "desk"])
def door(request, client, linh):
    """A browser at either door, and where it changes parts of the profile."""
    if request.param == "own":
        return client.sign_in("liaison"), OWN
    return client.sign_in("coordinator"), f"/desk/liaisons/{linh.id}/profile/"


def test_only_liaisons_have_a_profile(client, linh):
    assert "My profile" in client.sign_in("liaison").get(OWN).text
    assert "No profile yet" in client.sign_in("coordinator").get(OWN).text
    client.sign_in("coordinator").get(f"{OWN}hours", status=404)
    client.sign_in("staff").get(OWN, status=403)


def test_languages_with_what_is_offered_in_each(door):
    browser, start = door
    typed = {"language": "vi", "abilities": ["interprets", "writes"]}
    browser.post(f"{start}languages", typed)
    browser.post(f"{start}languages", {"language": "ar", "abilities": ["writes"]})
    page = browser.get(f"{start}languages")
    assert "Tiếng Việt: Speaking, Interpreting, Writing" in page.text
    assert "\N{FIRST STRONG ISOLATE}العربية\N{POP DIRECTIONAL ISOLATE}: Writing" in page.text
    arabic = browser.get(f"/ar{start}languages").text
    assert "Tiếng Việt\N{POP DIRECTIONAL ISOLATE}: التحدث، " in arabic
    # one form for each line, then that of the part
    assert page.values(page.form(0))["line"] == ["ar"]
    browser.post(f"{start}languages/drop", {"line": "ar"})
    browser.post(f"{start}languages/drop", {"line": "ar"}, status=404)
    assert "العربية: " not in browser.get(f"{start}languages").text


def test_a_language_without_an_ability_keeps_what_was_typed(door):
    browser, start = door
    page = browser.post(f"{start}languages", {"language": "so"}, status=422)
    assert page.errors() == ["Choose at least one."]
    assert page.values(page.form(-1))["language"] == ["so"]


def test_hours_of_several_days_at_once(door):
    browser, start = door
    typed = {"weekdays": ["2", "6"], "from_time": "9:00", "until_time": "1:30 pm"}
    sent = browser.post(f"{start}hours", typed)
    assert sent.location == f"{start}hours"  # the list, with the first line, too
    page = browser.get(f"{start}hours")
    assert "Saturday, 9:00 AM to 1:30 PM" in page.text.replace("\u202f", " ")
    again = typed | {"from_time": "13:00", "until_time": "14:00"}
    page = browser.post(f"{start}hours", again, status=422)
    assert page.errors() == ["Part of this is on your list already. Remove that first."]
    page = browser.post(f"{start}hours", typed | {"until_time": "8:00"}, status=422)
    assert page.errors() == ["Enter a time after the beginning."]
    line = page.values(page.form(0))["line"][0]
    browser.post(f"{start}hours/drop", {"line": line})
    browser.post(f"{start}hours/drop", {"line": "rubbish"}, status=404)


def test_days_away(door):
    browser, start = door
    browser.post(
        f"{start}absences", {"first_on": ["1", "7", "2026"], "last_on": ["9", "7", "2026"]}
    )
    assert "July 1, 2026 to July 9, 2026" in browser.get(f"{start}absences").text
    days = {"first_on": ["9", "7", "2026"], "last_on": ["1", "7", "2026"]}
    assert browser.post(f"{start}absences", days, status=422).errors()
    assert browser.post(f"{start}absences", {"first_on": ["1", "1", "2026"]}, status=422).errors()
    absence = db.session.scalars(select(LiaisonAbsence)).one()
    browser.post(f"{start}absences/drop", {"line": str(absence.id)})
    browser.post(f"{start}absences/drop", {"line": "no"}, status=404)


def test_other_parts(door, cast):
    browser, start = door
    browser.submit(f"{start}communities", {"communities": "Elders\nElders\n Vietnamese parents"})
    browser.submit(f"{start}travel", {"travel": "whole_city"})
    browser.submit(f"{start}quiet", {"quiet_from": "21:00", "quiet_until": "7:30"})
    conflict = {"other": f"program:{cast.meters.id}", "words": "My brother works there"}
    browser.post(f"{start}conflicts", conflict)
    page = browser.post(f"{start}conflicts", conflict, status=422)
    assert page.errors() == ["This one is on the list already."]
    where = OWN if start == OWN else start.removesuffix("profile/").rstrip("/")
    text = browser.get(where).text.replace("\u202f", " ")
    for words in ("Vietnamese parents", "In the whole city", "9:00 PM to 7:30 AM", "My brother"):
        assert words in text
    page = browser.post(f"{start}quiet", {"quiet_from": "21:00"}, status=422)
    assert page.errors() == ["Enter both times, or neither."]


def test_name_and_ways_to_reach(door):
    browser, start = door
    browser.submit(f"{start}reach", {"name": "Trần Linh", "language": "vi"})
    found = list_liaisons(SYSTEM, LiaisonFilter(text="tran"), today=date(2026, 4, 1))
    assert [line.name for line in found] == ["Trần Linh"]
    page = browser.submit(f"{start}reach", {"reach_by": "call"}, status=422)
    assert page.errors() == ["Enter a telephone number, or choose another way."]
    page = browser.submit(f"{start}reach", {"email": "linh@"}, status=422)
    assert page.errors() == ["Enter an e-mail address like name@example.com."]


def test_two_change_the_same_part_and_neither_is_lost(client, linh):
    own, keeper = client.sign_in("liaison"), client.sign_in("coordinator")
    theirs = f"/desk/liaisons/{linh.id}/profile/communities"
    opened = own.get(f"{OWN}communities")
    keeper.submit(theirs, {"communities": "Elders"})
    typed = {"opened": opened.values(opened.form())["opened"], "communities": "Parents"}
    page = own.post(f"{OWN}communities", typed, status=422)
    assert "Somebody changed this meanwhile" in page.text
    assert "Elders" in page.text
    again = typed | {"opened": page.values(page.form())["opened"]}
    own.post(f"{OWN}communities", again)
    assert "Parents" in keeper.get(theirs).body


def test_nobody_changes_the_profile_of_another(client, cast, linh):
    for who in ("manager", "staff", "liaison"):
        client.sign_in(who).get(f"/desk/liaisons/{linh.id}/profile/hours", status=403)
    other = make_liaison("Somebody", areas=[cast.district_2])
    absence = LiaisonAbsence(
        liaison_id=other.id, first_on=date(2026, 7, 1), last_on=date(2026, 7, 2)
    )
    db.session.add(absence)
    db.session.commit()
    browser = client.sign_in("liaison")
    browser.post(f"{OWN}absences/drop", {"line": str(absence.id)}, status=404)
    browser.post(f"{OWN}nonsense/drop", {"line": "1"}, status=404)
    client.sign_in("coordinator").get(f"/desk/liaisons/{linh.id}/profile/nothing", status=404)


def test_managers_read_no_way_to_reach_and_no_conflict(client, cast, linh):
    keeper = client.sign_in("coordinator")
    start = f"/desk/liaisons/{linh.id}"
    conflict = {"other": f"department:{cast.parks.id}", "words": "My sister"}
    keeper.post(f"{start}/profile/conflicts", conflict)
    assert "linh@example.org" in keeper.get(start).text
    text = client.sign_in("manager").get(start).text
    for words in ("linh@example.org", "My sister", "Conflicts", "Support", "Shown to everybody"):
        assert words not in text
    assert "Usual hours" in text


def test_agreeing_is_their_own_and_taking_it_back_works_at_once(client, linh):
    linh.state = LiaisonState.ACTIVE
    db.session.commit()
    keeper, own, visitor = client.sign_in("coordinator"), client.sign_in("liaison"), client
    desk = f"/desk/liaisons/{linh.id}/profile/map"
    keeper.post(f"{desk}/agree", {}, status=403)
    assert "Linh" not in visitor.get("/liaisons/").text
    own.post(f"{OWN}map/agree", {})
    assert "Linh Tran Tiếng Việt District 1" in visitor.get("/liaisons/").text
    keeper.post(f"{desk}/withdraw", {})
    assert "Linh" not in visitor.get("/liaisons/").text
    own.post(f"{OWN}map/agree", {})
    own.post(f"{OWN}map/withdraw", {})
    assert "Linh" not in visitor.get("/liaisons/").text


def test_a_keeper_writes_down_the_word_of_one_without_an_account(client):
    liaison = make_liaison("Amina Yusuf")
    liaison.state = LiaisonState.ACTIVE
    db.session.commit()
    page = client.sign_in("coordinator")
    page.post(f"/desk/liaisons/{liaison.id}/profile/map/agree", {})
    assert "They agreed on April 1, 2026" in page.get(f"/desk/liaisons/{liaison.id}").text
    assert "Amina Yusuf" in client.get("/liaisons/").text


def test_support(client, cast, linh):
    keeper = client.sign_in("coordinator")
    path = f"/desk/liaisons/{linh.id}/profile/support"
    keeper.submit(path, {"supporter": str(cast.users["manager"].id)})
    assert "Manager" in keeper.get(f"/desk/liaisons/{linh.id}").text
    assert "Manager" in client.sign_in("liaison").get(OWN).text
    assert "linh@example.org" in client.sign_in("manager").get(f"/desk/liaisons/{linh.id}").text
