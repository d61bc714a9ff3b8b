"""Counting a report and making its PDF, which take the worker some seconds.

Neither writes into the database, so neither holds up those who do.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from liaison import clock, db, files, i18n
from liaison.accounts.queries import actor_of
from liaison.evaluation import queries
from liaison.evaluation.exports.document import report_pdf
from liaison.evaluation.exports.snapshot import find_snapshot, snapshot_exists, take_snapshot
from liaison.evaluation.figures.report import assemble_report
from liaison.jobs import job, nightly
from liaison.permissions import SYSTEM
from liaison.programs.queries import list_programs


@job("evaluation.refresh_report")
def refresh_report(*, program_id: str, year: int, language: str) -> None:
    """Count the report anew for everybody who reads it in this language."""
    with _reading(), i18n.in_language(language):
        take_snapshot(uuid.UUID(program_id), year)


@job("evaluation.render_report")
def render_report(*, user_id: str, program_id: str, year: int, language: str) -> str:
    """Store the PDF and return its name; only the person who asked is shown it.

    It prints the numbers the page shows, with the texts as they are now.
    """
    of_program = uuid.UUID(program_id)
    with _reading(), i18n.in_language(language):
        subject = queries.get_subject(actor_of(uuid.UUID(user_id)), of_program, year)
        counted = find_snapshot(of_program, year) or take_snapshot(of_program, year)
        report = assemble_report(subject, year, counted.sections, counted.made_at)
        name = f"{files.RENDERED}{uuid.uuid4()}/{report.program_key}-{year}.pdf"
        files.store().write(name, report_pdf(report, counted.pictures))
    return name


@nightly
def refresh_reports() -> None:
    """Count this and last year anew, in the city's first language and those people have read."""
    this_year = clock.today(i18n.settings().zone()).year
    first, *others = [language.tag for language in i18n.enabled_languages()]
    with _reading():
        ids = [program.id for program in list_programs(SYSTEM) if program.is_active]
        for program_id in ids:
            for year in (this_year, this_year - 1):
                for tag in (first, *others):
                    with i18n.in_language(tag):
                        if tag == first or snapshot_exists(program_id, year):
                            take_snapshot(program_id, year)


@contextmanager
def _reading() -> Iterator[None]:
    """A transaction that only reads, and is over before the worker writes down how it went."""
    with db.reading():
        yield
        db.db.session.rollback()
