"""The desk's list of users: roles, closing, the last administrator."""

import pytest
from sqlalchemy import select

from liaison.accounts.models import RoleGrant, User, UserState
from liaison.accounts.operations.users import add_role, close_account, create_user, remove_role
from liaison.accounts.queries import actor_of
from liaison.audit.models import AuditEntry
from liaison.db import db
from liaison.errors import Conflict, WrongState
from liaison.permissions import Grant, Role


def grant_of(user):
    return db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == user.id)).one()


def address(cast, who):
    return f"/desk/accounts/{cast.users[who].id}"


def test_the_list_shows_who_holds_what(client):
    page = client.sign_in("privacy_officer").get("/desk/accounts/")
    assert "Council office, area: District 2" in page.text
    assert "Partner, programme: Parks outreach" in page.text
    assert "Invite somebody" not in page.text


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("text=AIDE", "Aide Of 2", "Analyst"),
        ("role=analyst", "Analyst", "Aide Of 2"),
        ("state=closed", "Outsider", "Coordinator"),
        ("text=100%25", "No account matches", "Coordinator"),
    ],
)
def test_the_list_is_narrowed_by_its_address(client, cast, query, shown, hidden):
    cast.users["outsider"].state = UserState.CLOSED
    db.session.commit()
    page = client.sign_in("administrator").get(f"/desk/accounts/?{query}")
    table = page.text.partition("Clear filters")[2]
    assert shown in table
    assert hidden not in table


@pytest.mark.parametrize("who", ["coordinator", "analyst", "partner", "liaison"])
def test_others_do_not_see_accounts(client, cast, who):
    browser = client.sign_in(who)
    browser.get("/desk/accounts/", status=403)
    browser.get(address(cast, "analyst"), status=403)


def test_a_right_to_a_part_of_the_city_shows_nobody(client, cast):
    grant_of(cast.users["privacy_officer"]).department_id = cast.parks.id
    db.session.commit()
    browser = client.sign_in("privacy_officer")
    assert "No account matches" in browser.get("/desk/accounts/").text
    browser.get(address(cast, "analyst"), status=404)


def test_a_privacy_officer_looks_but_does_not_touch(client, cast):
    browser = client.sign_in("privacy_officer")
    assert "Close the account" not in browser.get(address(cast, "analyst")).text
    browser.post(f"{address(cast, 'analyst')}/close", {}, status=403)


def test_roles_come_and_go(client, cast):
    browser = client.sign_in("administrator")
    form = {"role": "reviewer", "place": f"department:{cast.water.id}"}
    browser.submit(address(cast, "outsider"), {}, status=302)  # takes the role they had away
    browser.post(f"{address(cast, 'outsider')}/roles", form)
    assert actor_of(cast.users["outsider"].id).grants == (
        Grant(Role.REVIEWER, department_id=cast.water.id),
    )
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action.endswith("_role")))
    assert sorted(str(entry.changes["role"]) for entry in entries) == [
        "['program_manager', None]",
        "[None, 'reviewer']",
    ]


def test_the_same_role_is_not_given_twice(cast):
    analyst = cast.users["analyst"]
    with pytest.raises(Conflict):
        add_role(actor=cast.actor("administrator"), user=analyst, grant=Grant(Role.ANALYST))


def test_closing_signs_out_and_reopening_lets_in_again(client, cast):
    browser = client.sign_in("administrator")
    theirs = client.sign_in("analyst")
    browser.post(f"{address(cast, 'analyst')}/close", {})
    theirs.get("/desk/", status=302)
    browser.post(f"{address(cast, 'analyst')}/reopen", {})
    theirs.get("/desk/", status=302)
    client.sign_in("analyst").get("/desk/")


def test_nobody_locks_themselves_out(client, cast):
    browser, own = client.sign_in("administrator"), cast.users["administrator"]
    page = browser.get(address(cast, "administrator"))
    assert "You cannot close your own account." in page.text
    browser.post(f"{address(cast, 'administrator')}/close", {}, status=409)
    grant = grant_of(own)
    browser.post(f"{address(cast, 'administrator')}/roles/{grant.id}/remove", {}, status=409)
    browser.get("/desk/accounts/")


def test_the_last_administrator_stays(cast):
    second = create_user(
        actor=cast.actor("administrator"),
        email="second@example.org",
        name="Second",
        grants=(Grant(Role.ADMINISTRATOR),),
    )
    first = cast.users["administrator"]
    close_account(actor=actor_of(second.id), user=first)
    third = cast.actor("coordinator")
    with pytest.raises(WrongState):
        close_account(actor=third, user=second)
    with pytest.raises(WrongState):
        remove_role(actor=third, user=second, grant_id=grant_of(second).id)


def test_names_of_users_are_never_in_the_audit_log(client, cast):
    browser = client.sign_in("coordinator")
    browser.submit("/account/edit", {"name": "Unmistakable", "language": ""})
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "edit_own_account")
    ).one()
    assert entry.changes == {"name": "changed"}
    assert db.session.get_one(User, cast.users["coordinator"].id).name == "Unmistakable"
