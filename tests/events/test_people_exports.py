"""Lists of persons as files: for whom, what is in them, and the trace that taking one leaves."""

import csv
import io
from datetime import timedelta

import pytest
from factories.events import NOON, make_event
from factories.sign_ups import come
from openpyxl import load_workbook
from sqlalchemy import select

from liaison.audit.models import AuditEntry
from liaison.db import db
from liaison.events.models.need import NeedKind
from liaison.events.operations.needs import NeedDetails
from liaison.events.operations.sign_ups import cancel_sign_up
from liaison.permissions import VISITOR

NAME = "=HYPERLINK(1)"
WORDS = "+1 child, two years old"


@pytest.fixture
def event(cast, at):
    at(NOON - timedelta(days=2))
    return make_event(cast.outreach)


@pytest.fixture
def guest(event):
    """Somebody whose name a spreadsheet would run."""
    needs = (NeedDetails(NeedKind.CHILDCARE, words=WORDS),)
    made = come(event, 2, name=NAME, phone="212 555 0123", needs=needs)
    db.session.commit()
    return made


def rows_of(page):
    return list(csv.DictReader(io.StringIO(page.body.removeprefix("\ufeff"))))


def acts():
    asked = select(AuditEntry.subject_id).where(AuditEntry.action.startswith("export_"))
    return db.session.scalars(asked).all()


def test_who_signed_up(client, event, guest):
    path = f"/desk/events/{event.id}/sign-ups"
    page = client.sign_in("coordinator").get(f"{path}?format=csv")
    [row] = rows_of(page)
    assert (row["sign_up_id"], row["event_id"]) == (str(guest.id), str(event.id))
    assert (row["name"], row["people"], row["phone"]) == (f"'{NAME}", "2", "'+12125550123")
    assert (row["state"], row["code"]) == ("signed_up", guest.code)
    assert WORDS not in page.body
    assert acts() == [str(event.id)]


def test_the_file_holds_what_the_list_is_narrowed_to_and_more_than_a_page(client, event, guest):
    for _number in range(60):
        come(event, name="", key=None)
    cancel_sign_up(actor=VISITOR, sign_up=guest)
    db.session.commit()
    coordinator, path = client.sign_in("coordinator"), f"/desk/events/{event.id}/sign-ups"
    assert len(rows_of(coordinator.get(f"{path}?format=csv"))) == 60
    assert len(rows_of(coordinator.get(f"{path}?format=csv&state=cancelled"))) == 1


def test_needs_of_an_event_and_of_the_city(client, event, guest):
    for path in (f"/desk/events/{event.id}/needs/", "/desk/needs/"):
        [row] = rows_of(client.sign_in("coordinator").get(f"{path}?format=csv"))
        assert (row["event_id"], row["sign_up_id"]) == (str(event.id), str(guest.id))
        assert (row["kind"], row["words"], row["name"]) == ("childcare", f"'{WORDS}", f"'{NAME}")
    assert sorted(acts(), key=str) == [str(event.id), None]


@pytest.mark.parametrize("path", ["sign-ups", "needs/"])
def test_a_workbook_runs_nothing(client, event, guest, path):
    answer = client.sign_in("coordinator").get(f"/desk/events/{event.id}/{path}?format=xlsx")
    sheet = load_workbook(io.BytesIO(answer.response.data), read_only=True).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert f"'{NAME}" in [cell.value for cell in cells]


@pytest.mark.usefixtures("guest")
@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        *(
            ("analyst", "sign-ups", 403),
            ("outsider", "sign-ups", 404),
            ("liaison", "sign-ups", 403),
        ),
        *(("manager", "needs/", 403), ("analyst", "needs/", 403), ("liaison", "needs/", 403)),
    ],
)
def test_others_take_nothing(client, event, who, path, status):
    page = client.sign_in(who).get(f"/desk/events/{event.id}/{path}?format=csv", status=status)
    assert NAME not in page.body
    assert acts() == []
