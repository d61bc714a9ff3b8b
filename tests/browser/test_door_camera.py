"""The camera at the door: Chromium is given a film of somebody's code."""

from datetime import timedelta

import pytest
import segno
from browser.conftest import launch
from browser.test_door import until
from factories.door import expect
from factories.events import make_event
from sqlalchemy import select

from liaison import clock
from liaison.db import db
from liaison.events.models.door import CameBy, CheckIn
from liaison.programs.models import Program

CODE = "K7MQ2XYZ"
WIDTH, HEIGHT = 1280, 720
DOT = 12  # pixels of the film
GREY, WHITE, BLACK = 0x70, 0xE8, 0x18  # as a camera sees them
HELD_MS = 4500  # longer than a code that is held counts as one look
FAKE_CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


def film(text):
    """A code held before a grey wall, as raw pictures (YUV4MPEG2)."""
    drawn = segno.make(text, error="m", micro=False).matrix_iter(border=4)  # as exports/codes.py
    code = [[BLACK if dot else WHITE for dot in row] for row in drawn]
    picture = [bytearray([GREY]) * WIDTH for _line in range(HEIGHT)]
    left, top = (WIDTH - len(code) * DOT) // 2, (HEIGHT - len(code) * DOT) // 2
    for line in range(len(code) * DOT):
        row = b"".join(bytes([dot]) * DOT for dot in code[line // DOT])
        picture[top + line][left : left + len(row)] = row
    colours = bytes([0x80]) * (WIDTH * HEIGHT // 2)
    frame = b"FRAME\n" + b"".join(picture) + colours
    return f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F5:1 Ip A1:1 C420jpeg\n".encode() + frame * 5


@pytest.fixture
def chromium(chromium, tmp_path):
    """A browser whose camera sees the code."""
    file = tmp_path / "code.y4m"
    file.write_bytes(film(CODE))
    camera = (*FAKE_CAMERA, f"--use-file-for-fake-video-capture={file}")
    with launch(chromium.browser_type, *camera) as browser:
        yield browser


@pytest.fixture
def at_door(live_app, on_phone, sign_in):
    """A phone at the door of an event for which somebody with this code signed up."""
    with live_app.app_context():
        program = db.session.scalars(select(Program).order_by(Program.key)).first()
        event = make_event(program, starts_at=clock.now() + timedelta(hours=1))
        expect(event, "Nguyễn Thị Hoa", party_size=3, code=CODE)
        path = f"/desk/events/{event.id}/door"
    sign_in(on_phone, "coordinator").visit(path)
    on_phone.page.get_by_text("Connected.").wait_for()
    return on_phone


def is_filming(page):
    return page.evaluate("Boolean(document.querySelector('video').srcObject?.active)")


def test_a_code_before_the_camera_checks_the_party_in(at_door, live_app):
    page = at_door.page
    page.click("[data-scan]")
    page.get_by_text("Checked in: Nguyễn Thị Hoa · 3").wait_for()
    page.locator("[data-waiting]").get_by_text("0", exact=True).wait_for()
    page.wait_for_timeout(HELD_MS)  # held on, it is read again
    page.get_by_text("They were checked in already and count once.").wait_for()
    at_door.check()
    with live_app.app_context():
        made = db.session.scalars(select(CheckIn)).one()
        assert (made.people, made.came_by) == (3, CameBy.CODE)
    page.click("[data-stop]")
    assert not is_filming(page)


def test_what_the_camera_sees_is_on_the_screen(at_door):
    page = at_door.page
    page.locator("[data-scan]").evaluate("button => button.scrollIntoView({block: 'end'})")
    page.click("[data-scan]")
    seen = "document.querySelector('video').getBoundingClientRect()"
    until(page, f"() => {seen}.height > 0 && {seen}.bottom <= innerHeight")


def test_a_camera_that_is_stopped_while_it_starts_stays_off(at_door):
    page = at_door.page
    page.evaluate("""() => {
      const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (wish) => {
        await new Promise((resolve) => setTimeout(resolve, 500));
        return (window.asked = await ask(wish));
      };
    }""")
    page.click("[data-scan]")
    page.click("[data-stop]")
    until(page, "() => Boolean(window.asked) && !window.asked.active")


def test_a_code_is_read_without_a_network(at_door):
    page = at_door.page
    until(page, "() => Boolean(navigator.serviceWorker.controller)")
    kept = "async () => (await (await caches.open('door ' + door.dataset.event)).keys()).length"
    until(page, kept)
    page.context.set_offline(True)
    page.reload()
    page.click("[data-scan]")
    page.get_by_text("Checked in: Nguyễn Thị Hoa · 3").wait_for()
    assert page.text_content("[data-waiting]") == "1"
