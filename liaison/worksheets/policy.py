"""Who may do what with a worksheet, and what its rules say about its answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from liaison.permissions import Actor, Permission
from liaison.programs.policy import in_scope
from liaison.worksheets.models import (
    Content,
    EvidenceStrength,
    Question,
    QuestionKind,
    Rung,
    Section,
    Template,
    Worksheet,
    WorksheetState,
)

DRAFT, IN_REVIEW = WorksheetState.DRAFT, WorksheetState.IN_REVIEW
CHANGES_REQUESTED, APPROVED = WorksheetState.CHANGES_REQUESTED, WorksheetState.APPROVED
EDITABLE = frozenset({DRAFT, CHANGES_REQUESTED})

Contents = Mapping[str, Content]


@dataclass(frozen=True)
class Step:
    """A row of the life cycle: from where to where, who, and which answers must be there."""

    from_states: frozenset[WorksheetState]
    to_state: WorksheetState
    permission: Permission
    rungs: frozenset[Rung] = frozenset()

    @property
    def is_review(self) -> bool:
        """Nobody judges a worksheet that they started."""
        return self.permission is Permission.WORKSHEET_APPROVE


STEPS: dict[str, Step] = {
    "submit_worksheet": Step(
        EDITABLE, IN_REVIEW, Permission.WORKSHEET_EDIT, frozenset({Rung.SUBMIT})
    ),
    "request_changes": Step(
        frozenset({IN_REVIEW}), CHANGES_REQUESTED, Permission.WORKSHEET_APPROVE
    ),
    "approve_worksheet": Step(
        frozenset({IN_REVIEW}),
        APPROVED,
        Permission.WORKSHEET_APPROVE,
        frozenset({Rung.SUBMIT, Rung.APPROVE}),
    ),
}


def visible_to(
    actor: Actor, permission: Permission = Permission.WORKSHEET_VIEW
) -> ColumnElement[bool]:
    """Worksheets of the programmes the actor reaches with the permission."""
    return in_scope(actor, permission, program_id=Worksheet.program_id)


def can_edit_worksheet(actor: Actor, worksheet: Worksheet) -> bool:
    """Answers change while it is being written; in review and once approved they stand still."""
    return worksheet.state in EDITABLE and reaches(actor, worksheet, Permission.WORKSHEET_EDIT)


def can_review_worksheet(actor: Actor, worksheet: Worksheet) -> bool:
    """Nobody judges a worksheet that they started."""
    return (
        worksheet.state is IN_REVIEW
        and worksheet.started_by_id != actor.user_id
        and reaches(actor, worksheet, Permission.WORKSHEET_APPROVE)
    )


def reaches(actor: Actor, worksheet: Worksheet, permission: Permission) -> bool:
    """The row filter of `visible_to`, for a worksheet loaded with its programme."""
    scope = actor.scope(permission)
    return (
        scope.everywhere
        or worksheet.program_id in scope.program_ids
        or worksheet.program.department_id in scope.department_ids
    )


# --- What the answers amount to ------------------------------------------------------------------


def is_shown(question: Question, contents: Contents) -> bool:
    """A question may depend on the answer to an earlier one."""
    if question.show_if is None:
        return True
    key, wanted = question.show_if
    value = contents.get(key, Content()).value
    given = value if isinstance(value, list) else [value]
    return any(code in wanted for code in given)


def is_answered(question: Question, content: Content | None) -> bool:
    """ "Not applicable" with a reason and "we do not know yet" are answers too."""
    if content is None:
        return False
    if content.is_not_applicable or content.is_unknown:
        return True
    if question.kind is QuestionKind.TABLE:
        return len(content.value or ()) >= max(1, question.min_rows)
    return content.value not in (None, "", [], {})


@dataclass(frozen=True)
class Missing:
    """A question that still needs an answer, and the section it stands in."""

    section: Section
    question: Question


def list_missing(
    template: Template, contents: Contents, rungs: frozenset[Rung]
) -> Iterator[Missing]:
    """Shown questions of these rungs without an answer, in the template's order."""
    for section in template.sections:
        for question in section.questions:
            if (
                question.required in rungs
                and is_shown(question, contents)
                and not is_answered(question, contents.get(question.key))
            ):
                yield Missing(section, question)


@dataclass(frozen=True)
class Completeness:
    """Answered among the required and shown questions."""

    answered: int
    required: int

    @property
    def share(self) -> float:
        return self.answered / self.required if self.required else 1.0


ALL_RUNGS = frozenset(Rung) - {Rung.NEVER}


def measure_completeness(
    template: Template, contents: Contents, section: Section | None = None
) -> Completeness:
    """Of the whole worksheet, or of one of its sections."""
    questions = section.questions if section else tuple(template.questions)
    required = [q for q in questions if q.required in ALL_RUNGS and is_shown(q, contents)]
    answered = sum(is_answered(question, contents.get(question.key)) for question in required)
    return Completeness(answered, len(required))


def count_evidence(template: Template, contents: Contents) -> dict[EvidenceStrength, int]:
    """How many of the answers stand on what: a profile, never a score."""
    counts = dict.fromkeys(EvidenceStrength, 0)
    for question in template.questions:
        content = contents.get(question.key)
        if content and is_shown(question, contents) and is_answered(question, content):
            counts[EvidenceStrength(content.evidence_strength)] += 1
    return counts


def list_without_evidence(template: Template, contents: Contents) -> list[Missing]:
    """Answers for which evidence is expected and none is given: flagged, never refused."""
    return [
        Missing(section, question)
        for section in template.sections
        for question in section.questions
        if question.expects_evidence
        and is_shown(question, contents)
        and is_answered(question, contents.get(question.key))
        and not contents[question.key].is_not_applicable
        and contents[question.key].evidence_strength == EvidenceStrength.NONE
        and not contents[question.key].evidence
    ]
