"""The `liaison report` command."""

import sys
from collections.abc import Callable
from pathlib import Path

import click
from flask.cli import with_appcontext

from liaison import db, i18n
from liaison.errors import NotFound
from liaison.evaluation.exports.document import report_html, report_pdf
from liaison.evaluation.exports.plain import json_bytes
from liaison.evaluation.exports.workbook import workbook
from liaison.evaluation.figures.report import build_report
from liaison.evaluation.figures.shapes import Report
from liaison.permissions import SYSTEM, Permission
from liaison.programs.queries import get_program_by_key, list_programs

_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)
WRITERS: dict[str, Callable[[Report], bytes]] = {
    "pdf": report_pdf,
    "html": lambda report: report_html(report).encode(),
    "json": json_bytes,
    "xlsx": workbook,
}


@click.command("report")
@click.argument("program")
@click.option("--year", type=click.IntRange(1990, 2100), required=True)
@click.option("--pdf", type=_FILE, help="Tagged PDF.")
@click.option("--html", type=_FILE, help="The same document as HTML.")
@click.option("--json", type=_FILE, help="Every number of it.")
@click.option("--xlsx", type=_FILE, help="Its tables, every row.")
@click.option("--language", default="en", show_default=True, help="Language of the report.")
@with_appcontext
def report_command(program: str, year: int, language: str, **paths: Path | None) -> None:
    """Write PROGRAM's evaluation report of a year into files. PROGRAM is its key."""
    wanted = {kind: path for kind, path in paths.items() if path}
    tags = [offered.tag for offered in i18n.enabled_languages()]
    if not wanted:
        raise click.UsageError("Say what to write: --pdf, --html, --json or --xlsx and a file.")
    if language not in tags:
        raise click.BadParameter(f"use one of {', '.join(tags)}.", param_hint="--language")
    with db.reading(), i18n.in_language(language):
        try:
            subject = get_program_by_key(SYSTEM, program, Permission.REPORT_VIEW)
        except NotFound:
            known = ", ".join(sorted(one.key for one in list_programs(SYSTEM)))
            raise click.ClickException(
                f"There is no programme {program!r}. There is: {known or 'none yet'}."
            ) from None
        steps = click.progressbar(length=1 + len(wanted), label="Report", file=sys.stderr)
        with steps as bar:
            report = build_report(SYSTEM, subject.id, year)
            bar.update(1)
            for kind, path in wanted.items():
                _write(path, WRITERS[kind](report))
                bar.update(1)
    for path in wanted.values():
        click.echo(f"{path}: {path.stat().st_size:,} bytes")


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as fault:
        raise click.ClickException(f"{path} cannot be written: {fault.strerror}.") from None


commands = (report_command,)
