"""Keying a sign-in sheet: each row becomes a sign-up and a check-in, once."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from liaison.errors import Conflict, InvalidInput, WrongState
from liaison.events.models.door import CameBy, PaperBatch, PaperKind
from liaison.events.models.event import Event, EventState
from liaison.events.models.sign_up import SignUp, SignUpWay
from liaison.events.operations.door import check_in
from liaison.events.operations.paper import add_keyed_row, count_keyed, lock_batch
from liaison.events.operations.sign_ups import SignUpDetails, sign_up
from liaison.events.queries.paper import find_keyed_sign_ups
from liaison.events.queries.sign_ups import find_sign_up
from liaison.i18n import _
from liaison.languages import fold
from liaison.people.operations import read_email, read_phone
from liaison.permissions import Actor

Refusals = dict[tuple[int, str], str]  # row and column -> what to do about it


@dataclass(frozen=True)
class SignInRow:
    """What stands in one row of a sheet."""

    number: int
    name: str = ""
    people: int = 1
    reach: str = ""  # an e-mail address or a telephone number
    language: str | None = None
    may_contact: bool = False

    @property
    def details(self) -> SignUpDetails:
        is_email = "@" in self.reach
        return SignUpDetails(
            name=self.name,
            email=self.reach if is_email else "",
            phone="" if is_email else self.reach,
            party_size=self.people,
            language=self.language,
            may_contact=self.may_contact,
        )


def key_sign_ins(
    *, actor: Actor, event: Event, batch: PaperBatch, rows: Sequence[SignInRow]
) -> Refusals:
    """Key rows of a sheet; returns what stands in the way: then nothing of it may be stored.

    A row that was keyed before with the same words is left as it is: the form was sent twice.
    Raises WrongState for the sheet of an event that nobody came to.
    """
    if batch.kind is not PaperKind.SIGN_IN:
        raise WrongState(_("This is not a sign-in sheet."))
    if event.state is not EventState.PUBLISHED:
        raise WrongState(_("Publish the event first: nobody signs in at a draft."))
    still_out = lock_batch(batch)
    known = find_keyed_sign_ups(batch.id, [row.number for row in rows])
    refused: Refusals = {}
    keyed = []
    for row in rows:
        if row.number in still_out:
            _key_row(actor, event, batch, row, refused)
            keyed.append(row.number)
        elif not _says_the_same(row, known.get(row.number)):
            refused[row.number, "name"] = _("Somebody keyed this row meanwhile. Empty it here.")
    if keyed and not refused:
        count_keyed(actor=actor, batch=batch, numbers=keyed)
    return refused


def _key_row(
    actor: Actor, event: Event, batch: PaperBatch, row: SignInRow, refused: Refusals
) -> None:
    try:
        made = _sign_up(actor, event, _key(batch, row.number, "sign-up"), row)
        check_in(
            actor=actor,
            event=event,
            key=_key(batch, row.number, "check-in"),
            people=row.people,
            came_by=CameBy.PAPER,
            sign_up=made,
            at=event.starts_at,
        )
        add_keyed_row(actor=actor, batch=batch, number=row.number, sign_up_id=made.id)
    except (InvalidInput, Conflict) as refusal:
        column = {"email": "reach", "phone": "reach", "name": "name"}.get(refusal.field, "people")
        refused[row.number, column] = refusal.message


def _sign_up(actor: Actor, event: Event, key: uuid.UUID, row: SignInRow) -> SignUp:
    """The sign-up of who stands in the row: theirs from before, or one made now."""
    details = row.details
    email = read_email(details.email, field="email")
    phone = read_phone(details.phone, field="phone")
    found = find_sign_up(event.id, key=key, email=email, phone=phone) if email or phone else None
    if found and found.id != key and _is_somebody_else(row.name, found):
        # two people of one address: the first of them is reached by it
        details = replace(details, email="", phone="", may_contact=False)
    return sign_up(
        actor=actor,
        event=event,
        key=key,
        details=details,
        way=SignUpWay.PAPER,
        over_capacity=True,  # they came
    )


def _is_somebody_else(name: str, found: SignUp) -> bool:
    known = found.person.name if found.person else ""
    return bool(name and known) and fold(name) != fold(known)


def _says_the_same(row: SignInRow, known: tuple[str, int] | None) -> bool:
    return known is not None and (fold(row.name), row.people) == (fold(known[0]), known[1])


def _key(batch: PaperBatch, number: int, of: str) -> uuid.UUID:
    """The same for the same row, however often it is sent."""
    return uuid.uuid5(batch.id, f"{number} {of}")
