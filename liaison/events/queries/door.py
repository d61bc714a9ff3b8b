"""Reading what the door needs: who is expected, who is there, how many cards went out."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload

from liaison import clock
from liaison.db import db, read_rows
from liaison.errors import NotFound
from liaison.events.models.door import CardCount, CheckIn
from liaison.events.models.event import Event, EventState
from liaison.events.models.sign_up import SignUp, SignUpState
from liaison.events.policy.door import at_door, works_at
from liaison.languages import fold
from liaison.people.models import Person
from liaison.permissions import Actor

Rows = Sequence[Any]  # of the columns the function names
EXPECTED = (SignUpState.SIGNED_UP, SignUpState.OFFERED, SignUpState.WAITING)

_is_in = CheckIn.event_id == bindparam("event_id"), CheckIn.undone_at.is_(None)
# made once: each check-in asks them
_PEOPLE = select(func.coalesce(func.sum(CheckIn.people), 0)).where(*_is_in)
_LIST = (
    select(
        *(SignUp.id, SignUp.code, SignUp.party_size, SignUp.state, Person.name),
        *(CheckIn.id.label("check_in_id"), CheckIn.people),
    )
    .outerjoin(Person, Person.id == SignUp.person_id)
    .outerjoin(CheckIn, (CheckIn.sign_up_id == SignUp.id) & CheckIn.undone_at.is_(None))
    .where(SignUp.event_id == bindparam("event_id"))
)
_EXPECTED = _LIST.where(SignUp.state.in_(EXPECTED) | CheckIn.id.is_not(None)).order_by(SignUp.id)
_BY_CODE = _LIST.where(SignUp.code == bindparam("code"))
_ARRIVALS = (
    select(CheckIn.id, CheckIn.people, CheckIn.came_by, CheckIn.at, Person.name)
    .outerjoin(SignUp, SignUp.id == CheckIn.sign_up_id)
    .outerjoin(Person, Person.id == SignUp.person_id)
    .where(*_is_in)
    .order_by(CheckIn.stored_at.desc(), CheckIn.id.desc())
    .limit(bindparam("size"))
)
_CARDS = select(CardCount.offered, CardCount.taken, CardCount.answered).where(
    CardCount.event_id == bindparam("event_id")
)


def get_door_event(actor: Actor, event_id: uuid.UUID) -> Event:
    """An event at whose door the actor may stand, with its programme. Raises NotFound."""
    asked = select(Event).options(joinedload(Event.program))
    event = db.session.scalar(asked.where(Event.id == event_id, at_door(actor)))
    if event is None:
        raise NotFound
    return event


def list_own_doors(actor: Actor) -> Rows:
    """Events the actor works at, from half a day ago to a week ahead: id, title, language,
    starts_at."""
    if actor.user_id is None:
        return []
    now = clock.now()
    return db.session.execute(
        select(Event.id, Event.title, Event.language, Event.starts_at)
        .where(
            works_at(actor.user_id),
            Event.state == EventState.PUBLISHED,
            Event.starts_at.between(now - timedelta(hours=12), now + timedelta(days=7)),
        )
        .order_by(Event.starts_at, Event.id)
        .limit(10)
    ).all()


def count_people(event_id: uuid.UUID) -> int:
    """How many are there."""
    return int(read_rows(_PEOPLE, {"event_id": event_id})[0][0])


def list_expected(event_id: uuid.UUID) -> Rows:
    """Everybody who may come, with their check-in if they have: id, code, party_size, state, name,
    check_in_id, people. Those of no name have None."""
    return read_rows(_EXPECTED, {"event_id": event_id})


def search_expected(event_id: uuid.UUID, text: str) -> Rows:
    """Those of `list_expected` whose name has every word somewhere in it, or whose code it is.

    The names are folded here: neither database can, and a door has some thousands at most.
    """
    words, code = fold(text).split(), text.replace(" ", "").replace("-", "").upper()
    named = [(fold(row.name or ""), row) for row in list_expected(event_id)]
    found = [
        (name, row)
        for name, row in named
        if row.code == code or (name and all(word in name for word in words))
    ]
    return [row for _name, row in sorted(found, key=lambda pair: pair[0])]


def find_by_code(event_id: uuid.UUID, code: str) -> Any | None:
    """The sign-up of a code, whatever became of it: the columns of `list_expected`."""
    rows = read_rows(_BY_CODE, {"event_id": event_id, "code": code})
    return rows[0] if rows else None


def list_arrivals(event_id: uuid.UUID, *, size: int) -> Rows:
    """The last who came: id, people, came_by, at, name; the latest first."""
    return read_rows(_ARRIVALS, {"event_id": event_id, "size": size})


def get_card_count(event_id: uuid.UUID) -> tuple[int, int, int]:
    """Cards offered, taken, answered."""
    rows = read_rows(_CARDS, {"event_id": event_id})
    return (rows[0][0], rows[0][1], rows[0][2]) if rows else (0, 0, 0)


def find_check_in(key: uuid.UUID, sign_up_id: uuid.UUID | None = None) -> CheckIn | None:
    """What this key stored, else the check-in of this sign-up that holds now."""
    found = db.session.get(CheckIn, key)
    if found is None and sign_up_id is not None:
        found = db.session.scalar(
            select(CheckIn).where(CheckIn.sign_up_id == sign_up_id, CheckIn.undone_at.is_(None))
        )
    return found
