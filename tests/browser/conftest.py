"""A real browser against a real server: Debian's Chromium, driven by Playwright."""

import shutil
import threading
from contextlib import contextmanager

import pytest
from browser.visitor import Visitor
from cast import hire_cast
from factories.town import build_town
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from liaison import migrations
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
# The first is the same browser without its windows, and takes two thirds of the time.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
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
    with sync_playwright() as playwright, launch(playwright.chromium) as browser:
        yield browser


@contextmanager
def launch(kind, *options):
    """Debian's Chromium, with more options for a test that needs them."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert program, "No Chromium found: `make test` installs it or says how"
    browser = kind.launch(executable_path=program, args=[*OPTIONS, *options])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def stage(tmp_path_factory):
    """A database file with the tables and the cast, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("stage")
    app = create_app(settings_in(folder))
    with app.app_context():
        migrations.upgrade()
        hire_cast()
        db.session.remove()
        db.engine.dispose()
    return folder / DATABASE


@contextmanager
def app_on_copy(stage, folder):
    """The application on a copy of the stage: what one user stores, no other sees."""
    shutil.copyfile(stage, folder / DATABASE)
    app = create_app(settings_in(folder))
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(stage.parent))  # compile once
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@contextmanager
def serve(app):
    """The application on a port of its own; its address."""
    listener = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{listener.port}"
    listener.shutdown()
    thread.join()
    listener.server_close()


@pytest.fixture
def live_app(stage, tmp_path):
    with app_on_copy(stage, tmp_path) as app:
        yield app


@pytest.fixture
def server(live_app):
    with serve(live_app) as address:
        yield address


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

    def sign_in_visitor(visitor, who):
        visitor.page.context.add_cookies([session_of(who, live_app, server)])
        return visitor

    return sign_in_visitor


@pytest.fixture(scope="session")
def town_app(stage, tmp_path_factory):
    """The application with one of everything in it; for tests that only look."""
    with app_on_copy(stage, tmp_path_factory.mktemp("town")) as app:
        yield app


@pytest.fixture(scope="session")
def town(town_app):
    """What stands in for the variable parts of addresses."""
    with town_app.app_context():
        return build_town()


@pytest.fixture(scope="session")
def town_server(town_app, town):
    with serve(town_app) as address:
        yield address


def session_of(who, app, server):
    """A cookie that is as good as having signed in."""
    browser = app.test_client()
    with app.app_context(), browser.session_transaction() as session:
        user = db.session.scalars(select(User).where(User.email == f"{who}@example.org")).one()
        session["_user_id"] = start_sign_in(user=user, hours=8, has_second_factor=True)
        session["_fresh"] = True
        db.session.commit()
    cookie = browser.get_cookie(app.config["SESSION_COOKIE_NAME"])
    return {"name": cookie.key, "value": cookie.value, "url": server}


def settings_in(folder):
    return Settings(
        data_dir=folder,
        database_url=f"sqlite:///{folder / DATABASE}",
        secret_key="of-the-test-run-only",
        city_name="Testville",
    )
