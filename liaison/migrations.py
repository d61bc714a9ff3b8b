"""Bringing the tables to what this release needs, and away again.

Alembic and what it loads take a tenth of a second and megabytes that no page needs, so the
application is not tied to it: whoever changes tables imports this module.
"""

import flask_migrate
from flask import current_app

from liaison.config import resource_folder
from liaison.db import db


def upgrade() -> None:
    """Bring the tables of the application at hand to the newest migration."""
    _tie()
    flask_migrate.upgrade()


def downgrade() -> None:
    """Take all tables away."""
    _tie()
    flask_migrate.downgrade(revision="base")


def _tie() -> None:
    flask_migrate.Migrate(current_app, db, directory=str(resource_folder("migrations")))
