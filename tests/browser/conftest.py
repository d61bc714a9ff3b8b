"""A real browser against a real server: Debian's Chromium, driven by Playwright."""

import shutil
import threading

import pytest
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from tests.browser.visitor import Visitor

# No traffic but to the page under test, and no first-run questions.
OPTIONS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}


def pytest_collection_modifyitems(items):
    """Everything in this folder needs the browser."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert program, "No Chromium found: `make test` installs it or says how"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def server(app):
    """The application on a port of its own, for as long as the test runs; its address."""
    listener = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=listener.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{listener.port}"
    listener.shutdown()
    thread.join()
    listener.server_close()


@pytest.fixture
def open_browser(chromium, server):
    """Open a window with cookies of its own: `open_browser(PHONE)`, `open_browser(locale="ar")`."""
    contexts = []

    def open_window(size=DESK, **options):
        context = chromium.new_context(viewport=size, base_url=server, **options)
        contexts.append(context)
        return Visitor(context.new_page())

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def at_desk(open_browser):
    return open_browser(DESK)


@pytest.fixture
def on_phone(open_browser):
    return open_browser(PHONE, has_touch=True, is_mobile=True)
