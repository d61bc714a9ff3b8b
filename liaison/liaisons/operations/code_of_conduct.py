"""Writing, publishing and accepting the code of conduct."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db
from liaison.errors import Conflict, InvalidInput, WrongState
from liaison.i18n import _, settings
from liaison.liaisons.models.credential import CodeAcceptance, CodeOfConduct, CodeOfConductText
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.operations.steps import activate_if_ready
from liaison.liaisons.queries.code_of_conduct import (
    find_draft,
    find_version_in_force,
    list_last_texts,
    list_texts,
)
from liaison.permissions import Actor


def fingerprint_code(texts: Mapping[str, str]) -> str:
    """Tells two states of a version apart."""
    said = sorted((tag, words) for tag, words in texts.items() if words)
    return hashlib.sha256(repr(said).encode()).hexdigest()


def write_code(
    *, actor: Actor, texts: Mapping[str, str], opened: str | None = None
) -> CodeOfConduct:
    """Keep the words of the version that is being written; the first words begin one.

    `opened` is the fingerprint of what the form was opened with: Conflict where somebody wrote
    other words meanwhile.
    """
    draft = find_draft(locks=True)
    if opened and opened != fingerprint_code(list_last_texts(draft)):
        raise Conflict(
            "code",  # no field of the form: the person mends nothing, but decides
            _("Somebody changed this meanwhile. Saving again replaces what they wrote."),
        )
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


def publish_code(*, actor: Actor, version: int, seen: str | None = None) -> CodeOfConduct:
    """From now on it holds, and everybody accepts it anew. Raises WrongState, InvalidInput.

    `seen` is the fingerprint of the words that were looked at: no others are published unseen.
    Raises Conflict.
    """
    code = db.session.get(CodeOfConduct, version, with_for_update=True, populate_existing=True)
    if code is None or code.published_at is not None:
        raise WrongState(_("This version was published already."))
    texts = list_texts(version)
    if seen is not None and seen != fingerprint_code(texts):
        raise Conflict("code", _("Somebody changed the draft meanwhile. Read it again."))
    missing = [tag for tag in settings().languages if not texts.get(tag)]
    if missing:
        raise InvalidInput(missing[0], _("Write the code of conduct in this language, too."))
    code.published_at, code.published_by_id = clock.now(), actor.user_id
    record(actor, "publish_code", code)
    return code


def accept_code(*, actor: Actor, liaison: Liaison, version: int, language: str) -> None:
    """The liaison accepts the version they read, in the language they read it in.

    Accepted twice it is accepted once. Raises WrongState when another version holds by now.
    """
    if version != find_version_in_force():
        raise WrongState(_("There is a newer code of conduct. Read it, then accept that one."))
    acceptance = CodeAcceptance(
        liaison_id=liaison.id, version=version, language=language, accepted_at=clock.now()
    )
    _keep(actor, "accept_code", liaison, acceptance)


def enter_signed_code(
    *, actor: Actor, liaison: Liaison, version: int, language: str, signed_on: date
) -> None:
    """Staff have the paper on which the liaison accepted it. Raises WrongState, InvalidInput."""
    code = db.session.get(CodeOfConduct, version)
    if code is None or code.published_at is None or version != find_version_in_force():
        raise WrongState(_("There is a newer code of conduct. They have to sign that one."))
    if not list_texts(version).get(language):
        raise InvalidInput("language", _("The code of conduct is not written in this language."))
    zone, now = settings().zone(), clock.now()
    if signed_on > now.astimezone(zone).date():
        raise InvalidInput("signed_on", _("Enter a day that is not in the future."))
    if signed_on < code.published_at.astimezone(zone).date():
        raise InvalidInput("signed_on", _("This version was published later than that day."))
    by_the_end = datetime.combine(signed_on, time.max, zone).astimezone(UTC)
    acceptance = CodeAcceptance(
        liaison_id=liaison.id,
        version=version,
        language=language,
        accepted_at=min(by_the_end, now),
        entered_by_id=actor.user_id,
    )
    _keep(actor, "enter_signed_code", liaison, acceptance)


def _keep(actor: Actor, verb: str, liaison: Liaison, acceptance: CodeAcceptance) -> None:
    """Once; then whoever is trained and has an account goes to work."""
    key = (acceptance.liaison_id, acceptance.version)
    if db.session.get(CodeAcceptance, key) is None:
        try:
            with db.session.begin_nested():
                record(actor, verb, acceptance)
        except IntegrityError:  # sent twice at the same moment: the other one is stored
            if db.session.get(CodeAcceptance, key) is None:
                raise
    db.session.refresh(liaison, ["state"], with_for_update=True)
    activate_if_ready(actor=actor, liaison=liaison)
