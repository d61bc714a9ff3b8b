"""The `liaison` command. Each feature's `cli.py` holds what it adds; this file joins them."""

import logging
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import OperationalError

from liaison import documents, mail
from liaison.accounts import cli as accounts
from liaison.accounts.models import User
from liaison.accounts.operations.second_factor import count_unreadable
from liaison.app import create_app
from liaison.config import SettingsError, read_settings, resource_folder
from liaison.contacts import jobs as contacts
from liaison.db import db
from liaison.demo.operations import build_demo, find_scale
from liaison.demo.scales import SCALES
from liaison.errors import LiaisonError, NotFound
from liaison.evaluation import cli as evaluation
from liaison.events.jobs import importing as events
from liaison.i18n import settings
from liaison.languages import LANGUAGES
from liaison.permissions import SYSTEM, Permission
from liaison.places import jobs as places
from liaison.places.forms import KEY, KEY_RULE
from liaison.programs.queries import get_program_by_key
from liaison.web.uploads import ImportFlow

Command = TypeVar("Command", bound=click.Command)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_skip = click.option("--skip-refused", is_flag=True, help="Take the other rows without them.")
_program = click.option(
    "--program", "program_key", required=True, help="Short name of the programme."
)
_port = click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
_workers = click.option(
    "--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Web processes."
)


def _make_app() -> Flask:
    try:
        return create_app(read_settings(os.environ))
    except SettingsError as fault:
        raise click.ClickException(str(fault)) from None


@click.group(context_settings={"obj": ScriptInfo(create_app=_make_app, set_debug_flag=False)})
@click.version_option(package_name="liaison")
def liaison() -> None:
    """Community engagement and neighbourhood liaison programmes for a city."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")


def main() -> None:
    """Run the command; what goes wrong is one line and an exit code of 1."""
    try:
        liaison()
    except LiaisonError as refusal:
        sys.exit(f"Error: {refusal.message or type(refusal).__name__}")
    except OperationalError as fault:
        why = str(fault.orig).partition("\n")[0].rstrip(".")
        sys.exit(f"Error: The database cannot be used: {why}. Is it there, and up to date?")


def in_app(command: Command) -> Command:
    """Let the command, and those below it, run with the application at hand."""
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            in_app(inner)
    elif command.callback:
        command.callback = with_appcontext(command.callback)
    return command


# --- Running -------------------------------------------------------------------------------------


@liaison.command()
@_port
@_workers
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--no-worker", is_flag=True, help="Start no process for background work.")
@with_appcontext
def serve(port: int, workers: int, host: str, no_worker: bool) -> None:
    """Serve the pages, and do background work in a process beside them."""
    if db.engine.dialect.name == "sqlite":
        _bring_to_head()
    elif _revision() != _head():  # several machines may start at once: one person upgrades
        raise click.ClickException("The database is not up to date. Run: liaison db upgrade")
    _serve(port=port, workers=workers, host=host, with_worker=not no_worker)


def _serve(*, port: int, workers: int, host: str = "127.0.0.1", with_worker: bool = True) -> None:
    from granian import Granian  # noqa: PLC0415  # the other commands start without a server
    from granian.constants import Interfaces  # noqa: PLC0415  # the same

    _refuse_taken_port(host, port)
    # printed codes and sent links must lead to this port, unless the city names an address
    os.environ.setdefault("LIAISON_BASE_URL", f"http://127.0.0.1:{port}")
    helper = None
    if with_worker:
        helper = subprocess.Popen([sys.executable, "-m", "liaison.cli", "worker"])  # ourselves
    click.echo(f"Liaison answers at http://{host}:{port}/ - stop it with Ctrl+C.")
    try:
        Granian(
            "liaison.app:create_app",
            factory=True,
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            # SQLite answers fastest when no two threads of a process write: docs/deployment.md
            blocking_threads=1,
            log_access=False,
            log_level="warning",  # type: ignore[arg-type]  # granian takes the name
        ).serve()
    finally:
        if helper:
            helper.terminate()
            helper.wait(timeout=30)


def _refuse_taken_port(host: str, port: int) -> None:
    """Web processes share their port: a second server would take half of the first one's visitors.

    Whatever listens there is left alone; the command ends with one line.
    """
    kind, *_rest, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # just stopped is not taken
        try:
            probe.bind(address)
        except OSError as fault:
            why = (fault.strerror or str(fault)).lower()
            raise click.ClickException(
                f"Port {port} of {host} cannot be used: {why}. Choose another with --port."
            ) from None


@liaison.command()
@click.option("--no-schedule", is_flag=True, help="Leave mail and nightly work to another worker.")
@with_appcontext
def worker(no_schedule: bool) -> None:
    """Do background and nightly work, and send mail."""
    consumer = current_app.extensions["liaison.queue"]().create_consumer(
        workers=1, periodic=not no_schedule, initial_delay=0.2, max_delay=1.0
    )
    consumer.run()


@liaison.command()
@_port
@_workers
@click.option("--no-serve", is_flag=True, help="Build the demo city and stop.")
@click.option("--reset", is_flag=True, help="Start over: what was entered is lost.")
@click.option("--scale", type=click.Choice(list(SCALES)), help="How large a city. [small]")
@with_appcontext
def demo(port: int, workers: int, no_serve: bool, reset: bool, scale: str | None) -> None:
    """Build the demo city where there is none yet, and serve it."""
    if reset:
        _empty_database()
    _bring_to_head()
    built = find_scale()
    if built is None and db.session.scalar(select(User.id).limit(1)):
        raise click.ClickException("This database holds a real city. Name another data folder.")
    if built is None:
        name = scale or "small"
        build_demo(name, SCALES[name], progress=_progress)
    elif scale and scale != built:
        raise click.ClickException(f"There is a {built} demo city. Add --reset to start over.")
    db.session.remove()  # a transaction left open here would lock the pages out
    if not no_serve:
        _serve(port=port, workers=workers)


def _progress(label: str, length: int) -> Any:
    """A bar for what takes long: a context manager whose value has `update(steps)`."""
    return click.progressbar(length=length, label=f"{label:<28}", file=sys.stderr)


# --- The database --------------------------------------------------------------------------------


@liaison.group("db")
def database() -> None:
    """The database's tables."""


@database.command()
@with_appcontext
def upgrade() -> None:
    """Bring the tables to what this release needs."""
    _bring_to_head()
    click.echo("The database is up to date.")


def _head() -> str:
    return (resource_folder("migrations") / "HEAD").read_text(encoding="ascii").strip()


def _revision() -> str | None:
    if not inspect(db.engine).has_table("alembic_version"):
        return None
    revision: str | None = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    db.session.rollback()
    return revision


def _bring_to_head() -> None:
    settings().data_dir.mkdir(parents=True, exist_ok=True)
    if _revision() != _head():
        from liaison import migrations  # noqa: PLC0415  # web processes start as copies of this one

        migrations.upgrade()


def _empty_database() -> None:
    """Drop everything a demo city holds. A real city's database is never emptied."""
    if _revision() is not None:
        if find_scale() is None and db.session.scalar(select(User.id).limit(1)):
            raise click.ClickException("This database holds a real city. It is left alone.")
        from liaison import migrations  # noqa: PLC0415  # as above

        db.session.remove()
        migrations.downgrade()
    for folder in ("files", "mail"):
        shutil.rmtree(settings().data_dir / folder, ignore_errors=True)


# --- Bringing data in ----------------------------------------------------------------------------


@liaison.group("import")
def import_group() -> None:
    """Bring in areas, population figures, events and contacts."""


def _read_key(_context: click.Context, _option: click.Parameter, written: str) -> str:
    if not re.fullmatch(KEY, written):
        raise click.BadParameter(str(KEY_RULE))
    return written


@import_group.command("areas")
@click.argument("file", type=_FILE)
@click.option(
    "--key",
    required=True,
    callback=_read_key,
    help="Short name of this set, such as ward_2024.",
)
@click.option("--name", required=True, help="Its name, such as Wards of 2024.")
@click.option("--singular", required=True, help="What one of them is called, such as Ward.")
@click.option("--source", default="", help="Source and licence.")
@click.option("--main", "is_main", is_flag=True, help="Place events and contacts in these areas.")
@_skip
@with_appcontext
def import_areas(file: Path, **options: Any) -> None:
    """Boundaries from a GeoJSON FILE."""
    _take(places.areas, file, **options)


@import_group.command("figures")
@click.argument("file", type=_FILE)
@click.option("--period", required=True, help="Years of the survey, such as 2017-2021.")
@click.option("--source", required=True, help="Where the figures come from.")
@click.option("--level", default="", help="The set of areas, where the file does not say it.")
@_skip
@with_appcontext
def import_figures(file: Path, **options: Any) -> None:
    """Population figures from a long CSV or the Census API's JSON FILE."""
    _take(places.figures, file, **options)


@import_group.command("events")
@click.argument("file", type=_FILE)
@_program
@_skip
@with_appcontext
def import_events(file: Path, *, program_key: str, skip_refused: bool) -> None:
    """Events from a CSV or XLSX FILE."""
    program_id = _program_id(program_key, Permission.EVENT_EDIT)
    _take(events.flow, file, program_id=program_id, skip_refused=skip_refused)


@import_group.command("contacts")
@click.argument("file", type=_FILE)
@_program
@_skip
@with_appcontext
def import_contacts(file: Path, *, program_key: str, skip_refused: bool) -> None:
    """Contacts from a CSV or XLSX FILE."""
    program_id = _program_id(program_key, Permission.CONTACT_IMPORT)
    _take(contacts.flow, file, program_id=program_id, skip_refused=skip_refused)


def _program_id(key: str, permission: Permission) -> str:
    try:
        return str(get_program_by_key(SYSTEM, key, permission).id)
    except NotFound:
        raise click.ClickException(f"There is no programme with the short name {key}.") from None


def _take(flow: ImportFlow, file: Path, **options: Any) -> None:
    """Store what can be taken and tell everything else; refused rows go into a file beside it."""
    with _progress("Reading and storing", 2) as bar:
        summary = flow.take_file(file, actor=SYSTEM, advance=bar.update, **options)
    for words, times in summary.notes.items():
        click.echo(f"{words} (rows: {times})", err=True)
    if summary.refused:
        refused = file.with_name(f"{file.stem}-refused-rows.csv")
        refused.write_text(summary.refused_csv, encoding="utf-8", newline="")
        click.echo(f"Rows refused: {len(summary.refused)}; {refused} says why.", err=True)
    if summary.refused and not summary.taken:
        raise click.ClickException("Nothing was stored. Mend the rows, or add --skip-refused.")
    db.session.commit()
    click.echo(f"Rows stored: {summary.taken}.")


# --- Looking after it ----------------------------------------------------------------------------


@liaison.command()
@with_appcontext
def check() -> None:
    """Say whether this installation can work: database, fonts, mail."""
    faults = list(_find_faults())
    for fault in faults:
        click.echo(f"not ready: {fault}", err=True)
    if faults:
        sys.exit(1)
    click.echo("Everything is ready.")


def _find_faults() -> Iterator[str]:
    """What stands in the way, one line each, with what to do."""
    revision = _revision()
    if revision != _head():
        yield f"the database is at {revision or 'nothing'}, not {_head()}. Run: liaison db upgrade"
        return
    for font in documents.fonts_missing(settings().languages):
        yield f"the font {font} is missing. Install fonts-noto-core and fonts-noto-cjk."
    unreadable = count_unreadable()
    if unreadable:
        yield (
            f"{unreadable} second factors were made with another secret key. Set LIAISON_SECRET_KEY"
            " to that key, or reset them on the accounts' pages"
        )
    late = mail.count_overdue()
    if late:
        yield f"{late} messages wait for more than 15 minutes. Is liaison worker running?"
    missing = [tag for tag in settings().languages if tag != "en" and not _is_translated(tag)]
    if missing:
        yield f"there is no compiled translation for {', '.join(missing)}. Run: make setup"


def _is_translated(tag: str) -> bool:
    folder = resource_folder("translations") / LANGUAGES[tag].locale / "LC_MESSAGES"
    return (folder / "messages.mo").exists()


for command in (*accounts.commands, *evaluation.commands):
    liaison.add_command(in_app(command))

if __name__ == "__main__":
    main()
