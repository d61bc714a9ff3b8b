"""What the database is told besides rows."""

from sqlalchemy import select, text

from liaison.accounts.models import User
from liaison.db import db, refresh_statistics

# where each database keeps what its planner knows of a table's size
KNOWN = {
    "sqlite": "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'user_account'",
    "postgresql": "SELECT reltuples FROM pg_class WHERE relname = 'user_account'",
}


def test_the_planner_learns_how_full_a_table_is(cast):
    assert db.session.scalar(select(User.id).limit(1))
    refresh_statistics()
    assert db.session.scalar(text(KNOWN[db.engine.dialect.name])) > 0
