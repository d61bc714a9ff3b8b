"""Sheets keyed at the desk as in a spreadsheet: by keyboard, by pasting, without a mouse."""

import pytest
from factories.events import make_event
from factories.paper import make_batch
from sqlalchemy import select

from liaison.db import db
from liaison.events.models.door import PaperBatch, PaperKind
from liaison.events.models.sign_up import SignUp
from liaison.programs.models import Program

NAMES = ("Nguyễn Thị Hoa", "Ana Pérez", "أميرة حداد", "李小龙", "Robert O’Neill", "Zoë Ångström")
LANGUAGES = ("vi", "es", "ar", "chinese", "", "en")


@pytest.fixture
def sheet(live_app):
    """Addresses of a sign-in sheet, a contact sheet and cards of an event."""
    with live_app.app_context():
        program = db.session.scalars(select(Program).order_by(Program.key)).first()
        event = make_event(program)
        codes = {kind: make_batch(event, kind).code for kind in PaperKind}
        return {kind: f"/desk/events/{event.id}/paper/{code}" for kind, code in codes.items()}


@pytest.fixture
def window(at_desk, sign_in):
    return sign_in(at_desk, "coordinator")


def row_of(number):
    name = f"{NAMES[number % 6]} {number}"
    reach = f"person{number}@example.org" if number % 2 else f"212 555 01{number:02}"
    return name, str(number % 3 + 1), reach, LANGUAGES[number % 6]


def key_rows(page, numbers):
    """Key these rows as somebody does who never takes a hand off the keys."""
    page.focus(f"#name-{numbers[0]}")
    for number in numbers:
        for cell in row_of(number):
            page.keyboard.type(cell)
            page.keyboard.press("Tab")
        page.keyboard.press("Space")  # they may be told of other events
        page.keyboard.press("Enter")


def test_thirty_rows_are_keyed_without_a_mouse(window, live_app, sheet):
    page = window.visit(f"{sheet[PaperKind.SIGN_IN]}/key")
    key_rows(page, range(1, 31))
    assert page.evaluate("document.activeElement.type") == "submit"
    page.keyboard.press("Enter")
    page.wait_for_url("**/paper/*")
    window.check()
    with live_app.app_context():
        kept = db.session.scalars(select(SignUp)).all()
        batch = db.session.scalars(
            select(PaperBatch).where(PaperBatch.kind == PaperKind.SIGN_IN)
        ).one()
        assert len(kept) == batch.returned == 30
        assert sum(it.party_size for it in kept) == sum(n % 3 + 1 for n in range(1, 31))
        assert all(it.may_contact for it in kept)


def test_enter_and_arrow_keys_move_between_cells(window, sheet):
    page = window.visit(f"{sheet[PaperKind.SIGN_IN]}/key")
    page.focus("#name-1")
    goals = [
        ("Enter", "name-2"),
        ("ArrowDown", "name-3"),
        ("ArrowRight", "people-3"),
        ("ArrowUp", "people-2"),
        ("ArrowLeft", "name-2"),
        ("Shift+Enter", "name-1"),
        ("Tab", "people-1"),
        ("Tab", "reach-1"),
        ("Enter", "name-2"),
    ]
    for key, goal in goals:
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == goal, key


def test_arrow_keys_follow_the_page_in_arabic(window, sheet):
    page = window.visit(f"/ar{sheet[PaperKind.SIGN_IN]}/key")
    page.focus("#name-1")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.id") == "people-1"


PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def test_cells_of_a_spreadsheet_are_pasted_and_taken_back(window, sheet):
    page = window.visit(f"{sheet[PaperKind.SIGN_IN]}/key")
    page.fill("#name-2", "Typed before")
    page.focus("#name-1")
    page.evaluate(PASTE, 'Ana\t2\tana@example.org\tes\tx\r\n"Bo ""B"" Li"\t\t\tzh\t0\t1\r\n')
    shown = [
        page.input_value(f"#{cell}") for cell in ("name-1", "people-1", "name-2", "language-2")
    ]
    assert shown == ["Ana", "2", 'Bo "B" Li', "zh"]
    ticks = ("may_contact-1", "may_contact-2", "is_void-1", "is_void-2")
    assert [page.is_checked(f"#{cell}") for cell in ticks] == [True, False, False, True]
    assert "Pasted" in page.inner_text(".entry-grid__status")
    page.keyboard.press("Control+z")
    assert page.input_value("#name-2") == "Typed before"
    assert page.input_value("#people-1") == ""
    assert not page.is_checked("#is_void-2")


def test_what_does_not_fit_is_said(window, sheet):
    page = window.visit(f"{sheet[PaperKind.CONTACT]}/contacts")
    page.focus("#topic-30")
    page.evaluate(PASTE, "No such topic\nAnother row")
    assert "left out" in page.inner_text(".entry-grid__status")


def test_errors_are_found_from_the_summary(window, sheet):
    page = window.visit(f"{sheet[PaperKind.SIGN_IN]}/key")
    page.fill("#name-1", "Ana")
    page.fill("#reach-2", "nowhere@")
    page.click("#submit")
    page.wait_for_selector(".govuk-error-summary")
    window.check()
    page.click(".govuk-error-summary a")
    assert page.evaluate("document.activeElement.id") == "reach-2"
    assert page.input_value("#name-1") == "Ana"


def test_every_page_of_paper_is_fit_for_everybody(window, sheet):
    event = sheet[PaperKind.CARD].rpartition("/")[0]
    window.visit("/desk/events/paper")
    for path in (event, f"{event}/new", *sheet.values(), f"{sheet[PaperKind.CONTACT]}/contacts"):
        window.visit(path)
        window.visit(f"/ar{path}")
