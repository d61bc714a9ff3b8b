"""Invented hours and expenses of liaisons, a payment, and what is worth remembering."""

import random
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, update

from liaison.db import db, new_id
from liaison.demo.staff import Office
from liaison.liaisons.models.care import Recognition
from liaison.liaisons.models.liaison import Liaison
from liaison.liaisons.models.work import (
    EntryKind,
    EntryState,
    PaymentBatch,
    WorkEntry,
    WorkEntryStep,
)
from liaison.liaisons.policy.pay import price

E = EntryState
SHARE, IN_HOURS = 0.2, 0.7  # of the liaisons those who entered something, of entries hours
AN_HOUR = 30_00
DID = (
    "Tabling at the street market",
    "Interpreted at the listening session",
    "Door to door with the tree team",
    "Called families about the garden day",
)
BOUGHT = ("Bus fare", "Copies of the flyer", "Water and fruit for the volunteers")
REMEMBERED = (
    "Brought the tenants of two buildings to one table.",
    "Now knows who mends which street light, and tells the neighbours.",
)
PATHS: dict[EntryState, tuple[tuple[str, EntryState], ...]] = {
    E.SUBMITTED: (("enter_work", E.SUBMITTED),),
    E.QUERIED: (("enter_work", E.SUBMITTED), ("query_work", E.QUERIED)),
    E.APPROVED: (("enter_work", E.SUBMITTED), ("approve_work", E.APPROVED)),
    E.PAID: (
        ("enter_work", E.SUBMITTED),
        ("approve_work", E.APPROVED),
        ("pay_work", E.PAID),
    ),
}


def make_work(
    office: Office, liaison_ids: Sequence[uuid.UUID], *, today: date, chance: random.Random
) -> None:
    """The first liaison, who signs in, has an entry in every state; others have some."""
    first_of_month = today.replace(day=1)
    payment_id = new_id()
    entries: list[dict[str, Any]] = []
    worked = [one for one in liaison_ids[1:] if chance.random() < SHARE]
    wanted = [(liaison_ids[0], state) for state in PATHS]
    wanted += [(one, chance.choice(list(PATHS))) for one in worked for _entry in range(2)]
    for liaison_id, state in wanted:
        before = first_of_month if state is E.PAID else today
        day = before - timedelta(days=chance.randint(1, 25))
        entry = _entry(liaison_id, office.program.id, state, day, chance)
        entry["payment_id"] = payment_id if state is E.PAID else None
        entries.append(entry)
    paid = [entry for entry in entries if entry["state"] is E.PAID]
    made_at = datetime.combine(first_of_month, time(14), UTC)
    db.session.execute(
        insert(PaymentBatch).values(
            id=payment_id,
            number=1,
            made_at=made_at,
            made_by_id=office.users["manager"].id,
            lines=len(paid),
            total_cents=sum(entry["cents"] for entry in paid),
        )
    )
    db.session.execute(insert(WorkEntry), entries)
    db.session.execute(insert(WorkEntryStep), [row for one in entries for row in _steps(one)])
    _care_for(office, liaison_ids[0], today)


def _entry(
    liaison_id: uuid.UUID,
    program_id: uuid.UUID,
    state: EntryState,
    day: date,
    chance: random.Random,
) -> dict[str, Any]:
    is_hours = chance.random() < IN_HOURS
    minutes = chance.randint(2, 12) * 15 if is_hours else None
    return {
        "id": new_id(),
        "liaison_id": liaison_id,
        "program_id": program_id,
        "entry_key": new_id().hex,
        "kind": EntryKind.HOURS if is_hours else EntryKind.EXPENSE,
        "state": state,
        "worked_on": day,
        "minutes": minutes,
        "cents": price(minutes, AN_HOUR) if minutes else chance.randint(250, 2400),
        "words": chance.choice(DID if is_hours else BOUGHT),
        "answer": "Which day was it?" if state is E.QUERIED else "",
        "entered_at": datetime.combine(day, time(23), UTC),
        "is_invented": True,
    }


def _steps(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """How an entry came to its state."""
    rows, before = [], None
    for number, (verb, state) in enumerate(PATHS[entry["state"]]):
        rows.append(
            {
                "id": new_id(),
                "entry_id": entry["id"],
                "verb": verb,
                "from_state": before,
                "to_state": state,
                "by_id": None,
                "at": entry["entered_at"] + timedelta(hours=number),
            }
        )
        before = state
    return rows


def _care_for(office: Office, liaison_id: uuid.UUID, today: date) -> None:
    """The liaison who signs in has a supporter, and something to be proud of."""
    supporter_id = office.users["coordinator"].id
    db.session.execute(
        update(Liaison).where(Liaison.id == liaison_id).values(supporter_id=supporter_id)
    )
    db.session.add_all(
        Recognition(
            liaison_id=liaison_id,
            noted_on=today - timedelta(days=20 * number),
            words=words,
            by_id=supporter_id,
        )
        for number, words in enumerate(REMEMBERED, start=1)
    )
