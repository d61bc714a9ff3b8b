"""Reading templates, worksheets, their answers and their history."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from liaison.accounts.models import User
from liaison.db import db
from liaison.errors import NotFound
from liaison.permissions import Actor, Permission
from liaison.programs.models import Action, Program
from liaison.worksheets.models import (
    Answer,
    AnswerRevision,
    Content,
    TemplateVersion,
    Worksheet,
    WorksheetAction,
    WorksheetState,
    WorksheetStep,
)
from liaison.worksheets.policy import visible_to


def find_template_version(key: str, version: str) -> TemplateVersion | None:
    return db.session.scalar(
        select(TemplateVersion).where(
            TemplateVersion.key == key, TemplateVersion.version == version
        )
    )


def get_worksheet(
    actor: Actor,
    worksheet_id: uuid.UUID,
    permission: Permission = Permission.WORKSHEET_VIEW,
) -> Worksheet:
    """With its programme and template. Raises NotFound."""
    found = db.session.scalar(
        _whole().where(Worksheet.id == worksheet_id, visible_to(actor, permission))
    )
    if found is None:
        raise NotFound
    return found


def list_worksheets(
    actor: Actor,
    *,
    program_id: uuid.UUID | None = None,
    year: int | None = None,
    state: WorksheetState | None = None,
) -> Sequence[Worksheet]:
    """Newest year first, then by programme."""
    asked = _whole().where(visible_to(actor))
    if program_id:
        asked = asked.where(Worksheet.program_id == program_id)
    if year is not None:
        asked = asked.where(Worksheet.year == year)
    if state:
        asked = asked.where(Worksheet.state == state)
    return db.session.scalars(
        asked.join(Program, Worksheet.program_id == Program.id).order_by(
            Worksheet.year.desc(), Program.name, Worksheet.title, Worksheet.id
        )
    ).all()


def list_waiting(actor: Actor) -> Sequence[Worksheet]:
    """What waits for this person: theirs given back or still a draft, others' to review."""
    mine = Worksheet.state.in_(
        (WorksheetState.DRAFT, WorksheetState.CHANGES_REQUESTED)
    ) & visible_to(actor, Permission.WORKSHEET_EDIT)
    to_review = (
        (Worksheet.state == WorksheetState.IN_REVIEW)
        & visible_to(actor, Permission.WORKSHEET_APPROVE)
        & Worksheet.started_by_id.is_distinct_from(actor.user_id)
    )
    return db.session.scalars(
        _whole().where(mine | to_review).order_by(Worksheet.state.desc(), Worksheet.id).limit(10)
    ).all()


def _whole() -> Select[Worksheet]:
    return select(Worksheet).options(joinedload(Worksheet.program), joinedload(Worksheet.template))


def find_answers(worksheet_id: uuid.UUID) -> dict[str, Answer]:
    """Answers by the key of their question, as stored at this moment."""
    found = db.session.scalars(
        select(Answer)
        .where(Answer.worksheet_id == worksheet_id)
        .order_by(Answer.question_key)
        .execution_options(populate_existing=True)
    )
    return {answer.question_key: answer for answer in found}


def find_contents(worksheet_id: uuid.UUID) -> dict[str, Content]:
    """What the answers say, by question."""
    return {key: answer.content for key, answer in find_answers(worksheet_id).items()}


def find_contents_of(worksheets: Sequence[Worksheet]) -> dict[uuid.UUID, dict[str, Content]]:
    """The same for many worksheets in one statement."""
    found = db.session.scalars(
        select(Answer).where(Answer.worksheet_id.in_([one.id for one in worksheets]))
    )
    contents: dict[uuid.UUID, dict[str, Content]] = {one.id: {} for one in worksheets}
    for answer in found:
        contents[answer.worksheet_id][answer.question_key] = answer.content
    return contents


def list_revisions(
    worksheet_id: uuid.UUID, question_key: str, *, since: int = 0
) -> Sequence[AnswerRevision]:
    """What an answer was before, oldest first, from a revision on."""
    return db.session.scalars(
        select(AnswerRevision)
        .where(
            AnswerRevision.worksheet_id == worksheet_id,
            AnswerRevision.question_key == question_key,
            AnswerRevision.revision >= since,
        )
        .order_by(AnswerRevision.revision)
    ).all()


def list_steps(worksheet_id: uuid.UUID) -> Sequence[tuple[WorksheetStep, str | None]]:
    """The worksheet's history with the names of who took each step, oldest first."""
    found = db.session.execute(
        select(WorksheetStep, User.name)
        .outerjoin(User, WorksheetStep.by_id == User.id)
        .where(WorksheetStep.worksheet_id == worksheet_id)
        .order_by(WorksheetStep.id)
    )
    return [(step, name) for step, name in found]


def find_names(user_ids: set[uuid.UUID | None]) -> dict[uuid.UUID | None, str]:
    """Who wrote: names by account."""
    wanted = [one for one in user_ids if one]
    found = db.session.execute(select(User.id, User.name).where(User.id.in_(wanted)))
    return {key: name for key, name in found}  # noqa: C416  # dict() does not take typed rows


def list_actions(worksheet_id: uuid.UUID) -> Sequence[Action]:
    """The action plan, in its order."""
    return db.session.scalars(
        select(Action)
        .join(WorksheetAction, WorksheetAction.action_id == Action.id)
        .where(WorksheetAction.worksheet_id == worksheet_id)
        .order_by(WorksheetAction.sort_order)
    ).all()


def list_actions_of(worksheets: Sequence[Worksheet]) -> dict[uuid.UUID, list[Action]]:
    """The same for many worksheets in one statement."""
    found = db.session.execute(
        select(WorksheetAction.worksheet_id, Action)
        .join(Action, WorksheetAction.action_id == Action.id)
        .where(WorksheetAction.worksheet_id.in_([one.id for one in worksheets]))
        .order_by(WorksheetAction.sort_order)
    )
    actions: dict[uuid.UUID, list[Action]] = {one.id: [] for one in worksheets}
    for worksheet_id, action in found:
        actions[worksheet_id].append(action)
    return actions


def count_actions(worksheet_id: uuid.UUID) -> int:
    asked = select(func.count()).select_from(WorksheetAction)
    return db.session.scalar(asked.where(WorksheetAction.worksheet_id == worksheet_id)) or 0


def get_worksheet_action(worksheet: Worksheet, action_id: uuid.UUID) -> Action:
    """An action of this worksheet's plan. Raises NotFound."""
    found = db.session.scalar(
        select(Action)
        .join(WorksheetAction, WorksheetAction.action_id == Action.id)
        .where(WorksheetAction.worksheet_id == worksheet.id, Action.id == action_id)
    )
    if found is None:
        raise NotFound
    return found
