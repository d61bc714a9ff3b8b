"""What the programme said it would do, in its worksheets and their actions."""

import uuid
from collections.abc import Sequence

from liaison.evaluation.figures.shapes import Column, Kind, Section, Table, Value
from liaison.evaluation.figures.work import define
from liaison.i18n import _, number
from liaison.indicators.figures import compute_figure
from liaison.permissions import Actor
from liaison.programs.models import ActionState
from liaison.worksheets.figures import ActionFigure, WorksheetFigure
from liaison.worksheets.models import WorksheetState


def report_agreed(actor: Actor, program_id: uuid.UUID, year: int) -> Section:
    """Worksheets with their state, and the actions that came out of them."""
    worksheets: Sequence[WorksheetFigure] = compute_figure(
        "worksheets.state", actor, program_id=program_id, year=year
    )
    title = _("What was agreed")
    if not worksheets:
        return Section("agreed", title, (_("No worksheet was begun for this year."),))
    actions = [
        action
        for sheet in worksheets
        for action in (*sheet.actions_open, *sheet.actions_done, *sheet.actions_dropped)
    ]
    tables = [_worksheets(worksheets), *([_actions(actions)] if actions else [])]
    return Section("agreed", title, tables=tuple(tables))


def _worksheets(worksheets: Sequence[WorksheetFigure]) -> Table:
    names = {
        WorksheetState.DRAFT: _("Draft"),
        WorksheetState.IN_REVIEW: _("In review"),
        WorksheetState.CHANGES_REQUESTED: _("Changes asked for"),
        WorksheetState.APPROVED: _("Approved"),
    }
    columns = (
        Column("worksheet", _("Worksheet"), Kind.TEXT),
        Column("state", _("State"), Kind.TEXT),
        Column("answered", _("Questions answered")),
        Column("required", _("Questions to answer")),
        Column("approved", _("Approved on"), Kind.DAY),
        Column("approver", _("Approved by"), Kind.TEXT),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (one.title, names[one.state], one.answered, one.required, one.approved_on,
         one.approved_by_name)
        for one in worksheets
    )  # fmt: skip
    definition = define("worksheets.state")
    return Table("agreed.worksheets", _("Worksheets"), columns, rows, definition=definition)


def _actions(actions: Sequence[ActionFigure]) -> Table:
    names = {
        ActionState.PLANNED: _("Planned"),
        ActionState.STARTED: _("Started"),
        ActionState.DONE: _("Done"),
        ActionState.CHANGED: _("Changed"),
        ActionState.DROPPED: _("Dropped"),
    }
    columns = (
        Column("action", _("Action"), Kind.TEXT),
        Column("owner", _("Who"), Kind.TEXT),
        Column("due", _("Due"), Kind.DAY),
        Column("state", _("State"), Kind.TEXT),
        Column("done", _("Done on"), Kind.DAY),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (one.text, one.owner_name, one.due_on, names[one.state], one.done_on) for one in actions
    )
    done = sum(one.state is ActionState.DONE for one in actions)
    words = _("%(done)s of %(all)s actions are done.", done=number(done), all=number(len(actions)))
    return Table("agreed.actions", _("Actions"), columns, rows, words, print_rows=20)
