"""Seats: held while they are counted, taken and given back in the transaction that counts them."""

from collections.abc import Sequence

from sqlalchemy import Table, bindparam, exists, update
from sqlalchemy.orm.attributes import set_committed_value

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db, read_rows
from liaison.errors import Conflict, WrongState
from liaison.events.models.event import Event
from liaison.events.models.sign_up import SEATED, SignUp, SignUpState, SignUpStep
from liaison.events.policy.sign_ups import STEPS, free_seats
from liaison.i18n import _, _n
from liaison.permissions import Actor

_OF_EVENT = [column.key for column in Event.__table__.columns]
# what says whether somebody may still sign up, and for how many there is room
_OF_SEATS = (
    *("state", "starts_at", "closes_at", "takes_sign_ups"),
    *("capacity", "held_for_walk_ins", "held_for_liaisons", "seats_promised"),
)
_OF_SIGN_UP = ("state", "party_size", "waits_since", "offered_until")
# what a reader has to have right to know whether somebody may sign up
_READ = ("state", "starts_at", "closes_at", "takes_sign_ups")
_EVENT: Table = Event.__table__  # type: ignore[assignment]  # a class that has a table of its own
_COUNTED = _EVENT.c["capacity", "held_for_walk_ins", "held_for_liaisons", "seats_promised"]
_TAKEN = _EVENT.c.seats_promised + bindparam("people")
_KEPT = _EVENT.c.held_for_walk_ins + _EVENT.c.held_for_liaisons
# made once: every sign-up asks it
_TAKE = (
    update(_EVENT)
    .where(
        _EVENT.c.id == bindparam("event_id"),
        *(_EVENT.c[name].is_not_distinct_from(bindparam(f"read_{name}")) for name in _READ),
        _EVENT.c.capacity.is_(None)
        | (
            (_EVENT.c.capacity >= _TAKEN + _KEPT)
            & ~exists().where(SignUp.event_id == _EVENT.c.id, SignUp.state == SignUpState.WAITING)
        ),
    )
    .values(seats_promised=_TAKEN)
    .returning(*_COUNTED)
)


def hold_seats(event: Event, *sign_ups: SignUp) -> None:
    """Nobody else changes this event or its seats until the transaction ends; what was read before
    of the seats is read again.

    On SQLite that is so already: a transaction that writes holds the only lock since it began.
    """
    if db.engine.dialect.name == "sqlite":
        return
    _hold(event, _OF_SEATS)
    for sign_up in sign_ups:
        db.session.refresh(sign_up, _OF_SIGN_UP)


def take_seats(event: Event, people: int) -> bool:
    """Hold the seats and promise some in one statement; False, with nothing held or changed, where
    so many are not free, somebody waits, or the event is not as it was read.

    Whoever waits in a transaction that ended meanwhile is too large a party for what it left, or
    was offered what they wait for: this statement need not see them.
    """
    read = {f"read_{name}": getattr(event, name) for name in _READ}
    rows = read_rows(_TAKE, {"event_id": event.id, "people": people} | read)
    for column, value in zip(_COUNTED, rows[0] if rows else (), strict=bool(rows)):
        set_committed_value(event, column.key, value)
    return bool(rows)


def hold_event(event: Event) -> None:
    """The same for whoever changes the event: all that was read before is read again."""
    if db.engine.dialect.name != "sqlite":
        _hold(event, _OF_EVENT)


def _hold(event: Event, columns: Sequence[str]) -> None:
    db.session.flush()  # reading again throws away what is pending
    # weaker than FOR UPDATE, so that rows that merely point at the event need not wait
    db.session.refresh(event, columns, with_for_update={"key_share": True})


def take_step(
    actor: Actor, event: Event, sign_up: SignUp, verb: str, *, has_seats: bool = False
) -> None:
    """Move a sign-up to its next state, with its seats and its history. Raises WrongState.

    The event's seats must be held; `has_seats` says that they are promised to it already.
    """
    step, before = STEPS[verb], _state_of(sign_up)
    if before not in step.from_states:
        raise WrongState(_("This sign-up was changed meanwhile. Look at it again."))
    now = clock.now()
    if not has_seats:
        seated = (step.to_state in SEATED) - (before in SEATED)
        event.seats_promised += sign_up.party_size * seated
    if step.to_state not in SEATED:
        _give_back(event, sign_up, sign_up.liaison_seats)
    sign_up.state = step.to_state
    if step.to_state is not SignUpState.OFFERED:
        sign_up.offered_until = None
    if step.to_state is SignUpState.WAITING:
        sign_up.waits_since = now
    record(actor, verb, sign_up)
    if before is not None:
        db.session.add(
            SignUpStep(
                sign_up_id=sign_up.id,
                verb=verb,
                from_state=before,
                to_state=step.to_state,
                by_id=actor.user_id,
                at=now,
            )
        )


def take_liaison_seats(event: Event, sign_up: SignUp) -> bool:
    """Seats kept for liaisons, for one of them and who comes along; False: they do not suffice."""
    people = sign_up.party_size
    if event.capacity is None or people > event.held_for_liaisons:
        return False
    event.held_for_liaisons -= people
    sign_up.liaison_seats = people
    return True


def _give_back(event: Event, sign_up: SignUp, seats: int) -> None:
    """What was kept for liaisons is kept for them again."""
    if seats:
        event.held_for_liaisons += seats
        sign_up.liaison_seats -= seats


def make_room(actor: Actor, event: Event, sign_up: SignUp, *, over_capacity: bool) -> None:
    """Seats for people who are there; those kept for walk-ins go first. Raises Conflict.

    `over_capacity` raises the capacity where it does not suffice, on the record.
    """
    people = sign_up.party_size
    free = free_seats(event)
    if event.capacity is None or free is None:
        return
    kept = min(event.held_for_walk_ins, people)
    lacking = people - free - kept
    if lacking > 0 and not over_capacity:
        raise no_room(free + kept)
    event.held_for_walk_ins -= kept
    if lacking > 0:
        event.capacity += lacking
        record(actor, "raise_capacity", event)
    sign_up.seats_kept, sign_up.seats_added = kept, max(lacking, 0)


def take_room_back(actor: Actor, event: Event, sign_up: SignUp) -> None:
    """What was made for people who are not there after all; they have left their seats.

    No more than they were: some may have left before.
    """
    kept = min(sign_up.seats_kept, sign_up.party_size)
    added = min(sign_up.seats_added, sign_up.party_size - kept)
    sign_up.seats_kept = sign_up.seats_added = 0
    if event.capacity is None or not kept + added:
        return
    event.held_for_walk_ins += kept
    event.capacity -= added
    record(actor, "lower_capacity", event)


def keep_room(event: Event) -> None:
    """Somebody says how many seats there are: nothing goes back from what they said."""
    taken = SignUp.seats_kept + SignUp.seats_added + SignUp.liaison_seats
    made = update(SignUp).where(SignUp.event_id == event.id, taken > 0)
    db.session.execute(made.values(seats_kept=0, seats_added=0, liaison_seats=0))


def no_room(left: int) -> Conflict:
    """What is said of a party that is too large for what is left."""
    if left <= 0:
        return Conflict("party_size", _("All places are taken."))
    message = _n("There is one place left.", "There are %(num)s places left.", left)
    return Conflict("party_size", message)


def resize_party(event: Event, sign_up: SignUp, size: int) -> None:
    """They are more or fewer; whether there is room was asked before, with the seats held."""
    if sign_up.state in SEATED:
        event.seats_promised += size - sign_up.party_size
        _give_back(event, sign_up, max(sign_up.liaison_seats - size, 0))
    sign_up.party_size = size


def _state_of(sign_up: SignUp) -> SignUpState | None:
    return sign_up.state  # None: it is being made
