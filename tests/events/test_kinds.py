"""Kinds of events are the city's own list."""

import pytest
from factories.events import make_event

from liaison.accounts.models import RoleGrant
from liaison.db import db
from liaison.events.queries.kinds import find_kind_name, list_kinds
from liaison.permissions import Role

KINDS = "/desk/event-kinds"


def names(language="en"):
    return {kind.key: kind.name for kind in list_kinds(language)}


@pytest.mark.parametrize(
    ("who", "status"), [("administrator", 200), ("coordinator", 403), ("outsider", 403)]
)
def test_only_who_keeps_the_city_keeps_its_kinds(client, who, status):
    client.sign_in(who).get(f"{KINDS}/", status=status)


def test_who_keeps_the_settings_of_a_department_only_does_not(client, cast):
    # such a role is not given any more; one from before would still be there
    user = cast.users["outsider"]
    grant = RoleGrant(user_id=user.id, role=Role.ADMINISTRATOR, department_id=cast.water.id)
    db.session.add(grant)
    db.session.commit()
    client.sign_in("outsider").get(f"{KINDS}/", status=403)


def test_a_city_starts_with_the_kinds_everybody_has(session):
    assert {"community_meeting", "own_event", "tabling", "focus_group", "training"} <= set(names())
    assert names("es")["training"] == "Sesión de capacitación"


def test_a_new_kind_is_offered_in_each_language(client, cast):
    administrator = client.sign_in("administrator")
    sent = {"name": "Walk along", "name_es": "Caminata", "name_zh_Hans": "散步"}
    administrator.submit(f"{KINDS}/add", sent)
    assert (names()["walk_along"], names("es")["walk_along"]) == ("Walk along", "Caminata")
    assert names("vi")["walk_along"] == "Walk along"
    assert "Walk along" in client.sign_in("coordinator").get("/desk/events/new").text


def test_a_name_is_given_once(client):
    page = client.sign_in("administrator").submit(
        f"{KINDS}/add", {"name": "focus GROUP"}, status=422
    )
    assert page.errors() == ["There is a kind of this name already. Enter another name."]


def test_names_in_letters_that_are_not_latin_have_keys_too(client):
    administrator = client.sign_in("administrator")
    administrator.submit(f"{KINDS}/add", {"name": "散步"})
    administrator.submit(f"{KINDS}/add", {"name": "مشي"})
    assert (names()["kind"], names()["kind_2"]) == ("散步", "مشي")


def test_renaming_keeps_events_where_they_are(client, cast):
    event = make_event(cast.outreach, kind="tabling")
    administrator = client.sign_in("administrator")
    administrator.submit(f"{KINDS}/tabling/rename", {"name": "Stand", "name_vi": ""})
    assert "Stand" in client.get(f"/events/{event.id}").text
    assert find_kind_name("tabling", "vi") == "Stand"


def test_a_retired_kind_stays_with_events_that_have_it(client, cast):
    event = make_event(cast.outreach, kind="tabling")
    client.sign_in("administrator").post(f"{KINDS}/tabling/retire", {})
    coordinator = client.sign_in("coordinator")
    assert "Table, stall or pop-up" not in coordinator.get("/desk/events/new").text
    coordinator.submit(f"/desk/events/{event.id}/edit", {"title": "Market stall"})
    assert (event.title, event.kind) == ("Market stall", "tabling")
    client.sign_in("administrator").post(f"{KINDS}/tabling/restore", {})
    assert "Table, stall or pop-up" in coordinator.get("/desk/events/new").text


def test_an_unknown_kind_is_not_there(client):
    client.sign_in("administrator").get(f"{KINDS}/no-such/rename", status=404)


def test_a_dropped_draft_is_out_of_sight_and_can_come_back(client, cast):
    event = make_event(cast.outreach, state="draft")
    coordinator = client.sign_in("coordinator")
    page = coordinator.get(coordinator.post(f"/desk/events/{event.id}/drop", {}).location)
    assert "Dropped" in page.text
    client.get(f"/events/{event.id}", status=404)
    coordinator.post(f"/desk/events/{event.id}/take-up", {})
    assert event.state == "draft"
