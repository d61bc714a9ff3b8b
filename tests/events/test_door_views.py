"""The door's pages, and what devices send to them."""

import re
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from factories.door import expect
from factories.events import make_event
from sqlalchemy import select

from liaison import clock
from liaison.db import db
from liaison.events.models.door import CameBy, CardCount, CheckIn
from liaison.events.models.event import EventState
from liaison.events.models.plan import EventStaff
from liaison.events.models.sign_up import SignUp, SignUpState, SignUpWay
from liaison.events.queries.door import count_people, get_card_count
from liaison.events.views import kiosk
from liaison.events.views.kiosk import kiosk_address
from liaison.people.models import Person


@pytest.fixture
def event(cast):
    soon = clock.now() + timedelta(hours=1)
    return make_event(cast.outreach, area_id=cast.district_1.id, starts_at=soon)


@pytest.fixture
def door(client, event):
    return Door(client.sign_in("coordinator"), f"/desk/events/{event.id}/door")


class Door:
    """Somebody with a phone at the door."""

    def __init__(self, browser, path):
        self.browser, self.path = browser, path

    def page(self, query=""):
        return self.browser.get(f"{self.path}{query}")

    def press(self, status=302, **entry):
        return self.browser.post(
            self.path,
            {"key": str(uuid.uuid4()), "people": "1", "language": ""} | entry,
            status=status,
        )

    def send(self, *entries, status=200):
        token = self.browser.get(f"{self.path}/list").response.json["token"]
        answer = self.browser._send(
            "POST",
            f"{self.path}/entries",
            status=status,
            json={"entries": list(entries)},
            headers={"X-CSRFToken": token},
        )
        return answer.response.json

    def outcomes(self, *entries):
        return [receipt["outcome"] for receipt in self.send(*entries)["receipts"]]


def entry(act, **values):
    return {"key": str(uuid.uuid4()), "act": act, "people": 1} | values


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("coordinator", 200), ("manager", 200), ("outsider", 404), ("liaison", 404)),
        *(("staff", 404), ("analyst", 403), ("partner", 403)),
    ],
)
def test_who_may_stand_at_the_door(client, event, who, status):
    client.sign_in(who).get(f"/desk/events/{event.id}/door", status=status)


def test_a_liaison_who_works_there_has_it_in_the_notebook(client, event, cast):
    db.session.add(EventStaff(event_id=event.id, user_id=cast.users["liaison"].id))
    db.session.commit()
    door = Door(client.sign_in("liaison"), f"/field/events/{event.id}/door")
    door.press(act="count")
    assert "People here: 1" in door.page().text


@pytest.mark.parametrize("typed", ["nguyen", "HOA", "thị", "x-CODE"])
def test_somebody_is_found_checked_in_and_taken_back(door, event, typed):
    party = expect(event, "Nguyễn Thị Hoa", party_size=3)
    page = door.page(f"?q={typed.replace('x-CODE', party.code.lower())}")
    assert "Nguyễn Thị Hoa" in page.text
    form = next(f for f in page.tree.iter("form") if "sign_up" in page.values(f))
    door.browser._send("POST", door.path, status=302, data=page.values(form))
    page = door.page()
    assert "People here: 3" in page.text
    assert "3 people are checked in." in page.text
    check_in = db.session.query(CheckIn).one()
    door.press(act="undo", check_in=str(check_in.id))
    assert count_people(event.id) == 0


def test_a_search_shows_nobody_else(door, event):
    expect(event, "王伟")
    expect(event, "أحمد علي")
    assert "王伟" in door.page("?q=王").text
    assert "王伟" not in door.page("?q=احمد").text
    assert "Nobody of this name is expected." in door.page("?q=zzz").text


def test_a_walk_in_needs_no_address_and_no_name(door, event):
    door.press(act="walk_in", people="4", name="", language="ar")
    party = db.session.query(SignUp).one()
    assert (party.way, party.language, party.person_id) == (SignUpWay.DOOR, "ar", None)
    assert count_people(event.id) == 4


@pytest.mark.parametrize("people", ["0", "21", "", "many"])
def test_what_is_no_number_of_people_is_said(door, event, people):
    page = door.press(status=422, act="walk_in", people=people, name="Rosa")
    assert page.errors()
    assert 'value="Rosa"' in page.body
    assert count_people(event.id) == 0


def test_a_long_name_is_refused(door, event):
    page = door.press(status=422, act="walk_in", name="x" * 10_000)
    assert page.errors() == ["Enter a name of 120 letters or fewer."]


def test_whoever_walked_in_and_is_taken_back_frees_the_place(door, event):
    event.capacity = 5
    db.session.commit()
    door.press(act="walk_in", people="2", name="Rosa")
    door.press(act="undo", check_in=str(db.session.query(CheckIn).one().id))
    db.session.refresh(event)
    assert event.seats_promised == 0
    assert db.session.query(SignUp).one().state is SignUpState.CANCELLED


def test_a_full_house_turns_nobody_away(door, event):
    event.capacity = 1
    db.session.commit()
    door.press(act="walk_in", people="3", name="Rosa")
    assert count_people(event.id) == 3


def test_what_is_sent_twice_counts_once(door, event):
    party = expect(event, party_size=2)
    sent = [
        entry("check_in", sign_up=str(party.id), people=2),
        entry("walk_in", people=3, name="Rosa"),
        entry("count"),
        entry("cards", card="offered", change="1"),
    ]
    for _again in range(2):
        assert door.outcomes(*sent) == ["stored"] * 4
    assert count_people(event.id) == 6
    assert get_card_count(event.id) == (1, 0, 0)
    assert db.session.query(SignUp).count() == 2


def test_the_room_made_for_a_walk_in_goes_with_them(door, event):
    event.capacity, event.held_for_walk_ins = 2, 1
    db.session.commit()
    door.press(act="walk_in", people="4", name="Rosa")
    db.session.refresh(event)
    assert (event.capacity, event.held_for_walk_ins) == (4, 0)
    rosa = str(db.session.query(CheckIn).one().id)
    for _press in range(2):
        door.press(act="undo", check_in=rosa)
    db.session.refresh(event)
    assert (event.capacity, event.held_for_walk_ins, event.seats_promised) == (2, 1, 0)


def test_seats_that_somebody_set_since_stay_as_they_said(door, event):
    event.capacity = 1
    db.session.commit()
    door.press(act="walk_in", people="3", name="Rosa")
    door.page()  # what was done is said here once, with a form to undo it
    door.browser.submit(f"/desk/events/{event.id}/edit", {"capacity": "10"})
    door.press(act="undo", check_in=str(db.session.query(CheckIn).one().id))
    db.session.refresh(event)
    assert (event.capacity, event.seats_promised) == (10, 0)


def test_what_is_sent_again_undoes_nothing_that_was_done_since(door, event):
    gone = expect(event, "Gone", state=SignUpState.CANCELLED)
    sent = entry("check_in", sign_up=str(gone.id))
    door.outcomes(sent, entry("undo", check_in=sent["key"]))
    gone.state = SignUpState.CANCELLED
    db.session.commit()
    assert door.outcomes(sent) == ["stored"]
    assert gone.state is SignUpState.CANCELLED
    assert count_people(event.id) == 0


def test_each_entry_is_answered_by_itself(door, event):
    gone = expect(event, "Gone", state=SignUpState.CANCELLED)
    twice = expect(event, "Twice")
    made = entry("count", people=2)
    found = door.outcomes(
        entry("check_in", sign_up=str(gone.id)),
        entry("check_in", sign_up=str(twice.id)),
        entry("check_in", sign_up=str(twice.id)),
        entry("check_in", sign_up=str(uuid.uuid4())),
        entry("arrive", name="ABCD2345"),
        made,
        entry("undo", check_in=made["key"]),
        entry("undo", check_in=made["key"]),
        entry("count", people=900),
        entry("dance"),
        "nothing",
        entry("cards", card="eaten"),
    )
    assert found == [
        *("not_expected", "stored", "in_already", "not_expected", "unknown", "stored"),
        *("stored", "nothing", "refused", "refused", "refused", "refused"),
    ]
    assert count_people(event.id) == 4


def test_nobody_is_counted_at_a_draft(client, cast):
    event = make_event(cast.outreach, state=EventState.DRAFT)
    door = Door(client.sign_in("coordinator"), f"/desk/events/{event.id}/door")
    assert door.outcomes(entry("count")) == ["refused"]
    door.press(status=409, act="count")


@pytest.mark.parametrize(("sent", "kept"), [("Ana\ud800", "Ana"), ("a\0b \u202ec", "ab c")])
def test_half_a_letter_in_a_name_stops_no_entry(door, sent, kept):
    assert door.outcomes(entry("walk_in", name=sent), entry("count")) == ["stored", "stored"]
    assert db.session.scalars(select(Person.name)).one() == kept


@pytest.mark.parametrize("body", [None, [], {"entries": "x"}, {"entries": [1] * 201}])
def test_what_is_no_list_of_entries_is_refused(door, body):
    token = door.browser.get(f"{door.path}/list").response.json["token"]
    headers = {"X-CSRFToken": token}
    door.browser._send("POST", f"{door.path}/entries", status=400, json=body, headers=headers)


def test_entries_without_a_token_are_refused(door):
    door.browser._send("POST", f"{door.path}/entries", status=400, json={"entries": []})


def test_the_list_holds_names_codes_and_how_many(door, event):
    party = expect(event, "Rosa Linden", party_size=2)
    kept = door.browser.get(f"{door.path}/list").response.json
    assert kept["expected"] == [[str(party.id), "Rosa Linden", party.code, 2, 0, None, None]]
    assert "@" not in str(kept)


def test_cards_are_counted_and_tied_to_nobody(door, event):
    for card, change in [
        ("offered", 1),
        ("offered", 1),
        ("taken", 1),
        ("taken", -1),
        ("taken", -1),
    ]:
        door.press(act="cards", card=card, change=str(change))
    assert get_card_count(event.id) == (2, 0, 0)
    assert set(CardCount.__table__.c.keys()) == {"event_id", "offered", "taken", "answered"}


def test_the_worker_may_reach_the_pages(client):
    response = client.get("/door-sw.js").response
    assert response.mimetype == "text/javascript"
    assert response.headers["Service-Worker-Allowed"] == "/"
    assert response.headers["Cache-Control"] == "no-cache"


def kiosk_path(app, event):
    with app.test_request_context():
        return re.sub(r"^https?://[^/]+", "", kiosk_address(event.id))


def test_a_kiosk_lets_people_in_by_code(app, client, event):
    party = expect(event, party_size=2)
    client.submit(kiosk_path(app, event), {"name": party.code.lower(), "people": "2"})
    made = db.session.query(CheckIn).one()
    assert (made.sign_up_id, made.people, made.came_by) == (party.id, 2, CameBy.KIOSK)


@pytest.mark.parametrize("name", ["rosa linden", "Somebody Else"])
def test_a_kiosk_tells_nobody_who_is_expected(app, client, event, name):
    expect(event, "Rosa Linden")
    path = kiosk_path(app, event)
    asked = client.submit(path, {"name": name, "people": "1"}, status=200)
    assert asked.text.replace(name, "NAME").startswith("Check in Open day Is this your name? NAME")
    client._send("POST", path, status=302, data=asked.values(asked.form()))
    assert "Welcome! You are checked in." in client.get(path).text
    made = db.session.query(CheckIn).one()
    assert made.sign_up_id is not None
    assert count_people(event.id) == 1


def test_a_kiosk_says_when_a_code_is_wrong(app, client, event):
    page = client.submit(kiosk_path(app, event), {"name": "ABCD-2345"}, status=422)
    assert page.errors() == ["We do not know this code. Check each letter."]


def test_a_kiosk_lets_walk_ins_in(app, client, event):
    client.submit(kiosk_path(app, event), {"name": "", "people": "5"})
    assert count_people(event.id) == 5


def test_a_kiosk_takes_only_arrivals(app, client, event):
    path = kiosk_path(app, event)
    headers = {"X-CSRFToken": client.get(f"{path}/token").response.json["token"]}
    sent = [entry("walk_in", people=2), entry("undo", check_in=str(uuid.uuid4())), entry("cards")]
    answer = client._send(
        "POST", f"{path}/entries", status=200, json={"entries": sent}, headers=headers
    )
    outcomes = [receipt["outcome"] for receipt in answer.response.json["receipts"]]
    assert outcomes == ["stored", "refused", "refused"]


def test_codes_cannot_be_tried_without_end_at_a_kiosk(app, client, event, monkeypatch):
    monkeypatch.setattr(kiosk, "TRIES", replace(kiosk.TRIES, tries=3))
    party, path = expect(event), kiosk_path(app, event)
    for code in ("ABCD2345", "ABCD2346", "ABCD2347"):
        client.submit(path, {"name": code}, status=422)
    page = client.submit(path, {"name": party.code}, status=422)
    assert page.errors() == ["Many people have sent this form from your network just now."]
    headers = {"X-CSRFToken": client.get(f"{path}/token").response.json["token"]}
    sent = {"entries": [entry("walk_in")]}
    client._send("POST", f"{path}/entries", status=429, json=sent, headers=headers)
    assert count_people(event.id) == 0


@pytest.mark.parametrize("hours", [-40, 48])
def test_a_kiosk_is_open_around_the_event_only(app, client, cast, hours):
    event = make_event(cast.outreach, starts_at=clock.now() + timedelta(hours=hours))
    client.get(kiosk_path(app, event), status=404)


@pytest.mark.parametrize("end", ["/", "/nowhere", "/token/", "/a/b"])
def test_an_address_under_a_kiosk_leads_back_to_it(app, client, event, end):
    path = kiosk_path(app, event)
    assert client.get(path + end, status=302).location.endswith(path)


def test_a_made_up_kiosk_is_none(client):
    client.get("/door/kiosk/made-up", status=404)


def test_no_refusal_leads_away_from_a_kiosk(app, client, cast, event):
    over = make_event(cast.outreach, starts_at=clock.now() - timedelta(days=3))
    open_one, closed = kiosk_path(app, event), kiosk_path(app, over)
    forged = {"csrf_token": "made-up", "people": "1"}
    refused = client._send("POST", open_one, status=400, data=forged)
    for path, page in ((open_one, refused), (closed, client.get(closed, status=404))):
        here = path.partition("?")[0]
        links = [link.get("href") for link in page.tree.iter("a")]
        assert here in links
        assert [link for link in links if link != "#main" and here not in link] == []
        assert list(page.tree.iter("form")) == []


@pytest.mark.parametrize(("who", "side"), [("liaison", "field"), ("staff", "desk")])
def test_whoever_works_at_a_door_finds_it_on_their_first_page(client, event, cast, who, side):
    browser, page = client.sign_in(who), f"/{side}/"
    link = f"/{side}/events/{event.id}/door"
    assert link not in browser.get(page).body
    db.session.add(EventStaff(event_id=event.id, user_id=cast.users[who].id))
    db.session.commit()
    assert link in browser.get(page).body


def test_attendance_is_taken_from_the_door(client, cast):
    event = make_event(cast.outreach, starts_at=clock.now() - timedelta(hours=1))
    browser = client.sign_in("coordinator")
    Door(browser, f"/desk/events/{event.id}/door").press(act="count", people="7")
    browser.get("/desk/")  # what was done is said once, with a form to undo it
    browser.submit(f"/desk/events/{event.id}/attendance", {})
    db.session.refresh(event)
    assert (event.attendance, event.attendance_note) == (7, "Counted at the door")
