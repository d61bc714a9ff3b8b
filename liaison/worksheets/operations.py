"""Publishing templates; starting, filling, submitting and approving worksheets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from sqlalchemy import func, select

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db, write_once
from liaison.errors import InvalidInput, LiaisonError, NotAllowed, WrongState
from liaison.i18n import _, settings
from liaison.permissions import Actor
from liaison.programs.models import Action, Program
from liaison.programs.operations import add_action
from liaison.worksheets import policy, queries
from liaison.worksheets.models import (
    Answer,
    AnswerRevision,
    Content,
    TemplateVersion,
    Worksheet,
    WorksheetAction,
    WorksheetState,
    WorksheetStep,
    fingerprint,
)


class TemplateChanged(LiaisonError):
    """A published version is fixed: a changed template needs a new version number."""


class AnswersMissing(LiaisonError):
    """The step needs answers, or an action plan, that are not there yet."""

    def __init__(self, missing: list[policy.Missing], *, lacks_actions: bool) -> None:
        super().__init__()
        self.missing = missing
        self.lacks_actions = lacks_actions


class SavedMeanwhile(LiaisonError):
    """Somebody else saved the same answers since the page was opened. Nothing was stored."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        super().__init__(_("Somebody else changed an answer while you were writing."))
        self.answers = answers


@dataclass(frozen=True)
class Entry:
    """What was typed for one question, and the revision of the answer it was typed over."""

    question_key: str
    content: Content
    revision: int = 0


def publish_template(*, actor: Actor, body: dict[str, Any]) -> TemplateVersion:
    """Store a checked template once. Raises TemplateChanged for another body under its version."""
    sha256 = fingerprint(body)
    published = queries.find_template_version(body["key"], body["version"])
    if published is None:
        published = TemplateVersion(
            key=body["key"],
            version=body["version"],
            title=body["title"],
            body=body,
            sha256=sha256,
            published_at=clock.now(),
        )
        db.session.add(published)
        db.session.flush()
        # the body itself stands in its own table for good; the log names it by its hash
        record(actor, "publish_template", published, sha256=sha256)
    if published.sha256 != sha256:
        raise TemplateChanged(
            f"{body['key']} {body['version']} is published and differs: give it a new version."
        )
    return published


def start_worksheet(
    *,
    actor: Actor,
    template: TemplateVersion,
    program: Program,
    year: int,
    title: str = "",
    is_invented: bool = False,
    key: UUID | None = None,
) -> Worksheet:
    """A new draft, pinned to this version of the template; under the same `key` only one."""

    def write(worksheet_id: UUID) -> Worksheet:
        worksheet = Worksheet(
            id=worksheet_id,
            template_version_id=template.id,
            program_id=program.id,
            year=year,
            title=title or template.title,
            state=WorksheetState.DRAFT,
            started_by_id=actor.user_id,
            started_at=clock.now(),
            is_invented=is_invented,
        )
        record(actor, "start_worksheet", worksheet)
        _write_step(actor, worksheet, "start_worksheet", None)
        return worksheet

    return write_once(Worksheet, key, write)


def save_answers(*, actor: Actor, worksheet: Worksheet, entries: Sequence[Entry]) -> list[str]:
    """Store what changed; returns the keys of those questions.

    Raises SavedMeanwhile when somebody else changed one of these answers since its `revision`, and
    this writer changed it too. An answer the writer left as it was keeps what the other wrote.
    """
    _lock(worksheet)
    if not policy.can_edit_worksheet(actor, worksheet):
        raise WrongState(_("These answers can no longer be changed."))
    stored = queries.find_answers(worksheet.id)
    changed = [entry for entry in entries if entry.content != _content(stored, entry)]
    clashes: dict[str, Answer] = {}
    for entry in [entry for entry in changed if _is_behind(stored, entry)]:
        before = queries.list_revisions(worksheet.id, entry.question_key, since=entry.revision)
        authors = {stored[entry.question_key].answered_by_id, *(one.by_id for one in before[1:])}
        if authors == {actor.user_id}:
            continue  # their own draft, saved in between
        if entry.content == (before[0].content if entry.revision else Content()):
            changed.remove(entry)
        else:
            clashes[entry.question_key] = stored[entry.question_key]
    if clashes:
        raise SavedMeanwhile(clashes)
    for entry in changed:
        _save(actor, worksheet, stored.get(entry.question_key), entry)
    keys = [entry.question_key for entry in changed]
    if keys:
        record(actor, "save_answers", worksheet, answers=keys)
    return keys


def _lock(worksheet: Worksheet) -> None:
    """Two people saving at once wait for each other."""
    db.session.refresh(worksheet, ["state"], with_for_update=True)


def _content(stored: Mapping[str, Answer], entry: Entry) -> Content:
    answer = stored.get(entry.question_key)
    return answer.content if answer else Content()


def _is_behind(stored: Mapping[str, Answer], entry: Entry) -> bool:
    answer = stored.get(entry.question_key)
    return answer is not None and answer.revision > entry.revision


def _save(actor: Actor, worksheet: Worksheet, answer: Answer | None, entry: Entry) -> None:
    if answer is None:
        answer = Answer(worksheet_id=worksheet.id, question_key=entry.question_key, revision=0)
        db.session.add(answer)
    else:
        db.session.add(
            AnswerRevision(
                worksheet_id=worksheet.id,
                question_key=entry.question_key,
                revision=answer.revision,
                value=answer.content.as_json(),
                by_id=answer.answered_by_id,
                at=answer.answered_at,
            )
        )
    answer.content = entry.content
    answer.answered_by_id, answer.answered_at = actor.user_id, clock.now()
    answer.revision += 1
    db.session.flush()


def submit_worksheet(*, actor: Actor, worksheet: Worksheet) -> None:
    """Ask for a review. Raises AnswersMissing."""
    _check_step(actor, worksheet, "submit_worksheet")
    _take_step(actor, worksheet, "submit_worksheet")


def request_changes(*, actor: Actor, worksheet: Worksheet, note: str) -> None:
    """Give it back to those who wrote it, saying what to change."""
    _check_step(actor, worksheet, "request_changes")
    if not note:
        raise InvalidInput("note", _("Say what should change."))
    _take_step(actor, worksheet, "request_changes", note)


def approve_worksheet(*, actor: Actor, worksheet: Worksheet, note: str = "") -> None:
    """Approve the answers as they stand; from now on they are only read. Raises AnswersMissing."""
    contents = _check_step(actor, worksheet, "approve_worksheet")
    today = clock.today(settings().zone())
    months = worksheet.template.parsed.revisit_months
    worksheet.approved_by_name, worksheet.approved_on = actor.name, today
    worksheet.revisit_on = today + relativedelta(months=months)
    worksheet.answers_sha256 = fingerprint(
        {key: content.as_json() for key, content in contents.items()}
    )
    _take_step(actor, worksheet, "approve_worksheet", note)


def _check_step(actor: Actor, worksheet: Worksheet, verb: str) -> policy.Contents:
    """May this step be taken now? Returns the answers it is about."""
    step = policy.STEPS[verb]
    _lock(worksheet)
    if worksheet.state not in step.from_states:
        raise WrongState(_("Somebody moved this worksheet on already. Look at it again."))
    if not policy.reaches(actor, worksheet, step.permission):
        raise NotAllowed
    if step.is_review and worksheet.started_by_id == actor.user_id:
        raise NotAllowed(_("You started this worksheet, so somebody else must review it."))
    template, contents = worksheet.template.parsed, queries.find_contents(worksheet.id)
    missing = list(policy.list_missing(template, contents, step.rungs))
    lacks_actions = bool(step.rungs) and queries.count_actions(worksheet.id) < template.min_actions
    if missing or lacks_actions:
        raise AnswersMissing(missing, lacks_actions=lacks_actions)
    return contents


def _take_step(actor: Actor, worksheet: Worksheet, verb: str, note: str = "") -> None:
    before, worksheet.state = worksheet.state, policy.STEPS[verb].to_state
    record(actor, verb, worksheet)
    _write_step(actor, worksheet, verb, before, note)


def add_worksheet_action(
    *, actor: Actor, worksheet: Worksheet, text: str, owner_name: str, due_on: date | None
) -> Action:
    """A row of the action plan: an action of the programme that came out of this worksheet."""
    if not policy.can_edit_worksheet(actor, worksheet):
        raise WrongState(_("The action plan can no longer be changed."))
    rows = queries.count_actions(worksheet.id)
    if rows >= worksheet.template.parsed.max_actions:
        raise InvalidInput("text", _("The plan is full. Finish what is in it first."))
    action = add_action(
        actor=actor,
        program_id=worksheet.program_id,
        year=worksheet.year,
        text=text,
        owner_name=owner_name,
        due_on=due_on,
    )
    action.is_invented = worksheet.is_invented
    last = select(func.max(WorksheetAction.sort_order)).where(
        WorksheetAction.worksheet_id == worksheet.id
    )
    place = (db.session.scalar(last) or 0) + 1
    db.session.add(
        WorksheetAction(worksheet_id=worksheet.id, action_id=action.id, sort_order=place)
    )
    db.session.flush()
    return action


def _write_step(
    actor: Actor,
    worksheet: Worksheet,
    verb: str,
    before: WorksheetState | None,
    note: str = "",
) -> None:
    db.session.add(
        WorksheetStep(
            worksheet_id=worksheet.id,
            verb=verb,
            from_state=before,
            to_state=worksheet.state,
            note=note,
            by_id=actor.user_id,
            at=clock.now(),
        )
    )
    db.session.flush()
