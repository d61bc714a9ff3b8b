"""The migrations, run on an empty database, make exactly the tables the models describe."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from databases import start_database

from liaison.app import create_app
from liaison.config import Settings
from liaison.db import Base, db
from liaison.migrations import downgrade, upgrade

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


@pytest.fixture
def empty_app(request, tmp_path):
    """The application on a database without a single table."""
    with start_database(request.config.getoption("--database"), tmp_path) as url:
        settings = Settings(data_dir=tmp_path, database_url=url, secret_key="only for this test")
        app = create_app(settings)
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def differences():
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, Base.metadata)


def test_upgrading_from_nothing_makes_the_tables_of_the_models(empty_app):
    upgrade()
    assert differences() == []


def test_downgrading_to_nothing_and_up_again_works(empty_app):
    upgrade()
    downgrade()
    upgrade()
    assert differences() == []


def test_the_head_file_names_the_only_newest_migration():
    heads = ScriptDirectory(str(MIGRATIONS)).get_heads()
    assert heads == [(MIGRATIONS / "HEAD").read_text().strip()]
