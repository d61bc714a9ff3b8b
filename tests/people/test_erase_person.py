"""Erasing a person: afterwards no table says who it was."""

from datetime import date

import pytest
from sqlalchemy import select

from liaison import clock, mail
from liaison.accounts.models import Invitation, User, UserState
from liaison.accounts.operations.users import create_user
from liaison.audit.models import AuditEntry
from liaison.audit.operations import record
from liaison.contacts.models import Channel, Contact, Topic
from liaison.db import Base, db
from liaison.errors import NotAllowed
from liaison.liaisons.models.liaison import Liaison, LiaisonCommunity, LiaisonKind
from liaison.people.operations import create_person, erase_person
from liaison.permissions import SYSTEM, Grant, Role

NAME, EMAIL, PHONE = "Xiomara Quetzal", "xiomara@example.org", "+12125550147"
TRACES = ("xiomara", "quetzal", "5550147")


@pytest.fixture
def xiomara(cast):
    """A person with everything: a liaison with an account, a contact, messages, an invitation."""
    actor = cast.actor("coordinator")
    person = create_person(actor=actor, name=NAME, email=EMAIL, phone=PHONE, language="es")
    user = create_user(actor=SYSTEM, email=EMAIL, name=NAME, grants=(Grant(Role.LIAISON),))
    record(
        actor,
        "add_liaison",
        Liaison(
            person_id=person.id,
            user_id=user.id,
            sort_name=NAME.casefold(),
            kind=next(iter(LiaisonKind)),
            joined_on=date(2026, 1, 5),
            communities=[LiaisonCommunity(community=f"Neighbours of {NAME}")],
        ),
    )
    topic = db.session.scalars(select(Topic)).first() or Topic(key="noise", name="Noise")
    db.session.add(topic)
    db.session.flush()
    record(actor, "log_contact", contact_of(person, topic, cast))
    mail.queue(mail.Message(EMAIL, f"For {NAME}", f"Hello {NAME}"))
    db.session.add(invitation())
    db.session.commit()
    return person


def contact_of(person, topic, cast):
    return Contact(
        program_id=cast.outreach.id,
        topic_id=topic.id,
        detail=f"Noise at {NAME}'s",
        place=f"{NAME}'s shop",
        channel=Channel.PHONE,
        concern=f"{NAME} says the street is loud",
        promised=f"Call {PHONE}",
        person_id=person.id,
        opened_on=date(2026, 2, 2),
        local_year=2026,
        local_month=2,
        logged_at=clock.now(),
    )


def invitation():
    return Invitation(
        token_hash="0" * 64,
        email=EMAIL,
        name=NAME,
        role=Role.LIAISON,
        invited_at=clock.now(),
        expires_at=clock.now(),
    )


def traces():
    """Where any column of any table holds the name, the address or the number."""
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(select(table))
        for column, value in zip(table.columns, row, strict=True)
        if any(trace in str(value).lower() for trace in TRACES)
    }


def test_afterwards_no_column_of_any_table_says_who_it_was(xiomara, cast):
    assert {"person.name", "liaison.sort_name", "contact.concern", "user_account.email"} < traces()
    assert "audit_entry.changes" not in traces()
    erase_person(actor=cast.actor("privacy_officer"), person=xiomara)
    db.session.commit()
    assert traces() == set()


def test_counts_stay_and_the_act_is_on_record(xiomara, cast):
    officer = cast.actor("privacy_officer")
    erase_person(actor=officer, person=xiomara)
    contact = db.session.scalars(select(Contact)).one()
    assert (contact.person_id, contact.place, contact.concern) == (xiomara.id, "-", "-")
    assert (xiomara.name, xiomara.email, xiomara.phone, xiomara.language) == ("", None, None, None)
    assert xiomara.erased_at is not None
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "erase_person")).one()
    assert (entry.actor_id, entry.subject_id) == (officer.user_id, str(xiomara.id))
    assert entry.changes["name"] == "changed"


def test_their_account_is_closed(xiomara, cast):
    user = db.session.scalars(select(User).where(User.email == EMAIL)).one()
    erase_person(actor=cast.actor("privacy_officer"), person=xiomara)
    assert (user.state, user.name, user.email) == (UserState.CLOSED, "", f"erased-{user.id}")


def test_nobody_else_is_touched(xiomara, cast):
    other = create_person(actor=SYSTEM, name="Somebody Else", email="else@example.org")
    erase_person(actor=cast.actor("privacy_officer"), person=xiomara)
    assert (other.name, other.email) == ("Somebody Else", "else@example.org")
    assert db.session.get_one(User, cast.users["liaison"].id).name == "Liaison"


@pytest.mark.parametrize("who", ["coordinator", "liaison"])
def test_only_who_may_erase_does(xiomara, cast, who):
    with pytest.raises(NotAllowed):
        erase_person(actor=cast.actor(who), person=xiomara)


def test_the_officer_looks_up_and_erases(client, xiomara):
    browser = client.sign_in("privacy_officer")
    for words in (EMAIL.upper(), "quetz", "(212) 555-0147"):
        assert NAME in browser.submit("/desk/people/", {"words": words}, status=200).text
    address = f"/desk/people/{xiomara.id}/erase"
    page = browser.submit(address, {}, status=422)
    assert "tick the box" in page.errors()[0]
    browser.submit(address, {"is_sure": "y"})
    browser.get(address, status=404)
    page = browser.submit("/desk/people/", {"words": EMAIL}, status=200)
    assert "We keep nothing" in page.text


def test_the_page_names_the_accounts_that_will_be_closed(client, cast):
    shared = create_person(actor=SYSTEM, name="Ana", email="Analyst@example.org")
    nobody = create_person(actor=SYSTEM, name="Ben", email="ben@example.org")
    db.session.commit()
    browser = client.sign_in("privacy_officer")
    page = browser.get(f"/desk/people/{shared.id}/erase")
    assert "closed and emptied too: Analyst ( analyst@example.org )" in page.text
    page = browser.get(f"/desk/people/{nobody.id}/erase")
    assert "account" not in page.text
    assert "Counts and dates stay" in page.text


def test_the_page_names_the_account_of_a_liaison(client, xiomara):
    xiomara.email = None
    db.session.commit()
    page = client.sign_in("privacy_officer").get(f"/desk/people/{xiomara.id}/erase")
    assert f"{NAME} ( {EMAIL} )" in page.text


def test_each_look_up_is_on_record_without_what_was_typed(client, xiomara, cast):
    browser = client.sign_in("privacy_officer")
    browser.submit("/desk/people/", {"words": "quetzal"}, status=200)
    browser.submit("/desk/people/", {"words": "nobody at all"}, status=200)
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "look_up_person").order_by(AuditEntry.id)
    ).all()
    assert [entry.subject_id for entry in entries] == [str(xiomara.id), None]
    assert {entry.actor_id for entry in entries} == {cast.users["privacy_officer"].id}
    assert {str(entry.changes) for entry in entries} == {"{}"}


@pytest.mark.parametrize("who", ["coordinator", "analyst", "liaison"])
def test_others_do_not_look_people_up(client, xiomara, who):
    browser = client.sign_in(who)
    browser.get("/desk/people/", status=403)
    browser.get(f"/desk/people/{xiomara.id}/erase", status=403)


def test_a_person_too_short_to_mean_anybody_is_not_looked_up(client, xiomara):
    page = client.sign_in("privacy_officer").submit("/desk/people/", {"words": "x"}, status=422)
    assert page.errors() == ["Enter at least three letters or digits."]
