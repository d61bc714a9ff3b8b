"""What the report says of a programme's worksheets."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from liaison.i18n import _l
from liaison.indicators.figures import FigureSource
from liaison.permissions import Actor
from liaison.programs.models import ActionState
from liaison.worksheets import policy, queries
from liaison.worksheets.models import Worksheet, WorksheetState

OVER = frozenset({ActionState.DONE, ActionState.DROPPED})


@dataclass(frozen=True)
class ActionFigure:
    """One row of the action plan."""

    text: str
    owner_name: str
    due_on: date | None
    state: ActionState
    done_on: date | None


@dataclass(frozen=True)
class WorksheetFigure:
    """How far a worksheet and its actions are. No score: what is there, and what is not."""

    id: uuid.UUID
    title: str
    state: WorksheetState
    approved_on: date | None
    approved_by_name: str
    answered: int
    required: int
    actions_done: Sequence[ActionFigure]
    actions_open: Sequence[ActionFigure]
    actions_dropped: Sequence[ActionFigure]
    is_invented: bool


def measure_all(worksheets: Sequence[Worksheet]) -> dict[uuid.UUID, policy.Completeness]:
    """How complete each worksheet is."""
    contents = queries.find_contents_of(worksheets)
    return {
        one.id: policy.measure_completeness(one.template.parsed, contents[one.id])
        for one in worksheets
    }


def state(actor: Actor, *, program_id: uuid.UUID, year: int) -> list[WorksheetFigure]:
    """Worksheets of a programme's plan year with completeness and actions."""
    worksheets = queries.list_worksheets(actor, program_id=program_id, year=year)
    filled, actions = measure_all(worksheets), queries.list_actions_of(worksheets)
    figures_of_year = []
    for worksheet in worksheets:
        rows = [
            ActionFigure(one.text, one.owner_name, one.due_on, one.state, one.done_on)
            for one in actions[worksheet.id]
        ]
        figures_of_year.append(
            WorksheetFigure(
                id=worksheet.id,
                title=worksheet.title,
                state=worksheet.state,
                approved_on=worksheet.approved_on,
                approved_by_name=worksheet.approved_by_name,
                answered=filled[worksheet.id].answered,
                required=filled[worksheet.id].required,
                actions_done=[row for row in rows if row.state is ActionState.DONE],
                actions_open=[row for row in rows if row.state not in OVER],
                actions_dropped=[row for row in rows if row.state is ActionState.DROPPED],
                is_invented=worksheet.is_invented,
            )
        )
    return figures_of_year


figures = (
    FigureSource(
        key="worksheets.state",
        definition=_l(
            "Worksheets of the programme's plan year: state, required questions answered among "
            "those shown, and the actions of their plans, done, open or dropped."
        ),
        compute=state,
    ),
)
