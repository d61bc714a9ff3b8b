"""How long a coordinator's jobs take a person: `python -m benchmarks.by_hand`.

A real browser does each job on the demo city as a person would, from the page they are on until
the page says that it is done. Strokes and choices are counted and weighed as an even typist makes
them; what the person waits for is measured. Nothing here is a test: the table goes into
docs/events.md.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext, Locator, Page, sync_playwright
from sqlalchemy import select

from benchmarks.city import City, open_city
from benchmarks.compare import PRODUCT
from benchmarks.servers import serve
from liaison import clock
from liaison.db import db
from liaison.events.models.door import PaperBatch, PaperKind
from liaison.events.models.event import Event, EventState
from liaison.events.models.need import AccessNeed, NeedState
from liaison.events.models.sign_up import SignUp, SignUpState
from liaison.people.models import Person
from liaison.permissions import Role
from tests.databases import SQLITE

STROKE, CHOICE = 0.2, 1.5  # seconds: a key; finding a button, link or field and pressing it
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu"]
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
PERSON, NUMBER = "Rosa Linden", "2125550147"
ROWS = 30
NAMES = ("Nguyễn Thị Hoa", "Ana Pérez", "Robert O’Neill", "Zoë Ångström", "李小龙")
CONCERN = "The lamp outside number 114 has been out since spring."


@dataclass
class Hand:
    """Somebody at a keyboard or a phone, and what they did so far."""

    page: Page
    strokes: int = 0
    choices: int = 0
    waited: float = 0.0

    def type(self, text: str) -> None:
        self.strokes += len(text)
        self.page.keyboard.type(text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.strokes += 1
            self._wait_for(lambda key=key: self.page.keyboard.press(key))  # type: ignore[misc]  # mypy does not infer a default

    def choose(self, what: Locator) -> None:
        self.choices += 1
        self._wait_for(what.first.click)

    def see(self, what: Locator) -> None:
        """The page says it is done."""
        self._wait_for(what.first.wait_for)

    def _wait_for(self, act: Callable[[], Any]) -> None:
        began = time.perf_counter()
        act()
        self.page.wait_for_load_state("load")
        self.waited += time.perf_counter() - began

    @property
    def seconds(self) -> float:
        return self.strokes * STROKE + self.choices * CHOICE + self.waited


@dataclass(frozen=True)
class Places:
    """Where the jobs are done in this city."""

    training: str
    evening: str
    guest: str  # somebody who is expected there
    sheet: str
    need: str
    past: str


@dataclass(frozen=True)
class Job:
    """What is done, where it begins, and how long it may take."""

    name: str
    start: Callable[[Places], str]
    do: Callable[[Hand, Places], None]
    budget: int
    is_on_phone: bool = field(default=False)


def find_places(app: Flask) -> Places:
    """Look them up in the demo city."""
    with app.app_context():
        now = clock.now()
        coming = select(Event.id).where(Event.state == EventState.PUBLISHED, Event.starts_at > now)
        coming = coming.order_by(Event.starts_at)
        evening = db.session.scalars(coming.where(Event.title.startswith("Tenants"))).first()
        asked = select(Person.name).join(SignUp, SignUp.person_id == Person.id)
        expected = asked.where(SignUp.event_id == evening, SignUp.state == SignUpState.SIGNED_UP)
        batch = select(PaperBatch).where(PaperBatch.kind == PaperKind.SIGN_IN)
        sheet = db.session.scalars(batch.where(PaperBatch.returned == 0)).first()
        need = db.session.scalars(
            select(AccessNeed.event_id).where(
                AccessNeed.state == NeedState.REQUESTED, AccessNeed.event_id.in_(coming)
            )
        ).first()
        past = select(Event.id).where(Event.title == "Budget listening session")
        training = db.session.scalars(coming.where(Event.kind == "training")).first()
        assert sheet is not None
        return Places(
            training=f"/desk/events/{training}",
            evening=f"/desk/events/{evening}",
            guest=next(name for name in db.session.scalars(expected) if name.isascii()),
            sheet=f"/desk/events/{sheet.event_id}/paper/{sheet.code}",
            need=f"/desk/events/{need}/needs/",
            past=f"/desk/events/{db.session.scalars(past).one()}",
        )


def take_call(hand: Hand, _places: Places) -> None:
    """The form is open, as it is after each call; the cursor stands in the name."""
    hand.type(PERSON)
    hand.press("Tab")
    hand.type("2")
    hand.press("Tab")
    hand.type(NUMBER)
    hand.press("Enter")
    hand.see(hand.page.locator(".undo-toast"))


def take_call_from_event(hand: Hand, places: Places) -> None:
    """From the page of the event."""
    hand.choose(hand.page.get_by_role("link", name="Sign-ups"))
    hand.choose(hand.page.get_by_role("link", name="Sign somebody up"))
    take_call(hand, places)


def check_in_known(hand: Hand, places: Places) -> None:
    """Part of the name is enough; the cursor stands in the search, as after each check-in."""
    hand.page.locator("#q").focus()
    hand.type(places.guest[:4])
    row = hand.page.locator("[data-found] li", has_text=places.guest)
    hand.choose(row.get_by_role("button", name="Check in"))
    hand.see(row.get_by_text("Here:"))


def let_walk_in(hand: Hand, _places: Places) -> None:
    """Alone, no e-mail, says a name."""
    hand.choose(hand.page.locator("#name"))
    hand.type(PERSON)
    hand.choose(hand.page.get_by_role("button", name="Let them in"))
    hand.see(hand.page.get_by_text("Checked in:"))


def let_three_walk_in(hand: Hand, _places: Places) -> None:
    """Three people who speak Spanish: how many, a name, the language."""
    hand.choose(hand.page.locator("#people"))
    hand.press("Control+A")
    hand.type("3")
    hand.choose(hand.page.locator("#name"))
    hand.type(PERSON)
    hand.choose(hand.page.locator("#language"))
    hand.choices += 1  # the line in the list
    hand.page.locator("#language").select_option(value="es")
    hand.choose(hand.page.get_by_role("button", name="Let them in"))
    hand.see(hand.page.get_by_text("Checked in:"))


def key_rows(hand: Hand, _places: Places) -> None:
    """Thirty rows, without taking a hand off the keys."""
    hand.choose(hand.page.locator("#name-1"))
    for number in range(1, ROWS + 1):
        reach = f"person{number}@example.org" if number % 2 else f"21255501{number:02}"
        cells = (f"{NAMES[number % 5]} {number}", str(number % 3 + 1), reach, "es")
        for cell in cells:
            hand.type(cell)
            hand.strokes += 1
            hand.page.keyboard.press("Tab")
        hand.strokes += 2
        hand.page.keyboard.press("Space")
        hand.page.keyboard.press("Enter")
    hand.press("Enter")
    hand.see(hand.page.locator(".undo-toast"))


def hold_again(hand: Hand, _places: Places) -> None:
    """The training next month, elsewhere, in its languages, published."""
    hand.choose(hand.page.get_by_role("link", name="Hold it again"))
    hand.choose(hand.page.get_by_label("Place", exact=True))
    hand.press("Control+A")
    hand.type("Elm Street School")
    hand.choose(hand.page.get_by_role("button", name="Save"))
    hand.choose(hand.page.get_by_role("button", name="Publish"))
    hand.see(hand.page.get_by_text("Published", exact=True))


def book_need(hand: Hand, _places: Places) -> None:
    """The form begins with the last booking of the same kind."""
    hand.choose(hand.page.get_by_role("main").get_by_role("link", name="Book"))
    hand.choose(hand.page.get_by_label("Who provides it"))
    hand.press("Control+A")
    hand.type("Riverside Interpreters")
    hand.choose(hand.page.get_by_role("button", name="Book"))
    hand.see(hand.page.get_by_role("main").get_by_text("Booked"))


def write_concern(hand: Hand, _places: Places) -> None:
    """One concern as it was said, in a row of ten; the next is a Tab away."""
    row = hand.page.get_by_role("group", name="Row 1", exact=True)
    hand.choose(row.get_by_label("Topic"))
    hand.choices += 1
    row.get_by_label("Topic").select_option(label="Streets and sidewalks")
    hand.press("Tab")
    hand.type(CONCERN)
    hand.choose(hand.page.get_by_role("main").get_by_role("button", name="Save"))
    hand.see(hand.page.get_by_text(CONCERN))


JOBS = (
    Job(
        "A sign-up by telephone, the form open",
        lambda p: f"{p.training}/sign-ups/new",
        take_call,
        15,
    ),
    Job("The same, from the event's page", lambda p: p.training, take_call_from_event, 15),
    Job(
        "Check in somebody who is expected", lambda p: f"{p.evening}/door", check_in_known, 5, True
    ),
    Job("A walk-in, with a name", lambda p: f"{p.evening}/door", let_walk_in, 30, True),
    Job(
        "Three walk in, with a language", lambda p: f"{p.evening}/door", let_three_walk_in, 30, True
    ),
    Job("Key 30 rows of a sign-in sheet", lambda p: f"{p.sheet}/key", key_rows, 300),
    Job("The monthly training at a new venue", lambda p: p.training, hold_again, 60),
    Job("Book what somebody needs", lambda p: p.need, book_need, 60),
    Job("Write down a concern", lambda p: f"{p.past}/concerns/", write_concern, 30),
)


@contextmanager
def open_browser() -> Iterator[Any]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert program, "No Chromium found"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        yield browser
        browser.close()


def measure(context: BrowserContext, job: Job, places: Places) -> Hand:
    """Do a job once in a window of its own."""
    page = context.new_page()
    answer = page.goto(job.start(places), wait_until="load")
    assert answer is not None
    assert answer.ok, f"{page.url}: {answer.status}"
    hand = Hand(page)
    job.do(hand, places)
    page.close()
    return hand


def main() -> None:
    print("| job | strokes | choices | waiting s | seconds | at most |")
    print("|---|--:|--:|--:|--:|--:|")
    with open_city("small", SQLITE) as city, serve(PRODUCT, city.environment) as server:
        places = find_places(city.app)
        with open_browser() as browser:
            for job in JOBS:
                context = _window(browser, server.address, city, job)
                hand = measure(context, job, places)
                context.close()
                print(
                    f"| {job.name} | {hand.strokes} | {hand.choices} | {hand.waited:.1f}"
                    f" | {hand.seconds:.0f} | {job.budget} |",
                    flush=True,
                )


def _window(browser: Any, address: str, city: City, job: Job) -> BrowserContext:
    size = PHONE if job.is_on_phone else DESK
    context: BrowserContext = browser.new_context(viewport=size, base_url=address)
    for name, value in city.cookies[Role.COORDINATOR].items():
        context.add_cookies([{"name": name, "value": value, "url": address}])
    return context


if __name__ == "__main__":
    main()
