"""Making the PDF of a report, which takes the worker some seconds."""

import uuid

from liaison import files, i18n
from liaison.accounts.queries import actor_of
from liaison.evaluation.exports.document import report_pdf
from liaison.evaluation.figures.report import build_report
from liaison.jobs import job


@job("evaluation.render_report")
def render_report(*, user_id: str, program_id: str, year: int, language: str) -> str:
    """Store the PDF and return its name; only the person who asked is shown it."""
    actor = actor_of(uuid.UUID(user_id))
    with i18n.in_language(language):
        report = build_report(actor, uuid.UUID(program_id), year)
        name = f"reports/{uuid.uuid4()}/{report.program_key}-{year}.pdf"
        files.store().write(name, report_pdf(report))
    return name
