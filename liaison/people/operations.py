"""Keeping a person who agreed to be kept, and erasing one who asks for it."""

import uuid
from collections.abc import Callable, Collection, Sequence
from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumberFormat
from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Table,
    Text,
    case,
    cast,
    delete,
    func,
    or_,
    select,
    update,
)

from liaison import clock
from liaison.accounts.models import User
from liaison.accounts.operations.users import erase_invitations, erase_user
from liaison.audit.operations import record, record_always
from liaison.db import Base, db
from liaison.errors import InvalidInput, NotAllowed
from liaison.i18n import _, settings
from liaison.mail import OutboxMessage, OutboxState
from liaison.people.models import Person
from liaison.people.policy import can_erase_person
from liaison.people.queries import list_accounts_of
from liaison.permissions import Actor

AT_ONCE = 1000  # persons in one statement
NOTHING = "-"  # stands where a row must say something

Forget = Callable[[Actor, Person, Sequence[User]], None]
_forgets: list[Forget] = []


def when_erased(forget: Forget) -> Forget:
    """Register what a feature does for somebody who is erased, and their accounts, while the rows
    about them are not emptied yet: a plan for the week is about somebody, and holds no word."""
    _forgets.append(forget)
    return forget


def create_person(
    *,
    actor: Actor,
    name: str,
    email: str | None = None,
    phone: str | None = None,
    language: str | None = None,
    is_invented: bool = False,
) -> Person:
    """Keep somebody who has just agreed to it."""
    person = Person(
        name=name.strip(),
        email=email,
        phone=phone,
        language=language,
        agreed_at=clock.now(),
        is_invented=is_invented,
    )
    record(actor, "create_person", person)
    return person


def edit_person(
    *, actor: Actor, person: Person, name: str, email: str | None, phone: str | None
) -> None:
    """Change a person's name and how to reach them."""
    person.name, person.email, person.phone = name.strip(), email, phone
    record(actor, "edit_person", person)


def read_email(text: str, *, field: str) -> str | None:
    """An address in lower case, None for nothing. Raises InvalidInput on `field`."""
    if not text.strip():
        return None
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        message = _("Enter an e-mail address like name@example.com.")
        raise InvalidInput(field, message) from None


def read_phone(text: str, *, field: str) -> str | None:
    """A telephone number as E.164, None for nothing. Raises InvalidInput on `field`."""
    if not text.strip():
        return None
    try:
        number = phonenumbers.parse(text, settings().country)
    except NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise InvalidInput(field, _("Enter a telephone number with its area code."))
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def record_look_up(*, actor: Actor, found: list[Person]) -> None:
    """A look-up is recorded although it changes nothing: whom it found, never what was typed."""
    ids: list[str | None] = [str(person.id) for person in found]
    for found_id in ids or [None]:
        record_always(
            "look_up_person",
            actor_id=actor.user_id,
            subject_type="person",
            subject_id=found_id,
        )


def erase_person(*, actor: Actor, person: Person) -> None:
    """Empty everything that says who this is; the row keeps its key, so that counts stay right.

    Beside the person's own row that is each column marked personal in rows that point at it, their
    account, invitations and messages to them. Raises WrongState for the last administrator. What
    somebody else wrote about them in a text that does not point at them cannot be found.
    """
    if not can_erase_person(actor):
        raise NotAllowed
    person_id, reached_at = person.id, [way for way in (person.email, person.phone) if way]
    accounts = list_accounts_of(person)
    for user in accounts:
        _forget_address(user.email)
        erase_user(actor=actor, user=user)
    for forget in _forgets:
        forget(actor, person, accounts)
    for way in reached_at:  # what a feature wrote to them just now goes, too
        _forget_address(way.lower())
    empty_rows_about(person_id)
    person.name, person.erased_at = "", clock.now()
    person.email = person.phone = person.language = None
    record(actor, "erase_person", person)


def forget_persons_nobody_holds(
    person_ids: Sequence[uuid.UUID], *, beside: Collection[str] = ()
) -> int:
    """Empty those of these persons to whom no row of any feature points; returns how many.

    Rows of the tables named `beside` hold nobody: whoever calls has looked at them. What was sent
    to the persons goes as well: it carries their address.
    """
    forgotten = 0
    for start in range(0, len(person_ids), AT_ONCE):
        some = person_ids[start : start + AT_ONCE]
        free = select(Person.id, Person.email, Person.phone).where(
            Person.id.in_(some), Person.erased_at.is_(None), *_nobody_holds(beside)
        )
        rows = db.session.execute(free).all()
        reached = {word.lower() for row in rows for word in (row.email, row.phone) if word}
        sent_there = func.lower(OutboxMessage.recipient).in_(reached)
        # what is on its way there is about something else: they may be known by it twice
        is_done = OutboxMessage.state != OutboxState.WAITING
        db.session.execute(delete(OutboxMessage).where(sent_there, is_done))
        db.session.execute(
            update(Person)
            .where(Person.id.in_([row.id for row in rows]))
            .values(name="", email=None, phone=None, language=None, erased_at=clock.now())
        )
        forgotten += len(rows)
    return forgotten


def _nobody_holds(beside: Collection[str]) -> list[ColumnElement[bool]]:
    """No table has to be named here: whoever points at a person holds them."""
    return [
        ~select(link).where(link == Person.id).exists()
        for other in Base.metadata.sorted_tables
        for link in other.columns
        if _points_at_person(link) and other.name not in beside
    ]


def _forget_address(way: str) -> None:
    erase_invitations(email=way)
    db.session.execute(delete(OutboxMessage).where(func.lower(OutboxMessage.recipient) == way))


def empty_rows_about(person_id: uuid.UUID) -> None:
    """Each feature says which of its columns are personal, so no list of them is needed here.

    Rows one step further are about the person, too, such as the work of a liaison: they go first,
    while the way to them is there. What is but a personal word, such as a community, goes whole.
    """
    for other in reversed(Base.metadata.sorted_tables):
        personal = [c for c in other.columns if c.info.get("personal")]
        about = _about(other, person_id)
        if not personal or not about:
            continue
        if any(c.primary_key for c in personal):
            db.session.execute(delete(other).where(or_(*about)))
        else:
            emptied = {c: _emptied(c) for c in personal}
            db.session.execute(update(other).where(or_(*about)).values(emptied))


def _about(table: Table, person_id: uuid.UUID) -> list[ColumnElement[bool]]:
    """Which rows of a table point at the person, or at a row that does."""
    direct = [c == person_id for c in table.columns if _points_at_person(c)]
    if direct:
        return direct
    return [
        key.parent.in_(select(key.column).where(or_(*theirs)))
        for key in table.foreign_keys
        if (theirs := [c == person_id for c in key.column.table.columns if _points_at_person(c)])
    ]


def _points_at_person(one: Column[Any]) -> bool:
    return any(key.target_fullname == "person.id" for key in one.foreign_keys)


def _emptied(one: Column[Any]) -> Any:
    if one.unique and not one.nullable:
        return cast(next(iter(one.table.primary_key)), Text)  # no two may be alike
    if isinstance(one.type, JSON):
        return []  # they are lists
    return None if one.nullable else case((one == "", ""), else_=NOTHING)
