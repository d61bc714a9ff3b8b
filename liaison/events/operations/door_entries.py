"""What a device at the door hands in, entry by entry, now or hours later: nobody gets lost."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from liaison.db import db
from liaison.errors import Conflict, InvalidInput, WrongState
from liaison.events.models.door import CameBy, CheckIn
from liaison.events.models.event import Event, EventState
from liaison.events.models.sign_up import CODE_LENGTH, SignUp, SignUpState, SignUpWay
from liaison.events.operations.cards import count_cards
from liaison.events.operations.door import check_in, undo_check_in
from liaison.events.operations.seats import hold_seats, take_room_back, take_step
from liaison.events.operations.sign_ups import SignUpDetails, give_place, sign_up
from liaison.events.policy.door import MOST_AT_ONCE
from liaison.events.policy.sign_ups import LONGEST_NAME
from liaison.events.queries.door import EXPECTED, find_by_code, list_expected
from liaison.i18n import _
from liaison.languages import SPOKEN, fold
from liaison.permissions import Actor


class Act(StrEnum):
    """What an entry says."""

    CHECK_IN = "check_in"  # somebody on the list is there
    ARRIVE = "arrive"  # somebody typed or scanned a code, or typed a name
    WALK_IN = "walk_in"
    COUNT = "count"  # the plus button
    UNDO = "undo"
    CARDS = "cards"


CAME_BY = {Act.WALK_IN: CameBy.WALK_IN, Act.COUNT: CameBy.COUNT, Act.ARRIVE: CameBy.CODE}


class Outcome(StrEnum):
    """What became of an entry. All but the last mean that it is stored and need not come again."""

    STORED = "stored"
    IN_ALREADY = "in_already"  # another device was faster; the people are counted once
    NOT_EXPECTED = "not_expected"  # had cancelled, or left the list: counted all the same
    UNKNOWN = "unknown"  # nobody has the code or name: counted without
    NOTHING = "nothing"  # nothing to take back
    REFUSED = "refused"


@dataclass(frozen=True)
class DoorEntry:
    """One entry. The device makes the key; `at` is its own clock's."""

    key: uuid.UUID
    act: Act
    people: int = 1
    came_by: CameBy = CameBy.SEARCH
    at: datetime | None = None
    sign_up_id: uuid.UUID | None = None
    check_in_id: uuid.UUID | None = None
    name: str = ""  # for ARRIVE a code or a name
    language: str | None = None
    card: str = ""
    change: int = 0


@dataclass(frozen=True)
class Receipt:
    """The answer to an entry."""

    outcome: Outcome
    check_in_id: uuid.UUID | None = None
    people: int = 0


def read_entry(sent: Mapping[str, Any]) -> DoorEntry:
    """An entry as a form or a device sends it. Raises InvalidInput."""
    name = " ".join(str(sent.get("name") or "").replace("\0", "").split())
    if len(name) > LONGEST_NAME:
        raise InvalidInput("name", _("Enter a name of 120 letters or fewer."))
    language, act = str(sent.get("language") or ""), _act(sent.get("act"))
    return DoorEntry(
        key=_id(sent, "key") or uuid.uuid4(),
        act=act,
        people=_people(sent.get("people") or 1),
        came_by=CAME_BY.get(act) or _came_by(sent.get("came_by")),
        at=_instant(sent.get("at")),
        sign_up_id=_id(sent, "sign_up"),
        check_in_id=_id(sent, "check_in"),
        name=name,
        language=language if language in SPOKEN else None,
        card=str(sent.get("card") or ""),
        change=-1 if str(sent.get("change")) == "-1" else 1,
    )


def take_entry(*, actor: Actor, event: Event, entry: DoorEntry) -> Receipt:
    """Store what an entry says, once, whatever became of it since.

    Raises WrongState, InvalidInput.
    """
    known = db.session.get(CheckIn, entry.key)
    if known is None:
        return _TAKE[entry.act](actor, event, entry)
    if known.event_id != event.id:
        raise InvalidInput("key", _("This entry belongs to another event."))
    return Receipt(Outcome.STORED, known.id, known.people)


def _take_check_in(actor: Actor, event: Event, entry: DoorEntry) -> Receipt:
    party = db.session.get(SignUp, entry.sign_up_id) if entry.sign_up_id else None
    if party is None or party.event_id != event.id:
        return _let_in(actor, event, entry, None, otherwise=Outcome.NOT_EXPECTED)
    return _let_in(actor, event, entry, party)


def _take_arrival(actor: Actor, event: Event, entry: DoorEntry) -> Receipt:
    party_id = find_arrival(event.id, entry.name)
    if party_id is not None:
        return _let_in(actor, event, entry, db.session.get(SignUp, party_id))
    if entry.came_by is CameBy.CODE or looks_like_code(entry.name):
        return _let_in(actor, event, entry, None, otherwise=Outcome.UNKNOWN)
    return _take_walk_in(actor, event, entry)


def _take_walk_in(actor: Actor, event: Event, entry: DoorEntry) -> Receipt:
    try:
        with db.session.begin_nested():
            party = sign_up(
                actor=actor,
                event=event,
                key=entry.key,
                details=SignUpDetails(
                    name=entry.name, party_size=entry.people, language=entry.language
                ),
                way=SignUpWay.DOOR,
                over_capacity=True,
            )
    except (WrongState, Conflict):
        party = None  # the event takes no sign-ups, but they are there
    return _let_in(actor, event, entry, party)


def _take_count(actor: Actor, event: Event, entry: DoorEntry) -> Receipt:
    return _let_in(actor, event, entry, None)


def _let_in(
    actor: Actor,
    event: Event,
    entry: DoorEntry,
    party: SignUp | None,
    *,
    otherwise: Outcome = Outcome.STORED,
) -> Receipt:
    was_expected = party is None or party.state in EXPECTED
    has_place = party is None or party.state is SignUpState.SIGNED_UP
    if party and not has_place and event.state is EventState.PUBLISHED:
        give_place(actor=actor, event=event, sign_up=party, over_capacity=True)
    made = check_in(
        actor=actor,
        event=event,
        key=entry.key,
        people=entry.people,
        came_by=entry.came_by,
        sign_up=party,
        at=entry.at,
        is_new=True,  # `take_entry` has looked
    )
    if made.id != entry.key:
        outcome = Outcome.IN_ALREADY
    elif not was_expected:
        outcome = Outcome.NOT_EXPECTED
    else:
        outcome = otherwise
    return Receipt(outcome, made.id, made.people)


def _take_undo(actor: Actor, event: Event, entry: DoorEntry) -> Receipt:
    """Whoever walked in gives the place back, too, and with it the room made for them."""
    made = None
    if entry.check_in_id:
        # two devices may take it back at once: the second finds that it was
        made = db.session.get(
            CheckIn, entry.check_in_id, populate_existing=True, with_for_update=True
        )
    if made is None or made.event_id != event.id or made.undone_at is not None:
        return Receipt(Outcome.NOTHING)
    undo_check_in(actor=actor, check_in=made)
    party = db.session.get(SignUp, made.sign_up_id) if made.sign_up_id else None
    if party and party.way is SignUpWay.DOOR and party.state is SignUpState.SIGNED_UP:
        # not `cancel_sign_up`: the event has begun, and nobody waits for the place any more
        hold_seats(event, party)
        take_step(actor, event, party, "cancel_sign_up")
        take_room_back(actor, event, party)
    return Receipt(Outcome.STORED, made.id)


def _take_cards(_actor: Actor, event: Event, entry: DoorEntry) -> Receipt:
    count_cards(event_id=event.id, key=entry.key, card=entry.card, change=entry.change)
    return Receipt(Outcome.STORED)


_TAKE: dict[Act, Callable[[Actor, Event, DoorEntry], Receipt]] = {
    Act.CHECK_IN: _take_check_in,
    Act.ARRIVE: _take_arrival,
    Act.WALK_IN: _take_walk_in,
    Act.COUNT: _take_count,
    Act.UNDO: _take_undo,
    Act.CARDS: _take_cards,
}


def as_code(text: str) -> str:
    """A code as it is stored, however it was typed: small, with spaces or dashes."""
    return "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())


def looks_like_code(text: str) -> bool:
    """No name has digits."""
    code = as_code(text)
    return len(code) == CODE_LENGTH and any(letter.isdigit() for letter in code)


def find_arrival(event_id: uuid.UUID, text: str) -> uuid.UUID | None:
    """Whose code this is, else the one person of this whole name who is not there yet."""
    code = as_code(text)
    found = find_by_code(event_id, code) if len(code) == CODE_LENGTH else None
    if found is not None:
        sign_up_id: uuid.UUID = found.id
        return sign_up_id
    name = fold(text).split()
    named = [
        row for row in list_expected(event_id) if name and fold(row.name or "").split() == name
    ]
    waiting = [row for row in named if row.check_in_id is None]
    return waiting[0].id if len(waiting) == 1 else None


def _people(text: object) -> int:
    try:
        people = int(str(text).strip())
    except ValueError:
        people = 0
    if not 1 <= people <= MOST_AT_ONCE:
        raise InvalidInput("people", _("Enter how many people there are, from 1 to 20."))
    return people


def _id(sent: Mapping[str, Any], name: str) -> uuid.UUID | None:
    text = sent.get(name)
    try:
        return uuid.UUID(str(text)) if text else None
    except ValueError:
        raise InvalidInput(name, _("This entry cannot be read.")) from None


def _act(text: object) -> Act:
    try:
        return Act(str(text))
    except ValueError:
        raise InvalidInput("act", _("This entry cannot be read.")) from None


def _came_by(text: object) -> CameBy:
    return CameBy.CODE if text == CameBy.CODE else CameBy.SEARCH


def _instant(text: object) -> datetime | None:
    """The device's own clock; what is no time is left out, for the person counts."""
    try:
        at = datetime.fromisoformat(str(text)) if text else None
        return at.astimezone(UTC) if at else None
    except (ValueError, OverflowError):
        return None
