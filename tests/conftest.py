"""The application on a real database; each test runs inside a transaction that is thrown away."""

import gc
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from cast import Cast, hire_cast
from client import PageClient
from databases import KINDS, SQLITE, start_database
from flask import Flask
from sqlalchemy import Connection
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from liaison import clock, migrations
from liaison.app import create_app
from liaison.config import Settings
from liaison.db import db

DEMO = "tests/demo/"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=KINDS, default=SQLITE, help="which database to test on")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest goes first, so that no worker waits long for the last one."""
    items.sort(key=lambda item: "browser" not in item.path.parts)


def pytest_collection_finish() -> None:
    """What is there by now stays to the end: looked through for rubbish again and again, it
    would cost a tenth of the run."""
    gc.freeze()


class WholeFiles(LoadFileScheduling):
    """Each file goes to one worker, and the demo's files all to the same: it builds the city."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return DEMO if file.startswith(DEMO) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> WholeFiles:
    return WholeFiles(config, log)


@pytest.fixture(scope="session")
def settings(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """Settings of the run, on an empty database that is gone afterwards."""
    folder: Path = tmp_path_factory.mktemp("liaison")
    with start_database(request.config.getoption("database"), folder) as url:
        yield Settings(
            data_dir=folder,
            database_url=url,
            secret_key="of-the-test-run-only",
            city_name="Testville",
        )


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    """The application, its database migrated from nothing."""
    app = create_app(settings)
    with app.app_context():
        migrations.upgrade()
    gc.freeze()
    yield app
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def connection(app: Flask) -> Iterator[Connection]:
    """One outer transaction; what the application commits inside are savepoints."""
    with app.app_context():
        engines = db.engines
        engine = engines[None]
    with engine.connect() as connection, connection.begin() as outer:
        engines[None] = connection
        yield connection
        engines[None] = engine
        outer.rollback()


@pytest.fixture
def session(app: Flask, connection: Connection) -> Iterator[None]:
    """An application context for tests of queries and operations."""
    with app.app_context():
        yield


@pytest.fixture
def cast(session: None) -> Cast:
    """The people of the tests, stored."""
    return hire_cast()


@pytest.fixture
def client(app: Flask, cast: Cast) -> PageClient:
    """A browser without scripts that inspects every page it is given."""
    return PageClient(app, cast)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch):
    """Set the clock: at(datetime(...)) with a time zone."""

    def set_clock(instant: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: instant)

    return set_clock


@pytest.fixture
def crowded_app(request, tmp_path):
    """The application on a database of its own: many write at once, and what is stored stays."""
    with start_database(request.config.getoption("database"), tmp_path) as url:
        app = create_app(
            Settings(data_dir=tmp_path, database_url=url, secret_key="of-this-test-only")
        )
        with app.app_context():
            migrations.upgrade()
        yield app
        with app.app_context():
            db.engine.dispose()
