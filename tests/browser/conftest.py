"""A real browser against a real server: Debian's Chromium, driven by Playwright."""

import shutil
import threading

import flask_migrate
import pytest
from browser.visitor import Visitor
from cast import hire_cast
from playwright.sync_api import sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from liaison.accounts.models import User
from liaison.accounts.operations.sign_in import start_sign_in
from liaison.app import create_app
from liaison.config import Settings
from liaison.db import db

# No traffic but to the page under test, and no first-run questions.
OPTIONS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
DATABASE = "liaison.sqlite3"
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


@pytest.fixture(scope="session")
def stage(tmp_path_factory):
    """A database file with the tables and the cast, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("stage")
    app = create_app(settings_in(folder))
    with app.app_context():
        flask_migrate.upgrade()
        hire_cast()
        db.session.remove()
        db.engine.dispose()
    return folder / DATABASE


@pytest.fixture
def live_app(stage, tmp_path):
    """The application on a copy of the stage: what a test stores, the server sees, and no other."""
    shutil.copyfile(stage, tmp_path / DATABASE)
    app = create_app(settings_in(tmp_path))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def server(live_app):
    """The application on a port of its own, for as long as the test runs; its address."""
    listener = make_server("127.0.0.1", 0, live_app, threaded=True)
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02})
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


@pytest.fixture
def sign_in(live_app, server):
    """Be one of the cast without going through the form: `sign_in(at_desk, "coordinator")`."""

    def give_session(visitor, who):
        browser = live_app.test_client()
        with live_app.app_context(), browser.session_transaction() as session:
            address = f"{who}@example.org"
            user = db.session.scalars(select(User).where(User.email == address)).one()
            session["_user_id"] = start_sign_in(user=user, hours=8, has_second_factor=True)
            session["_fresh"] = True
            db.session.commit()
        cookie = browser.get_cookie(live_app.config["SESSION_COOKIE_NAME"])
        visitor.page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": server}]
        )
        return visitor

    return give_session


def settings_in(folder):
    return Settings(
        data_dir=folder,
        database_url=f"sqlite:///{folder / DATABASE}",
        secret_key="of-the-test-run-only",
        city_name="Testville",
    )
