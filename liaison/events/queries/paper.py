"""Reading what was printed for events, and what of it came back."""

import re
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, func, select

from liaison.accounts.models import User
from liaison.db import db
from liaison.errors import NotFound
from liaison.events.models.door import PaperBatch, PaperRow
from liaison.events.models.event import Event
from liaison.events.models.sign_up import SignUp
from liaison.events.policy.events import visible_to
from liaison.events.policy.paper import is_open
from liaison.people.models import Person
from liaison.permissions import Actor, Permission

Rows = Sequence[Row[*tuple[Any, ...]]]


def list_batches(event_id: uuid.UUID) -> Sequence[PaperBatch]:
    """What was printed for an event, the newest first."""
    return db.session.scalars(
        select(PaperBatch)
        .where(PaperBatch.event_id == event_id)
        .order_by(PaperBatch.printed_at.desc(), PaperBatch.id.desc())
    ).all()


def list_open_batches(actor: Actor, *, skip: int, size: int) -> tuple[Rows, int]:
    """Batches not yet accounted for, with `title`, `language` and `starts_at` of their events.

    The event longest over comes first: its paper gets lost first.
    """
    found = [is_open(), visible_to(actor, Permission.EVENT_EDIT)]
    listed = (
        select(PaperBatch, Event.title, Event.language, Event.starts_at)
        .join(Event, Event.id == PaperBatch.event_id)
        .where(*found)
    )
    total = db.session.scalar(
        select(func.count())
        .select_from(PaperBatch)
        .join(Event, Event.id == PaperBatch.event_id)
        .where(*found)
    )
    ordered = listed.order_by(Event.starts_at, PaperBatch.id).offset(skip).limit(size)
    return db.session.execute(ordered).all(), total or 0


def get_batch(event_id: uuid.UUID, code: str) -> PaperBatch:
    """A batch of an event that the actor has reached. Raises NotFound."""
    found = db.session.scalar(
        select(PaperBatch).where(PaperBatch.event_id == event_id, PaperBatch.code == code)
    )
    if found is None:
        raise NotFound
    return found


def find_batch(actor: Actor, typed: str) -> PaperBatch | None:
    """The batch whose code somebody typed, perhaps with the number of a row behind it."""
    code = re.sub(r"[-\s].*", "", typed.strip().upper())
    return db.session.scalar(
        select(PaperBatch)
        .join(Event, Event.id == PaperBatch.event_id)
        .where(PaperBatch.code == code, visible_to(actor, Permission.EVENT_EDIT))
    )


def code_exists(code: str) -> bool:
    return db.session.scalar(select(PaperBatch.id).where(PaperBatch.code == code)) is not None


def list_paper_rows(batch_id: uuid.UUID) -> Rows:
    """Rows keyed or voided: `number`, `is_void`, `name`, `party_size`, `keyed_at`, `keyed_by`."""
    return db.session.execute(
        select(
            *(PaperRow.number, PaperRow.is_void, Person.name, SignUp.party_size),
            *(PaperRow.keyed_at, User.name.label("keyed_by")),
        )
        .outerjoin(SignUp, SignUp.id == PaperRow.sign_up_id)
        .outerjoin(Person, Person.id == SignUp.person_id)
        .outerjoin(User, User.id == PaperRow.keyed_by_id)
        .where(PaperRow.batch_id == batch_id)
        .order_by(PaperRow.number)
    ).all()


def list_numbers_out(batch: PaperBatch) -> list[int]:
    """Numbers of the rows that are neither keyed nor voided, in their order."""
    known = set(db.session.scalars(select(PaperRow.number).where(PaperRow.batch_id == batch.id)))
    return [number for number in range(1, batch.printed + 1) if number not in known]


def find_keyed_sign_ups(batch_id: uuid.UUID, numbers: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Name and people of rows keyed already, by number."""
    rows = db.session.execute(
        select(PaperRow.number, Person.name, SignUp.party_size)
        .join(SignUp, SignUp.id == PaperRow.sign_up_id)
        .outerjoin(Person, Person.id == SignUp.person_id)
        .where(PaperRow.batch_id == batch_id, PaperRow.number.in_(list(numbers)))
    )
    return {number: (name or "", people) for number, name, people in rows}
