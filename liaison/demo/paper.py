"""Invented paper: sheets printed for the next events, all of them still out."""

import random
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from liaison.db import db, new_id
from liaison.events.models.door import PaperBatch, PaperKind
from liaison.events.models.sign_up import CODE_LETTERS

EVENTS = 5  # that have paper
PRINTED = {PaperKind.SIGN_IN: 30, PaperKind.CONTACT: 12}
LANGUAGES = ["en", "es", "zh-Hans"]


def make_paper(events: Sequence[uuid.UUID], chance: random.Random) -> None:
    """a sheet of each kind for some events, printed a day ago."""
    at = datetime.now(UTC) - timedelta(days=1)
    codes: set[str] = set()
    while len(codes) < EVENTS * len(PRINTED):
        codes.add("".join(chance.choices(CODE_LETTERS, k=4)))
    waiting = iter(sorted(codes))
    rows = [
        {
            "id": new_id(),
            "event_id": event_id,
            "kind": kind,
            "code": next(waiting),
            "languages": LANGUAGES,
            "printed": printed,
            "returned": 0,
            "voided": 0,
            "printed_at": at,
        }
        for event_id in events[:EVENTS]
        for kind, printed in PRINTED.items()
    ]
    db.session.execute(insert(PaperBatch), rows)
