"""What everybody sees of liaisons, and how somebody becomes one."""

import pytest
from factories.events import make_event
from factories.liaisons import make_liaison
from sqlalchemy import select

from liaison import clock
from liaison.city.models import City
from liaison.db import db
from liaison.events.models.event import EventState
from liaison.liaisons.models.liaison import Liaison, LiaisonState
from liaison.liaisons.operations.steps import step_liaison
from liaison.liaisons.policy.invitations import make_invitation, read_invitation
from liaison.liaisons.queries.likeness import list_alike
from liaison.liaisons.queries.waiting import find_same_that_waits
from liaison.mail import OutboxMessage
from liaison.people.operations import erase_person
from liaison.permissions import SYSTEM

JOIN = "/liaisons/join"
TYPED = {"name": "Rosa Pérez", "email": "rosa@example.org", "languages": ["es"], "has_agreed": "y"}


def shown(name, *, areas=(), languages=("vi",)):
    """A liaison whom everybody sees."""
    liaison = make_liaison(name, areas=areas, languages=languages)
    liaison.on_map_since, liaison.state = clock.now(), LiaisonState.ACTIVE
    return liaison


@pytest.mark.parametrize("state", [one for one in LiaisonState if one is not LiaisonState.ACTIVE])
def test_only_active_liaisons_are_shown(client, state):
    shown("Linh Tran").state = state
    db.session.commit()
    assert "Linh" not in client.get("/liaisons/").text


def test_nobody_is_shown_who_was_erased(client, cast):
    liaison = shown("Linh Tran", areas=[cast.district_1])
    erase_person(actor=SYSTEM, person=liaison.person)
    db.session.commit()
    page = client.get("/liaisons/")
    assert "Nobody to show here" in page.text
    assert "works in 0 of 2 areas" in page.text


def test_the_list_narrows_and_says_no_way_to_reach(client, cast):
    shown("Linh Tran", areas=[cast.district_1]).person.email = "linh@example.org"
    shown("Ali Haddad", areas=[cast.district_2], languages=("ar",))
    make_liaison("Somebody who did not agree", trained_on=None)
    db.session.commit()
    page = client.get("/liaisons/")
    assert "linh@example.org" not in page.body
    assert "did not agree" not in page.text
    assert "works in 2 of 2 areas" in page.text
    assert "Linh" not in client.get("/liaisons/?language=ar").text
    assert "Ali" not in client.get(f"/liaisons/?area={cast.district_1.id}").text
    assert "Nobody to show here" in client.get("/liaisons/?language=so&area=no&page=x").text


@pytest.mark.parametrize("language", ["en", "es", "zh-Hans", "vi", "ar"])
def test_somebody_offers_to_become_one(client, cast, language):
    typed = TYPED | {"area": str(cast.district_1.id), "communities": "Mothers at the market"}
    sent = client.submit(f"/{language}{JOIN}", typed, status=303)
    client.get(sent.location)
    liaison = db.session.scalars(select(Liaison)).one()
    assert liaison.state is LiaisonState.PROSPECT
    mail = db.session.scalars(select(OutboxMessage)).one()
    assert (mail.recipient, mail.language) == ("rosa@example.org", language)
    text = client.sign_in("coordinator").get(f"/desk/liaisons/{liaison.id}").text
    assert "Rosa Pérez" in text
    assert "Mothers at the market" in text


def test_a_form_sent_twice_makes_one_entry_and_one_message(client):
    page = client.get(JOIN)
    typed = TYPED | {"key": page.values(page.form())["key"]}
    client.submit(JOIN, typed, status=303)
    client.submit(JOIN, typed, status=303)
    assert len(db.session.scalars(select(Liaison)).all()) == 1
    assert len(db.session.scalars(select(OutboxMessage)).all()) == 1


def test_the_city_is_told_without_a_name(client):
    db.session.add(City(id=1, name="Testville", contact_email="liaisons@testville.example"))
    db.session.commit()
    client.submit(JOIN, TYPED, status=303)
    mail = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.recipient == "liaisons@testville.example")
    ).one()
    assert "/desk/liaisons/" in mail.body
    assert "Rosa" not in mail.subject + mail.body


def test_the_same_address_again_is_another_entry_and_the_answer_tells_nothing(client):
    first = client.submit(JOIN, TYPED, status=303).location
    assert client.submit(JOIN, TYPED | {"name": "Rosa P."}, status=303).location == first
    assert len(db.session.scalars(select(Liaison)).all()) == 2


def test_who_waits_and_offers_again_waits_once_and_what_is_new_is_added(client, cast):
    first = client.submit(JOIN, TYPED, status=303).location
    again = TYPED | {"name": "Perez, Rosa", "phone": "206 555 0188", "languages": ["es", "so"]}
    again |= {"area": str(cast.district_1.id), "communities": "Elders"}
    assert client.submit(f"/es{JOIN}", again, status=303).location.endswith(first)
    assert len(db.session.scalars(select(Liaison)).all()) == 1
    liaison = find_same_that_waits("Rosa Pérez", "rosa@example.org", None)
    assert (liaison.person.name, liaison.person.phone) == ("Rosa Pérez", "+12065550188")
    assert liaison.person.language == "es"
    assert [row.language for row in liaison.languages] == ["es", "so"]
    assert [row.community for row in liaison.communities] == ["Elders"]
    assert [row.area_id for row in liaison.areas] == [cast.district_1.id]
    assert len(db.session.scalars(select(OutboxMessage)).all()) == 2  # the same answer again


@pytest.mark.parametrize("other", ["answered", "another number"])
def test_who_does_not_wait_or_says_something_else_stands_beside_the_other(client, other):
    client.submit(JOIN, TYPED | {"phone": "206 555 0100"}, status=303)
    liaison = db.session.scalars(select(Liaison)).one()
    if other == "answered":
        step_liaison(actor=SYSTEM, liaison=liaison, verb="answer_liaison")
        db.session.commit()
    phone = "206 555 0100" if other == "answered" else "206 555 0199"
    client.submit(JOIN, TYPED | {"phone": phone}, status=303)
    assert len(list_alike(SYSTEM)) == 1


def test_what_is_missing_is_said_at_once(client):
    typed = {"name": "", "email": "", "languages": [], "has_agreed": []}
    page = client.submit(JOIN, typed, status=422)
    assert page.errors() == [
        "Enter your name.",
        "Enter an e-mail address or a telephone number.",
        "Choose at least one language.",
        "Tick that you agree. Without it we may not keep your name.",
    ]


def test_a_wrong_address_is_said_with_all_the_rest(client):
    typed = {"name": "", "email": "rosa at example", "phone": "12", "languages": ["es"]}
    page = client.submit(JOIN, typed, status=422)
    assert page.errors() == [
        "Enter your name.",
        "Enter an e-mail address like name@example.com.",
        "Enter a telephone number with its area code.",
        "Tick that you agree. Without it we may not keep your name.",
    ]


def test_an_event_invites_and_is_remembered(client, cast):
    event = make_event(cast.outreach, title="Repair café", state=EventState.PUBLISHED)
    db.session.commit()
    page = client.get(f"/events/{event.id}")
    link = next(a for a in page.tree.iter("a") if "/liaisons/join" in a.get("href", ""))
    form = client.get(link.get("href"))
    assert "You heard of it at: Repair café" in form.text
    client.submit(link.get("href"), TYPED, status=303)
    assert db.session.scalars(select(Liaison.joined_through)).one() == "Repair café"


def test_a_link_we_did_not_make_says_nothing(session):
    token = make_invitation("Café ☕")
    assert read_invitation(token) == "Café ☕"
    for broken in ("", "x", "é", token[:-3], "AAAA" + token[4:]):
        assert read_invitation(broken) == ""
