"""What is printed for an event, how much at once, and when all of it is accounted for."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement

from liaison.events.models.door import PaperBatch, PaperKind
from liaison.i18n import _l

KINDS: Mapping[PaperKind, Any] = {
    PaperKind.SIGN_IN: _l("Sign-in sheet"),
    PaperKind.CONTACT: _l("Contact sheet"),
    PaperKind.CARD: _l("Demographic cards"),
}
NUMBERED = (PaperKind.SIGN_IN, PaperKind.CONTACT)  # their rows are; a card never is
MOST_PRINTED = 200  # rows or cards of one batch: what a printer takes without a break
KEYED_AT_ONCE = 40  # rows of a sheet that are keyed on one page

PAPERS = ("letter", "a4")
# Countries that write on Letter, as the Unicode locale data lists them; all others write on A4.
LETTER_COUNTRIES = frozenset(
    {"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"}
)


def usual_paper(country: str) -> str:
    """The size of paper that printers of a country hold."""
    return "letter" if country in LETTER_COUNTRIES else "a4"


def count_still_out(batch: PaperBatch) -> int:
    """Rows or cards that were printed and have neither come back nor been voided."""
    return batch.printed - batch.returned - batch.voided


def is_open() -> ColumnElement[bool]:
    """Batches of which something is still out."""
    return PaperBatch.returned + PaperBatch.voided < PaperBatch.printed


def row_code(batch: PaperBatch, number: int) -> str:
    """What stands in front of a row, as K7MQ-03."""
    digits = max(2, len(str(batch.printed)))
    return f"{batch.code}-{number:0{digits}}"
