"""The demo city to measure on: built once for each scale, copied for each run."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import func

from benchmarks.facts import Facts, find_facts, sign_in
from benchmarks.processor import parent_of, tree_seconds
from liaison.app import create_app
from liaison.config import read_settings
from liaison.db import db
from liaison.permissions import Role
from tests.databases import DURABLE, POSTGRESQL, start_database

SIGNED_IN = (Role.COORDINATOR, Role.LIAISON)
ROOT = Path(__file__).resolve().parent.parent
INSTANCE = ROOT / "instance"
# What the demo city is made of: when any of it changed, the city is built again.
INGREDIENTS = (
    *("liaison/demo", "migrations"),
    *("liaison/**/models.py", "liaison/**/models", "liaison/**/imports.py", "liaison/**/imports"),
)


@dataclass(frozen=True)
class City:
    """A running copy of the city, and the application on it inside this process."""

    environment: Mapping[str, str]
    app: Flask
    facts: Facts
    cookies: dict[Role, dict[str, str]]  # of those who signed in

    def database_seconds(self) -> float:
        """Processor time of a database that runs beside the application."""
        with self.app.app_context():
            if db.engine.dialect.name == "sqlite":
                return 0.0
            backend = db.session.scalar(func.pg_backend_pid().select())
            db.session.rollback()
        server = parent_of(backend or 0)
        return tree_seconds(server) if server else 0.0


@contextmanager
def open_city(scale: str, database: str) -> Iterator[City]:
    """A copy of the city of this scale, thrown away afterwards."""
    if database == POSTGRESQL:
        folder = INSTANCE / f"bench-{scale}-postgresql"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        with start_database(POSTGRESQL, folder, DURABLE) as url:
            run_demo(scale, {"LIAISON_DATA_DIR": str(folder), "LIAISON_DATABASE_URL": url})
            yield enter(folder, url)
        return
    folder = INSTANCE / f"bench-{scale}"
    build(scale, folder)
    copy = folder / "run.sqlite3"
    shutil.copyfile(folder / "liaison.sqlite3", copy)
    try:
        yield enter(folder, f"sqlite:///{copy}")
    finally:
        for leftover in folder.glob("run.sqlite3*"):
            leftover.unlink()


def build(scale: str, folder: Path) -> None:
    stamp, recipe = folder / "made-from", fingerprint()
    if stamp.exists() and stamp.read_text() == recipe:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    run_demo(scale, {"LIAISON_DATA_DIR": str(folder)})
    stamp.write_text(recipe)


def fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in INGREDIENTS:
        for path in sorted(ROOT.glob(pattern)):
            for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
                if file.is_file() and file.suffix != ".pyc":
                    digest.update(file.read_bytes())
    return digest.hexdigest()


def run_demo(scale: str, environment: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "liaison.cli", "demo", "--no-serve", "--scale", scale]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **environment})  # noqa: S603  # our own


def enter(folder: Path, url: str) -> City:
    """Start the application here and sign a coordinator in."""
    # each visit says whose it is, as a proxy would: limits count people by their address
    environment = {
        "LIAISON_DATA_DIR": str(folder),
        "LIAISON_DATABASE_URL": url,
        "LIAISON_PROXIES": "1",
    }
    app = create_app(read_settings(environment))
    with app.app_context():
        facts, cookies = find_facts(), {role: sign_in(app, role) for role in SIGNED_IN}
        db.session.commit()
    return City(environment, app, facts, cookies)
