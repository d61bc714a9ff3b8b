"""Signing up, changing what was said, and cancelling."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from liaison import clock
from liaison.accounts.operations.attempts import Limit, count_attempt, is_spent
from liaison.audit.operations import record
from liaison.db import db
from liaison.errors import Conflict, InvalidInput, WrongState
from liaison.events.messages import sign_ups as messages
from liaison.events.models.event import Event, EventState
from liaison.events.models.sign_up import SignUp, SignUpState, SignUpWay
from liaison.events.operations.letters import write_to
from liaison.events.operations.needs import (
    NeedDetails,
    ask_need,
    take_need_step,
    take_up_needs_of,
    withdraw_needs_of,
)
from liaison.events.operations.seats import (
    hold_seats,
    make_room,
    no_room,
    resize_party,
    take_liaison_seats,
    take_seats,
    take_step,
)
from liaison.events.operations.waiting import move_queue
from liaison.events.policy.reach import reach_by
from liaison.events.policy.sign_ups import (
    COMING,
    LARGEST_PARTY,
    closing,
    free_seats,
    is_open,
    largest_party,
    way_back,
)
from liaison.events.queries.needs import list_open_needs_of
from liaison.events.queries.rules import get_rules
from liaison.events.queries.sign_ups import find_sign_up
from liaison.i18n import _, _n, settings
from liaison.people.operations import create_person, read_email, read_phone
from liaison.permissions import Actor

# messages to one address that say it is known already
REMINDED = Limit("own_link", tries=3, minutes=60)
CAME = frozenset({SignUpWay.DOOR, SignUpWay.PAPER})


@dataclass(frozen=True)
class SignUpDetails:
    """What somebody says when they sign up. Nothing here says anything else about them."""

    name: str = ""
    email: str = ""
    phone: str = ""
    party_size: int = 1
    language: str | None = None  # to write to them in
    may_contact: bool = False
    needs: tuple[NeedDetails, ...] = ()


def sign_up(
    *,
    actor: Actor,
    event: Event,
    key: uuid.UUID,
    details: SignUpDetails,
    way: SignUpWay = SignUpWay.WEB,
    over_capacity: bool = False,
    as_liaison: bool = False,
    further: Sequence[Any] | None = None,
) -> SignUp:
    """Somebody says they come. Raises WrongState, InvalidInput, Conflict.

    `key` names the form they were given: sent twice it counts once. An address that is known
    changes nothing: its owner is written their own link, and whoever asked learns nothing. Who
    signs up on the web or by telephone may have to wait; who came has a place or is refused one.
    `over_capacity` makes room for them all the same, on the record; to one who comes `as_liaison`,
    seats kept for liaisons go first. `further` are the event's further dates, if just read.
    """
    email = read_email(details.email, field="email")
    phone = read_phone(details.phone, field="phone")
    has_seats = not (over_capacity or as_liaison) and _take_seats(event, way, details.party_size)
    if not has_seats:
        hold_seats(event)
        _check_open(event, way)
    reach = reach_by(email, phone)
    by_phone = phone if reach and not email else None
    known = find_sign_up(event.id, key=key, email=email, phone=by_phone)
    if known:
        if has_seats:
            event.seats_promised -= details.party_size
        if known.id != key:
            _meet_again(actor, event, known, way, over_capacity=over_capacity)
        return known
    made = _begin(event, key, details, way)
    if details.name.strip() or email or phone:
        made.person = create_person(
            actor=actor, name=details.name, email=email, phone=phone, language=details.language
        )
    if has_seats:
        take_step(actor, event, made, "sign_up", has_seats=True)
    else:
        _find_place(actor, event, made, over_capacity=over_capacity, as_liaison=as_liaison)
    for need in details.needs:
        ask_need(actor=actor, event=event, sign_up=made, details=need)
    if way not in CAME:
        has_place = made.state is SignUpState.SIGNED_UP
        letter = messages.place_confirmed if has_place else messages.queue_joined
        write_to(event, made, letter, further=further)
    return made


def _take_seats(event: Event, way: SignUpWay, people: int) -> bool:
    """Most find a place at once: that is one statement. What else there is to say is found out
    with the seats held."""
    is_usual = way not in CAME and 1 <= people <= LARGEST_PARTY and _is_open(event, way)
    return is_usual and take_seats(event, people)


def _begin(event: Event, key: uuid.UUID, details: SignUpDetails, way: SignUpWay) -> SignUp:
    """A sign-up that has neither a person nor a place yet."""
    return SignUp(
        id=key,
        event_id=event.id,
        party_size=details.party_size,
        way=way,
        language=details.language,
        may_contact=details.may_contact and bool(details.email or details.phone),
        signed_up_at=clock.now(),
    )


def sign_up_again(*, actor: Actor, event: Event, sign_up: SignUp) -> None:
    """Whoever cancelled, or let an offer pass, comes after all. Twice is once.

    Raises WrongState, Conflict.
    """
    hold_seats(event, sign_up)
    if sign_up.state in COMING:
        return
    _check_open(event, SignUpWay.STAFF if actor.is_signed_in else way_back(event))
    _find_place(actor, event, sign_up)
    take_up_needs_of(actor=actor, sign_up=sign_up, event=event)


def change_sign_up(
    *,
    actor: Actor,
    event: Event,
    sign_up: SignUp,
    party_size: int,
    language: str | None,
    needs: tuple[NeedDetails, ...] | None = None,
) -> None:
    """They are more or fewer, or need something else. `needs` of None stay as they are.

    Raises WrongState, InvalidInput, Conflict.
    """
    hold_seats(event, sign_up)
    _check_not_begun(event)
    if sign_up.state not in COMING:
        raise WrongState(_("This sign-up was cancelled. Sign up again first."))
    if party_size != sign_up.party_size:
        _change_party(event, sign_up, party_size)
    sign_up.language = language or sign_up.language
    record(actor, "change_sign_up", sign_up)
    if needs is not None:
        _change_needs(actor, event, sign_up, needs)
    move_queue(event)


def cancel_sign_up(*, actor: Actor, sign_up: SignUp) -> None:
    """They do not come; their places go on. Twice is once. Raises WrongState once it began."""
    event = db.session.get_one(Event, sign_up.event_id)
    hold_seats(event, sign_up)
    if sign_up.state not in COMING:
        return
    _check_not_begun(event)
    take_step(actor, event, sign_up, "cancel_sign_up")
    withdraw_needs_of(actor=actor, sign_up=sign_up, event=event)
    move_queue(event)


def give_place(*, actor: Actor, event: Event, sign_up: SignUp, over_capacity: bool = False) -> None:
    """Staff give somebody a place, whatever the queue. Twice is once. Raises Conflict."""
    hold_seats(event, sign_up)
    if sign_up.state is SignUpState.SIGNED_UP:
        return
    if sign_up.state is not SignUpState.OFFERED:
        make_room(actor, event, sign_up, over_capacity=over_capacity)
    had_left = sign_up.state not in COMING
    take_step(actor, event, sign_up, "give_place")
    if had_left:
        take_up_needs_of(actor=actor, sign_up=sign_up, event=event)


def _is_open(event: Event, way: SignUpWay) -> bool:
    closes_at = closing(event, get_rules(), settings().zone())
    return is_open(way, event, now=clock.now(), closes_at=closes_at)


def _check_open(event: Event, way: SignUpWay) -> None:
    if not _is_open(event, way):
        raise WrongState(_("Sign-up for this event is closed."))


def _check_not_begun(event: Event) -> None:
    if event.state is not EventState.PUBLISHED or event.starts_at <= clock.now():
        raise WrongState(_("This event has begun or does not take place. Nothing was changed."))


def _check_size(event: Event, size: int) -> None:
    if not 1 <= size <= LARGEST_PARTY:
        raise InvalidInput("party_size", _("Enter how many people come, from 1 to 20."))
    largest = largest_party(event)
    if size > largest:
        message = _n(
            "There is %(num)s place in all to sign up for.",
            "There are %(num)s places in all to sign up for.",
            largest,
        )
        raise Conflict("party_size", message)


def _find_place(
    actor: Actor,
    event: Event,
    sign_up: SignUp,
    *,
    over_capacity: bool = False,
    as_liaison: bool = False,
) -> None:
    """A place, or else the end of the queue; who came waits for nothing."""
    size = sign_up.party_size
    if as_liaison and take_liaison_seats(event, sign_up):
        take_step(actor, event, sign_up, "sign_up")
        return
    if sign_up.way in CAME or over_capacity:
        make_room(actor, event, sign_up, over_capacity=over_capacity)
        take_step(actor, event, sign_up, "sign_up")
        return
    _check_size(event, size)
    if event.capacity is not None:
        move_queue(event)  # who waits comes before who asks now
    free = free_seats(event)
    fits = free is None or size <= free
    take_step(actor, event, sign_up, "sign_up" if fits else "join_queue")


def _meet_again(
    actor: Actor, event: Event, known: SignUp, way: SignUpWay, *, over_capacity: bool
) -> None:
    """Somebody gives an address that is known. Who stands at the door has a place, if there is."""
    if way in CAME:
        give_place(actor=actor, event=event, sign_up=known, over_capacity=over_capacity)
    elif way is SignUpWay.WEB and not is_spent(REMINDED, str(known.id)):
        count_attempt(REMINDED, str(known.id))
        write_to(event, known, messages.already_known)


def _change_party(event: Event, sign_up: SignUp, size: int) -> None:
    more = size - sign_up.party_size
    _check_size(event, size)
    if more > 0 and sign_up.state is SignUpState.OFFERED:
        raise Conflict("party_size", _("The places offered to you are for fewer people."))
    if more > 0 and sign_up.state is SignUpState.WAITING:
        sign_up.waits_since = clock.now()  # a larger party must not wait in a smaller one's place
    if more > 0 and sign_up.state is SignUpState.SIGNED_UP:
        move_queue(event)
        free = free_seats(event)
        if free is not None and more > free:
            raise no_room(free)
    resize_party(event, sign_up, size)


def _change_needs(
    actor: Actor, event: Event, sign_up: SignUp, wanted: tuple[NeedDetails, ...]
) -> None:
    """What is no longer said is withdrawn, what is new is asked for, the rest stays as it is."""
    missing = list(wanted)
    for need in list_open_needs_of(sign_up.id):
        said = NeedDetails(need.kind, need.language, need.words)
        if said in missing:
            missing.remove(said)
        else:
            take_need_step(actor=actor, need=need, event=event, verb="withdraw_need")
    for details in missing:
        ask_need(actor=actor, event=event, sign_up=sign_up, details=details)
