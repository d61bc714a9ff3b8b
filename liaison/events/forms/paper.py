"""Forms of paper: what to print, what is keyed from it, how many cards came back."""

from collections.abc import Iterable

from wtforms.validators import NumberRange

from liaison.events.models.door import PaperBatch
from liaison.events.operations.sign_in_sheets import SignInRow
from liaison.events.policy.door import MOST_AT_ONCE
from liaison.events.policy.paper import MOST_PRINTED, row_code
from liaison.events.policy.sign_ups import LONGEST_NAME
from liaison.i18n import _, _l, _lp
from liaison.web.fields import (
    CheckboxesField,
    CheckboxField,
    RadioField,
    Required,
    SubmitField,
    WholeNumberField,
)
from liaison.web.forms import Form, OnceForm
from liaison.web.grids import VOID, VOID_COLUMN, CellKind, Grid, GridColumn, GridRow, read_language

SIGN_IN_COLUMNS = (
    GridColumn("name", _l("Name"), width="wide"),
    GridColumn("people", _lp("how many", "People"), CellKind.NUMBER, width="narrow"),
    GridColumn("reach", _l("E-mail or telephone"), width="wide"),
    GridColumn("language", _l("Language")),
    GridColumn("may_contact", _l("Tell about others"), CellKind.TICK, width="narrow"),
    VOID_COLUMN,
)


class PrintBatchForm(OnceForm):
    kind = RadioField(_l("What to print"), [Required(_l("Choose what to print."))])
    languages = CheckboxesField(
        _l("Languages"),
        [Required(_l("Choose at least one language."))],
        description=_l("A sheet says everything in each of them; a card is in one of them."),
    )
    printed = WholeNumberField(
        _l("How many rows or cards"),
        [
            Required(_l("Enter how many rows or cards.")),
            NumberRange(1, MOST_PRINTED, message=_l("Enter a number from 1 to 200.")),
        ],
        default=30,
        description=_l("Two cards stand on a sheet of paper."),
    )
    paper = RadioField(_l("Size of the paper"))
    with_picture = CheckboxField(
        _l("Print a code on the sheet that opens it on a phone, to key it"), default=True
    )
    submit = SubmitField(_l("Make the PDF"))


class KeyRowsForm(Form):
    """Carries the protection of the form; the rows are a grid."""

    submit = SubmitField(_l("Save the rows"))
    void_rest = SubmitField(_l("Save, and void the rows left empty"))


class CountCardsForm(Form):
    returned = WholeNumberField(
        _l("How many came back filled in"),
        [
            Required(_l("Enter how many came back, 0 or more.")),
            NumberRange(0, MOST_PRINTED, message=_l("Enter how many came back, 0 or more.")),
        ],
    )
    voided = WholeNumberField(
        _l("How many were left over or spoiled"),
        [
            Required(_l("Enter how many were left over or spoiled, 0 or more.")),
            NumberRange(
                0, MOST_PRINTED, message=_l("Enter how many were left over or spoiled, 0 or more.")
            ),
        ],
    )
    submit = SubmitField(_l("Save the count"))


def sign_in_grid(batch: PaperBatch, numbers: Iterable[int]) -> Grid:
    """A table for these rows of a sign-in sheet."""
    return Grid(SIGN_IN_COLUMNS, [GridRow(n, row_code(batch, n)) for n in numbers])


def read_sign_ins(grid: Grid) -> list[SignInRow]:
    """The rows somebody signed in on; what cannot be read is refused in the grid."""
    return [_read_sign_in(grid, row) for row in grid.filled if not row.has(VOID)]


def _read_sign_in(grid: Grid, row: GridRow) -> SignInRow:
    people, language = 1, None
    if len(row["name"]) > LONGEST_NAME:
        grid.refuse(row.number, "name", _("Shorten the name to 120 letters."))
    if row["people"]:
        people = read_people(row["people"])
        if not people:
            message = _("Enter how many people, from 1 to 20.")
            grid.refuse(row.number, "people", message)
    if row["language"]:
        language = read_language(row["language"])
        if language is None:
            grid.refuse(row.number, "language", _("Enter one language, such as Spanish or es."))
    return SignInRow(
        number=row.number,
        name=row["name"],
        people=people,
        reach=row["reach"],
        language=language,
        may_contact=row.has("may_contact"),
    )


def read_people(text: str) -> int:
    """A number of people, in the digits of any script; 0 if it is none of a party."""
    count = int(text) if text.isdecimal() and len(text) <= len(str(MOST_AT_ONCE)) else 0
    return count if count <= MOST_AT_ONCE else 0
