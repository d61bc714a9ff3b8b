"""Access needs: asked for, booked, confirmed, and whether it was there in the end."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from liaison import clock
from liaison.audit.operations import record
from liaison.db import db, write_once
from liaison.errors import InvalidInput, WrongState
from liaison.events.models.event import Event
from liaison.events.models.need import AccessNeed, AccessNeedStep, NeedKind, NeedState
from liaison.events.models.sign_up import SignUp
from liaison.events.policy.needs import STEPS, THINGS, can_take_step
from liaison.events.queries.needs import (
    list_needs_withdrawn_with,
    list_open_needs_of,
    list_requested_needs,
)
from liaison.events.queries.rules import get_rules
from liaison.i18n import _, settings
from liaison.permissions import Actor


@dataclass(frozen=True)
class NeedDetails:
    """What somebody asks for. `language` is an interpreter's, `words` are their own."""

    kind: NeedKind
    language: str | None = None
    words: str = ""


def read_needs(
    kinds: Sequence[NeedKind], *, interpreter_language: str | None, words: str
) -> tuple[NeedDetails, ...]:
    """What was ticked; words stand with "other", else with the first that says nothing else:
    an interpreter has a language, and whoever looks after children needs to know how many."""
    if words and not kinds:
        kinds = [NeedKind.OTHER]
    silent = [kind for kind in kinds if kind is not NeedKind.INTERPRETER] or kinds
    spoken_of = NeedKind.OTHER if NeedKind.OTHER in kinds else next(iter(silent), None)
    return tuple(
        NeedDetails(
            kind,
            language=interpreter_language if kind is NeedKind.INTERPRETER else None,
            words=words if kind is spoken_of else "",
        )
        for kind in kinds
    )


@dataclass(frozen=True)
class Booking:
    """Who provides it, for how long, at what price."""

    vendor: str
    minutes: int | None = None
    cost_cents: int | None = None


def ask_need(
    *,
    actor: Actor,
    event: Event,
    sign_up: SignUp | None,
    details: NeedDetails,
    key: uuid.UUID | None = None,
) -> AccessNeed:
    """Somebody asks for it with their sign-up, or staff foresee it; under the same `key` once.

    Raises InvalidInput.
    """
    if details.kind is NeedKind.INTERPRETER and not details.language:
        raise InvalidInput("language", _("Choose the language the interpreter should speak."))

    def write(need_id: uuid.UUID) -> AccessNeed:
        need = AccessNeed(
            id=need_id,
            event_id=event.id,
            sign_up_id=sign_up.id if sign_up else None,
            person_id=sign_up.person_id if sign_up else None,
            kind=details.kind,
            language=details.language if details.kind is NeedKind.INTERPRETER else None,
            words=details.words.strip(),
            state=NeedState.REQUESTED,
            due_on=due_day(event, details.kind),
            asked_at=clock.now(),
        )
        record(actor, "ask_need", need)
        _write_step(actor, need, "ask_need", None)
        return need

    return write_once(AccessNeed, key, write)


def due_day(event: Event, kind: NeedKind) -> date:
    """The day by which it has to be booked; what is asked for late is due at once."""
    rules, zone = get_rules(), settings().zone()
    days = rules.materials_days if kind in THINGS else rules.interpreter_days
    due = event.starts_at.astimezone(zone).date() - timedelta(days=days)
    return max(due, clock.today(zone))


def book_need(*, actor: Actor, need: AccessNeed, event: Event, booking: Booking) -> None:
    """Note who provides it. Raises WrongState, InvalidInput."""
    if not booking.vendor.strip():
        raise InvalidInput("vendor", _("Enter who provides it."))
    _hold(need)
    need.vendor = booking.vendor.strip()
    need.minutes, need.cost_cents = booking.minutes, booking.cost_cents
    _take_step(actor, need, event, "book_need")


def fail_need(*, actor: Actor, need: AccessNeed, event: Event, reason: str) -> None:
    """It was not there, or cannot be had. Raises WrongState, InvalidInput."""
    if not reason.strip():
        raise InvalidInput("reason", _("Enter why it was not there."))
    _hold(need)
    need.reason = reason.strip()
    _take_step(actor, need, event, "fail_need")


def take_need_step(*, actor: Actor, need: AccessNeed, event: Event, verb: str) -> None:
    """Any other step of its life. Raises WrongState."""
    _hold(need)
    _take_step(actor, need, event, verb)


def _hold(need: AccessNeed) -> None:
    """Two people may press a button at once: the second finds what the first did."""
    db.session.refresh(need, ["state"], with_for_update=True)


def _take_step(actor: Actor, need: AccessNeed, event: Event, verb: str) -> None:
    if not can_take_step(need, verb, has_begun=event.starts_at <= clock.now()):
        raise WrongState(_("Somebody did this already. Look at it again."))
    before, need.state = need.state, STEPS[verb].to_state
    record(actor, verb, need)
    _write_step(actor, need, verb, before)


def withdraw_needs_of(*, actor: Actor, sign_up: SignUp, event: Event) -> None:
    """Nobody needs it any more: they are not coming."""
    for need in list_open_needs_of(sign_up.id):
        take_need_step(actor=actor, need=need, event=event, verb="withdraw_need")


def take_up_needs_of(*, actor: Actor, sign_up: SignUp, event: Event) -> None:
    """They come after all: what was withdrawn because they did not is needed again.

    Not once it has begun: whoever is there without it has to do without it.
    """
    if event.starts_at <= clock.now():
        return
    for need in list_needs_withdrawn_with(sign_up.id):
        take_need_step(actor=actor, need=need, event=event, verb="reopen_need")
        need.due_on = due_day(event, need.kind)
    db.session.flush()


def move_due_days(event: Event) -> None:
    """The event moved, and with it the days by which its needs have to be booked."""
    for need in list_requested_needs(event.id):
        need.due_on = due_day(event, need.kind)
    db.session.flush()


def _write_step(actor: Actor, need: AccessNeed, verb: str, before: NeedState | None) -> None:
    db.session.add(
        AccessNeedStep(
            need_id=need.id,
            verb=verb,
            from_state=before,
            to_state=need.state,
            by_id=actor.user_id,
            at=clock.now(),
        )
    )
    db.session.flush()
