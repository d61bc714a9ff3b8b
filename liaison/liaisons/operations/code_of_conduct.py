"""Writing, publishing and accepting the code of conduct."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db
from liaison.errors import InvalidInput, WrongState
from liaison.i18n import _, settings
from liaison.liaisons.models.credential import CodeAcceptance, CodeOfConduct, CodeOfConductText
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.operations.steps import activate_if_ready
from liaison.liaisons.queries.code_of_conduct import find_draft, find_version_in_force, list_texts
from liaison.permissions import Actor


def write_code(*, actor: Actor, texts: Mapping[str, str]) -> CodeOfConduct:
    """Keep the words of the version that is being written; the first words begin one."""
    draft = find_draft(locks=True)
    if draft is None:
        newest = db.session.scalar(select(func.max(CodeOfConduct.version))) or 0
        draft = CodeOfConduct(version=newest + 1)
        db.session.add(draft)
        db.session.flush()
    for language, words in texts.items():
        db.session.merge(
            CodeOfConductText(version=draft.version, language=language, words=words.strip())
        )
    record(actor, "write_code", draft, languages=sorted(texts))
    return draft


def publish_code(*, actor: Actor, version: int) -> None:
    """From now on it holds, and everybody accepts it anew. Raises WrongState, InvalidInput."""
    code = db.session.get(CodeOfConduct, version, with_for_update=True, populate_existing=True)
    if code is None or code.published_at is not None:
        raise WrongState(_("This version was published already."))
    texts = list_texts(version)
    missing = [tag for tag in settings().languages if not texts.get(tag)]
    if missing:
        raise InvalidInput(missing[0], _("Write the code of conduct in this language, too."))
    code.published_at, code.published_by_id = clock.now(), actor.user_id
    record(actor, "publish_code", code)


def accept_code(*, actor: Actor, liaison: Liaison, version: int, language: str) -> None:
    """The liaison accepts the version they read, in the language they read it in.

    Accepted twice it is accepted once. Raises WrongState when another version holds by now.
    """
    if version != find_version_in_force():
        raise WrongState(_("There is a newer code of conduct. Read it, then accept that one."))
    acceptance = CodeAcceptance(
        liaison_id=liaison.id, version=version, language=language, accepted_at=clock.now()
    )
    if db.session.get(CodeAcceptance, (liaison.id, version)) is None:
        try:
            with db.session.begin_nested():
                record(actor, "accept_code", acceptance)
        except IntegrityError:  # sent twice at the same moment: the other one is stored
            if db.session.get(CodeAcceptance, (liaison.id, version)) is None:
                raise
    db.session.refresh(liaison, ["state"], with_for_update=True)
    activate_if_ready(actor=actor, liaison=liaison)
