"""Storing filled-in cards so that nothing leads back to whoever filled them in.

An answer has a random key, no time and no audit entry; nor has a shipped card, which is stored when
it is first answered. The code people make for themselves is kept as a keyed hash of it and the run:
it pairs two cards of one run, and nothing else. The reaction card carries no code at all, nor does
the confidence card, which asks for both moments at once.
"""

import hashlib
import hmac
import secrets
import uuid
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select, update

from liaison.accounts.operations.attempts import Limit
from liaison.audit.operations import record
from liaison.db import db, write_once
from liaison.errors import InvalidInput, WrongState
from liaison.i18n import _, settings
from liaison.permissions import Actor
from liaison.training.models.assessment import Card, CardAnswer, CardKind, Occasion
from liaison.training.models.course import CourseRun, RunState
from liaison.training.policy.card_text import read_items_in
from liaison.training.policy.cards import (
    ASKED,
    Filled,
    fill_in,
    open_occasions,
    read_own_code,
)
from liaison.training.queries.cards import Sheet, list_sheets

WRONG_CODE = Limit("training_card_code", tries=30, minutes=15)  # from one address
KEYED = "keyed:"  # before a hash of a code; a random one that replaced it has nothing before it
MATCHED_BY_CODE = frozenset({CardKind.KNOWLEDGE})


def answer_cards(
    *,
    run: CourseRun,
    occasion: Occasion,
    own_code: str,
    sent: Mapping[str, str],
    key: uuid.UUID,
    today: date,
) -> int:
    """Store what was filled in; returns how many cards that were. Sent twice it is stored once.

    Raises WrongState when the cards are not open, InvalidInput.
    """
    if occasion not in open_occasions(run.state, run.starts_on, today):
        raise WrongState(_("These cards are closed."))
    code_hash = _hash(run, read_own_code(own_code))
    sheets = list_sheets(run.course, run.id)
    filled = [
        (sheets[kind], card)
        for kind in ASKED[occasion]
        if kind in sheets and (card := fill_in(kind, sheets[kind].items, sent))
    ]
    for sheet, card in filled:
        _store(run=run, occasion=occasion, sheet=sheet, filled=card, code_hash=code_hash, key=key)
    return len(filled)


def _store(
    *,
    run: CourseRun,
    occasion: Occasion,
    sheet: Sheet,
    filled: Filled,
    code_hash: str | None,
    key: uuid.UUID,
) -> None:
    """Under a key of its own: that of the form, which is kept nowhere, would tie the cards of one
    person together."""

    def write(answer_id: uuid.UUID) -> CardAnswer:
        answer = CardAnswer(
            id=answer_id,
            run_id=run.id,
            card_id=store_card(sheet).id,
            occasion=occasion,
            code_hash=code_hash if sheet.kind in MATCHED_BY_CODE else None,
            answers=filled.answers,
            score=filled.score,
            most=filled.most,
        )
        db.session.add(answer)
        db.session.flush()
        return answer

    write_once(CardAnswer, uuid.uuid5(key, sheet.kind.value), write)


def store_card(sheet: Sheet) -> Card:
    """The stored card of a sheet; one that was shipped is stored now."""

    def write(card_id: uuid.UUID) -> Card:
        card = Card(
            id=card_id,
            course=sheet.course,
            kind=sheet.kind,
            version=sheet.version,
            items=dict(sheet.stored),
        )
        db.session.add(card)
        db.session.flush()
        return card

    return write_once(Card, sheet.id, write)


def _hash(run: CourseRun, code: str | None) -> str | None:
    """Short codes could be tried out one by one: without the city's key that leads nowhere."""
    if code is None:
        return None
    text = f"{run.id}\n{code}"
    key = settings().secret_key.encode()
    return KEYED + hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def forget_own_codes() -> int:
    """Replace the hashes of runs that are over by random ones that pair the same cards.

    Codes are short: whoever has the city's key could try them all. Returns how many there were.
    """
    over = select(CourseRun.id).where(CourseRun.state.in_((RunState.ENDED, RunState.CANCELLED)))
    found = db.session.execute(
        select(CardAnswer.run_id, CardAnswer.code_hash)
        .where(CardAnswer.code_hash.startswith(KEYED), CardAnswer.run_id.in_(over))
        .distinct()
        .order_by(CardAnswer.run_id, CardAnswer.code_hash)
    ).all()
    for run_id, code_hash in found:
        db.session.execute(
            update(CardAnswer)
            .where(CardAnswer.run_id == run_id, CardAnswer.code_hash == code_hash)
            .values(code_hash=secrets.token_hex(16))
        )
    return len(found)


def publish_card(
    *,
    actor: Actor,
    course: str,
    kind: CardKind,
    texts: Mapping[str, str],
    seen_version: int,
    key: uuid.UUID,
) -> Card:
    """Ask something else from now on: a new version, which runs that have begun do not take over.

    `seen_version` is the version that was on the page. Raises InvalidInput.
    """
    items = read_items_in(kind, texts)

    def write(card_id: uuid.UUID) -> Card:
        latest = list_sheets(course).get(kind)
        if latest and latest.version != seen_version:
            raise InvalidInput("en", _("Somebody wrote a newer card meanwhile. Look at it first."))
        if latest:
            store_card(latest)
        version = seen_version + 1
        card = Card(id=card_id, course=course, kind=kind, version=version, items=items)
        record(actor, "publish_card", card)
        return card

    return write_once(Card, key, write)
