"""Reading the code of conduct."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from liaison.accounts.models import User
from liaison.db import db
from liaison.liaisons.models.credential import CodeAcceptance, CodeOfConduct, CodeOfConductText


@dataclass(frozen=True)
class CodeWords:
    """A version in one language: what stands in front, and the promises one by one."""

    version: int
    language: str
    words: str

    @property
    def lead(self) -> str:
        return self.paragraphs[0]

    @property
    def promises(self) -> list[str]:
        return self.paragraphs[1:]

    @property
    def paragraphs(self) -> list[str]:
        parts = self.words.replace("\r\n", "\n").split("\n\n")
        return [" ".join(part.split()) for part in parts if part.strip()] or [""]


def find_version_in_force() -> int | None:
    """The highest that is published."""
    return db.session.scalar(
        select(func.max(CodeOfConduct.version)).where(CodeOfConduct.published_at.is_not(None))
    )


def find_acceptance(liaison_id: uuid.UUID) -> CodeAcceptance | None:
    """That a liaison accepted the version in force."""
    in_force = select(func.max(CodeOfConduct.version)).where(
        CodeOfConduct.published_at.is_not(None)
    )
    return db.session.scalar(
        select(CodeAcceptance).where(
            CodeAcceptance.liaison_id == liaison_id,
            CodeAcceptance.version == in_force.scalar_subquery(),
        )
    )


def find_code_in_force(language: str) -> CodeWords | None:
    """In this language, else in English."""
    version = find_version_in_force()
    texts = list_texts(version) if version else {}
    words = texts.get(language) or texts.get("en")
    if version is None or words is None:
        return None
    return CodeWords(version, language if language in texts else "en", words)


def list_texts(version: int) -> dict[str, str]:
    """The words of a version by language."""
    rows = db.session.execute(
        select(CodeOfConductText.language, CodeOfConductText.words)
        .where(CodeOfConductText.version == version)
        .order_by(CodeOfConductText.language)
    )
    return {row.language: row.words for row in rows}


def list_last_texts(draft: CodeOfConduct | None) -> dict[str, str]:
    """The words of the draft; before there is one, of the version in force: it begins with them."""
    version = draft.version if draft else find_version_in_force()
    return list_texts(version) if version else {}


def find_draft(*, locks: bool = False) -> CodeOfConduct | None:
    """The version that is being written, if any; with `locks` nobody publishes it meanwhile."""
    asked = select(CodeOfConduct).where(CodeOfConduct.published_at.is_(None))
    return db.session.scalar(asked.with_for_update() if locks else asked)


@dataclass(frozen=True)
class VersionLine:
    """A version, who published it, and how many liaisons accepted it."""

    version: int
    published_at: datetime | None
    published_by: str | None
    acceptances: int


def list_versions() -> Sequence[VersionLine]:
    """Newest first."""
    accepted = (
        select(func.count())
        .select_from(CodeAcceptance)
        .where(CodeAcceptance.version == CodeOfConduct.version)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(CodeOfConduct.version, CodeOfConduct.published_at, User.name, accepted)
        .outerjoin(User, CodeOfConduct.published_by_id == User.id)
        .order_by(CodeOfConduct.version.desc())
    )
    return [VersionLine(*row) for row in rows]
