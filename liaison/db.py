"""The database: base class, column types, SQLite manners, and the one commit.

Nothing else in the application commits inside a request: see `settle`.
"""

import enum
import fcntl
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import uuid_utils.compat
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    ColumnElement,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Executable,
    Integer,
    MetaData,
    Row,
    Text,
    Uuid,
    cast,
    event,
    literal,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, registry
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

Json = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database. A naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_id() -> uuid.UUID:
    """A key that sorts by the time it was made (UUIDv7)."""
    return uuid_utils.compat.uuid7()


def choice(kind: type[enum.StrEnum], name: str | None = None) -> Enum:
    """A column that holds one of an enumeration's values, checked by the database.

    `name` tells the constraints apart where a table has two columns of one kind.
    """
    named = {"name": name} if name else {}
    return Enum(
        kind,
        native_enum=False,
        length=40,
        create_constraint=True,
        values_callable=lambda members: [member.value for member in members],
        **named,
    )


PrimaryKey = Annotated[uuid.UUID, mapped_column(Uuid(), primary_key=True, default=new_id)]

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of every table."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            datetime: UtcDateTime(),
            uuid.UUID: Uuid(),
            dict[str, Any]: Json,
            list[str]: Json,
            enum.StrEnum: choice(enum.StrEnum),
        },
    )


db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    # matters only where a test gives the session a connection of its own
    session_options={"join_transaction_mode": "create_savepoint"},
)

_writing: ContextVar[bool] = ContextVar("writing", default=True)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside only read: on SQLite they do not take the write lock."""
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def reading_first() -> Iterator[None]:
    """Look up inside what is needed for something slow, do that after it, and only then write.

    On SQLite the first statement of an unsafe request takes the only write lock. It is let go of,
    and with it goes whatever was pending; rows that will be changed must be looked up once more.
    """
    db.session.rollback()
    with reading():
        yield
        db.session.rollback()


def begin_request(*, is_unsafe: bool) -> None:
    """Say whether the transactions of this request will write."""
    _writing.set(is_unsafe)


@event.listens_for(Engine, "connect")
def _on_connect(connection: Any, _record: object) -> None:
    if type(connection).__module__ != "sqlite3":
        return
    connection.isolation_level = None  # the driver must not begin transactions of its own
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA busy_timeout=15000")
    connection.execute("PRAGMA cache_size=-32000")
    connection.execute("PRAGMA temp_store=MEMORY")


@event.listens_for(Engine, "begin")
def _on_begin(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if not _writing.get():
        connection.exec_driver_sql("BEGIN")
        return
    with _in_line(connection.engine.url.database):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def _in_line(database: str | None) -> Iterator[None]:
    """Wait one's turn to ask SQLite for its write lock, behind those who came before.

    SQLite's own way to wait is to sleep, ever longer, and look again. Whoever comes meanwhile
    overtakes, and where many write at once somebody sleeps until the timeout. The kernel keeps its
    waiters in order, so that only the first of them sleeps at SQLite's door. They stand at a file
    beside the database: closing a second handle on the database itself would drop SQLite's locks.
    """
    if database in {None, "", ":memory:"}:
        yield
        return
    with Path(f"{database}-turn").open("ab") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


@event.listens_for(Session, "after_flush")
def _on_flush(session: Session, _context: object) -> None:
    session.info["wrote"] = True


class count_of(FunctionElement[int]):  # noqa: N801  # it is written like a function in SQL
    """How many things the list in a column holds."""

    type = Integer()
    inherit_cache = True


@compiles(count_of, "sqlite")
def _count_on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"json_array_length({compiler.process(element.clauses, **options)})"


@compiles(count_of, "postgresql")
def _count_on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"jsonb_array_length({compiler.process(element.clauses, **options)})"


def holds(column: Any, key: Any) -> ColumnElement[bool]:
    """Is this word, or that of a column, in the list? Both databases store it as ["es", "en"]."""
    stored = cast(column, Text)
    if isinstance(key, str):
        return stored.contains(f'"{key}"', autoescape=True)
    return stored.contains(literal('"') + key + '"')


def read_rows(
    asked: Executable, values: Mapping[str, Any] | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Rows of columns, past the mapper; nothing pending is flushed first.

    For statements that are made once and asked on most pages: there the mapper's part of the way
    costs as much as the database.
    """
    return db.session.connection().execute(asked, values or {}).all()


def refresh_statistics() -> None:
    """Tell the planner how full the tables are, or it picks an index by guess."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("PRAGMA analysis_limit=1000"))  # enough, and milliseconds
    db.session.execute(text("ANALYZE"))


Stored = TypeVar("Stored", bound="Base")


def write_once(
    kind: type[Stored], key: uuid.UUID | None, write: Callable[[uuid.UUID], Stored]
) -> Stored:
    """What is stored under this key already, else what `write` stores under it.

    A form that is sent twice, even at the same moment, so makes one thing. Without a key each is
    another.
    """
    if key is None:
        return write(new_id())
    known = db.session.get(kind, key)
    if known:
        return known
    try:
        with db.session.begin_nested():
            return write(key)
    except IntegrityError:  # sent twice at the same moment: the other one is stored
        known = db.session.get(kind, key)
        if known is None:
            raise
        return known


def after_commit(act: Callable[[], None]) -> None:
    """Run `act` once this request's transaction is safely stored (never if it rolls back)."""
    db.session().info.setdefault("after_commit", []).append(act)


def write_always(rows: Callable[[], list[Base]]) -> None:
    """Store what `rows` gives even if this request is refused: in a short transaction after it."""
    db.session().info.setdefault("always", []).append(rows)


def settle(*, commits: bool) -> bool:
    """End the request's transaction; returns False if something written was thrown away.

    `commits` says that the answer was a success that means to store. After it come the acts that
    waited for the commit, then what must survive a refusal.
    """
    session = db.session()
    wrote = bool(session.info.pop("wrote", False) or session.new or session.dirty)
    acts = session.info.pop("after_commit", [])
    always = session.info.pop("always", [])
    if commits:
        session.commit()
        session.info.pop("wrote", None)
        for act in acts:
            act()
    else:
        session.rollback()
    if always:
        _writing.set(True)
        session.add_all(row for rows in always for row in rows())
        session.commit()
        session.info.pop("wrote", None)
    return commits or not wrote


__all__ = [
    "Base",
    "Json",
    "PrimaryKey",
    "UtcDateTime",
    "after_commit",
    "begin_request",
    "choice",
    "count_of",
    "db",
    "holds",
    "new_id",
    "read_rows",
    "reading",
    "reading_first",
    "refresh_statistics",
    "settle",
    "write_always",
    "write_once",
]
