"""The pages of paper: print, key, account for it."""

import io

import pypdf
import pytest
from factories.events import make_event
from factories.paper import make_batch
from sqlalchemy import select

from liaison import jobs
from liaison.db import db
from liaison.demographics.models import DemographicResponse
from liaison.events.forms.paper import read_people
from liaison.events.models.door import PaperBatch, PaperKind
from liaison.events.models.event import EventState
from liaison.events.models.sign_up import SignUp


@pytest.fixture
def event(cast):
    return make_event(cast.outreach)


@pytest.fixture
def coordinator(client):
    return client.sign_in("coordinator")


def address(event, batch=None, tail=""):
    return f"/desk/events/{event.id}/paper" + (f"/{batch.code}{tail}" if batch else tail)


def opened(page):
    """What the page's form holds, to be sent later."""
    values = page.values(page.form())
    values.pop("csrf_token")
    return values


def keyed(batch):
    db.session.refresh(batch)
    return batch.returned, batch.voided


def test_a_sheet_is_printed_and_downloaded(coordinator, event):
    asked = coordinator.submit(
        address(event, tail="/new"),
        {"kind": "sign_in", "languages": ["en", "ar"], "printed": "25", "paper": "a4"},
    )
    batch = db.session.scalars(select(PaperBatch)).one()
    assert (batch.kind, batch.printed, batch.languages) == (PaperKind.SIGN_IN, 25, ["en", "ar"])
    job = db.session.scalars(select(jobs.BackgroundJob)).one()
    jobs.run(job.id)
    assert "Download the file" in coordinator.get(asked.location).text
    file = coordinator.get(f"/desk/jobs/{job.id}/result").response.data
    words = pypdf.PdfReader(io.BytesIO(file)).pages[0].extract_text()
    assert f"{batch.code}-01" in words


def test_what_is_missing_is_said_beside_its_field(coordinator, event):
    page = coordinator.submit(
        address(event, tail="/new"), {"languages": [], "printed": "5000"}, status=422
    )
    assert page.errors() == ["Choose at least one language.", "Enter a number from 1 to 200."]
    assert 'value="5000"' in page.body


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("analyst", 403), ("staff", 403)])
def test_others_see_no_paper(client, event, who, status):
    batch = make_batch(event)
    browser = client.sign_in(who)
    for path in (address(event), address(event, batch), address(event, batch, "/key")):
        browser.get(path, status=status)


def test_a_code_on_the_paper_leads_to_its_page(coordinator, event):
    batch = make_batch(event)
    typed = f"{batch.code.lower()}-07"
    found = coordinator.get(f"/desk/events/paper?code={typed}", status=302)
    assert found.location.endswith(address(event, batch))
    assert "No paper of yours" in coordinator.get("/desk/events/paper?code=ZZZZ").text


def test_a_batch_of_others_is_not_found_by_its_code(client, event):
    batch = make_batch(event)
    page = client.sign_in("outsider").get(f"/desk/events/paper?code={batch.code}")
    assert "No paper of yours" in page.text


def test_rows_are_keyed_without_scripts(coordinator, event):
    batch = make_batch(event, printed=12)
    path = address(event, batch, "/key")
    page = coordinator.get(path)
    assert f"{batch.code}-12" in page.text
    typed = {"name-1": "Nguyễn Thị Hoa", "people-1": "2", "reach-1": "hoa@example.org"}
    typed |= {"language-1": "espanol", "may_contact-1": "1", "is_void-2": "1"}
    coordinator.submit(path, typed)
    made = db.session.scalars(select(SignUp)).one()
    assert (made.party_size, made.language, made.may_contact) == (2, "es", True)
    assert keyed(batch) == (1, 1)
    assert f"{batch.code}-01" not in coordinator.get(path).text


@pytest.mark.parametrize(
    ("typed", "people"),
    [("20", 20), ("21", 0), ("0", 0), ("03", 3), ("٣", 3), ("000199", 0), ("9" * 5000, 0)],
)
def test_a_party_has_one_to_twenty_people(typed, people):
    assert read_people(typed) == people


def test_errors_keep_everything_typed_and_name_the_rows(coordinator, event):
    batch = make_batch(event, printed=12)
    typed = {"name-1": "Ana", "name-2": "Bo", "people-2": "many", "reach-3": "nowhere@"}
    typed |= {"language-4": "klingon", "name-5": "Cy", "is_void-5": "1"}
    page = coordinator.submit(address(event, batch, "/key"), typed, status=422)
    assert page.errors() == [
        f"{batch.code}-02 Enter how many people, from 1 to 20.",
        f"{batch.code}-04 Enter one language, such as Spanish or es.",
        f"{batch.code}-05 Empty the row if it is void, or take the tick away.",
    ]
    values = opened(page)
    assert values["name-1"] == ["Ana"]
    assert values["people-2"] == ["many"]
    assert keyed(batch) == (0, 0)
    mended = {"people-2": "3", "language-4": "", "is_void-5": []}
    sent = {**values, **mended}
    page = coordinator.post(address(event, batch, "/key"), sent, status=422)
    assert page.errors() == [f"{batch.code}-03 Enter an e-mail address like name@example.com."]
    assert db.session.scalars(select(SignUp)).all() == []


def test_the_rest_is_voided_with_the_rows(coordinator, event):
    batch = make_batch(event, printed=12)
    coordinator.submit(address(event, batch, "/key"), {"name-1": "Ana", "void_rest": "1"})
    assert keyed(batch) == (1, 11)
    assert "All accounted for" in coordinator.get(address(event, batch)).text


def test_a_row_keyed_by_somebody_else_meanwhile_is_not_lost(coordinator, client, event):
    batch = make_batch(event, printed=12)
    path = address(event, batch, "/key")
    before = opened(coordinator.get(path))
    client.sign_in("manager").submit(path, {"name-1": "Ana"})
    refused = coordinator.post(path, before | {"name-1": "Bo", "name-2": "Cy"}, status=422)
    assert refused.errors() == [
        f"{batch.code}-01 Somebody keyed this row meanwhile. Empty it here."
    ]
    coordinator.post(path, before | {"name-2": "Cy"})
    assert keyed(batch) == (2, 0)


def test_voiding_is_undone(coordinator, event):
    batch = make_batch(event, printed=5)
    coordinator.post(address(event, batch, "/void"), {})
    assert keyed(batch) == (0, 5)
    page = coordinator.get(address(event, batch))
    undo = next(f for f in page.tree.iter("form") if "restore" in (f.get("action") or ""))
    coordinator.post(undo.get("action"), {})
    assert keyed(batch) == (0, 0)


def test_a_draft_takes_no_rows(coordinator, cast):
    event = make_event(cast.outreach, state=EventState.DRAFT)
    batch = make_batch(event)
    path = address(event, batch, "/key")
    assert "Publish the event first" in coordinator.get(path).text
    coordinator.post(path, {"row": ["1"], "name-1": "Ana"}, status=409)


def test_cards_are_counted_and_keyed_where_answers_are(coordinator, event):
    batch = make_batch(event, PaperKind.CARD, printed=40)
    page = coordinator.get(address(event, batch))
    assert f"{batch.code}-01" not in page.text
    too_many = {"returned": "30", "voided": "11"}
    page = coordinator.submit(address(event, batch), too_many, status=422)
    assert page.errors() == ["That is more than the 40 that were printed."]
    coordinator.submit(address(event, batch), {"returned": "30", "voided": "4"})
    assert keyed(batch) == (30, 4)
    page = coordinator.get(address(event, batch))
    (key,) = [a.get("href") for a in page.tree.iter("a") if "Key it in" in "".join(a.itertext())]
    assert f"Cards of batch {batch.code}" in coordinator.get(key).text
    again = coordinator.submit(key, {"age_band": "25_34"})
    assert f"batch={batch.code}" in again.location
    stored = db.session.scalars(select(DemographicResponse)).one()
    assert batch.code not in repr(vars(stored))
    assert keyed(batch) == (30, 4)


def test_what_is_open_is_listed_until_it_is_accounted_for(coordinator, event):
    batch = make_batch(event, printed=3)
    assert batch.code in coordinator.get("/desk/events/paper").text
    coordinator.post(address(event, batch, "/void"), {})
    assert batch.code not in coordinator.get("/desk/events/paper").text
    assert batch.code in coordinator.get(address(event)).text
