"""Accounts are made by invitation."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from liaison import clock
from liaison.accounts.models import Invitation, RoleGrant, User
from liaison.accounts.operations.users import create_user
from liaison.audit.models import AuditEntry
from liaison.db import db
from liaison.errors import InvalidInput
from liaison.mail import OutboxMessage
from liaison.permissions import SYSTEM, Grant, Role

FORM = {
    "name": "Rosa Díaz",
    "email": "Rosa@Example.org",
    "role": "liaison",
    "place": "city",
    "language": "es",
}
OWN = {"name": "Rosa D.", "password": "seven quiet rivers", "again": "seven quiet rivers"}


def invite(client, **changes):
    return client.sign_in("administrator").submit("/desk/accounts/invite", FORM | changes)


def test_an_invited_liaison_makes_an_account_and_lands_in_the_field(client, mailed):
    invite(client)
    link = mailed("rosa@example.org")
    assert link.startswith("/es/invitations/")
    assert client.submit(link, OWN).location == "/es/field/"
    user = db.session.scalars(select(User).where(User.email == "rosa@example.org")).one()
    assert (user.name, user.language) == ("Rosa D.", "es")
    assert "Rosa D." in client.get("/account").text


@pytest.mark.parametrize("kind", ["department", "program", "area"])
def test_a_role_is_held_where_the_invitation_says(client, cast, mailed, kind):
    place = {"department": cast.parks, "program": cast.outreach, "area": cast.district_2}[kind]
    invite(client, place=f"{kind}:{place.id}")
    client.submit(mailed("rosa@example.org"), OWN)
    grant = db.session.scalars(select(RoleGrant).order_by(RoleGrant.id.desc())).first()
    assert getattr(grant, f"{kind}_id") == place.id


def test_a_link_works_once(client, mailed):
    invite(client)
    link = mailed("rosa@example.org")
    client.submit(link, OWN)
    assert "This link does not work any more" in client.get(f"/en/{link[4:]}", status=404).body


def test_a_link_works_for_seven_days(client, mailed, at):
    invite(client)
    link = mailed("rosa@example.org")
    at(clock.now() + timedelta(days=6, hours=23))
    client.get(link)
    at(clock.now() + timedelta(hours=2))
    client.get(link, status=404)


def test_sending_again_makes_the_old_link_useless(client, mailed):
    invite(client)
    old = mailed("rosa@example.org")
    one = db.session.scalars(select(Invitation)).one()
    client.sign_in("administrator").post(f"/desk/accounts/invitations/{one.id}/send-again", {})
    client.get(old, status=404)
    client.get(mailed("rosa@example.org"))


def test_a_withdrawn_link_is_useless(client, mailed):
    invite(client)
    one = db.session.scalars(select(Invitation)).one()
    client.sign_in("administrator").post(f"/desk/accounts/invitations/{one.id}/withdraw", {})
    client.get(mailed("rosa@example.org"), status=404)


def test_somebody_with_an_account_is_not_invited(client):
    browser = client.sign_in("administrator")
    form = FORM | {"email": "analyst@example.org"}
    page = browser.submit("/desk/accounts/invite", form, status=422)
    assert page.errors() == ["Somebody with this e-mail address has an account."]
    assert page.values(page.form())["name"] == ["Rosa Díaz"]


def test_an_administrator_of_a_part_could_give_themselves_the_rest(client, cast):
    browser = client.sign_in("administrator")
    form = FORM | {"role": "administrator", "place": f"department:{cast.parks.id}"}
    page = browser.submit("/desk/accounts/invite", form, status=422)
    assert page.errors() == ["An administrator works for the whole city."]


@pytest.mark.parametrize(
    ("role", "place", "refusal"),
    [
        ("council_office", "city", "A council office sees its own area only. Choose the area."),
        ("council_office", "parks", "A council office sees its own area only. Choose the area."),
        ("partner", "city", "A partner sees what it shares only. Choose its programme."),
    ],
)
def test_who_works_for_a_part_is_not_shown_the_whole_city(client, cast, role, place, refusal):
    place = f"department:{cast.parks.id}" if place == "parks" else place
    form = FORM | {"role": role, "place": place}
    page = client.sign_in("administrator").submit("/desk/accounts/invite", form, status=422)
    assert page.errors() == [refusal]


def test_no_account_is_made_with_a_reach_its_role_may_not_have(session):
    with pytest.raises(InvalidInput, match="council office"):
        create_user(
            actor=SYSTEM,
            email="one@example.org",
            name="One",
            grants=(Grant(Role.COUNCIL_OFFICE),),
        )


@pytest.mark.parametrize("who", ["coordinator", "privacy_officer", "liaison"])
def test_only_administrators_invite(client, who):
    browser = client.sign_in(who)
    browser.get("/desk/accounts/invite", status=403)
    browser.post("/desk/accounts/invite", FORM, status=403)


def test_two_invitations_to_one_address_make_one_account(client, mailed):
    invite(client)
    first = mailed("rosa@example.org")
    invite(client)
    client.submit(mailed("rosa@example.org"), OWN)
    page = client.submit(first, OWN, status=422)
    assert len(page.errors()) == 1


def test_a_form_sent_twice_invites_once_and_its_link_works(client, mailed):
    administrator, path = client.sign_in("administrator"), "/desk/accounts/invite"
    page = administrator.get(path)
    sent = page.values(page.form()) | FORM
    del sent["csrf_token"]  # the browser of the tests brings its own
    for _time in range(2):
        assert administrator.post(path, sent).location == "/desk/accounts/"
    assert db.session.scalars(select(Invitation)).one()
    assert db.session.scalars(select(OutboxMessage)).one()
    client.submit(mailed("rosa@example.org"), OWN)
    assert administrator.post(path, sent).location == "/desk/accounts/"  # she has come meanwhile


def test_neither_name_nor_address_nor_token_is_in_the_audit_log(client, mailed):
    invite(client)
    client.submit(mailed("rosa@example.org"), OWN)
    log = repr([entry.changes for entry in db.session.scalars(select(AuditEntry))]).lower()
    assert "rosa" not in log
    assert db.session.scalars(select(Invitation)).one().token_hash not in log


def test_the_message_greets_in_the_chosen_language(client):
    invite(client)
    message = db.session.scalars(select(OutboxMessage)).one()
    assert (message.recipient, message.language) == ("rosa@example.org", "es")
    assert "Rosa Díaz" in message.body
