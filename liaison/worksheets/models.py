"""Template versions, worksheets and their answers."""

import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from liaison.db import Base, PrimaryKey, choice
from liaison.programs.models import Action, Program


class QuestionKind(StrEnum):
    """The types of question a template may use."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    SINGLE_CHOICE = "single_choice"
    MULTI_CHOICE = "multi_choice"
    YES_NO_UNSURE = "yes_no_unsure"
    CHECKLIST = "checklist"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DATE = "date"
    DATE_RANGE = "date_range"
    POPULATION_SELECT = "population_select"
    PLACE_SELECT = "place_select"
    LANGUAGE_SELECT = "language_select"
    PERSON_REF = "person_ref"  # a name, as typed: a team has members without an account
    PARTNER_REF = "partner_ref"  # the same, of an organisation
    INDICATOR_REF = "indicator_ref"  # the key of a registered figure
    TABLE = "table"


class Rung(StrEnum):
    """When a question must be answered. Drafts save anything."""

    NEVER = "never"
    SUBMIT = "submit"
    APPROVE = "approve"
    CLOSE = "close"


@dataclass(frozen=True)
class Option:
    """One choice. `detail` asks for words beside it."""

    value: str
    label: str
    detail: bool = False


@dataclass(frozen=True)
class Question:
    """A question, or a column of a table question."""

    key: str  # permanent; of a column: unique in its table
    kind: QuestionKind
    prompt: str
    help: str = ""
    required: Rung = Rung.NEVER
    expects_evidence: bool = False
    is_public: bool = True
    max_words: int | None = None
    min_rows: int = 0
    options: tuple[Option, ...] = ()
    columns: tuple["Question", ...] = ()
    show_if: tuple[str, tuple[str, ...]] | None = None  # an earlier question, and which answers

    @property
    def asks_for_detail(self) -> bool:
        return any(option.detail for option in self.options)

    @classmethod
    def read(cls, body: dict[str, Any]) -> "Question":
        """From the body of a published template."""
        shown = body.get("show_if")
        return cls(
            key=body["key"],
            kind=QuestionKind(body["type"]),
            prompt=body["prompt"],
            help=body.get("help", ""),
            required=Rung(body.get("required", Rung.NEVER)),
            expects_evidence=body.get("evidence") in {"expected", "required"},
            is_public=body.get("public", True),
            max_words=body.get("max_words"),
            min_rows=body.get("min_rows", 0),
            options=tuple(Option(**option) for option in body.get("options", ())),
            columns=tuple(cls.read(column) for column in body.get("columns", ())),
            show_if=(shown["key"], tuple(shown["in"])) if shown else None,
        )


@dataclass(frozen=True)
class Section:
    """A page of questions."""

    key: str
    title: str
    intro: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Template:
    """The questions of a template version."""

    sections: tuple[Section, ...]
    min_actions: int
    max_actions: int
    revisit_months: int

    @classmethod
    def read(cls, body: dict[str, Any]) -> "Template":
        return cls(
            sections=tuple(
                Section(
                    key=section["key"],
                    title=section["title"],
                    intro=section.get("intro", ""),
                    questions=tuple(Question.read(question) for question in section["questions"]),
                )
                for section in body["sections"]
            ),
            min_actions=body["action_plan"].get("min_rows", 0),
            max_actions=body["action_plan"].get("max_rows", 50),
            revisit_months=body["revisit"].get("default_months", 6),
        )

    @property
    def questions(self) -> Iterator[Question]:
        for section in self.sections:
            yield from section.questions


def fingerprint(content: Any) -> str:
    """SHA-256 of the canonical JSON."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class TemplateVersion(Base):
    """A published worksheet template: never changed, never deleted (triggers refuse both)."""

    __tablename__ = "template_version"
    __table_args__ = (UniqueConstraint("key", "version"),)

    id: Mapped[PrimaryKey]
    key: Mapped[str] = mapped_column(Text)
    version: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]

    @cached_property
    def parsed(self) -> Template:
        return Template.read(self.body)


class WorksheetState(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"


class Worksheet(Base):
    """One filled copy, pinned to the template version it was started with."""

    __tablename__ = "worksheet"

    id: Mapped[PrimaryKey]
    template_version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("template_version.id"))
    program_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("program.id"), index=True)
    year: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    state: Mapped[WorksheetState] = mapped_column(default=WorksheetState.DRAFT)
    started_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    started_at: Mapped[datetime]
    approved_by_name: Mapped[str] = mapped_column(Text, default="")
    approved_on: Mapped[date | None]
    answers_sha256: Mapped[str | None] = mapped_column(Text)  # of the answers as approved
    revisit_on: Mapped[date | None]
    is_invented: Mapped[bool] = mapped_column(default=False)

    template: Mapped[TemplateVersion] = relationship(lazy="raise_on_sql")
    program: Mapped[Program] = relationship(lazy="raise_on_sql")


class EvidenceStrength(StrEnum):
    NONE = "none"
    ANECDOTAL = "anecdotal"
    PARTIAL = "partial"
    SOLID = "solid"


@dataclass(frozen=True)
class Content:
    """What an answer says. Equal contents need no saving."""

    value: Any = None  # text, a list of codes, or the rows of a table; None when left blank
    detail: str = ""  # the words beside a choice that asks for them
    is_not_applicable: bool = False
    is_unknown: bool = False
    reason: str = ""
    evidence: str = ""
    evidence_strength: str = EvidenceStrength.NONE

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Answer(Base):
    """The answer to one question. `revision` guards against two people saving over each other."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("worksheet_id", "question_key"),
        CheckConstraint("NOT (is_not_applicable AND is_unknown)", name="one_way"),
        CheckConstraint("NOT is_not_applicable OR reason <> ''", name="reason"),
    )

    id: Mapped[PrimaryKey]
    worksheet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("worksheet.id", ondelete="CASCADE"))
    question_key: Mapped[str] = mapped_column(Text)
    # {"value": ..., "detail": ...}; of a table, the value is its rows
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_not_applicable: Mapped[bool] = mapped_column(default=False)
    is_unknown: Mapped[bool] = mapped_column(default=False)  # "we do not know yet"
    reason: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")  # file, link or note behind it
    evidence_strength: Mapped[EvidenceStrength] = mapped_column(default=EvidenceStrength.NONE)
    language: Mapped[str] = mapped_column(Text, default="en")
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)

    @property
    def content(self) -> Content:
        return Content(
            value=self.value.get("value"),
            detail=self.value.get("detail", ""),
            is_not_applicable=self.is_not_applicable,
            is_unknown=self.is_unknown,
            reason=self.reason,
            evidence=self.evidence,
            evidence_strength=self.evidence_strength.value,
        )

    @content.setter
    def content(self, content: Content) -> None:
        self.value = {"value": content.value, "detail": content.detail}
        self.is_not_applicable, self.is_unknown = content.is_not_applicable, content.is_unknown
        self.reason, self.evidence = content.reason, content.evidence
        self.evidence_strength = EvidenceStrength(content.evidence_strength)


class AnswerRevision(Base):
    """What an answer was before each change, whole, and who had written that; only added."""

    __tablename__ = "answer_revision"
    __table_args__ = (Index(None, "worksheet_id", "question_key"),)

    id: Mapped[PrimaryKey]
    worksheet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("worksheet.id", ondelete="CASCADE"))
    question_key: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    value: Mapped[dict[str, Any]]
    by_id: Mapped[uuid.UUID | None]
    at: Mapped[datetime]

    @property
    def content(self) -> Content:
        return Content(**self.value)


class WorksheetStep(Base):
    """History of a worksheet's states; rows are only added."""

    __tablename__ = "worksheet_step"

    id: Mapped[PrimaryKey]
    worksheet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("worksheet.id"), index=True)
    verb: Mapped[str] = mapped_column(Text)
    from_state: Mapped[WorksheetState | None] = mapped_column(choice(WorksheetState, "from_state"))
    to_state: Mapped[WorksheetState]
    note: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[uuid.UUID | None]
    at: Mapped[datetime]


class WorksheetAction(Base):
    """Joins a worksheet to the programme's actions that came out of it."""

    __tablename__ = "worksheet_action"

    worksheet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("worksheet.id"), primary_key=True)
    action_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("action.id"), primary_key=True)
    sort_order: Mapped[int] = mapped_column(default=0)

    action: Mapped[Action] = relationship(lazy="raise_on_sql")
