"""How the floor reads: the database of its settings, without a session."""

from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import Engine, Executable, create_engine

from liaison.db import reading

ZONE = ZoneInfo("America/New_York")


@cache
def engine() -> Engine:
    return create_engine(current_app.config["DATABASE_URL"])


def read(statement: Executable, values: dict[str, Any] | None = None) -> list[Any]:
    with reading(), engine().connect() as connection:
        return list(connection.execute(statement, values))
