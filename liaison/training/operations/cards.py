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
from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import delete, insert, select

from liaison.accounts.operations.attempts import Limit
from liaison.audit.operations import record
from liaison.db import db, write_once
from liaison.errors import InvalidInput, WrongState
from liaison.i18n import _, settings
from liaison.permissions import Actor
from liaison.training.models.assessment import Card, CardAnswer, CardKind, Occasion
from liaison.training.models.course import CourseRun
from liaison.training.policy.card_text import read_items_in
from liaison.training.policy.cards import (
    ASKED,
    Filled,
    fill_in,
    open_occasions,
    read_own_code,
)
from liaison.training.policy.runs import first_day
from liaison.training.queries.cards import Sheet, list_sheets

WRONG_CODE = Limit("training_card_code", tries=30, minutes=15)  # from one address
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
    # Until this is stored the run does not end: a card after the results would show in them.
    db.session.refresh(run, ["state"], with_for_update={"read": True})
    if occasion not in open_occasions(run.state, first_day(run), today):
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
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def seal_cards(run: CourseRun) -> None:
    """A run is over: from now on nothing leads from a card to whoever filled it in.

    Own codes are short, and whoever has the city's key could try them all: their hashes give way to
    random ones, which pair the same cards. And all cards are written anew, under new keys and in
    the order of these: a database may show which rows were written together, and the three cards
    somebody sent at once are nobody's business.
    """
    kept = ("card_id", "occasion", "answers", "score", "most")
    columns = [CardAnswer.code_hash, *(getattr(CardAnswer, name) for name in kept)]
    found = db.session.execute(
        select(*columns).where(CardAnswer.run_id == run.id).order_by(CardAnswer.id)
    ).all()
    db.session.execute(delete(CardAnswer).where(CardAnswer.run_id == run.id))
    pairs: dict[str, str] = defaultdict(lambda: secrets.token_hex(16))
    rows: list[dict[str, object]] = [
        {"run_id": run.id, "code_hash": pairs[code_hash] if code_hash else None}
        | dict(zip(kept, values, strict=True))
        for code_hash, *values in found
    ]
    keys = sorted(uuid.uuid4() for _row in rows)
    secrets.SystemRandom().shuffle(rows)
    if rows:
        db.session.execute(
            insert(CardAnswer), [row | {"id": key} for row, key in zip(rows, keys, strict=True)]
        )


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
