"""Contacts at the desk over HTTP."""

import io
from datetime import UTC, date, datetime

import pytest
from factories.contacts import make_contact
from openpyxl import load_workbook
from sqlalchemy import select
from statements import counted

from liaison.audit.models import AuditEntry
from liaison.contacts.models import Channel
from liaison.contacts.views import desk
from liaison.db import db

LIST = "/desk/contacts/"


@pytest.fixture(autouse=True)
def _spring(at):
    at(datetime(2026, 4, 1, 16, tzinfo=UTC))


@pytest.fixture
def three(cast):
    """Trees in district 1, noise in district 2 by phone in winter, water of another programme."""
    made = {
        "Trees": make_contact(
            cast.outreach, topic="Trees", area=cast.district_1, concern="A branch fell 100% down"
        ),
        "Noise": make_contact(
            cast.outreach,
            topic="Noise",
            area=cast.district_2,
            channel=Channel.PHONE,
            opened_on=date(2026, 1, 31),
        ),
        "Water": make_contact(cast.meters, topic="Water", place="=HYPERLINK(1)"),
    }
    db.session.commit()
    return made


@pytest.mark.parametrize(
    ("who", "status"), [("coordinator", 200), ("aide_of_2", 200), ("staff", 403), ("liaison", 403)]
)
def test_who_opens_the_list(client, who, status):
    client.sign_in(who).get(LIST, status=status)


@pytest.mark.parametrize(
    ("query", "topics"),
    [
        ("", "Trees Noise Water"),
        ("?topic={three[Noise].topic_id}", "Noise"),
        ("?area={cast.district_1.id}", "Trees"),
        ("?program={cast.meters.id}", "Water"),
        ("?channel=phone", "Noise"),
        ("?state=open", "Trees Noise Water"),
        ("?state=closed", ""),
        ("?state=waiting", "Noise"),
        ("?month=2026-01", "Noise"),
        ("?text=BRANCH", "Trees"),
        ("?text=%25", "Trees"),
        ("?page=9", ""),
        ("?topic=no&area=no&program=no&channel=no&state=no&month=13&page=no", "Trees Noise Water"),
    ],
)
def test_filters(client, cast, three, query, topics):
    page = client.sign_in("coordinator").get(LIST + query.format(cast=cast, three=three))
    cells = {"".join(cell.itertext()).strip() for cell in page.tree.findall(".//tbody/tr/th")}
    assert cells == set(topics.split())


def test_out_of_scope_is_not_found(client, three):
    aide = client.sign_in("aide_of_2")
    assert "Noise" in aide.get(LIST).text
    aide.get(f"{LIST}{three['Noise'].id}")
    for path in ("", "/edit"):
        aide.get(f"{LIST}{three['Trees'].id}{path}", status=404)
    aide.post(f"{LIST}{three['Trees'].id}/steps/close_contact", {}, status=404)
    outsider = client.sign_in("outsider")
    outsider.get(f"{LIST}{three['Trees'].id}", status=404)
    outsider.get(f"{LIST}{three['Water'].id}")


def test_close_reopen_and_change(client, cast, three):
    coordinator, path = client.sign_in("coordinator"), f"{LIST}{three['Trees'].id}"
    coordinator.post(f"{path}/steps/close_contact", {})
    assert "Closed on April 1, 2026" in coordinator.get(path).text
    coordinator.post(f"{path}/steps/close_contact", {}, status=409)
    coordinator.post(f"{path}/steps/burn_contact", {}, status=404)
    coordinator.post(f"{path}/steps/reopen_contact", {})
    coordinator.submit(f"{path}/edit", {"detail": "Fallen branch"})
    text = coordinator.get(path).text
    assert "Fallen branch" in text
    assert "Opened again" in text
    assert "Changed" in text


def test_downloads_hold_what_is_shown_and_are_recorded(client, three):
    coordinator = client.sign_in("coordinator")
    body = coordinator.get(f"{LIST}?month=2026-04&format=csv").body
    assert "Trees" in body
    assert "'=HYPERLINK(1)" in body
    assert "Noise" not in body
    book = load_workbook(io.BytesIO(coordinator.get(f"{LIST}?format=xlsx").response.data))
    assert book.worksheets[0].max_row == 4
    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert actions.count("export_contacts") == 2


def test_a_council_office_takes_no_list_away(client, three):
    aide = client.sign_in("aide_of_2")
    assert "CSV" not in aide.get(LIST).text
    aide.get(f"{LIST}?format=csv", status=403)


def test_too_long_a_download_says_what_to_do(client, three, monkeypatch):
    monkeypatch.setattr(desk, "ROWS_IN_CSV", 2)
    coordinator = client.sign_in("coordinator")
    back = coordinator.get(f"{LIST}?state=open&format=csv", status=302).location
    assert back.endswith("?state=open")
    assert "Choose a month or an area, then download." in coordinator.get(back).text


def test_the_front_page_says_what_waits(client, three):
    text = client.sign_in("coordinator").get("/desk/").text
    assert "2 contacts were opened this week." in text
    assert "1 is open for more than 30 days." in text


def test_the_list_asks_the_database_little(client, three):
    coordinator = client.sign_in("coordinator")
    coordinator.get(LIST)
    with counted() as statements:
        coordinator.get(f"{LIST}?state=open")
    assert len(statements) <= 6
