"""Reading the audit log."""

import pytest

from liaison.audit.operations import record, record_without_row
from liaison.db import db


@pytest.fixture
def renamed(cast):
    """The administrator renamed a department."""
    administrator = cast.actor("administrator")
    cast.parks.name = "Parks and gardens"
    record(administrator, "rename_department", cast.parks)
    db.session.commit()
    return cast.parks


def rows(page):
    return [" ".join("".join(row.itertext()).split()) for row in page.tree.findall(".//tbody/tr")]


def test_it_says_who_did_what_when_and_what_changed(client, renamed):
    page = client.sign_in("privacy_officer").get("/desk/audit/?action=rename")
    (row,) = rows(page)
    assert "Administrator" in row
    assert "Renamed a department" in row
    assert "Name: from Parks to Parks and gardens" in row
    assert str(renamed.id) in row


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("action=Renamed+a+dep", 1),
        ("action=rename_department", 1),
        ("person=ADMINISTRATOR&action=rename", 1),
        ("person=administrator@example.org&action=rename", 1),
        ("person=analyst&action=rename", 0),
        ("subject=department", 1),
        ("subject=Role+grant", 0),
        ("action=%25", 0),
    ],
)
def test_it_is_narrowed_by_person_act_and_record(client, renamed, query, count):
    page = client.sign_in("privacy_officer").get(f"/desk/audit/?{query}")
    assert len(rows(page)) == count


def test_one_record_is_followed_by_its_key(client, renamed):
    browser = client.sign_in("privacy_officer")
    page = browser.get(f"/desk/audit/?subject={renamed.id}")
    assert len(rows(page)) == 1


def test_it_is_paged_the_newest_first(client, cast, renamed):
    administrator = cast.actor("administrator")
    for number in range(60):
        renamed.name = f"Name {number}"
        record(administrator, "rename_department", renamed)
    db.session.commit()
    browser = client.sign_in("privacy_officer")
    first = browser.get("/desk/audit/?action=rename")
    assert "Showing 1 to 50 of 61 entries" in first.text
    assert "Name 59" in rows(first)[0]
    assert len(rows(browser.get("/desk/audit/?action=rename&page=2"))) == 11


def test_names_of_people_come_from_their_accounts_and_are_not_in_the_log(client, cast):
    browser = client.sign_in("coordinator")
    browser.submit("/account/edit", {"name": "Unmistakable", "language": ""})
    (row,) = rows(client.sign_in("privacy_officer").get("/desk/audit/?action=edit_own"))
    assert row.count("Unmistakable") == 1
    assert "Name: changed" in row


def test_a_refused_page_is_on_record(client):
    client.sign_in("analyst").get("/desk/audit/", status=403)
    (row,) = rows(client.sign_in("privacy_officer").get("/desk/audit/?action=refused"))
    assert "Analyst" in row
    assert "audit.list_entries" in row


def test_acts_are_named_and_found_in_the_readers_language(client, renamed):
    browser = client.sign_in("privacy_officer")
    (row,) = rows(browser.get("/es/desk/audit/?action=nombre+de+un+departamento"))
    assert "Cambió el nombre de un departamento" in row


@pytest.mark.parametrize("who", ["coordinator", "manager", "reviewer", "partner", "liaison"])
def test_others_do_not_read_it(client, who):
    client.sign_in(who).get("/desk/audit/", status=403)


def test_records_and_values_are_named_in_the_readers_language(client, renamed):
    browser = client.sign_in("privacy_officer")
    page = browser.get("/es/desk/audit/?action=rename_department")
    (row,) = rows(page)
    assert "Departamento" in row
    assert "Nombre: de Parks a Parks and gardens" in row
    found = browser.get("/es/desk/audit/?subject=departamento")
    assert len(rows(found)) == 1


def test_what_has_no_words_any_more_is_read_as_it_was_stored(client, cast):
    record_without_row(cast.actor("administrator"), "fold_map", "paper_map", old_scale="1")
    db.session.commit()
    (row,) = rows(client.sign_in("privacy_officer").get("/desk/audit/?action=fold_map"))
    assert "Fold map" in row
    assert "Paper map" in row
    assert "Old scale: 1" in row
