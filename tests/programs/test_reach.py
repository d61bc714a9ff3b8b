"""Who holds a role in an area, or two roles in two places: neither opens what lies beyond."""

from datetime import UTC, datetime

import pytest
from factories.contacts import make_contact
from factories.events import make_event
from factories.sign_ups import come

from liaison.accounts.operations.users import add_role
from liaison.contacts.imports import read_contacts
from liaison.db import db
from liaison.events.imports.files import read_events
from liaison.permissions import SYSTEM, Grant, Role


@pytest.fixture
def give(cast):
    """give("aide_of_2", Role.COORDINATOR, area_id=...): one more role."""

    def give_role(who, role, **place):
        add_role(actor=SYSTEM, user=cast.users[who], grant=Grant(role, **place))
        db.session.commit()

    return give_role


def test_a_manager_of_an_area_keeps_no_whole_programme(client, cast, give):
    give("partner", Role.PROGRAM_MANAGER, area_id=cast.district_1.id)
    partner, path = client.sign_in("partner"), f"/desk/programs/{cast.meters.id}"
    partner.get(path)
    year = {"year": "2026", "budget_cents": "1", "aim": ""}
    partner.post(f"{path}/years/new", year, status=404)
    partner.get(f"{path}/edit", status=404)
    for offered in ("/desk/worksheets/new", "/desk/demographics/points/new"):
        assert str(cast.meters.id) not in partner.get(offered).body
    event = make_event(cast.meters, area_id=cast.district_1.id)
    partner.post(f"/desk/events/{event.id}/offer-form", {}, status=404)


def test_a_manager_of_one_programme_changes_it(client, cast, give):
    give("partner", Role.PROGRAM_MANAGER, program_id=cast.outreach.id)
    path = f"/desk/programs/{cast.outreach.id}/edit"
    client.sign_in("partner").submit(path, {"name": "Parks and people"})
    assert "Parks and people" in client.sign_in("coordinator").get("/desk/programs/").text


def test_who_comes_stays_with_those_who_run_the_event(client, cast, give):
    give("partner", Role.PROGRAM_MANAGER, program_id=cast.meters.id)
    event = make_event(cast.outreach, starts_at=datetime(2090, 1, 1, tzinfo=UTC))
    come(event, 3, name="Ana Ruiz", email="ana@example.org")
    db.session.commit()
    client.sign_in("partner").get(f"/desk/events/{event.id}/sign-ups", status=404)


def test_a_council_office_takes_nothing_away_by_a_second_role(client, cast, give):
    give("aide_of_2", Role.PROGRAM_MANAGER, program_id=cast.meters.id)
    make_contact(cast.outreach, topic="Noise", area=cast.district_2)
    make_contact(cast.meters, topic="Water", area=cast.district_1)
    db.session.commit()
    aide = client.sign_in("aide_of_2")
    assert "Noise" in aide.get("/desk/contacts/").text
    taken = aide.get("/desk/contacts/?format=csv").body
    assert "Water" in taken
    assert "Noise" not in taken


def test_a_file_brings_nothing_into_another_area(cast, give):
    give("partner", Role.COORDINATOR, area_id=cast.district_1.id)
    actor, program_id = cast.actor("partner"), str(cast.meters.id)
    rows = b"key,opened_on,topic,area,place\nA,2026-01-05,Trees,1,\nB,2026-01-05,Trees,2,\n"
    contacts = read_contacts(actor, rows, program_id=program_id)
    assert [row.source_key for row in contacts.rows] == ["A"]
    assert [row.line for row in contacts.refused] == [3]
    rows = b"Title,Date,Start,Area code\nFair,2026-01-05,18:30,1\nFilm,2026-01-05,18:30,2\n"
    events = read_events(actor, rows, program_id=program_id)
    assert [row.details.title for row in events.rows] == ["Fair"]
    assert [row.line for row in events.refused] == [3]
