"""Documents drawn in the worker."""

import uuid

from liaison.accounts.queries import actor_of
from liaison.files import RENDERED, store
from liaison.i18n import in_language
from liaison.jobs import job
from liaison.worksheets import exports, queries

EXPORT_PDF = "worksheets.export_pdf"


@job(EXPORT_PDF)
def export_pdf(worksheet_id: str, for_user_id: str, language: str) -> str:
    """Draw a worksheet for someone who may see it; returns the stored file's name."""
    actor = actor_of(uuid.UUID(for_user_id))
    worksheet = queries.get_worksheet(actor, uuid.UUID(worksheet_id))
    with in_language(language):
        content = exports.worksheet_pdf(worksheet)
    name = f"{RENDERED}{uuid.uuid4()}/worksheet-{worksheet.year}.pdf"
    store().write(name, content)
    return name
