"""The demo city, built once, in a database of its own."""

import json
from pathlib import Path

import pytest
from databases import start_database

from liaison import migrations
from liaison.app import create_app
from liaison.config import Settings
from liaison.db import db
from liaison.demo.operations import build_demo
from liaison.demo.scales import SCALES


class Bar:
    """A progress bar that shows nothing."""

    def __enter__(self):
        return self

    def __exit__(self, *_fault):
        return None

    def update(self, _steps):
        return None


@pytest.fixture(scope="session")
def demo_app(request, tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("demo")
    with start_database(request.config.getoption("database"), folder) as url:
        app = create_app(
            Settings(data_dir=folder, database_url=url, secret_key="of-the-demo-tests-only")
        )
        with app.app_context():
            migrations.upgrade()
            build_demo("small", SCALES["small"], progress=lambda *_words: Bar())
        yield app
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()


@pytest.fixture(scope="session")
def report(demo_app, tmp_path_factory):
    """The report of the demo's year, as its JSON file says it."""
    path = tmp_path_factory.mktemp("report") / "report.json"
    runner = demo_app.test_cli_runner()
    from liaison.evaluation.cli import commands

    arguments = ["parks-outreach", "--year", "2023", "--json", str(path)]
    result = runner.invoke(commands[0], arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return json.loads(path.read_text(encoding="utf-8"))
